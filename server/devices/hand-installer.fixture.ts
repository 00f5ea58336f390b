// An installer by hand, for tests: plans an order, prints a sticker, claims it and enrols a box that is none, all by HTTP.
import { createHmac, createHash, randomBytes } from 'node:crypto';
import { type Enrolled, type Order, type OrderBody, readSticker } from '@haixi/proto/devices/orders';
import type { SiteConfig } from '@haixi/proto/devices/site-config';

/** What a server answered: its status and its JSON. */
export interface Answered<T = Record<string, unknown>> {
  readonly status: number;
  readonly body: T;
}

/** Asks a server with a session's cookie; a body is sent as JSON. */
export async function ask<T = Record<string, unknown>>(
  base: string,
  cookie: string,
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: unknown,
): Promise<Answered<T>> {
  const response = await fetch(base + path, {
    method,
    headers: {
      ...(cookie === '' ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as T };
}

/** A plan for a new camera at a new site, with what is said otherwise. */
export function planOf(areaId: string, installerId: string, change: Partial<OrderBody> = {}): OrderBody {
  return {
    kind: 'install',
    areaId,
    installerId,
    siteId: null,
    sourceId: 'camera-1',
    sourceType: 'camera',
    siteType: 'shop',
    siteName: '新装便利店',
    address: '八一五中路 1 号',
    plan: null,
    note: '',
    ...change,
  };
}

/** All that an installer fills in, for a camera that is placed where it was planned. */
export const filledIn = {
  cameraName: '门口',
  place: 'entrance',
  legalBasis: 'art9',
  taken: { position: { lon: 119.526, lat: 26.667 }, datum: 'wgs84', accuracyM: 6 },
  heightM: 3,
  headingDeg: 90,
  fovDeg: 85,
  rangeM: 30,
  camera: { address: 'rtsp://admin:Geheim-77@192.168.1.64:554/Streaming/Channels/101', transport: 'tcp' },
  privacy: [],
} as const;

/** One sticker, printed by a planner: its text is known this once. */
export async function printSticker(base: string, planner: string, areaId: string): Promise<string> {
  const made = await ask<{ stickers: { text: string }[] }>(base, planner, 'POST', '/api/stickers', {
    areaId,
    count: 1,
  });
  const text = made.body.stickers?.[0]?.text;
  if (text === undefined) throw new Error(`no sticker was made: ${JSON.stringify(made.body)}`);
  return text;
}

/** A box that is none: it makes its key and its proofs as a real one does. */
export class FakeBox {
  readonly serial: string;
  private readonly proofKey: Buffer;

  constructor(
    readonly base: string,
    sticker: string,
    readonly key = randomBytes(32).toString('base64url'),
  ) {
    const read = readSticker(sticker);
    if (!read) throw new Error(`${sticker} is no sticker`);
    this.serial = read.serial;
    this.proofKey = createHash('sha256').update(`haixi claim\n${read.claimCode}`).digest();
  }

  async nonce(): Promise<string> {
    const answer = await ask<{ nonce: string }>(this.base, '', 'POST', '/api/enrolment/nonce', {
      serial: this.serial,
    });
    return answer.body.nonce;
  }

  /** The body of an enrolment with this nonce. */
  proof(nonce: string, key = this.key) {
    const text = `${this.serial}\n${nonce}\n${key}`;
    const proof = createHmac('sha256', this.proofKey).update(text).digest('hex');
    return { serial: this.serial, nonce, key, proof, agent: 'fake box 1' };
  }

  /** Comes for its credentials once. */
  async enrol(): Promise<Answered<Enrolled & { code?: string }>> {
    return ask(this.base, '', 'POST', '/api/enrolment', this.proof(await this.nonce()));
  }

  /** What it is told to run, by its own key. */
  async config(siteId: string): Promise<{ status: number; body: SiteConfig }> {
    const response = await fetch(`${this.base}/api/sites/${siteId}/config`, { headers: this.basic(siteId) });
    return { status: response.status, body: (await response.json()) as SiteConfig };
  }

  basic(siteId: string): { authorization: string } {
    return { authorization: `Basic ${Buffer.from(`${siteId}:${this.key}`).toString('base64')}` };
  }
}

/** Cookies of who plans and who installs, and where. */
export interface Installation {
  readonly base: string;
  readonly planner: string;
  readonly installer: string;
  readonly installerId: string;
  readonly areaId: string;
}

/** Plans an order, prints a sticker, claims it and enrols a box: as far as anybody gets without a real camera. */
export async function installByHand(
  { base, planner, installer, installerId, areaId }: Installation,
  orderId: string,
  change: Partial<OrderBody> = {},
): Promise<{ order: Order; sticker: string; box: FakeBox; siteId: string }> {
  const planned = await ask<{ order: Order }>(
    base,
    planner,
    'PUT',
    `/api/orders/${orderId}`,
    planOf(areaId, installerId, change),
  );
  const sticker = await printSticker(base, planner, areaId);
  const scan = { sticker, taken: null, reason: null };
  const claimed = await ask<{ siteId: string }>(
    base,
    installer,
    'POST',
    `/api/orders/${orderId}/claim`,
    scan,
  );
  const box = new FakeBox(base, sticker);
  const enrolled = await box.enrol();
  for (const { status, body } of [planned, claimed, enrolled])
    if (status !== 200) throw new Error(`installing by hand was refused: ${JSON.stringify(body)}`);
  return { order: planned.body.order, sticker, box, siteId: claimed.body.siteId };
}
