// The acceptance ticket: a fact on one page, on a screen or on paper, with its own address as a QR code. No secrets.
import type { AcceptanceTicket } from '@haixi/proto/devices/orders';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Asked, urlOf } from '../api/ask';
import { useSession } from '../store/session-context';
import { checkSigns, useCheckWords } from './check-line';
import { qrPath } from './qr-path';
import './ticket.css';

/** The ticket of the order in the address, `/tickets/<order>`. */
export default function TicketPage() {
  const [tries, setTries] = useState(0);
  return <Read key={tries} again={() => setTries(tries + 1)} />;
}

function Read({ again }: { again: () => void }) {
  const { t } = useTranslation('install');
  const { queries } = useSession();
  const orderId = location.pathname.split('/')[2] ?? '';
  const [asked, setAsked] = useState<Asked<{ ticket: AcceptanceTicket }> | null>(null);
  useEffect(() => {
    let over = false;
    const read = async () => {
      const answer = await queries.ask('ticket', { params: { orderId } });
      if (!over) setAsked(answer);
    };
    void read();
    return () => {
      over = true;
    };
  }, [queries, orderId]);
  if (asked === null) return <Plain>{t('ticketLoading')}</Plain>;
  if (asked.ok) return <Ticket ticket={asked.value.ticket} />;
  if (asked.reason === 'refused')
    return <Plain>{asked.problem.code === 'not_allowed' ? t('ticketDenied') : t('ticketNone')}</Plain>;
  return (
    <Plain>
      {t('noAnswer')}
      <button type="button" onClick={again}>
        {t('retry')}
      </button>
    </Plain>
  );
}

function Plain({ children }: { children: React.ReactNode }) {
  return (
    <main className="ticket is-plain">
      <div role="status">{children}</div>
    </main>
  );
}

function Ticket({ ticket }: { ticket: AcceptanceTicket }) {
  const { t } = useTranslation(['install', 'vocabulary']);
  const address = `${location.origin}/tickets/${ticket.orderId}`;
  const qr = qrPath(address);
  return (
    <main className="ticket" data-testid="ticket">
      <div className="ticket-keys">
        <a href="/install">‹ {t('ticketBack')}</a>
        <button type="button" onClick={() => window.print()}>
          {t('ticketPrint')}
        </button>
      </div>
      <header>
        <div>
          <h1>{t('ticketTitle')}</h1>
          <p>
            {t('ticketNumber')} <code>{ticket.orderId}</code>
          </p>
          <p className="ticket-address">{address}</p>
        </div>
        <svg
          className="ticket-qr"
          role="img"
          aria-label={t('ticketQr')}
          viewBox={`0 0 ${qr.side} ${qr.side}`}
          shapeRendering="crispEdges"
        >
          <path fill="#fff" d={`M0 0h${qr.side}v${qr.side}h-${qr.side}z`} />
          <path fill="#000" d={qr.d} />
        </svg>
      </header>
      <Facts ticket={ticket} />
      <Checks ticket={ticket} />
      <footer>
        <figure>
          <img
            src={urlOf('getNoticePhoto', { params: { orderId: ticket.orderId } })}
            alt={t('ticketNotice')}
          />
          <figcaption>
            {t('ticketNotice')} · {t('ticketNoticeHash')} <code>{ticket.noticeSha256}</code>
          </figcaption>
        </figure>
        <dl>
          <div>
            <dt>{t('ticketInstaller')}</dt>
            <dd>{ticket.installerName}</dd>
          </div>
          <div>
            <dt>{t('ticketTime')}</dt>
            <dd>{moment(ticket.acceptedAtMs)}</dd>
          </div>
          <div className="ticket-sign">
            <dt>{t('ticketSign')}</dt>
            <dd />
          </div>
          <div className="ticket-sign">
            <dt>{t('ticketSignDate')}</dt>
            <dd />
          </div>
        </dl>
        <p>{t('ticketNoSecrets')}</p>
      </footer>
    </main>
  );
}

function Facts({ ticket }: { ticket: AcceptanceTicket }) {
  const { t } = useTranslation(['install', 'vocabulary']);
  const { lon, lat } = ticket.position;
  const rows: readonly (readonly [string, string])[] = [
    [t('ticketKind'), t(`vocabulary:orderKind.${ticket.kind}`)],
    [t('ticketArea'), ticket.areaName],
    [t('ticketSite'), `${ticket.siteName} · ${t(`vocabulary:siteType.${ticket.siteType}`)}`],
    [t('address'), ticket.address],
    [t('ticketCamera'), ticket.cameraName],
    [t('place'), t(`vocabulary:place.${ticket.place}`)],
    [t('legalBasis'), t(`vocabulary:legalBasis.${ticket.legalBasis}`)],
    [t('ticketPosition'), `${lon.toFixed(6)}, ${lat.toFixed(6)}`],
    [t('ticketDatum'), t(`vocabulary:datum.${ticket.datum}`)],
    [t('ticketAccuracy'), ticket.accuracyM === null ? t('sourceHand') : `±${Math.round(ticket.accuracyM)} m`],
    [t('ticketReason'), ticket.positionReason],
    [
      t('ticketView'),
      [
        t('degrees', { n: ticket.headingDeg }),
        t('degrees', { n: ticket.fovDeg }),
        t('metres', { n: ticket.rangeM }),
      ].join(' / '),
    ],
    [t('ticketHeight'), ticket.heightM === null ? '' : t('metres', { n: ticket.heightM })],
    [t('ticketZones'), t('ticketZonesValue', { count: ticket.privacyZones })],
    [t('ticketBox'), ticket.serial ?? ''],
    [t('ticketAgent'), ticket.agent],
  ];
  return (
    <dl className="ticket-facts">
      {rows
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function Checks({ ticket }: { ticket: AcceptanceTicket }) {
  const { t } = useTranslation('install');
  return (
    <table className="ticket-checks">
      <caption>{t('ticketChecks')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('ticketCheck')}</th>
          <th scope="col">{t('ticketResult')}</th>
          <th scope="col">{t('ticketDetail')}</th>
        </tr>
      </thead>
      <tbody>
        {ticket.checks.map((check) => (
          <CheckRow key={check.check} check={check} />
        ))}
      </tbody>
    </table>
  );
}

function CheckRow({ check }: { check: AcceptanceTicket['checks'][number] }) {
  const { t } = useTranslation('vocabulary');
  const { measured, hint } = useCheckWords(check);
  return (
    <tr className={`is-${check.state}`}>
      <th scope="row">{t(`check.${check.check}`)}</th>
      <td>
        {checkSigns[check.state]} {t(`checkState.${check.state}`)}
      </td>
      <td>{[measured, hint].filter((each) => each !== '').join(' · ')}</td>
    </tr>
  );
}

/** `YYYY-MM-DD hh:mm:ss` in the reader's own time zone. */
function moment(atMs: number): string {
  const at = new Date(atMs);
  const two = (n: number) => String(n).padStart(2, '0');
  const day = [at.getFullYear(), two(at.getMonth() + 1), two(at.getDate())].join('-');
  return `${day} ${[at.getHours(), at.getMinutes(), at.getSeconds()].map(two).join(':')}`;
}
