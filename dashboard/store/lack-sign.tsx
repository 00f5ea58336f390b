// The sign of what is lacking of a site, beside the words that say it; the map draws the same one.
import { lackHigh, lackLooks, lackOutline, lackPulse, lackWide } from './lack-shape';
import { countIn, type Lack } from './site-lack';

export function LackSign({ lack }: { lack: Lack }) {
  const { fill, edge, ink, dash } = lackLooks[lack.lack];
  return (
    <svg
      className="lack-sign"
      width={lackWide}
      height={lackHigh}
      viewBox={`0 0 ${lackWide} ${lackHigh}`}
      {...(lack.count === null ? { 'aria-hidden': true } : { role: 'img', 'aria-label': String(lack.count) })}
    >
      <path d={lackOutline} fill={fill} stroke={edge} strokeWidth="2" strokeDasharray={dash.join(' ')} />
      {lack.count === null ? (
        <path
          d={lackPulse}
          fill="none"
          stroke={ink}
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ) : (
        <text x={lackWide / 2} y="14.6" textAnchor="middle" fontSize="13" fontWeight="700" fill={ink}>
          {countIn(lack)}
        </text>
      )}
    </svg>
  );
}
