// The module of what sites tell of themselves: presence and readings.
import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.js';
import { CameraReadings } from './camera-readings.service.js';
import { Sites } from './sites.service.js';

@Module({ imports: [IngestModule], providers: [Sites, CameraReadings], exports: [Sites, CameraReadings] })
export class CamerasModule {}
