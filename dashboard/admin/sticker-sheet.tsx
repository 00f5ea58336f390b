// New stickers as sheets of A4, to be printed now: QR code, serial, and the whole text for who has to type it.
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { QrCode } from '../store/qr-code';
import './sticker-sheet.css';

export interface StickerSheetProps {
  readonly stickers: readonly { readonly serial: string; readonly text: string }[];
  readonly onKept: () => void;
}

export function StickerSheet({ stickers, onKept }: StickerSheetProps) {
  const { t } = useTranslation('admin');
  return (
    <>
      <div className="sticker-keys" role="status">
        <strong>{t('stickersMade', { count: stickers.length })}</strong>
        <Button type="primary" onClick={() => print()}>
          {t('print')}
        </Button>
        <Button onClick={onKept}>{t('stickersKept')}</Button>
      </div>
      <ol className="sticker-sheet" data-testid="sticker-sheet">
        {stickers.map(({ serial, text }) => (
          <li key={serial}>
            <QrCode text={text} label={t('stickerQr', { serial })} />
            <div>
              <strong>{serial}</strong>
              <span>{t('stickerScan')}</span>
              <code>{grouped(text)}</code>
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

/** The claim code in groups of four, as it is easiest to type; reading it takes no notice of spaces. */
function grouped(text: string): string {
  const [head, serial, code = ''] = text.split(':');
  return `${head}:${serial}: ${code.replaceAll(/(.{4})(?=.)/g, '$1 ')}`;
}
