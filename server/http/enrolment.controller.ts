// A box's own doors: it comes for its credentials with a proof, and reads what it runs with the key it then has.
import { Readable } from 'node:stream';
import { queryRoutes } from '@haixi/proto/commands/routes';
import { lineTestBytes } from '@haixi/proto/devices/device-routes';
import {
  enrolBodySchema,
  type Enrolled,
  nonceBodySchema,
  type nonceSchema,
} from '@haixi/proto/devices/orders';
import type { SiteConfig } from '@haixi/proto/devices/site-config';
import { Body, Controller, Get, HttpCode, Inject, Post, Put, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Seal } from '../accounts/seal.service.js';
import { Enrolment } from '../devices/enrolment.service.js';
import { readSiteConfig } from '../devices/site-config.store.js';
import { refused } from '../devices/refused.js';
import { Trials } from '../devices/trials.service.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { readBody } from './body.js';
import { done, notDone } from './device-refusals.js';
import { Visiting, type VisitOf } from './door.guard.js';
import { brokenOff } from './problem.js';

@Controller()
export class EnrolmentController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly enrolment: Enrolment,
    private readonly seal: Seal,
    private readonly trials: Trials,
  ) {}

  @Post(queryRoutes.enrolNonce.path)
  @HttpCode(200)
  nonce(@Body() body: unknown): z.infer<typeof nonceSchema> {
    return this.enrolment.nonce(readBody(nonceBodySchema, body).serial);
  }

  @Post(queryRoutes.enrol.path)
  @HttpCode(200)
  async enrol(@Body() body: unknown): Promise<Enrolled> {
    return done(await this.enrolment.enrol(readBody(enrolBodySchema, body))).enrolled;
  }

  @Get(queryRoutes.siteConfig.path)
  config(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() visit: VisitOf<'siteConfig'>,
  ): Promise<SiteConfig> {
    // It holds the passwords of cameras.
    void reply.header('cache-control', 'no-store');
    return readSiteConfig(this.db, this.seal, visit.siteId);
  }

  @Put(queryRoutes.putLineTest.path)
  async measure(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() visit: VisitOf<'putLineTest'>,
  ): Promise<{ ok: true; kbps: number }> {
    try {
      const line = this.trials.beginLine(visit.siteId, visit.params.ticket);
      if (!line) throw notDone(refused('bad_ticket'));
      return { ok: true, kbps: await line.end(await count(request.body)) };
    } catch (error) {
      // What is left of the body is not waited for.
      void reply.header('connection', 'close');
      throw error;
    }
  }
}

/** How many bytes came, which are thrown away; more than a line is measured with are not waited for. */
async function count(body: unknown): Promise<number> {
  if (!(body instanceof Readable)) throw brokenOff();
  let bytes = 0;
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      bytes += (chunk as Buffer).length;
      if (bytes >= lineTestBytes) break;
    }
    body.resume();
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw brokenOff();
    throw error;
  }
  return bytes;
}
