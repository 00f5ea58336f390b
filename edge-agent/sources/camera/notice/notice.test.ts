// What a user is told of a camera: small worlds of grey points, played at 5 frames a second.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { frameBytes, frameWidth } from './frame.js';
import { noticeSchema } from './notice-config.js';
import { Notice } from './notice.js';
import type { Noticed } from './noticed.js';

/** What the camera sees. Levels of 0–255; `person` is 4×12 points with its middle at x, y. */
interface World {
  readonly place?: number;
  readonly light?: number;
  readonly noise?: number;
  readonly person?: { readonly x: number; readonly y: number };
  readonly cover?: number;
}

const door = {
  name: 'door',
  points: [
    [0.5, 0],
    [1, 0],
    [1, 1],
    [0.5, 1],
  ],
};
const stepMs = 200;

/** One camera with a zone on the right half. */
class Play {
  readonly notice: Notice;
  readonly noticed: Noticed[] = [];
  atMs = 0;
  private chance = 7;
  private last: Uint8Array = new Uint8Array(frameBytes);

  constructor(raw: Record<string, unknown> = { zones: [door] }, isArmed = true) {
    this.notice = new Notice(noticeSchema.parse(raw), 0);
    this.notice.armed(isArmed);
  }

  get kinds(): string[] {
    return this.noticed.map(({ kind }) => kind);
  }

  /** Shows a world for some seconds; it may change with the seconds that have passed. */
  show(seconds: number, world: World | ((second: number) => World) = {}): this {
    return this.play(seconds, (second) => {
      this.last = this.draw(typeof world === 'function' ? world(second) : world);
      this.noticed.push(...this.notice.frame(this.last, this.atMs));
    });
  }

  /** The stream goes on with one and the same picture. */
  freeze(seconds: number): this {
    return this.play(seconds, () => this.noticed.push(...this.notice.frame(this.last, this.atMs)));
  }

  silence(seconds: number): this {
    return this.play(seconds, () => {});
  }

  private play(seconds: number, step: (second: number) => void): this {
    for (let ms = 0; ms < seconds * 1_000; ms += stepMs) {
      this.atMs += stepMs;
      step(ms / 1_000);
      this.noticed.push(...this.notice.quiet(this.atMs));
    }
    return this;
  }

  private draw({ place = 1, light = 1, noise = 3, person, cover }: World): Uint8Array {
    const levels = placeOf(place);
    const drawn = new Uint8Array(frameBytes);
    for (let at = 0; at < frameBytes; at += 1) {
      const isPerson =
        person &&
        Math.abs((at % frameWidth) - person.x) < 2 &&
        Math.abs(Math.floor(at / frameWidth) - person.y) < 6;
      const level = cover ?? (isPerson ? 40 : (levels[at] ?? 0)) * light;
      this.chance = (Math.imul(this.chance, 1_664_525) + 1_013_904_223) >>> 0;
      drawn[at] = Math.max(0, Math.min(255, level + (this.chance / 2 ** 31 - 1) * noise));
    }
    return drawn;
  }
}

const places = new Map<number, Float32Array>();

function placeOf(place: number): Float32Array {
  const drawn =
    places.get(place) ??
    Float32Array.from({ length: frameBytes }, (_, at) =>
      texture(at % frameWidth, Math.floor(at / frameWidth), place),
    );
  places.set(place, drawn);
  return drawn;
}

/** Walls, windows and a road; another `place` has them elsewhere. */
function texture(x: number, y: number, place: number): number {
  const window = (x * 7 + place * 31) % 90 < 28 && (y + place * 13) % 24 < 9 ? -55 : 0;
  const line = (x + place * 17) % 37 < 2 || (y * 3 + place * 29) % 61 < 3 ? 35 : 0;
  return 120 + window + line + 12 * Math.sin(x / 9 + place) + 9 * Math.cos(y / 7);
}

/** Walks from left to right through the whole picture, 8 points a second. */
const walk = (second: number): World => ({ person: { x: 8 + second * 8, y: 45 } });

describe('a camera', () => {
  it('tells of someone once, with the zone, when he comes into it', () => {
    const play = new Play().show(15).show(14, walk);
    expect(play.noticed).toMatchObject([{ kind: 'motion', zone: 'door' }]);
    const middle = 15_000 + ((frameWidth / 2 - 8) / 8) * 1_000;
    expect(Math.abs((play.noticed[0]?.atMs ?? 0) - middle)).toBeLessThan(1_500);
  });

  it('says nothing of someone outside its zones, or in a place that is ignored', () => {
    const left = (second: number): World => ({ person: { x: 8 + (second % 5) * 8, y: 45 } });
    expect(new Play().show(15).show(5, left).kinds).toEqual([]);
    expect(new Play({ ignore: [door.points] }).show(15).show(14, (s) => walk(s + 8)).kinds).toEqual([]);
    expect(new Play({}).show(15).show(5, left).kinds).toEqual(['motion']);
  });

  it('tells of the next one after the zone was quiet for 30 s, and not before', () => {
    expect(new Play().show(15).show(14, walk).show(10).show(14, walk).kinds).toHaveLength(1);
    expect(new Play().show(15).show(14, walk).show(35).show(14, walk).kinds).toHaveLength(2);
  });

  it('says nothing of motion while the site is not armed, and at once when it is armed while somebody walks', () => {
    const play = new Play({ zones: [door] }, false).show(15).show(10, walk);
    expect(play.kinds).toEqual([]);
    play.notice.armed(true);
    expect(play.show(4, (second) => walk(10 + second)).kinds).toEqual(['motion']);
  });

  it.each([
    ['black', { cover: 14 }],
    ['bright', { cover: 240 }],
    ['a grey cloth', { cover: 90 }],
  ])('whose lens is covered (%s) is one alarm within 3 s, armed or not', (_name, cover) => {
    const play = new Play({}, false).show(15).show(20, cover);
    expect(play.kinds).toEqual(['lens-covered']);
    expect((play.noticed[0]?.atMs ?? 0) - 15_000).toBeLessThanOrEqual(3_000);
    expect(play.notice.state).toBe('covered');
    play.show(10);
    expect([play.kinds.length, play.notice.state]).toEqual([1, 'ok']);
  });

  it('that was covered before the agent started is a state and no alarm', () => {
    const play = new Play().show(20, { cover: 14 });
    expect([play.kinds, play.notice.state]).toEqual([[], 'covered']);
    expect(play.show(20).kinds).toEqual([]);
    expect(play.show(10, { cover: 14 }).kinds).toEqual(['lens-covered']);
  });

  it('says nothing when light is switched off and on, and sees someone come in the dark', () => {
    const play = new Play().show(15).show(10, { light: 0.25 }).show(10).show(10, { light: 0.25 });
    expect([play.kinds, play.notice.state]).toEqual([[], 'ok']);
    play.show(14, (second) => ({ ...walk(second), light: 0.25, noise: 1 }));
    expect(play.kinds).toEqual(['motion']);
  });

  it('that was turned is one alarm within 3 s, and then knows its new view', () => {
    const play = new Play().show(15).show(60, { place: 4 });
    expect(play.kinds).toEqual(['scene-moved']);
    expect((play.noticed[0]?.atMs ?? 0) - 15_000).toBeLessThanOrEqual(3_000);
    expect(play.show(20, { place: 9 }).kinds).toEqual(['scene-moved', 'scene-moved']);
  });

  it('whose picture stands still is one alarm within 3 s, and in order when it lives again', () => {
    const play = new Play().show(15).freeze(60);
    expect([play.kinds, play.notice.state]).toEqual([['picture-frozen'], 'frozen']);
    expect((play.noticed[0]?.atMs ?? 0) - 15_000).toBeLessThanOrEqual(3_000);
    expect(play.show(5).notice.state).toBe('ok');
  });

  it('whose picture often stands still for some seconds by night is given more time', () => {
    const play = new Play();
    for (let round = 0; round < 10; round += 1) play.show(4).freeze(1.6 + round / 5);
    expect(play.kinds).toEqual([]);
    expect(play.show(4).freeze(12).kinds).toEqual(['picture-frozen']);
  });

  it('that is silent is lost within 3 s, later where it is used to gaps, and after 30 s where it never showed anything', () => {
    const play = new Play().show(15).silence(30);
    expect(play.kinds).toEqual(['picture-lost']);
    expect((play.noticed[0]?.atMs ?? 0) - 15_000).toBeLessThanOrEqual(3_000);
    expect(play.show(5).notice.state).toBe('ok');
    const shaky = new Play();
    for (let round = 0; round < 10; round += 1) shaky.show(4).silence(1 + round / 4);
    expect(shaky.kinds).toEqual([]);
    expect(new Play().silence(29).kinds).toEqual([]);
    expect(new Play().silence(90).noticed).toEqual([{ kind: 'picture-lost', atMs: 30_000 }]);
  });

  it('is not lost because the agent itself was busy for a while', () => {
    const play = new Play().show(15);
    play.atMs += 20_000;
    expect(play.silence(1).show(5).kinds).toEqual([]);
  });

  it('notices nothing that it was told to leave out', () => {
    const off = { on: false };
    const play = new Play({ motion: off, covered: off, frozen: off, lost: off, moved: off, sound: off });
    play.show(15).show(14, walk).freeze(20).show(20, { place: 5 }).show(20, { cover: 14 }).silence(60);
    play.notice.loudness(-1, play.atMs);
    expect([...play.kinds, ...play.notice.loudness(-1, play.atMs + 1_000)]).toEqual([]);
  });

  it('tells of a sound with its level', () => {
    const play = new Play().show(1);
    const told = [0, 500, 1_000].flatMap((ms) => play.notice.loudness(-6.2, play.atMs + ms));
    expect(told).toMatchObject([{ kind: 'sound', note: '-6 dB, threshold -15 dB' }]);
    expect(play.notice.soundDb).toBe(-6.2);
  });

  it('never tells of one thing twice in its quiet time, nor twice of one state, whatever it sees', () => {
    const worlds: World[] = [
      {},
      { cover: 14 },
      { light: 0.3 },
      { place: 3 },
      { noise: 12 },
      { person: { x: 90, y: 40 } },
    ];
    const part = fc.record({
      what: fc.constantFrom('show', 'walk', 'freeze', 'silence'),
      world: fc.constantFrom(...worlds),
      seconds: fc.integer({ min: 1, max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const play = new Play();
        for (const { what, world, seconds } of parts) {
          if (what === 'show') play.show(seconds, world);
          else if (what === 'walk') play.show(seconds, (second) => ({ ...world, ...walk(second) }));
          else if (what === 'freeze') play.freeze(seconds);
          else play.silence(seconds);
        }
        const motions = play.noticed.filter(({ kind }) => kind === 'motion').map(({ atMs }) => atMs);
        for (const [index, atMs] of motions.entries())
          expect(atMs - (motions[index - 1] ?? -1e9)).toBeGreaterThanOrEqual(30_000);
        const states = play.noticed.filter(({ kind }) =>
          ['lens-covered', 'picture-frozen', 'picture-lost'].includes(kind),
        );
        for (const [index, { atMs }] of states.entries())
          expect(atMs - (states[index - 1]?.atMs ?? -1e9)).toBeGreaterThan(0);
      }),
      { numRuns: 15 },
    );
  });
});
