// Loaded into a program before itself (`--import`): its wall clock is off by what a file says; the steady one is not.
import { readFileSync, writeFileSync } from 'node:fs';

const { HAIXI_CHAOS_CLOCK: file, HAIXI_CHAOS_CLOCK_OF: program } = process.env;

// The options are inherited by every child; only the program that is meant takes the clock.
if (file && program && process.argv[1]?.endsWith(program)) {
  const True = Date;
  let offsetMs = 0;
  const look = () => {
    let told = 0;
    try {
      told = Number(readFileSync(file, 'utf8'));
    } catch {
      // Nobody has shifted it.
    }
    if (told === offsetMs || !Number.isFinite(told)) return;
    offsetMs = told;
    // What the program's own clock says now, so that whoever shifted it sees that it is so.
    writeFileSync(`${file}.seen`, String(Date.now()));
  };
  const now = () => True.now() + offsetMs;
  globalThis.Date = new Proxy(True, {
    construct: (target, given, made) =>
      Reflect.construct(
        target,
        given.length === 0 ? [now()] : given,
        made === globalThis.Date ? target : made,
      ),
    apply: () => new True(now()).toString(),
    get: (target, key) => (key === 'now' ? now : Reflect.get(target, key)),
  });
  look();
  setInterval(look, 100).unref();
}
