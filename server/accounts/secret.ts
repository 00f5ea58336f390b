// Secrets are kept by their hash alone: what a link, a session or a site's key is compared with in the store.
import { createHash, timingSafeEqual } from 'node:crypto';

/** SHA-256 of the secret's text, lower-case hex. A secret is 32 random bytes, so no slow hash is needed. */
export function hashOfSecret(secret: string): string {
  return createHash('sha256').update(secret, 'utf8').digest('hex');
}

/** 32 random bytes as base64url: 43 characters, fit for a path and a cookie. */
export function newSecret(random: (count: number) => Uint8Array): string {
  return Buffer.from(random(32)).toString('base64url');
}

/** Compares two hashes in a time that does not tell how much of them is equal. */
export function sameHash(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
