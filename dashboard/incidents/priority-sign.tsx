// The sign of a priority: a shape, a number and a colour, so that none of them alone has to be seen (WCAG 1.4.1).
import type { Priority } from '@haixi/proto/vocabulary';
import { useTranslation } from 'react-i18next';

/** Diamond, triangle, square, circle: the sharper, the more urgent. */
const shapes: Readonly<Record<Priority, string>> = {
  1: 'M12 1 L23 12 L12 23 L1 12 Z',
  2: 'M12 2 L23.5 22 L0.5 22 Z',
  3: 'M3 3 H21 V21 H3 Z',
  4: 'M12 2 A10 10 0 1 1 11.99 2 Z',
};
const textY: Readonly<Record<Priority, number>> = { 1: 16, 2: 19.5, 3: 16.5, 4: 16 };

/** Filled while somebody has to act now, outlined once the incident is in somebody's hands. */
export function PrioritySign({ priority, filled }: { priority: Priority; filled: boolean }) {
  const { t } = useTranslation(['console', 'vocabulary']);
  const label = t('console:priorityIs', { priority: t(`vocabulary:priority.${priority}`) });
  return (
    <svg
      className={`priority-sign p${priority} ${filled ? 'filled' : 'outlined'}`}
      viewBox="0 0 24 24"
      role="img"
      aria-label={label}
    >
      <path d={shapes[priority]} />
      <text x="12" y={textY[priority]} textAnchor="middle">
        {priority}
      </text>
    </svg>
  );
}
