// Step 4: how the box reaches the camera; its password goes to the server and is seen no more. Then the way to the picture.
import type { Order } from '@haixi/proto/devices/orders';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { faultIn } from '../i18n/languages';
import { useLanguage } from '../i18n/use-language';
import { useSession } from '../store/session-context';
import { OrderPicture } from './order-picture';
import type { StepProps } from './order-steps';
import { type Failed, Refusal } from './refusal';
import { isRtsp, parted, withLogin } from './rtsp-address';
import { useKeeper } from './use-keeper';
import { waitingFor, waits } from './waiting-for';

export function StepCamera({ progress }: StepProps) {
  const { t } = useTranslation('install');
  const { order, checks } = progress;
  const [changes, setChanges] = useState(false);
  const shown = order.draft.cameraShown;
  const now = waitingFor(order, checks);
  return (
    <>
      {shown === null || changes ? (
        <CameraForm order={order} done={() => setChanges(false)} />
      ) : (
        <>
          <p className="install-good">✓ {t('cameraKept')}</p>
          <p>
            <code className="install-address">{shown}</code>
          </p>
          {order.state === 'accepted' ? null : (
            <button type="button" onClick={() => setChanges(true)}>
              {t('change')}
            </button>
          )}
        </>
      )}
      {order.state === 'accepted' ? null : <Way progress={progress} />}
      {now.for === 'picture' && order.state === 'claimed' ? <OrderPicture order={order} /> : null}
    </>
  );
}

function CameraForm({ order, done }: { order: Order; done: () => void }) {
  const { t } = useTranslation('install');
  const { queries } = useSession();
  const { putOrder, state } = useKeeper();
  const [address, setAddress] = useState('');
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [substream, setSubstream] = useState('');
  const [transport, setTransport] = useState<'tcp' | 'udp'>('tcp');
  const [sending, setSending] = useState(false);
  const [refused, setRefused] = useState<Failed | null>(null);
  const id = useId();
  const isOff = state.held === 'unreachable';
  const isGood = isRtsp(address) && (substream.trim() === '' || isRtsp(substream));
  const typed = (text: string) => {
    // A login that was pasted with the address goes into its own fields, where it can't be read over a shoulder.
    const { address: bare, login } = parted(text);
    setAddress(login === null ? text : bare);
    if (login === null) return;
    setUser(login.user);
    setPassword(login.password);
  };
  const send = async () => {
    setSending(true);
    setRefused(null);
    const login = { user: user.trim(), password };
    const asked = await queries.ask('putDraft', {
      params: { orderId: order.orderId },
      body: {
        camera: {
          address: withLogin(address, login),
          transport,
          ...(substream.trim() === '' ? {} : { substream: withLogin(parted(substream).address, login) }),
        },
      },
    });
    setSending(false);
    if (!asked.ok) return setRefused(asked.reason === 'refused' ? asked.problem : 'no_answer');
    setPassword('');
    putOrder(asked.value.order);
    done();
  };
  return (
    <form
      className="install-form"
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div>
        <label htmlFor={`${id}-address`}>{t('rtsp')}</label>
        <input
          id={`${id}-address`}
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={address}
          aria-describedby={`${id}-help`}
          onChange={(event) => typed(event.target.value)}
        />
        <small id={`${id}-help`} className={address !== '' && !isRtsp(address) ? 'install-alert' : ''}>
          {address !== '' && !isRtsp(address) ? `! ${t('rtspBad')}` : t('rtspHelp')}
        </small>
      </div>
      <div className="install-pair">
        <div>
          <label htmlFor={`${id}-user`}>{t('user')}</label>
          <input
            id={`${id}-user`}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            value={user}
            onChange={(event) => setUser(event.target.value)}
          />
        </div>
        <div>
          <label htmlFor={`${id}-password`}>{t('password')}</label>
          <input
            id={`${id}-password`}
            type="password"
            autoComplete="new-password"
            value={password}
            aria-describedby={`${id}-password-help`}
            onChange={(event) => setPassword(event.target.value)}
          />
        </div>
      </div>
      <small id={`${id}-password-help`}>{t('passwordHelp')}</small>
      <details>
        <summary>{t('cameraMore')}</summary>
        <fieldset className="install-choices is-row">
          <legend>{t('transport')}</legend>
          {(['tcp', 'udp'] as const).map((each) => (
            <label key={each}>
              <input
                type="radio"
                name={`${id}-transport`}
                checked={transport === each}
                onChange={() => setTransport(each)}
              />
              {each.toUpperCase()}
            </label>
          ))}
        </fieldset>
        <label htmlFor={`${id}-substream`}>{t('substream')}</label>
        <input
          id={`${id}-substream`}
          inputMode="url"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={substream}
          onChange={(event) => setSubstream(event.target.value)}
        />
      </details>
      {isOff ? <p className="install-amber">! {t('cameraNeedsNetwork')}</p> : null}
      {refused === null ? null : <Refusal failed={refused} />}
      <button type="submit" className="is-main" disabled={!isGood || sending}>
        {sending ? t('sending') : t('saveCamera')}
      </button>
    </form>
  );
}

/** From the sticker to the picture: what is done, what is waited for, and what is wrong. */
function Way({ progress: { order, checks } }: StepProps) {
  const { t } = useTranslation('install');
  const language = useLanguage();
  const now = waitingFor(order, checks);
  const at = waits.indexOf(now.for);
  const fault = now.fault === '' ? '' : faultIn(language, now.fault);
  return (
    <section aria-label={t('way')} className="install-waits" data-waits={now.for}>
      <ol aria-hidden="true">
        {waits.map((each, i) => (
          <li key={each} className={i < at || now.for === 'picture' ? 'is-done' : i === at ? 'is-now' : ''} />
        ))}
      </ol>
      <p
        role="status"
        className={fault !== '' ? 'install-alert' : now.for === 'picture' ? 'install-good' : 'install-amber'}
      >
        {fault !== '' ? '✕ ' : now.for === 'picture' ? '✓ ' : '○ '}
        {fault === '' ? t(`wait.${now.for}`) : t('wait.fault', { fault })}
      </p>
    </section>
  );
}
