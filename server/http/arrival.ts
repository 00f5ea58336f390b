// What a request tells of whoever sent it: address and browser, and whether TLS carried it to the proxy in front.
import type { FastifyRequest } from 'fastify';
import { addressOf, browserOf, isLoopbackAddress, type Visitor } from '../accounts/visitor.js';

export function visitorOf({ headers, socket }: FastifyRequest): Visitor {
  return { address: addressIn({ headers, socket }), browser: browserOf(headers['user-agent']) };
}

/** The address as the proxy in front saw it, else the socket's. */
export function addressIn({ headers, socket }: Pick<FastifyRequest, 'headers' | 'socket'>): string {
  return addressOf(socket.remoteAddress, [headers['x-forwarded-for']].flat().at(-1));
}

/** By the socket alone: a proxy on the same machine says so by a header, and then the person is elsewhere. */
export function isLoopback({ headers, socket }: FastifyRequest): boolean {
  if (headers['x-forwarded-for'] !== undefined || headers.forwarded !== undefined) return false;
  return isLoopbackAddress(socket.remoteAddress ?? '');
}

/** TLS ends at the proxy in front, which says so. */
export function isSecure({ headers }: FastifyRequest): boolean {
  return headers['x-forwarded-proto'] === 'https';
}
