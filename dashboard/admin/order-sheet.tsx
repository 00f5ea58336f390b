// One work order: what is to be done, at which site, where on the map, and by whom.
import type { PersonRow } from '@haixi/proto/accounts/accounts';
import { idSchema } from '@haixi/proto/basics';
import { type Order, orderKinds } from '@haixi/proto/devices/orders';
import type { SiteRow } from '@haixi/proto/devices/sites';
import { siteTypes } from '@haixi/proto/vocabulary';
import { Button, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../i18n/use-language';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { useAreaChoices, useAreas } from './areas-context';
import { freshId } from './fresh-id';
import { Labelled } from './labelled';
import { LazyMap } from './lazy-map';
import { SideSheet } from './side-sheet';
import { useDoing } from './use-asked';
import { bodyOf, freshSourceId, type Planned, plannedOf } from './plan';

export interface OrderSheetProps {
  /** Null while one is planned. */
  readonly order: Order | null;
  /** Ids that are in use, of orders and of sites: a new site gets its order's id. */
  readonly taken: readonly string[];
  readonly people: readonly PersonRow[];
  readonly sites: readonly SiteRow[];
  readonly onSaved: () => void;
  readonly onClose: () => void;
}

export function OrderSheet({ order, taken, people, sites, onSaved, onClose }: OrderSheetProps) {
  const { t } = useTranslation(['admin', 'vocabulary']);
  const lang = useLanguage();
  const { ask } = useSession().queries;
  const { all } = useAreas();
  const areas = useAreaChoices();
  const doing = useDoing();
  const [plan, setPlan] = useState<Planned>(() => plannedOf(order, areas[0]?.value ?? ''));
  const set = (part: Partial<Planned>) => setPlan({ ...plan, ...part });
  const fixed = order !== null && order.state !== 'open';
  const site = sites.find(({ siteId }) => siteId === plan.siteId) ?? null;
  const here = sites.filter(({ areaId, retiredAtMs }) => areaId === plan.areaId && retiredAtMs === null);
  const cameras = site?.sources.filter(({ type, retiredAtMs }) => type === 'camera' && retiredAtMs === null);
  const installers = people.filter(({ grants }) => grants.some(({ role }) => role === 'installer'));
  const whole = plan.siteName.trim() !== '' && idSchema.safeParse(plan.sourceId).success;

  const save = async () => {
    const orderId = order?.orderId ?? freshId('wo', '', taken);
    const done = await doing.run(() => ask('putOrder', { params: { orderId }, body: bodyOf(plan) }));
    if (done !== null) onSaved();
  };
  const choose = (siteId: string | null) => {
    const chosen = sites.find((each) => each.siteId === siteId);
    set({
      siteId,
      sourceId: freshSourceId(chosen, plan.kind),
      ...(chosen
        ? { siteName: chosen.name, siteType: chosen.type, address: chosen.address, position: chosen.position }
        : {}),
    });
  };

  return (
    <SideSheet title={order === null ? t('admin:addOrder') : order.siteName} onClose={onClose}>
      <form
        className="sheet-form"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {fixed ? <p>{t('admin:orderUnderWay')}</p> : null}
        <div className="field-pair">
          <Labelled label={t('admin:orderKind')}>
            <Select
              disabled={fixed}
              value={plan.kind}
              options={orderKinds.map((each) => ({ value: each, label: t(`vocabulary:orderKind.${each}`) }))}
              onChange={(kind) => set({ kind, sourceId: freshSourceId(site ?? undefined, kind) })}
            />
          </Labelled>
          <Labelled label={t('admin:area')}>
            <Select
              disabled={fixed}
              showSearch={{ optionFilterProp: 'label' }}
              value={plan.areaId}
              options={areas}
              onChange={(areaId) => set({ areaId, siteId: null })}
            />
          </Labelled>
        </div>
        <Labelled label={t('admin:installer')}>
          <Select
            disabled={fixed}
            showSearch={{ optionFilterProp: 'label' }}
            value={plan.installerId}
            options={[
              { value: null, label: t('admin:noInstaller') },
              ...installers.map(({ personId, name }) => ({ value: personId, label: name })),
            ]}
            onChange={(installerId) => set({ installerId })}
          />
        </Labelled>
        <Labelled label={t('admin:siteOf')}>
          <Select
            disabled={fixed}
            showSearch={{ optionFilterProp: 'label' }}
            value={plan.siteId}
            options={[
              ...(plan.kind === 'install' ? [{ value: null, label: t('admin:newSite') }] : []),
              ...here.map(({ siteId, name }) => ({ value: siteId, label: name })),
            ]}
            onChange={choose}
          />
        </Labelled>
        <div className="field-pair">
          <Labelled label={t('admin:name')}>
            <Input
              disabled={fixed || site !== null}
              value={plan.siteName}
              maxLength={64}
              onChange={(e) => set({ siteName: e.target.value })}
            />
          </Labelled>
          <Labelled label={t('admin:siteType')}>
            <Select
              disabled={fixed || site !== null}
              value={plan.siteType}
              options={siteTypes.map((each) => ({ value: each, label: t(`vocabulary:siteType.${each}`) }))}
              onChange={(siteType) => set({ siteType })}
            />
          </Labelled>
        </div>
        <Labelled label={t('admin:address')}>
          <Input
            disabled={fixed}
            value={plan.address}
            maxLength={128}
            onChange={(e) => set({ address: e.target.value })}
          />
        </Labelled>
        <Labelled label={t('admin:sourceId')} hint={t('admin:idHint')}>
          {plan.kind === 'install' ? (
            <Input
              disabled={fixed}
              value={plan.sourceId}
              maxLength={32}
              onChange={(e) => set({ sourceId: e.target.value })}
            />
          ) : (
            <Select
              disabled={fixed}
              value={plan.sourceId}
              options={(cameras ?? []).map(({ sourceId, name }) => ({
                value: sourceId,
                label: `${name} (${sourceId})`,
              }))}
              onChange={(sourceId) => set({ sourceId })}
            />
          )}
        </Labelled>
        <div className="planned">
          <span className="admin-quiet">
            {t('admin:planned')} · {t('admin:plannedHint')}
          </span>
          <LazyMap
            pick={{
              lang,
              areas: all,
              position: plan.position,
              plan: plan.position === null ? null : { position: plan.position, withinM: plan.withinM },
              ...(fixed ? {} : { onPosition: (position) => set({ position }) }),
              others: sites.map(({ position }) => position),
            }}
          />
          <span className="sheet-keys">
            <span className="admin-quiet">{t('admin:withinM')}</span>
            <InputNumber
              aria-label={t('admin:withinM')}
              disabled={fixed}
              min={5}
              max={2_000}
              precision={0}
              value={plan.withinM}
              onChange={(withinM) => set({ withinM: withinM ?? 30 })}
            />
            <Button disabled={fixed || plan.position === null} onClick={() => set({ position: null })}>
              {t('admin:clearPlan')}
            </Button>
          </span>
        </div>
        <Labelled label={t('admin:note')}>
          <Input.TextArea
            disabled={fixed}
            rows={2}
            maxLength={500}
            value={plan.note}
            onChange={(e) => set({ note: e.target.value })}
          />
        </Labelled>
        <FailureNote failure={doing.failure} />
        {fixed ? null : (
          <Button type="primary" htmlType="submit" loading={doing.busy} disabled={!whole}>
            {t('admin:save')}
          </Button>
        )}
      </form>
    </SideSheet>
  );
}
