// The module of devices: how a camera joins, from its work order to the day it is handed over.
import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.js';
import { Claims } from './claims.service.js';
import { Drafts } from './drafts.service.js';
import { Enrolment } from './enrolment.service.js';
import { Planning } from './planning.service.js';

const providers = [Planning, Claims, Enrolment, Drafts];

@Module({ imports: [IngestModule], providers, exports: providers })
export class DevicesModule {}
