// A priority as shape, number and colour, so that it is told apart in the sun and without colours.
import type { Priority } from '@haixi/proto/vocabulary';
import { useTranslation } from 'react-i18next';

/** The console's map has the same four shapes: diamond, triangle, square, circle. */
const shapes: Readonly<Record<Priority, string>> = {
  1: 'M32 2 L62 32 L32 62 L2 32 Z',
  2: 'M32 4 L62 58 H2 Z',
  3: 'M6 6 H58 V58 H6 Z',
  4: 'M32 3 A29 29 0 1 1 31.9 3 Z',
};

export function PriorityMark({ priority }: { priority: Priority }) {
  const { t } = useTranslation('vocabulary');
  return (
    <svg
      viewBox="0 0 64 64"
      className={`patrol-mark is-p${priority}`}
      role="img"
      aria-label={t(`priority.${priority}`)}
    >
      <path d={shapes[priority]} />
      <text x="32" y={priority === 2 ? 52 : 43} textAnchor="middle">
        {priority}
      </text>
    </svg>
  );
}
