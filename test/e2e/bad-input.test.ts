// Bad input at the doors of the running system: a clear answer, a counter, a row apart, and nothing behind it held up.
import { readFileSync, writeFileSync } from 'node:fs';
import { contract } from '@haixi/proto/mqtt/contract';
import { siteTopic } from '@haixi/proto/mqtt/topics';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { type Api, apiOf } from './harness/api.js';
import { type Screen, screenOf, startBrowser } from './harness/people.js';
import { openIncidentAt, pictureOf } from './harness/picture.js';
import { alarmEntry, linkOf, newEpoch, type SiteLink } from './harness/site-link.js';
import { serverPid } from './harness/system.js';
import { until } from './harness/until.js';

const system = inject('system');
const siteId = 'shop-04';
const otherSiteId = 'community-03';
/** Sites that no agent serves. */
const vandalised = ['shop-03', 'community-02', 'community-03', 'road-02', 'institution-03'];
const size = { width: 800, height: 600 };

let browser: Browser;
let leader: Screen;
let operator: Screen;
let officer: Screen;

beforeAll(async () => {
  browser = await startBrowser();
  leader = await screenOf(browser, system, 'leader', size);
  operator = await screenOf(browser, system, 'operator', size);
  officer = await screenOf(browser, system, 'officer1', size);
});

afterAll(async () => {
  await browser?.close();
});

describe('the MQTT door', () => {
  let link: SiteLink;
  let epoch: string;

  beforeAll(async () => {
    link = await linkOf(system, siteId);
    epoch = newEpoch();
  });

  afterAll(async () => {
    await link?.end();
    for (const incident of await openAt(siteId)) await closeAsTest(incident);
  });

  test.each([
    ['a kind that is not in the contract', 1, alarmBody({ kind: 'riot' }), 'bad_body', 'body.kind'],
    ['a field that is not in the contract', 2, alarmBody({ mood: 'bad' }), 'bad_body', 'mood'],
    ['a field with a forbidden name', 3, alarmBody({ faceId: 'x' }), 'forbidden_field', 'body.faceId'],
    ['an unknown source', 4, alarmBody({ sourceId: 'button-9' }), 'unknown_source', 'button-9'],
    [
      'a too new contract',
      5,
      envelope({ v: contract.max + 1 }),
      'contract_too_new',
      `v: ${contract.max + 1}`,
    ],
    ['a contract that never was', 6, envelope({ v: 0 }), 'bad_envelope', 'v'],
    ['an unknown kind of entry', 7, envelope({ kind: 'diary' }), 'unknown_kind', 'diary'],
  ])(
    'D6 %s is answered with the field and the rule, counted and kept apart',
    async (_, seq, make, reason, named) => {
      const before = (await leader.api.quarantine()).counts[reason] ?? 0;
      const good = seq + 100;
      link.send(make(epoch, seq));
      link.send(alarmEntry(epoch, good));
      const answer = await link.answerFor(seq);
      const refused = answer.refused.find((each) => each.seq === seq);
      expect(answer.epoch).toBe(epoch);
      expect(refused).toMatchObject({ reason, detail: expect.stringContaining(named) });
      expect((await link.answerFor(good)).stored).toContain(good);
      const { counts, latest } = await leader.api.quarantine();
      expect(counts[reason]).toBe(before + 1);
      expect(latest).toContainEqual(
        expect.objectContaining({
          siteId,
          reason,
          topic: siteTopic('alarms', siteId),
          detail: refused?.detail,
        }),
      );
    },
  );

  test('D6 what is no JSON at all is answered without a number, and people see a technical incident', async () => {
    link.send(Buffer.from([0xff, 0xfe, 0x00]));
    const answer = await link.answerFor(null);
    expect(answer).toMatchObject({ epoch: null, stored: [], refused: [{ seq: null, reason: 'not_json' }] });
    const incident = await openIncidentAt(
      system.url,
      leader.cookie,
      siteId,
      ({ kind }) => kind === 'technical',
    );
    expect(incident).toMatchObject({ siteId, origin: 'system', priority: 4, stage: 'reported' });
  });

  test('D6 a publish to another site’s topic is answered and kept apart, and does not end the connection', async () => {
    const seq = 20;
    link.send(alarmEntry(epoch, seq), siteTopic('alarms', otherSiteId));
    const answer = await link.answerFor(seq);
    expect(answer.refused).toContainEqual(expect.objectContaining({ seq, reason: 'foreign_topic' }));
    link.send(alarmEntry(epoch, seq + 1));
    expect((await link.answerFor(seq + 1)).stored).toContain(seq + 1);
    expect({ closed: link.closed(), connected: link.client.connected }).toEqual({
      closed: 0,
      connected: true,
    });
    expect((await leader.api.quarantine()).latest).toContainEqual(
      expect.objectContaining({ siteId, reason: 'foreign_topic', topic: siteTopic('alarms', otherSiteId) }),
    );
    expect(await openAt(otherSiteId)).toEqual([]);
  });

  test('D6 packets of 10 MB end their connections, are counted, fill no memory and hold up nobody', async () => {
    const before = (await leader.api.quarantine()).counts['oversized_packet'] ?? 0;
    const pid = serverPid(system)!;
    const packet = Buffer.alloc(10 * 1024 * 1024, 'x');
    const restBytes = memoryFromNowBytes(pid);
    for (const round of [1, 2]) {
      const vandals = await Promise.all(vandalised.map((site) => linkOf(system, site)));
      for (const vandal of vandals) vandal.send(packet);
      link.send(alarmEntry(epoch, 30 + round));
      expect((await link.answerFor(30 + round)).stored).toContain(30 + round);
      await until('every connection that sent one is ended', () =>
        vandals.every((each) => each.closed() > 0),
      );
    }
    await until('every oversized packet is counted', async () => {
      const { counts } = await leader.api.quarantine();
      return (counts['oversized_packet'] ?? 0) >= before + 2 * vandalised.length;
    });
    // 50 MB came at once, twice; half of one load is room enough for everything else the server does meanwhile.
    expect(memoryPeakBytes(pid) - restBytes).toBeLessThan((vandalised.length * packet.length) / 2);
    expect({ closed: link.closed(), pid: serverPid(system) }).toEqual({ closed: 0, pid });
  });
});

describe('the HTTP door', () => {
  test('an unknown route, and a known one by another method, are told as such', async () => {
    for (const [method, path] of [
      ['GET', '/api/nothing'],
      ['GET', '/api/commands/incident.receive'],
    ] as const) {
      const { status, body } = await operator.api.request(method, path);
      expect(status).toBe(404);
      expect(body).toMatchObject({ code: 'unknown_route', where: expect.stringContaining(path) });
    }
  });

  test('without a session nothing is told', async () => {
    const stranger: Api = apiOf(system.url, '');
    for (const path of ['/api/me', '/api/incidents', '/api/quarantine']) {
      const { status, body } = await stranger.request('GET', path);
      expect({ path, status }).toEqual({ path, status: 401 });
      expect(body).toMatchObject({ code: 'not_signed_in' });
    }
  });

  test('a sign-in link works once', async () => {
    const again = await fetch(system.links.leader, { redirect: 'manual' });
    expect(again.status).toBe(410);
    expect(again.headers.get('set-cookie')).toBeNull();
    expect(await again.text()).toContain('登录链接已失效');
  });

  test('a body that breaks its schema is refused with the field and the rule', async () => {
    const { status, body } = await operator.api.request('POST', '/api/commands/incident.receive', {
      key: 'a-key-of-a-test',
      occurredAtMs: 1,
      incidentId: 'NOT AN ID',
      expects: 'reported',
    });
    expect(status).toBe(400);
    expect(body).toMatchObject({
      ok: false,
      reason: 'bad_body',
      where: 'incidentId',
      rule: expect.stringContaining('a–z'),
    });
  });

  test('I1 I3 a stage that has gone, an illegal move and another’s action are each refused with what stands instead', async () => {
    const link = await linkOf(system, otherSiteId);
    try {
      link.send(alarmEntry(newEpoch(), 0));
      const { incidentId } = await openIncidentAt(system.url, operator.cookie, otherSiteId);
      const reported = { incidentId, expects: 'reported' } as const;

      const officers = await officer.api.command('incident.receive', reported);
      expect(officers).toMatchObject({ status: 403, answer: { ok: false, reason: 'not_allowed' } });

      const illegal = await operator.api.command('incident.close', {
        ...reported,
        outcome: 'test',
        reason: '测试',
      });
      expect(illegal).toMatchObject({
        status: 409,
        answer: { reason: 'illegal_move', present: { stage: 'reported' } },
      });

      expect(await operator.api.command('incident.receive', reported)).toMatchObject({ status: 200 });
      const gone = await operator.api.command('incident.rate', { ...reported, level: 1, evidence: 'none' });
      expect(gone).toMatchObject({
        status: 409,
        answer: { reason: 'stage_gone', present: { stage: 'received' } },
      });
      const { answer: missing } = await operator.api.command('incident.receive', {
        ...reported,
        incidentId: 'nobody',
      });
      expect(missing).toMatchObject({ ok: false, reason: 'not_found', where: 'incidentId' });

      const { events } = await operator.api.incident(incidentId);
      expect(events.map((event) => event.type)).toEqual(['incident.opened', 'incident.received']);
      await closeAsTest((await openAt(otherSiteId))[0]!);
    } finally {
      await link.end();
    }
  });
});

type Make = (epoch: string, seq: number) => string;

function alarmBody(body: Readonly<Record<string, unknown>>): Make {
  return (epoch, seq) => alarmEntry(epoch, seq, body);
}

function envelope(fields: Readonly<Record<string, unknown>>): Make {
  return (epoch, seq) => alarmEntry(epoch, seq, {}, fields);
}

async function openAt(site: string) {
  const { incidents } = await pictureOf(system.url, operator.cookie);
  return Object.values(incidents).filter((incident) => incident.siteId === site);
}

/** Receives it where nobody has, and closes it, so that the next test finds the site quiet. */
async function closeAsTest({ incidentId, stage }: { incidentId: string; stage: string }): Promise<void> {
  if (stage === 'reported')
    await operator.api.command('incident.receive', { incidentId, expects: 'reported' });
  const body = { incidentId, expects: 'received', outcome: 'test', reason: '测试' } as const;
  const { answer } = await operator.api.command('incident.close', body);
  expect(answer.ok).toBe(true);
}

/** Forgets the process's peak, and gives what it has now: the peak is one of the time after this. */
function memoryFromNowBytes(pid: number): number {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
  return memoryPeakBytes(pid);
}

function memoryPeakBytes(pid: number): number {
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024;
}
