// The last filter: whatever was thrown becomes a refusal in the one shape, and a fault of ours becomes a line.
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  NotFoundException,
} from '@nestjs/common';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { brokenOff, ourFault, Refusal, refusalOf, unknownRoute } from './problem.js';

@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const refusal = read(thrown, request);
    if (refusal.status >= 500) say(thrown, request);
    if (!reply.sent) send(refusal, reply);
  }
}

/** What the router itself refuses, before any route of ours is found, in the same shape. */
export function sendFrameworkError(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  send(refusalOf(error.statusCode ?? 500, error.code, error.message) ?? ourFault(), reply);
}

function send(refusal: Refusal, reply: FastifyReply): void {
  void reply
    .status(refusal.status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(refusal.problem));
}

function read(thrown: unknown, request: FastifyRequest): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (request.raw.readableAborted) return brokenOff();
  if (thrown instanceof NotFoundException) return unknownRoute(request.method, pathOf(request));
  if (!(thrown instanceof HttpException)) return ourFault();
  const { cause } = thrown;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : undefined;
  return refusalOf(thrown.getStatus(), code, thrown.message) ?? ourFault();
}

function say(thrown: unknown, request: FastifyRequest): void {
  const told = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  process.stdout.write(`http: ${request.method} ${pathOf(request)} failed: ${told}\n`);
}

/** Without the query, a link's secret or a view's id: lines are read by others than its person. */
function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0]!.replace(/^(\/sign-in\/|\/api\/invitations\/|\/api\/views\/)[^/]+/, '$1…');
}
