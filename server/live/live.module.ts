// The module of the live picture: from the log to every screen that may see it.
import { Module } from '@nestjs/common';
import { FanOut } from './fan-out.service.js';
import { LiveGateway } from './live.gateway.js';

@Module({ providers: [FanOut, LiveGateway] })
export class LiveModule {}
