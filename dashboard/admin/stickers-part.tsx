// Stickers of boxes: made and printed at once, and what became of each.
import type { StickerRow } from '@haixi/proto/devices/orders';
import { Button, InputNumber, Select, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnswerOf } from '../api/ask';
import { dayTime } from '../i18n/times';
import { FailureNote } from '../store/failure-note';
import { useSession } from '../store/session-context';
import { useAreaChoices, useAreaName } from './areas-context';
import { PartHead, holds } from './part-head';
import { ReasonDialog } from './reason-dialog';
import { StickerSheet } from './sticker-sheet';
import { useAsked, useDoing } from './use-asked';

export function StickersPart() {
  const { t } = useTranslation(['admin', 'vocabulary']);
  const { ask } = useSession().queries;
  const areaName = useAreaName();
  const areas = useAreaChoices();
  const { value, failure, again } = useAsked('stickers');
  const doing = useDoing();
  const [count, setCount] = useState(12);
  const [areaId, setAreaId] = useState(areas[0]?.value ?? '');
  const [made, setMade] = useState<AnswerOf<'makeStickers'>['stickers'] | null>(null);
  const [reclaiming, setReclaiming] = useState<StickerRow | null>(null);
  const [find, setFind] = useState('');

  const make = async () => {
    const answer = await doing.run(() => ask('makeStickers', { body: { count, areaId } }));
    if (answer !== null) setMade(answer.stickers);
    again();
  };
  const reclaim = async (serial: string, reason: string) => {
    const done = await doing.run(() => ask('reclaim', { params: { serial }, body: { reason } }));
    if (done !== null) setReclaiming(null);
    again();
  };

  if (made !== null) return <StickerSheet stickers={made} onKept={() => setMade(null)} />;
  return (
    <>
      <PartHead title={t('admin:section.stickers')} find={{ text: find, set: setFind }}>
        <Select
          aria-label={t('admin:area')}
          className="datum-pick"
          showSearch={{ optionFilterProp: 'label' }}
          value={areaId}
          options={areas}
          onChange={setAreaId}
        />
        <InputNumber
          aria-label={t('admin:stickerCount')}
          min={1}
          max={200}
          precision={0}
          value={count}
          onChange={(n) => setCount(n ?? 1)}
        />
        <Button type="primary" loading={doing.busy} onClick={() => void make()}>
          {t('admin:makeStickers')}
        </Button>
      </PartHead>
      <p className="admin-quiet">{t('admin:stickersHelp')}</p>
      <FailureNote failure={reclaiming === null ? (doing.failure ?? failure) : null} />
      <Table<StickerRow>
        dataSource={(value?.stickers ?? []).filter(({ serial, siteId }) => holds(find, serial, siteId))}
        rowKey="serial"
        size="small"
        loading={value === null && failure === null}
        pagination={{ pageSize: 50, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('admin:none') }}
        columns={[
          { title: t('admin:serial'), render: (_, { serial }) => <code>{serial}</code> },
          {
            title: t('admin:state'),
            render: (_, { state }) => (
              <span className={`chip is-${state}`}>{t(`vocabulary:stickerState.${state}`)}</span>
            ),
          },
          { title: t('admin:area'), render: (_, sticker) => areaName(sticker.areaId) },
          { title: t('admin:siteOf'), render: (_, { siteId }) => siteId ?? '' },
          { title: t('admin:madeAt'), render: (_, { madeAtMs }) => <time>{dayTime(madeAtMs)}</time> },
          {
            title: '',
            render: (_, sticker) =>
              sticker.state === 'claimed' || sticker.state === 'enrolled' ? (
                <Button
                  size="small"
                  onClick={() => {
                    doing.forget();
                    setReclaiming(sticker);
                  }}
                >
                  {t('admin:reclaim')}
                </Button>
              ) : null,
          },
        ]}
      />
      {reclaiming === null ? null : (
        <ReasonDialog
          title={t('admin:reclaim')}
          text={t('admin:reclaimAsk', { serial: reclaiming.serial })}
          busy={doing.busy}
          failure={doing.failure}
          onDo={(reason) => void reclaim(reclaiming.serial, reason)}
          onCancel={() => setReclaiming(null)}
        />
      )}
    </>
  );
}
