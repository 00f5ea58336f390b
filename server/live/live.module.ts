// The module of the live picture: from the log to every screen that may see it.
import { Module } from '@nestjs/common';
import { CatchUp } from './catch-up.service.js';
import { FanOut } from './fan-out.service.js';
import { LiveGateway } from './live.gateway.js';

@Module({ providers: [FanOut, CatchUp, LiveGateway] })
export class LiveModule {}
