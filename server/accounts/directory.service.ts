// Signing in by the organisation's own directory: OIDC, code flow with PKCE, state and nonce (rule W5).
import { Inject, Injectable } from '@nestjs/common';
import * as oidc from 'openid-client';
import { z } from 'zod';
import { Environment } from '../environment.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { Seal } from './seal.service.js';

/** Where the directory sends the browser back to. */
const answerPath = '/sign-in/directory/answer';
/** So long somebody may take to sign in there. */
export const directoryTakesMs = 10 * 60_000;
/** What the directory says of how somebody signed in that is more than a password (RFC 8176). */
const secondFactors: readonly string[] = ['otp', 'mfa', 'hwk', 'swk', 'sc'];

/** What the browser keeps, sealed, while its person is at the directory. */
const waySchema = z.strictObject({
  verifier: z.string(),
  state: z.string(),
  nonce: z.string(),
  untilMs: z.int(),
});
type Way = z.infer<typeof waySchema>;

export type Found =
  | { readonly ok: true; readonly personId: string; readonly secondFactor: boolean }
  | { readonly ok: false; readonly reason: 'no_directory' | 'away' | 'no_way' | 'refused' | 'nobody' };

@Injectable()
export class Directory {
  private asking: Promise<oidc.Configuration> | null = null;

  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly environment: Environment,
    private readonly seal: Seal,
  ) {}

  /** The directory's name for people; null where there is none. */
  get name(): string | null {
    return this.environment.directory?.name ?? null;
  }

  /** Where to send the browser, and what it keeps until it is back; `away` where the directory does not answer. */
  async begin(): Promise<
    { ok: true; url: string; kept: string } | { ok: false; reason: 'no_directory' | 'away' }
  > {
    if (!this.environment.directory) return { ok: false, reason: 'no_directory' };
    const config = await this.configuration();
    if (!config) return { ok: false, reason: 'away' };
    const way: Way = {
      verifier: oidc.randomPKCECodeVerifier(),
      state: oidc.randomState(),
      nonce: oidc.randomNonce(),
      untilMs: this.world.nowMs() + directoryTakesMs,
    };
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: this.environment.origin + answerPath,
      scope: 'openid profile email',
      code_challenge: await oidc.calculatePKCECodeChallenge(way.verifier),
      code_challenge_method: 'S256',
      state: way.state,
      nonce: way.nonce,
    });
    return { ok: true, url: url.href, kept: this.seal.seal(JSON.stringify(way)) };
  }

  /** Who has come back with this answer: `query` is all behind the path, `kept` what the browser kept. */
  async finish(query: string, kept: string | null): Promise<Found> {
    const settings = this.environment.directory;
    if (!settings) return { ok: false, reason: 'no_directory' };
    const way = kept === null ? null : this.read(kept);
    if (!way) return { ok: false, reason: 'no_way' };
    const config = await this.configuration();
    if (!config) return { ok: false, reason: 'away' };
    const told = await this.ask(config, settings.claim, query, way);
    if (!told) return { ok: false, reason: 'refused' };
    const person = await this.db
      .selectFrom('people')
      .select('person_id')
      .where('directory_name', '=', told.name)
      .where('kind', '=', 'person')
      .where('retired_at_ms', 'is', null)
      .executeTakeFirst();
    if (person) return { ok: true, personId: person.person_id, secondFactor: told.secondFactor };
    this.world.say('directory: let nobody in: whom it knows is no one’s directory name here');
    return { ok: false, reason: 'nobody' };
  }

  /** Trades the code in, and looks at all that binds the answer to this very browser's question. */
  private async ask(
    config: oidc.Configuration,
    claim: string,
    query: string,
    way: Way,
  ): Promise<{ name: string; secondFactor: boolean } | null> {
    try {
      const url = new URL(`${this.environment.origin}${answerPath}${query}`);
      const tokens = await oidc.authorizationCodeGrant(config, url, {
        pkceCodeVerifier: way.verifier,
        expectedState: way.state,
        expectedNonce: way.nonce,
        idTokenExpected: true,
      });
      const claims = tokens.claims()!;
      // Many directories tell the name only when asked for it by itself.
      const name =
        claims[claim] ?? (await oidc.fetchUserInfo(config, tokens.access_token, claims.sub))[claim];
      const amr = Array.isArray(claims['amr']) ? claims['amr'] : [];
      if (typeof name !== 'string' || name === '') throw new Error(`it told no claim ${claim}`);
      return { name, secondFactor: amr.some((one) => secondFactors.includes(String(one))) };
    } catch (error) {
      // The error's own words alone: what stands beside them may be a code, a token or claims.
      this.world.say(`directory: an answer was not taken: ${(error as Error).message}`);
      return null;
    }
  }

  private read(kept: string): Way | null {
    try {
      const way = waySchema.parse(JSON.parse(this.seal.open(kept)));
      return way.untilMs > this.world.nowMs() ? way : null;
    } catch {
      return null;
    }
  }

  /** What the directory says of itself, asked for once; again where it did not answer. */
  private async configuration(): Promise<oidc.Configuration | null> {
    const { issuer, clientId, clientSecret } = this.environment.directory!;
    const isPlain = issuer.startsWith('http:');
    // Plain HTTP is taken of this very machine alone (see the environment).
    const options = isPlain ? { execute: [oidc.allowInsecureRequests] } : {};
    this.asking ??= oidc.discovery(new URL(issuer), clientId, clientSecret, undefined, options);
    try {
      return await this.asking;
    } catch (error) {
      this.asking = null;
      this.world.say(`directory: it does not answer: ${(error as Error).message}`);
      return null;
    }
  }
}
