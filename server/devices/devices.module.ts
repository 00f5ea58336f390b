// The module of devices: how a camera joins, from its work order to the day it is handed over.
import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.js';
import { Acceptance } from './acceptance.service.js';
import { Claims } from './claims.service.js';
import { Drafts } from './drafts.service.js';
import { Enrolment } from './enrolment.service.js';
import { Planning } from './planning.service.js';
import { Trials } from './trials.service.js';

const providers = [Planning, Claims, Enrolment, Drafts, Trials, Acceptance];

@Module({ imports: [IngestModule], providers, exports: providers })
export class DevicesModule {}
