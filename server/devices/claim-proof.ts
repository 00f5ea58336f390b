// How a box proves that it knows its claim code, and the nonces its proofs are made for. Pure; rule N2.
import { createHash, createHmac } from 'node:crypto';
import { sameHash } from '../accounts/secret.js';

/** A nonce stands for so long, in ms. */
export const nonceLastsMs = 60_000;

/** The key of a box's proofs, in hex: kept sealed for as long as a claim stands, and of no use to find the code. */
export function proofKeyOf(claimCode: string): string {
  return createHash('sha256').update(`haixi claim\n${claimCode}`, 'utf8').digest('hex');
}

/** What a box signs: HMAC-SHA256 of `serial \n nonce \n key`, lower-case hex. */
export function proofOf(
  proofKey: string,
  shown: { readonly serial: string; readonly nonce: string; readonly key: string },
): string {
  const text = `${shown.serial}\n${shown.nonce}\n${shown.key}`;
  return createHmac('sha256', Buffer.from(proofKey, 'hex')).update(text, 'utf8').digest('hex');
}

/** Whether a proof is that of this key; in a time that does not tell how much of it is right. */
export function isProof(
  proofKey: string,
  shown: { readonly serial: string; readonly nonce: string; readonly key: string; readonly proof: string },
): boolean {
  return sameHash(proofOf(proofKey, shown), shown.proof);
}

/** Nonces that need no table: each carries its time, and the server's signature over it and its serial. */
export class Nonces {
  /** `key` is drawn anew at each start of the server: a box whose nonce is older asks for another one. */
  constructor(private readonly key: Uint8Array) {}

  /** A nonce for this box; `chance` is 16 random bytes in hex. */
  make(serial: string, nowMs: number, chance: string): string {
    const head = `${nowMs.toString(36)}.${chance}`;
    return `${head}.${this.signature(serial, head)}`;
  }

  /** When it was made, epoch ms; null where it is none of ours, another box's, or too old. */
  madeAtMs(nonce: string, serial: string, nowMs: number): number | null {
    const [at, chance, signature, ...rest] = nonce.split('.');
    if (!at || !chance || !signature || rest.length > 0) return null;
    if (!sameHash(this.signature(serial, `${at}.${chance}`), signature)) return null;
    const madeAtMs = Number.parseInt(at, 36);
    return nowMs - madeAtMs < nonceLastsMs ? madeAtMs : null;
  }

  private signature(serial: string, head: string): string {
    return createHmac('sha256', this.key).update(`${serial}\n${head}`, 'utf8').digest('hex');
  }
}
