// The module of what sites tell of themselves: presence and readings.
import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.js';
import { Sites } from './sites.service.js';

@Module({ imports: [IngestModule], providers: [Sites], exports: [Sites] })
export class CamerasModule {}
