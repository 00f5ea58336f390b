// Codes of an authenticator app (TOTP, RFC 6238): six digits, new each 30 s; and recovery codes for a lost phone. Pure.
import { Secret, TOTP } from 'otpauth';

const stepMs = 30_000;
const secretBytes = 20;
/** A phone's clock may be one step off. */
const stepsOff = 1;
export const recoveryCodesMade = 10;

/** A new secret as an app takes it, in base32. */
export function newTotpSecret(random: (count: number) => Uint8Array): string {
  return new Secret({ buffer: Uint8Array.from(random(secretBytes)).buffer }).base32;
}

/** The address an authenticator app reads from a QR code. */
export function totpUri(secret: string, signInName: string): string {
  return totp(secret, signInName).toString();
}

/** The number of the step this code is of; null where it is of none that counts now. Each step's code is used once (W4). */
export function stepOfCode(secret: string, code: string, nowMs: number): number | null {
  const off = totp(secret, '').validate({ token: code, timestamp: nowMs, window: stepsOff });
  return off === null ? null : Math.floor(nowMs / stepMs) + off;
}

/** Ten codes of ten letters and digits, 50 bits of chance each, without those that are mistaken for one another. */
export function newRecoveryCodes(random: (count: number) => Uint8Array): string[] {
  return Array.from({ length: recoveryCodesMade }, () => {
    const letters = Array.from(random(10), (byte) => recoveryAlphabet[byte % 32]!).join('');
    return `${letters.slice(0, 5)}-${letters.slice(5)}`;
  });
}

export function isRecoveryCode(code: string): boolean {
  return code.includes('-');
}

const recoveryAlphabet = 'abcdefghjkmnpqrstuvwxyz123456789';

function totp(secret: string, label: string): TOTP {
  const issuer = 'Haixi Skynet';
  return new TOTP({
    issuer,
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: 30,
    secret: Secret.fromBase32(secret),
  });
}
