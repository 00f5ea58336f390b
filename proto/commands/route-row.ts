// The shape of a route: method, path, what goes in, what comes out, and what `may` is asked about.
import type { z } from 'zod';
import type { Action } from './actions.js';

export interface RouteRow {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path with `:name` for parameters. */
  readonly path: string;
  /**
   * The action asked of `may`, or `anyone` (no session; what it needs is in the request), `self` (any session; about
   * oneself alone), or `site` (an agent, by HTTP Basic with the site's id and key; about its own site alone).
   */
  readonly action: Action | 'anyone' | 'self' | 'site';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** `bytes` is a body of any content that is counted and thrown away. */
  readonly body?: z.ZodType | 'photo' | 'bytes';
  readonly answer: z.ZodType | 'photo' | 'file' | 'page' | 'redirect' | 'openapi';
  readonly about: string;
}
