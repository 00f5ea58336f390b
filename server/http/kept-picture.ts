// Pictures of incidents in a browser's cache: kept, and asked for again each time, so that nobody sees them unasked. Pure.
import type { FastifyReply, FastifyRequest } from 'fastify';

/**
 * True where this browser has the very picture: the answer is 304 then, without a body. Several people use one browser
 * after one another, and whoever comes next has a right and a look of their own (V3); a shared cache keeps nothing.
 */
export function isKept({ headers }: FastifyRequest, reply: FastifyReply, sha256: string): boolean {
  const etag = `"${sha256}"`;
  void reply.header('cache-control', 'private, no-cache').header('etag', etag);
  if (headers['if-none-match'] !== etag) return false;
  void reply.status(304);
  return true;
}
