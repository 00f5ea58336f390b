// The module of the live picture: from the log to every screen that may see it.
import { Module } from '@nestjs/common';
import { Hints } from '../log/hints.js';
import { PgHints } from '../log/pg-hints.service.js';
import { CatchUp } from './catch-up.service.js';
import { FanOut } from './fan-out.service.js';
import { LiveGateway } from './live.gateway.js';
import { Screens } from './screens.service.js';

@Module({ providers: [{ provide: Hints, useClass: PgHints }, FanOut, CatchUp, Screens, LiveGateway] })
export class LiveModule {}
