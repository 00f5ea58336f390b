// The small drawings inside the marks, as SVG paths in a square of 80; they are stroked, not filled.
import type { SiteType, UnitKind } from '@haixi/proto/vocabulary';
import type { Task } from './names';

export const siteGlyphs: Readonly<Record<SiteType, string>> = {
  // A block of offices with its door.
  institution: 'M28 58 V24 H52 V58 M24 58 H56 M36 33 H44 M36 42 H44 M40 58 V51',
  // Two people under the roof.
  community: 'M31 40 A5 5 0 1 1 30.9 40 M49 40 A5 5 0 1 1 48.9 40 M22 60 Q31 48 40 60 Q49 48 58 60',
  // An awning over a counter.
  shop: 'M24 32 H56 L59 41 Q54 46 49.5 41 Q45 46 40 41 Q35 46 30.5 41 Q26 46 21 41 Z M27 47 V57 H53 V47',
  // A road that runs away, with its middle line.
  road: 'M30 58 L36 22 M50 58 L44 22 M40 56 V51 M40 44 V39 M40 32 V28',
};

export const unitGlyphs: Readonly<Record<UnitKind, string>> = {
  // A car from the side.
  patrol:
    'M20 48 V41 L26 39 L31 30 H49 L55 39 L60 41 V48 Z M30 52 A4 4 0 1 0 30.1 52 M50 52 A4 4 0 1 0 50.1 52 M40 30 V39 M27 39 H54',
  // A cap with its badge.
  officer: 'M22 36 Q40 18 58 36 L54 44 H26 Z M26 50 Q40 58 54 50 M40 33 V38',
  // A person with a map pin: the officer of this quarter.
  beat: 'M40 20 A9 9 0 1 1 39.9 20 M24 60 Q25 45 40 45 Q55 45 56 60 M33 56 L38 60 L48 51',
  // Nine fields.
  grid: 'M25 25 H55 V55 H25 Z M35 25 V55 M45 25 V55 M25 35 H55 M25 45 H55',
  // A shield.
  guard: 'M40 20 L57 26 V39 Q57 53 40 61 Q23 53 23 39 V26 Z M33 40 L38 46 L48 34',
};

export const taskGlyphs: Readonly<Record<Task, string>> = {
  // A word on its way.
  sent: 'M26 40 H27 M40 40 H41 M54 40 H55',
  // Ticked off.
  signed: 'M24 41 L36 53 L57 29',
  // On and on.
  setOut: 'M25 26 L39 40 L25 54 M43 26 L57 40 L43 54',
  // A flag that stands.
  arrived: 'M30 60 V22 L56 31 L30 41',
};

/** A camera from the side, on its bracket. */
export const cameraGlyph = 'M24 30 H50 V48 H24 Z M50 36 L60 31 V47 L50 42 M34 48 V58 H26';
