// Why the register was not changed: a closed list of codes, and the part of the words that differs. Pure.

export const registerCodes = [
  'not_found',
  'no_such_area',
  'no_key',
  'site_retired',
  'source_retired',
  'order_begun',
  'incident_open',
  'half_placed',
  'not_a_camera',
  'refused_place',
  'not_in_use',
  'root_stays',
  'area_loop',
  'bad_outline',
  'bad_csv',
  'bad_geojson',
] as const;
export type RegisterCode = (typeof registerCodes)[number];

/** `told` is what a person needs beside the code, such as which area, or what the reader of the file stumbled over. */
export interface NotDone {
  readonly ok: false;
  readonly reason: RegisterCode;
  readonly told: string;
}
export type Changed = { readonly ok: true } | NotDone;

export const done: Changed = { ok: true };

export function notDone(reason: RegisterCode, told = ''): NotDone {
  return { ok: false, reason, told };
}
