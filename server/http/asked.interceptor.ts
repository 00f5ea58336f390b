// The last look before an answer leaves: a route that never asked `may` is stopped, however right its answer is.
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';
import { visitOf } from './door.guard.js';

@Injectable()
export class AskedInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const http = context.switchToHttp();
    const visit = visitOf(http.getRequest<object>());
    return next.handle().pipe(
      map((answer: unknown) => {
        // A refusal may leave without having asked: it gives nothing away and has done nothing.
        const isRefusal = http.getResponse<FastifyReply>().statusCode >= 400;
        if (!isRefusal && !visit.mayLeave)
          throw new Error(`${visit.row.method} ${visit.row.path} did not ask may(${visit.row.action})`);
        return answer;
      }),
    );
  }
}
