// A real OIDC provider in this process for tests: whoever it is told is there signs in at once, the way it is told.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
// Its types are ours: oidc-provider.d.ts.
import { Provider } from 'oidc-provider';

export const clientId = 'haixi';
export const clientSecret = 'a-client-secret-of-the-tests';

/** Who sits at the directory's own page: their name, and how they prove it; null refuses. */
export interface AtTheDirectory {
  name: string;
  amr: readonly string[];
}

export class IdentityProvider {
  /** Who signs in next. */
  who: AtTheDirectory | null = null;

  private constructor(
    private readonly server: Server,
    readonly issuer: string,
  ) {}

  /** Starts on a free port of this machine; `redirectUri` is where it may send people back to. */
  static async start(redirectUri: string): Promise<IdentityProvider> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const directory = new IdentityProvider(server, issuer);
    const provider = new Provider(issuer, {
      clients: [{ client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri] }],
      pkce: { required: () => true },
      claims: { openid: ['sub', 'amr'], profile: ['preferred_username'], email: [] },
      // Its names are told only by the userinfo endpoint, as many directories do it.
      findAccount: (_context: unknown, sub: string) => ({
        accountId: sub,
        claims: () => ({ sub, preferred_username: sub }),
      }),
      features: { devInteractions: { enabled: false } },
      interactions: { url: (_context: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
      cookies: { keys: ['of-the-tests'] },
      ttl: { Session: 60, Grant: 60, Interaction: 60, AccessToken: 60, IdToken: 60 },
    });
    const answer = provider.callback();
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      if (!request.url?.startsWith('/interaction/')) return answer(request, response);
      directory.interact(provider, request, response).catch((error: Error) => {
        response.statusCode = 500;
        response.end(error.message);
      });
    });
    return directory;
  }

  stop(): Promise<void> {
    this.server.closeAllConnections();
    return new Promise((done) => this.server.close(() => done()));
  }

  private async interact(
    provider: Provider,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { prompt, params, session } = await provider.interactionDetails(request, response);
    const finish = (result: Record<string, unknown>) =>
      provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
    if (!this.who) return finish({ error: 'access_denied', error_description: 'nobody is there' });
    if (prompt.name === 'login') return finish({ login: { accountId: this.who.name, amr: this.who.amr } });
    const grant = new provider.Grant({ accountId: session!.accountId, clientId: params.client_id });
    grant.addOIDCScope('openid profile email');
    return finish({ consent: { grantId: await grant.save() } });
  }
}
