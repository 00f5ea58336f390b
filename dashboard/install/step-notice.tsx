// Step 6: a photo of the notice sign, made small here, kept on the phone, and taken again as often as one likes.
import { type ChangeEvent, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { urlOf } from '../api/ask';
import { shrinkPhoto } from '../api/shrink-photo.service';
import { withPhoto } from './kept';
import type { StepProps } from './order-steps';
import { Refusal } from './refusal';
import { useKeeper } from './use-keeper';

export function StepNotice({ progress: { order, kept } }: StepProps) {
  const { t } = useTranslation('install');
  const { keep } = useKeeper();
  const [preparing, setPreparing] = useState(false);
  const [bad, setBad] = useState(false);
  const take = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (file === undefined) return;
    setPreparing(true);
    const jpeg = await shrinkPhoto(file);
    const bytes = await jpeg?.arrayBuffer();
    setBad(bytes === undefined);
    if (bytes !== undefined) await keep(order.orderId, (now) => withPhoto(now, bytes)).catch(() => undefined);
    setPreparing(false);
  };
  const has = kept.photo !== null || order.hasNoticePhoto;
  const isFixed = order.state === 'accepted';
  return (
    <>
      <p>{t('noticeHelp')}</p>
      {has ? <NoticePhoto orderId={order.orderId} kept={kept.photo?.what ?? null} /> : null}
      {kept.photo !== null && kept.photo.refused === null ? (
        <p className="install-amber" role="status">
          ↑ {t('keptHere')}
        </p>
      ) : null}
      {kept.photo?.refused ? <Refusal failed={kept.photo.refused} /> : null}
      {kept.photo === null && order.hasNoticePhoto ? (
        <p className="install-good">✓ {t('noticeSent')}</p>
      ) : null}
      {isFixed ? null : (
        <div className="install-files">
          <label className={`install-file ${has ? '' : 'is-main'} ${preparing ? 'is-off' : ''}`}>
            <input
              type="file"
              accept="image/*"
              capture="environment"
              disabled={preparing}
              onChange={(event) => void take(event)}
            />
            {t(has ? 'noticeRetake' : 'noticeTake')}
          </label>
          <label className={`install-file ${preparing ? 'is-off' : ''}`}>
            <input
              type="file"
              accept="image/*"
              data-testid="notice-file"
              disabled={preparing}
              onChange={(event) => void take(event)}
            />
            {t('noticeChoose')}
          </label>
        </div>
      )}
      {preparing ? <p role="status">{t('noticePreparing')}</p> : null}
      {bad ? (
        <p className="install-alert" role="alert">
          ✕ {t('noticeBad')}
        </p>
      ) : null}
    </>
  );
}

/** The photo that waits here, else the server's. */
function NoticePhoto({ orderId, kept }: { orderId: string; kept: ArrayBuffer | null }) {
  const { t } = useTranslation('install');
  const url = useMemo(
    () => (kept === null ? null : URL.createObjectURL(new Blob([kept], { type: 'image/jpeg' }))),
    [kept],
  );
  useEffect(() => () => (url === null ? undefined : URL.revokeObjectURL(url)), [url]);
  const there = urlOf('getNoticePhoto', { params: { orderId } });
  return <img className="install-photo" src={url ?? there} alt={t('noticePhoto')} />;
}
