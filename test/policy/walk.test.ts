// The walk: every route of the table, asked by every kind of visitor in its area and out of it, is answered as the table of roles says.
import { type RouteRow, routes } from '@haixi/proto/commands/routes';
import { type House, openHouse } from '@haixi/server/test-house';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expected, type Said } from './expected.js';
import { type Sample, samples } from './samples.js';
import { jpeg, layOut, type Street } from './street.js';
import { cookieOf, here, signOn, type Walker } from './walkers.js';

type Row = (typeof routes)[number];

let house: House;
let walkers: Walker[];
let street: Street;
let asked = 0;

beforeAll(async () => {
  house = await openHouse();
  walkers = await signOn(house);
  street = await layOut(house, walkers);
});
afterAll(() => house?.close());

test('W1 every route has its line among the samples of the walk, and every line its route', () => {
  const names = routes.map(({ name }) => name);
  const missing = names.filter((name) => !samples[name]);
  expect(missing, 'routes without a line: add one to test/policy/samples-….ts').toEqual([]);
  expect(Object.keys(samples).filter((name) => !names.includes(name))).toEqual([]);
});

// In the order of the samples, for what ends something stands last there; and last of all what ends one's sessions.
const order = Object.keys(samples);
const place = ({ name }: Row) => order.indexOf(name) + (samples[name]?.endsSession ? order.length : 0);
const rows = routes.toSorted((one, other) => place(one) - place(other));

test.each(rows.map((row) => [`${row.name} (${row.action})`, row] as const))(
  'W1 %s: whoever may comes through, and nobody else',
  async (_, row) => {
    const sample = samples[row.name];
    if (!sample) throw new Error(`${row.name} has no line among the samples`);
    // Those who may not walk first: whatever they would do, they have not done when the others come.
    const [allowed, refused] = [true, false].map((is) =>
      walkers.filter((walker) => expected(row, sample, walker).allowed === is),
    );
    const wrong = await Promise.all(refused!.map((walker) => fault(row, sample, walker)));
    for (const walker of allowed!) wrong.push(await fault(row, sample, walker));
    expect(wrong.filter((told) => told !== null)).toEqual([]);
  },
);

/** What is wrong with this answer to this walker, in words; null where nothing is. */
async function fault(row: Row, sample: Sample, walker: Walker): Promise<string | null> {
  const { allowed, answers } = expected(row, sample, walker);
  const { said, text } = await ask(row, sample, walker);
  const who = `${row.method} ${row.path} by ${walker.name}`;
  if (!answers.includes(said))
    return `${who}: ${said} instead of ${answers.join(' or ')}: ${text.slice(0, 200)}`;
  if (!allowed || !sample.shows || walker.kind === 'nobody') return null;
  const isShown = text.includes(sample.shows(street));
  const mayKnow = walker.areaId === here;
  return isShown === mayKnow ? null : `${who} ${isShown ? 'shows' : 'does not show'} ${sample.shows(street)}`;
}

async function ask(row: Row, sample: Sample, walker: Walker): Promise<{ said: Said; text: string }> {
  asked += 1;
  const params = { ...street.params, ...sample.params?.(street) };
  const path = row.path.replaceAll(/:(\w+)/g, (_, name: string) => params[name] ?? `no-${name}`);
  const query = sample.query ? `?${new URLSearchParams(sample.query(street))}` : '';
  const answer = await fetch(house.base + path + query, {
    method: row.method,
    redirect: 'manual',
    headers: { ...(await headersOf(sample, walker)), ...typeOf(row, sample) },
    ...(row.method === 'GET' ? {} : { body: bodyOf(sample) }),
  });
  const text = await answer.text();
  return { said: saidBy(answer, text), text };
}

async function headersOf(sample: Sample, walker: Walker): Promise<Readonly<Record<string, string>>> {
  if (!sample.endsSession || walker.kind !== 'person') return walker.headers;
  return cookieOf(house, walker.personId!);
}

function typeOf(row: RouteRow, { body }: Sample): Record<string, string> {
  if (row.method === 'GET') return {};
  if (body === 'picture') return { 'content-type': 'image/jpeg' };
  return { 'content-type': body === 'bytes' ? 'application/octet-stream' : 'application/json' };
}

function bodyOf({ body }: Sample): string | Buffer<ArrayBuffer> {
  if (body === 'picture' || body === 'bytes') return jpeg;
  return JSON.stringify(body?.(street, asked) ?? {});
}

function saidBy({ status, headers }: Response, text: string): Said {
  if (status < 400 || !headers.get('content-type')?.startsWith('application/json')) return String(status);
  const { code, reason } = JSON.parse(text) as { code?: string; reason?: string };
  return `${status} ${code ?? reason}`;
}
