// Areas: the tree, an area's outline drawn on the map, and many at once from GeoJSON.
import type { Area } from '@haixi/proto/live/picture';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { cornersOf } from '../map/outline';
import { AreaSheet } from './area-sheet';
import { inTree, useAreas } from './areas-context';
import { GeojsonSheet } from './geojson-sheet';
import { PartHead } from './part-head';

export function AreasPart() {
  const { t } = useTranslation('admin');
  const { all, again } = useAreas();
  const [open, setOpen] = useState<Area | 'new' | null>(null);
  const [importing, setImporting] = useState(false);
  return (
    <>
      <PartHead title={t('section.areas')}>
        <Button onClick={() => setImporting(true)}>{t('importGeojson')}</Button>
        <Button type="primary" onClick={() => setOpen('new')}>
          {t('addAreaBelow')}
        </Button>
      </PartHead>
      <Table
        dataSource={inTree(all)}
        rowKey={({ area }) => area.areaId}
        size="small"
        pagination={{ pageSize: 100, hideOnSinglePage: true }}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('none') }}
        columns={[
          {
            title: t('name'),
            render: (_, { area, depth }) => (
              <button
                type="button"
                className="row-key"
                style={{ paddingInlineStart: depth * 20 }}
                onClick={() => setOpen(area)}
              >
                {area.name}
              </button>
            ),
          },
          { title: t('nameEn'), render: (_, { area }) => area.nameEn },
          { title: t('id'), render: (_, { area }) => area.areaId },
          {
            title: t('outline'),
            render: (_, { area: { outline, illustrative } }) =>
              outline === null ? (
                <span className="admin-quiet">{t('outlineNone')}</span>
              ) : (
                <>
                  {t('outlinePoints', { count: cornersOf(outline).length })} ·{' '}
                  <span className="admin-quiet">{illustrative ? t('illustrative') : t('surveyed')}</span>
                </>
              ),
          },
        ]}
      />
      {open === null ? null : (
        <AreaSheet
          area={open === 'new' ? null : open}
          onSaved={() => {
            again();
            setOpen(null);
          }}
          onClose={() => setOpen(null)}
        />
      )}
      {importing ? <GeojsonSheet onDone={again} onClose={() => setImporting(false)} /> : null}
    </>
  );
}
