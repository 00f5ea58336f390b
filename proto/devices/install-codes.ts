// Why planning or installing was refused: every code a phone, an administrator's page or a box may get, and nothing else.

/** Codes of work orders, of what an installer does, and of boxes that come for their credentials. */
export const installCodes = [
  // Planning.
  'no_such_installer',
  'no_such_site',
  'no_such_source',
  'source_exists',
  'id_taken',
  'cameras_only',
  'order_begun',
  'order_closed',
  'sticker_new',
  // Scanning.
  'not_a_sticker',
  'wrong_sticker',
  'already_claimed',
  'astray',
  'site_has_box',
  'site_retired',
  // Filling in.
  'refused_place',
  'refused_address',
  'notice_kept',
  // Checking and handing over.
  'not_claimed',
  'not_online',
  'no_view',
  'not_ready',
  'no_ticket',
  // A box that comes for its credentials, or measures its line.
  'wrong_proof',
  'nonce_expired',
  'claim_expired',
  'already_enrolled',
  'bad_ticket',
] as const;
export type InstallCode = (typeof installCodes)[number];
