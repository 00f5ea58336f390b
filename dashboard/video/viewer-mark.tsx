// Who looks, and when, on every picture: a photograph of the screen tells whose screen it was. It changes its corner each minute.
import { clockTime, dayTime } from '../i18n/times';
import { useNowMs } from '../store/live-context';
import { useSession } from '../store/session-context';
import './viewer-mark.css';

const corners = ['top-left', 'bottom-right', 'top-right', 'bottom-left'] as const;

/** `ratio` is the picture's width by its height: the mark stays on the picture where that leaves margins. */
export function ViewerMark({ ratio = 16 / 9 }: { ratio?: number }) {
  const { me } = useSession();
  const nowMs = useNowMs();
  const corner = corners[Math.floor(nowMs / 60_000) % corners.length];
  const day = dayTime(nowMs).slice(0, 5);
  return (
    <span className="viewer-area" aria-hidden="true">
      <span
        className="viewer-frame"
        style={{ aspectRatio: ratio, width: `min(100cqw, calc(100cqh * ${ratio}))` }}
      >
        <span className={`viewer-mark ${corner}`} data-testid="viewer-mark">
          {me.person.name} {day} {clockTime(nowMs)}
        </span>
      </span>
    </span>
  );
}
