// A box's own doors: it comes for its credentials with a proof, and reads what it runs with the key it then has.
import { queryRoutes } from '@haixi/proto/commands/routes';
import {
  enrolBodySchema,
  type Enrolled,
  nonceBodySchema,
  type nonceSchema,
} from '@haixi/proto/devices/orders';
import type { SiteConfig } from '@haixi/proto/devices/site-config';
import { Body, Controller, Get, HttpCode, Inject, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { z } from 'zod';
import { Seal } from '../accounts/seal.service.js';
import { Enrolment } from '../devices/enrolment.service.js';
import { readSiteConfig } from '../devices/site-config.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { readBody } from './body.js';
import { done } from './device-refusals.js';
import { Visiting, type VisitOf } from './door.guard.js';

@Controller()
export class EnrolmentController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly enrolment: Enrolment,
    private readonly seal: Seal,
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
}
