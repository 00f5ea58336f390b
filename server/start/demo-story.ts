// The demo's story: somebody presses a button now and then, and a camera notices something, all through real local doors.
import { scenes } from './scenes/scenes.js';

/** Asked each time, because agents come and go. */
export interface Doors {
  /** `POST` to one of these is a press. */
  buttons(): string[];
  /** `POST` to one of these has a light camera notice something; its scene says what suits it. */
  lights(): { address: string; clip: string }[];
  say(line: string): void;
}

type Pause = readonly [leastMs: number, mostMs: number];
const pressPause: Pause = [60_000, 120_000];
const lightPause: Pause = [120_000, 240_000];
const storm = { alarms: 200, lastsMs: 55_000, pressEach: 20, waitsMs: 5_000 };

/** What any camera may notice besides the moments of its scene; faults of the picture are rare. */
const anywhere = ['motion', 'motion', 'sound', 'picture-frozen', 'picture-lost'] as const;
const lastsS = 25;

/** Presses one of the buttons some seconds from now, and another one every one to two minutes. @returns stops it */
export function tellStory(doors: Doors): () => void {
  return repeat(8_000, pressPause, () => press(doors));
}

/** Has a light camera notice something each two to four minutes. @returns stops it */
export function tellLights(doors: Doors): () => void {
  return repeat(75_000, lightPause, () => notice(doors));
}

/** About 200 alarms within a minute: one in twenty is a press, all others cameras. @returns stops it */
export function tellStorm(doors: Doors): () => void {
  const eachMs = storm.lastsMs / storm.alarms;
  let told = 0;
  const stop = repeat(storm.waitsMs, [eachMs, eachMs], () => {
    told += 1;
    if (told === storm.alarms) stop();
    return told % storm.pressEach === 0 ? press(doors) : notice(doors);
  });
  return stop;
}

function repeat(firstMs: number, [leastMs, mostMs]: Pause, act: () => Promise<void>): () => void {
  const again = () => {
    timer = setTimeout(again, leastMs + Math.random() * (mostMs - leastMs));
    void act();
  };
  let timer = setTimeout(again, firstMs);
  return () => clearTimeout(timer);
}

async function press({ buttons, say }: Doors): Promise<void> {
  const address = one(buttons());
  if (address !== undefined) await post(address, undefined, say);
}

async function notice({ lights, say }: Doors): Promise<void> {
  const light = one(lights());
  if (!light) return;
  const moment = one(scenes[light.clip]?.moments ?? []);
  // A scene's own moment is shown with it: who looks sees what was noticed.
  const event =
    moment && Math.random() < 0.7
      ? { kind: moment.kind, atS: moment.atS, forS: lastsS }
      : { kind: one(anywhere) ?? 'motion', forS: lastsS };
  await post(light.address, event, say);
}

async function post(address: string, event: object | undefined, say: Doors['say']): Promise<void> {
  const body = event === undefined ? {} : { body: JSON.stringify(event) };
  try {
    const answer = await fetch(address, { method: 'POST', signal: AbortSignal.timeout(5_000), ...body });
    if (!answer.ok) say(`Demo: ${address} answered with ${answer.status}.`);
  } catch {
    // An agent that is down just now has no door; the next time will find one.
  }
}

function one<T>(all: readonly T[]): T | undefined {
  return all[Math.floor(Math.random() * all.length)];
}
