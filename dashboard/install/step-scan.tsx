// Step 1: the box's sticker is scanned or typed, and the box claimed for this order, at once or when there is a network.
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { elapsed } from '../i18n/times';
import { astrayWords, useAstrayWords } from './astray-words';
import { withScan, without } from './kept';
import type { StepProps } from './order-steps';
import { Refusal } from './refusal';
import { ScanCamera } from './scan-camera';
import { localAstray, scanOf } from './scan-of';
import { lettersMissing, stickerIn } from './typed-sticker';
import { useHere } from './use-here';
import { useKeeper } from './use-keeper';

export function StepScan({ progress }: StepProps) {
  const { order, kept, area } = progress;
  const { keep } = useKeeper();
  const [again, setAgain] = useState(false);
  const here = useHere(order.plan !== null || area !== null);
  const waiting = kept.scan;
  const scans = waiting === null && (order.serial === null || again);
  const found = (sticker: string) => {
    const scan = scanOf(sticker, here.fix);
    const refused = localAstray(scan, area, order.plan);
    setAgain(false);
    void keep(order.orderId, (now) => ({ ...withScan(now, scan), scan: { what: scan, refused } }));
  };
  if (waiting !== null) return <Scanned progress={progress} />;
  if (scans)
    return (
      <>
        <ScanHelp />
        <ScanCamera found={found} />
        <TypedCode found={found} />
      </>
    );
  return <Claimed progress={progress} rescan={() => setAgain(true)} />;
}

function ScanHelp() {
  const { t } = useTranslation('install');
  return <p>{t('scanHelp')}</p>;
}

/** Without a camera the characters below the code do the same. */
function TypedCode({ found }: { found: (sticker: string) => void }) {
  const { t } = useTranslation('install');
  const [text, setText] = useState('');
  const [id, helpId] = [useId(), useId()];
  const sticker = stickerIn(text);
  const missing = lettersMissing(text);
  return (
    <form
      className="install-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (sticker !== null) found(sticker);
      }}
    >
      <label htmlFor={id}>{t('typeCode')}</label>
      <input
        id={id}
        value={text}
        autoComplete="off"
        autoCapitalize="characters"
        spellCheck={false}
        aria-describedby={helpId}
        onChange={(event) => setText(event.target.value)}
      />
      <small id={helpId}>
        {text === '' || sticker !== null
          ? t('typeCodeHelp')
          : missing === null
            ? t('lettersMany')
            : t('lettersMissing', { count: missing })}
      </small>
      <button type="submit" disabled={sticker === null}>
        {t('useCode')}
      </button>
    </form>
  );
}

/** Scanned, and not claimed yet: on its way, kept for later, or refused. */
function Scanned({ progress }: StepProps) {
  const { t } = useTranslation('install');
  const { keep, state } = useKeeper();
  const { order, kept } = progress;
  const [reason, setReason] = useState('');
  const words = useAstrayWords();
  const id = useId();
  if (kept.scan === null) return null;
  const { what, refused } = kept.scan;
  const drop = () => void keep(order.orderId, (now) => without(now, 'scan'));
  if (refused === null)
    return (
      <>
        <p className="install-amber" role="status">
          ↑ {state.held === 'unreachable' ? t('scannedOffline') : t('scanned')}
        </p>
        <button type="button" onClick={drop}>
          {t('scanAgain')}
        </button>
      </>
    );
  const isAstray = refused.code === 'astray';
  const where = astrayWords(words, progress, what) ?? refused.where;
  const send = () =>
    void keep(order.orderId, (now) => {
      const given = reason.trim();
      const positionReason = now.fields?.what.positionReason ?? order.draft.positionReason ?? given;
      const fields = { ...now.fields?.what, positionReason };
      return { ...withScan(now, { ...what, reason: given }), fields: { what: fields, refused: null } };
    });
  return (
    <>
      <Refusal failed={refused} {...(isAstray ? { says: t('refused.astray', { where }) } : {})} />
      {isAstray ? (
        <div className="install-form">
          <label htmlFor={id}>{t('reasonAsk')}</label>
          <textarea
            id={id}
            rows={2}
            maxLength={200}
            value={reason}
            onChange={(e) => setReason(e.target.value)}
          />
          <small>{t('reasonHelp')}</small>
          <button type="button" className="is-main" disabled={reason.trim() === ''} onClick={send}>
            {t('sendReason')}
          </button>
        </div>
      ) : null}
      <button type="button" onClick={drop}>
        {t('scanAgain')}
      </button>
    </>
  );
}

/** The box is ours: it has so long to come for its credentials, or has come. */
function Claimed({ progress: { order, checks }, rescan }: StepProps & { rescan: () => void }) {
  const { t } = useTranslation('install');
  const nowMs = useSeconds();
  const has = order.claimUntilMs === null || checks?.some(isEnrolled) === true;
  // The clock of a phone may be off: that the time is over is for the server to say, where it can be asked.
  const claim = checks?.find(({ check }) => check === 'credentials');
  const leftMs = Math.max(0, (order.claimUntilMs ?? 0) - nowMs);
  const isOver = claim === undefined ? leftMs === 0 : claim.state === 'failed';
  return (
    <>
      <p className="install-good">✓ {t('claimed')}</p>
      <dl className="install-facts">
        <div>
          <dt>{t('serial')}</dt>
          <dd>
            <code>{order.serial}</code>
          </dd>
        </div>
      </dl>
      {has ? <p className="install-good">✓ {t('claimedKey')}</p> : null}
      {!has && !isOver ? (
        <p className="install-amber" role="status">
          ○ {t('claimUntil', { time: elapsed(leftMs) })}
        </p>
      ) : null}
      {!has && isOver ? (
        <p className="install-alert" role="alert">
          ! {t('claimOver')}
        </p>
      ) : null}
      {has ? null : (
        <details>
          <summary>{t('boxHelp')}</summary>
          <p>{t('boxHelpText', { origin: location.origin })}</p>
        </details>
      )}
      {order.state === 'claimed' && !has ? (
        <button type="button" onClick={rescan}>
          {t('scanAgain')}
        </button>
      ) : null}
    </>
  );
}

const isEnrolled = ({ check, state }: { check: string; state: string }) =>
  check === 'credentials' && state === 'ok';

/** The phone's clock, epoch ms, a new value each second. */
function useSeconds(): number {
  const [nowMs, setNowMs] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNowMs(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}
