// /admin: what administrators see to, one part at a time; the part stands behind the `#`, so that it can be gone back to.
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { FailureNote } from '../store/failure-note';
import { HouseLook } from '../store/house-look';
import { PageBar } from '../store/page-bar';
import './admin.css';
import { AreasContext } from './areas-context';
import { AreasPart } from './areas-part';
import { ImportPart } from './import-part';
import { OrdersPart } from './orders-part';
import { PeoplePart } from './people-part';
import { SitesPart } from './sites-part';
import { StickersPart } from './stickers-part';
import { TokensPart } from './tokens-part';
import { UnitsPart } from './units-part';
import { useAsked } from './use-asked';

const parts = {
  people: PeoplePart,
  units: UnitsPart,
  areas: AreasPart,
  orders: OrdersPart,
  stickers: StickersPart,
  sites: SitesPart,
  import: ImportPart,
  tokens: TokensPart,
} as const;
type PartName = keyof typeof parts;
const names = Object.keys(parts) as PartName[];

export default function AdminPage() {
  const { t } = useTranslation('admin');
  const part = usePart();
  const areas = useAsked('areas');
  const Part = parts[part];
  return (
    <HouseLook>
      <div className="admin">
        <PageBar title={t('title')} />
        <nav className="admin-nav" aria-label={t('sections')}>
          {names.map((name) => (
            <a key={name} href={`#${name}`} aria-current={name === part ? 'page' : undefined}>
              {t(`section.${name}`)}
            </a>
          ))}
        </nav>
        <main className="admin-main" aria-label={t(`section.${part}`)}>
          <FailureNote failure={areas.failure} />
          {areas.value === null ? (
            <p className="admin-quiet">{areas.failure === null ? t('loading') : ''}</p>
          ) : (
            <AreasContext value={{ all: areas.value.areas, again: areas.again }}>
              <Part key={part} />
            </AreasContext>
          )}
        </main>
      </div>
    </HouseLook>
  );
}

function usePart(): PartName {
  const hash = useSyncExternalStore(onHash, () => location.hash.slice(1));
  return names.find((name) => name === hash) ?? 'people';
}

function onHash(told: () => void): () => void {
  addEventListener('hashchange', told);
  return () => removeEventListener('hashchange', told);
}
