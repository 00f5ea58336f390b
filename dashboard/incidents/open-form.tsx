// 新建警情: an incident for a caller, opened by hand; whoever opens it has received it.
import type { Picture } from '@haixi/proto/live/picture';
import type { Priority } from '@haixi/proto/vocabulary';
import { Form, Input, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Names } from '../store/names';
import type { Run } from '../store/use-commands';

interface Fields {
  areaId: string;
  siteId?: string;
  address: string;
  priority: Priority;
  callerName?: string;
  callerPhone?: string;
  note?: string;
}

export interface OpenFormProps {
  readonly picture: Picture;
  readonly names: Names;
  /** The areas in which this person may open one. */
  readonly areaIds: readonly string[];
  readonly run: Run;
  readonly pending: boolean;
  readonly onOpened: (incidentId: string) => void;
  readonly onCancel: () => void;
}

export function OpenForm({ picture, names, areaIds, run, pending, onOpened, onCancel }: OpenFormProps) {
  const { t } = useTranslation(['console', 'vocabulary']);
  const [form] = Form.useForm<Fields>();
  const areaId = Form.useWatch('areaId', form);
  const sites = Object.values(picture.sites).filter((site) => areaId === undefined || site.areaId === areaId);
  const choseSite = (siteId: string | undefined) => {
    const site = siteId === undefined ? undefined : picture.sites[siteId];
    if (site === undefined) return;
    form.setFieldsValue({ areaId: site.areaId, address: names.address(site.siteId, site.address) });
  };
  const open = async (fields: Fields) => {
    const { callerName = '', callerPhone = '', siteId, note = '', ...rest } = fields;
    const caller = callerName + callerPhone === '' ? null : { name: callerName, phone: callerPhone };
    const position = siteId === undefined ? null : (picture.sites[siteId]?.position ?? null);
    const answer = await run('incident.open', { ...rest, siteId: siteId ?? null, position, note, caller });
    if (answer.ok && answer.incidentId !== null) onOpened(answer.incidentId);
  };
  const needed = [{ required: true, whitespace: true, message: t('console:needed') }];
  return (
    <Modal
      open
      title={t('console:newIncident')}
      okText={t('console:openIt')}
      cancelText={t('console:cancel')}
      confirmLoading={pending}
      onOk={() => form.submit()}
      onCancel={onCancel}
      width={520}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ priority: 3 }}
        onFinish={(fields) => void open(fields)}
      >
        <div className="form-pair">
          <Form.Item
            name="areaId"
            label={t('console:area')}
            rules={[{ required: true, message: t('console:needed') }]}
          >
            <Select options={areaIds.map((id) => ({ value: id, label: names.area(id) }))} />
          </Form.Item>
          <Form.Item name="siteId" label={t('console:site')}>
            <Select
              allowClear
              showSearch={{ optionFilterProp: 'label' }}
              placeholder={t('console:noSite')}
              onChange={choseSite}
              options={sites.map(({ siteId }) => ({ value: siteId, label: names.site(siteId) }))}
            />
          </Form.Item>
        </div>
        <Form.Item name="address" label={t('console:address')} rules={needed}>
          <Input maxLength={500} placeholder={t('console:addressHint')} />
        </Form.Item>
        <Form.Item name="priority" label={t('console:priority')}>
          <Select
            options={([1, 2, 3, 4] as const).map((each) => ({
              value: each,
              label: t(`vocabulary:priority.${each}`),
            }))}
          />
        </Form.Item>
        <div className="form-pair">
          <Form.Item name="callerName" label={t('console:callerName')}>
            <Input maxLength={100} autoComplete="off" />
          </Form.Item>
          <Form.Item name="callerPhone" label={t('console:callerPhone')}>
            <Input maxLength={40} inputMode="tel" autoComplete="off" />
          </Form.Item>
        </div>
        <Form.Item name="note" label={t('console:situation')}>
          <Input.TextArea
            maxLength={500}
            autoSize={{ minRows: 2, maxRows: 5 }}
            placeholder={t('console:situationHint')}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
