// Step 3: what the site and the camera are called, what the camera may look at and on which ground, how high and where to.
import type { Order } from '@haixi/proto/devices/orders';
import {
  legalBasisSchema,
  type PlaceType,
  placeTypes,
  refusedPlaceTypes,
  siteTypes,
} from '@haixi/proto/vocabulary';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toWgs84 } from './datum';
import { type Fields, filledIn, withFields } from './kept';
import type { StepProps } from './order-steps';
import { PlaceMap } from './place-map';
import { Refusal } from './refusal';
import { isRefusedPlace, missingDetails } from './steps';
import { useKeeper } from './use-keeper';

/** What a view is where nobody has turned it yet: a fixed 4 mm lens, as most have. */
const usual = { headingDeg: 0, fovDeg: 80, rangeM: 30 } as const;

export function StepDetails({ progress }: StepProps) {
  const { t } = useTranslation(['install', 'vocabulary']);
  const { keep } = useKeeper();
  const { order, kept } = progress;
  const fields = filledIn(order, kept);
  const put = (change: Fields) => void keep(order.orderId, (now) => withFields(now, change));
  const missing = missingDetails(fields);
  const isFixed = order.state === 'accepted';
  return (
    <fieldset className="install-form is-plain" disabled={isFixed}>
      <Text name="siteName" value={fields.siteName ?? order.siteName} max={64} put={put} needed />
      <Choice
        label={t('siteType')}
        value={fields.siteType ?? order.siteType}
        groups={[{ items: siteTypes.map((each) => [each, t(`vocabulary:siteType.${each}`)]) }]}
        put={(siteType) => put({ siteType })}
      />
      <Text name="address" value={fields.address ?? order.address} max={128} put={put} />
      <Text name="cameraName" value={fields.cameraName ?? ''} max={64} put={put} needed />
      <Text name="cameraNameEn" value={fields.cameraNameEn ?? ''} max={64} put={put} />
      <PlaceChoice place={fields.place} put={put} />
      <fieldset className="install-choices">
        <legend>{t('legalBasis')}</legend>
        {legalBasisSchema.options.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="legal-basis"
              checked={fields.legalBasis === each}
              onChange={() => put({ legalBasis: each })}
            />
            {t(`vocabulary:legalBasis.${each}`)}
          </label>
        ))}
      </fieldset>
      <HeightField value={fields.heightM} put={put} />
      <View order={order} fields={fields} area={progress.area} put={isFixed ? null : put} />
      {kept.fields?.refused ? <Refusal failed={kept.fields.refused} /> : null}
      {missing.length > 0 ? (
        <p className="install-quiet" role="status">
          {t('missing', { list: missing.map((name) => t(missingWords[name])).join('、') })}
        </p>
      ) : null}
    </fieldset>
  );
}

const missingWords = {
  siteName: 'siteName',
  siteType: 'siteType',
  address: 'address',
  cameraName: 'cameraName',
  cameraNameEn: 'cameraNameEn',
  place: 'place',
  legalBasis: 'legalBasis',
  heightM: 'heightM',
  headingDeg: 'heading',
  fovDeg: 'fov',
  rangeM: 'range',
} as const;

type Put = (change: Fields) => void;

/** A line of text; kept when one goes on to the next field. */
function Text({
  name,
  value,
  max,
  put,
  needed = false,
}: {
  name: 'siteName' | 'address' | 'cameraName' | 'cameraNameEn';
  value: string;
  max: number;
  put: Put;
  needed?: boolean;
}) {
  const { t } = useTranslation('install');
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const keepIt = () => {
    const text = (typed ?? value).trim();
    if (typed !== null && text !== value && (text !== '' || !needed)) put({ [name]: text });
    setTyped(null);
  };
  return (
    <div>
      <label htmlFor={id}>{t(name)}</label>
      <input
        id={id}
        value={typed ?? value}
        maxLength={max}
        required={needed}
        autoComplete="off"
        onChange={(event) => setTyped(event.target.value)}
        onBlur={keepIt}
      />
    </div>
  );
}

interface Group<T extends string> {
  readonly label?: string;
  readonly items: readonly (readonly [T, string])[];
}

function Choice<T extends string>({
  label,
  value,
  groups,
  first,
  put,
}: {
  label: string;
  value: T | '';
  groups: readonly Group<T>[];
  /** What stands there as long as nothing is chosen. */
  first?: string;
  put: (value: T) => void;
}) {
  const id = useId();
  const options = ({ items }: Group<T>) =>
    items.map(([item, words]) => (
      <option key={item} value={item}>
        {words}
      </option>
    ));
  const chosen = (text: string) => {
    const item = groups.flatMap(({ items }) => items).find(([each]) => each === text);
    if (item) put(item[0]);
  };
  return (
    <div>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => chosen(event.target.value)}>
        {first === undefined ? null : (
          <option value="" disabled>
            {first}
          </option>
        )}
        {groups.map((group) =>
          group.label === undefined ? (
            options(group)
          ) : (
            <optgroup key={group.label} label={group.label}>
              {options(group)}
            </optgroup>
          ),
        )}
      </select>
    </div>
  );
}

/** Places where no camera may be stand in the list, so that choosing one is refused in words; they are never kept. */
function PlaceChoice({ place, put }: { place: PlaceType | undefined; put: Put }) {
  const { t } = useTranslation(['install', 'vocabulary']);
  const [refused, setRefused] = useState<PlaceType | null>(null);
  const words = (each: PlaceType): readonly [PlaceType, string] => [each, t(`vocabulary:place.${each}`)];
  return (
    <>
      <Choice<PlaceType>
        label={t('place')}
        value={refused ?? place ?? ''}
        first={t('placePick')}
        groups={[
          { label: t('placeAllowed'), items: placeTypes.map(words) },
          { label: t('placeRefused'), items: refusedPlaceTypes.map(words) },
        ]}
        put={(each) => {
          setRefused(isRefusedPlace(each) ? each : null);
          if (!isRefusedPlace(each)) put({ place: each });
        }}
      />
      {refused === null ? null : (
        <div className="install-alert" role="alert" data-testid="refused-place">
          <strong>✕ {t('placeRefusedTitle', { place: t(`vocabulary:place.${refused}`) })}</strong>
          <p>{t('refused.refused_place')}</p>
        </div>
      )}
    </>
  );
}

function HeightField({ value, put }: { value: number | undefined; put: Put }) {
  const { t } = useTranslation('install');
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const keepIt = () => {
    const metres = Number(typed ?? '');
    if (typed !== null && typed.trim() !== '' && metres >= 0 && metres <= 200) put({ heightM: metres });
    setTyped(null);
  };
  return (
    <div>
      <label htmlFor={id}>{t('heightM')}</label>
      <input
        id={id}
        type="number"
        inputMode="decimal"
        min={0}
        max={200}
        step={0.1}
        value={typed ?? value ?? ''}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={keepIt}
      />
    </div>
  );
}

/** The fan that a camera sees, turned on the map or by the sliders. */
function View({
  order,
  fields,
  area,
  put,
}: {
  order: Order;
  fields: Fields;
  area: StepProps['progress']['area'];
  put: Put | null;
}) {
  const { t } = useTranslation('install');
  const { taken } = fields;
  const at = taken === undefined ? null : toWgs84(taken.position, taken.datum);
  const view = {
    headingDeg: fields.headingDeg ?? usual.headingDeg,
    fovDeg: fields.fovDeg ?? usual.fovDeg,
    rangeM: fields.rangeM ?? usual.rangeM,
  };
  // A view is turned as a whole: who has set the heading has seen the others too.
  const turn = (change: Partial<typeof view>) => put?.({ ...view, ...change });
  return (
    <section className="install-view" aria-label={t('headingMap')}>
      <h3>{t('headingMap')}</h3>
      {at === null ? (
        <p className="install-amber">! {t('noPosition')}</p>
      ) : (
        <>
          <p className="install-quiet">{t('headingHelp')}</p>
          <PlaceMap
            at={at}
            accuracyM={null}
            order={order}
            area={area}
            pick={null}
            view={view}
            turn={put === null ? null : (headingDeg) => turn({ headingDeg })}
          />
        </>
      )}
      <Slider
        label={t('heading')}
        words={t('degrees', { n: view.headingDeg })}
        value={view.headingDeg}
        range={[0, 359, 1]}
        set={(headingDeg) => turn({ headingDeg })}
      />
      <Slider
        label={t('fov')}
        words={t('degrees', { n: view.fovDeg })}
        value={view.fovDeg}
        range={[10, 360, 5]}
        set={(fovDeg) => turn({ fovDeg })}
      />
      <Slider
        label={t('range')}
        words={t('metres', { n: view.rangeM })}
        value={view.rangeM}
        range={[5, 200, 5]}
        set={(rangeM) => turn({ rangeM })}
      />
    </section>
  );
}

function Slider({
  label,
  words,
  value,
  range: [min, max, step],
  set,
}: {
  label: string;
  words: string;
  value: number;
  range: readonly [number, number, number];
  set: (value: number) => void;
}) {
  const id = useId();
  return (
    <div className="install-slider">
      <label htmlFor={id}>{label}</label>
      <output htmlFor={id}>{words}</output>
      <input
        id={id}
        type="range"
        min={min}
        max={max}
        step={step}
        value={value}
        aria-valuetext={words}
        onChange={(event) => set(Number(event.target.value))}
      />
    </div>
  );
}
