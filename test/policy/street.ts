// What the walk asks about, all of it in one area: an incident, its pictures, a work order, a person, a unit, a token.
import { acceptanceTicketSchema } from '@haixi/proto/devices/orders';
import { admission } from '@haixi/server/ingest/admission';
import { storeBatch } from '@haixi/server/ingest/batch.store';
import type { House } from '@haixi/server/test-house';
import { sampleOf } from './sample-of.js';
import { elsewhere, here, personOf, siteElsewhere, siteHere, type Walker } from './walkers.js';

/** Ids of what there is; a path's parameter is filled in by its own name. */
export interface Street {
  readonly params: Readonly<Record<string, string>>;
  /** Another work order, which has been handed over. */
  readonly doneOrderId: string;
  readonly sticker: string;
}

/** The smallest file that is taken for a JPEG. */
export const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 0, 0xff, 0xd9]);
const epoch = 'e'.repeat(16);

/** Sets all of it up through the very doors that are walked through, by those who may. */
export async function layOut(house: House, walkers: readonly Walker[]): Promise<Street> {
  const as = (name: string) => walkers.find((walker) => walker.name === name)!.headers;
  const [operator, administrator] = [as('operator, in'), as('administrator, in')];
  const installer = as('installer, in');
  const { owner } = house.store;
  const ask = async (method: string, path: string, headers: Walker['headers'], body?: unknown) => {
    const isPicture = Buffer.isBuffer(body);
    const type = isPicture ? 'image/jpeg' : 'application/json';
    const sent = isPicture ? (body as BodyInit) : JSON.stringify(body ?? {});
    const answer = await fetch(house.base + path, {
      method,
      body: sent,
      headers: { ...headers, 'content-type': type },
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text) as Record<string, unknown>;
  };

  await owner
    .insertInto('unit_people')
    .values([
      { unit_id: 'unit-01', person_id: personOf('officer', here) },
      { unit_id: 'unit-01', person_id: personOf('assistant', here) },
      { unit_id: 'unit-04', person_id: personOf('officer', elsewhere) },
      { unit_id: 'unit-04', person_id: personOf('assistant', elsewhere) },
    ])
    .execute();

  const { alarmId, incidentId } = await alarmOf(house, siteHere);
  await alarmOf(house, siteElsewhere);
  const command = (name: string, body: object) =>
    ask('POST', `/api/commands/${name}`, operator, {
      key: `set-up-${name.replace('.', '-')}`,
      occurredAtMs: 1,
      incidentId,
      ...body,
    });
  await command('incident.receive', { expects: 'reported' });
  const sent = await command('incident.send', { expects: 'received', unitId: 'unit-01' });
  await ask('PUT', `/api/incidents/${incidentId}/photos/walk-photo`, operator, jpeg);
  const picture = `/api/sites/${siteHere}/snapshots/${epoch}/1?takenAtMs=${house.world.nowMs()}`;
  await ask('PUT', picture, as('agent of the site'), jpeg);

  await ask('PUT', '/api/people/walk-target', administrator, {
    name: '目标',
    signInName: 'walk-target',
    areaId: here,
  });
  const unit = { areaId: here, kind: 'guard', name: '走位', personIds: [] };
  await ask('PUT', '/api/units/walk-unit', administrator, unit);
  const token = await ask('POST', '/api/tokens', administrator, {
    name: '走查',
    areaId: here,
    actions: ['area.read'],
    untilMs: house.world.nowMs() + 1_000_000,
  });

  await ask('PUT', '/api/orders/walk-order', administrator, orderBody());
  await ask('PUT', '/api/orders/walk-done', administrator, orderBody());
  const ticket = { ...(sampleOf(acceptanceTicketSchema) as object), orderId: 'walk-done', areaId: here };
  const handedOver = {
    state: 'accepted',
    accepted_at_ms: house.world.nowMs(),
    ticket: JSON.stringify(ticket),
  };
  await owner.updateTable('orders').set(handedOver).where('order_id', '=', 'walk-done').execute();
  const made = await ask('POST', '/api/stickers', administrator, { count: 1, areaId: here });
  const [sticker] = made['stickers'] as { serial: string; text: string }[];
  const scan = { sticker: sticker!.text, taken: null, reason: null };
  await ask('POST', '/api/orders/walk-order/claim', installer, scan);
  await ask('PUT', '/api/orders/walk-order/notice-photo', installer, jpeg);

  return {
    params: {
      incidentId,
      alarmId,
      photoId: 'walk-photo',
      assignmentId: String(sent['assignmentId']),
      siteId: siteHere,
      sourceId: 'camera-1',
      epoch,
      seq: '1',
      orderId: 'walk-order',
      serial: sticker!.serial,
      personId: 'walk-target',
      unitId: 'walk-unit',
      tokenId: String(token['tokenId']),
      areaId: here,
      // There is no such view, round, session or link: these are about oneself, and one has none.
      viewId: 'walk-none',
      roundId: 'walk-none',
      sessionId: 'walk-none',
      ticket: 'walk-none',
      token: 'walk-none',
    },
    doneOrderId: 'walk-done',
    sticker: sticker!.text,
  };
}

/** A work order for a new camera, planned for the installer of the walk's area. */
export function orderBody(): Record<string, unknown> {
  return {
    kind: 'install',
    areaId: here,
    installerId: personOf('installer', here),
    siteId: null,
    sourceId: 'camera-1',
    sourceType: 'camera',
    siteType: 'shop',
    siteName: '走查点',
    address: '',
    plan: null,
    note: '',
  };
}

/** An alarm of a site, stored as ingest stores it, and the incident that it opened. */
async function alarmOf(house: House, siteId: string): Promise<{ alarmId: string; incidentId: string }> {
  const body = { sourceId: 'camera-1', kind: 'lens-covered', occurredAtMs: 1, agentAtMs: 1 };
  const payload = Buffer.from(JSON.stringify({ v: 2, epoch, seq: 1, kind: 'alarm', body }));
  const one = admission({ siteId, topic: 't', payload, bytes: payload.length, foreign: false });
  await house.store.db.transaction().execute((tx) => storeBatch(tx, [one], house.world));
  const row = await house.store.db
    .selectFrom('alarms')
    .select(['alarm_id', 'incident_id'])
    .where('site_id', '=', siteId)
    .executeTakeFirstOrThrow();
  return { alarmId: row.alarm_id, incidentId: row.incident_id! };
}
