// The part of the environment that names the organisation's directory (OIDC), where one signs in by it.
import { readFileSync } from 'node:fs';
import { z } from 'zod';

export const directoryVariables = {
  HAIXI_OIDC_ISSUER: z.url('give the issuer as its discovery document names it, https://…').optional(),
  HAIXI_OIDC_CLIENT_ID: z.string().min(1).optional(),
  HAIXI_OIDC_CLIENT_SECRET_FILE: z.string().min(1).optional(),
  HAIXI_OIDC_NAME: z.string().min(1).max(64).optional(),
  HAIXI_OIDC_CLAIM: z.string().min(1).max(64).default('preferred_username'),
};
const variables = z.object(directoryVariables);

export interface DirectorySettings {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The directory's name as people know it. */
  readonly name: string;
  /** The claim that is a person's name in the directory. */
  readonly claim: string;
}

/** The directory; null where no issuer is given. Throws, naming the variable, where one of the others is missing. */
export function readDirectory(given: z.output<typeof variables>): DirectorySettings | null {
  const { HAIXI_OIDC_ISSUER: issuer, HAIXI_OIDC_CLIENT_ID: clientId, HAIXI_OIDC_CLAIM: claim } = given;
  const secretFile = given.HAIXI_OIDC_CLIENT_SECRET_FILE;
  if (!issuer) return null;
  if (!clientId || !secretFile)
    throw new Error(
      'the server can’t start with this environment:\n  HAIXI_OIDC_CLIENT_ID, HAIXI_OIDC_CLIENT_SECRET_FILE: ' +
        'a directory needs both: the client it knows this server as, and the file of its secret',
    );
  const { protocol, hostname, host } = new URL(issuer);
  if (protocol !== 'https:' && !['127.0.0.1', 'localhost', '[::1]'].includes(hostname))
    throw new Error(
      'the server can’t start with this environment:\n  HAIXI_OIDC_ISSUER: beyond this machine a directory is asked by https:// alone',
    );
  const clientSecret = readFileSync(secretFile, 'utf8').trim();
  return { issuer, clientId, clientSecret, name: given.HAIXI_OIDC_NAME ?? host, claim };
}
