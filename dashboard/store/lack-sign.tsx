// The sign of what is lacking of a site, beside the words that say it; the map draws the same one.
import { lackDrawn, lackHigh, lackLooks, lackOutline, lackWide } from './lack-shape';
import { countIn, type Lack, type SiteLack } from './site-lack';

/** With its number in it; `bare` where a number of something else stands beside it. */
export function LackSign(props: { lack: Lack } | { lack: SiteLack; bare: true }) {
  const lack = 'bare' in props ? props.lack : props.lack.lack;
  const count = 'bare' in props ? '' : countIn(props.lack);
  const { fill, edge, ink, dash } = lackLooks[lack];
  return (
    <svg
      className="lack-sign"
      width={lackWide}
      height={lackHigh}
      viewBox={`0 0 ${lackWide} ${lackHigh}`}
      {...(count === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': count })}
    >
      <path d={lackOutline} fill={fill} stroke={edge} strokeWidth="2" strokeDasharray={dash.join(' ')} />
      {lack === 'unproven' || lack === 'tested' ? (
        <path
          d={lackDrawn[lack]}
          fill="none"
          stroke={ink}
          strokeWidth="2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ) : (
        <text x={lackWide / 2} y="14.6" textAnchor="middle" fontSize="13" fontWeight="700" fill={ink}>
          {count}
        </text>
      )}
    </svg>
  );
}
