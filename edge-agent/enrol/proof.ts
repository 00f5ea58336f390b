// How a box proves that it knows its sticker's claim code, without saying it (pure).
import { createHash, createHmac } from 'node:crypto';

/** What the server has of a claimed code: its hash, which is all that a proof is keyed with. */
function claimKey(claimCode: string): Buffer {
  return createHash('sha256').update(`haixi claim\n${claimCode}`).digest();
}

/** HMAC-SHA256 over serial, nonce and key in lower-case hex, as `enrolBodySchema` of the contract tells. */
export function proofOf(claimCode: string, about: { serial: string; nonce: string; key: string }): string {
  const { serial, nonce, key } = about;
  return createHmac('sha256', claimKey(claimCode)).update(`${serial}\n${nonce}\n${key}`).digest('hex');
}
