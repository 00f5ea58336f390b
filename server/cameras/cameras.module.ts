// The module of what sites tell of themselves: presence, proofs of life, gaps, readings.
import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.js';
import { CameraReadings } from './camera-readings.service.js';
import { Gaps } from './gaps.service.js';
import { Proofs } from './proofs.service.js';
import { Sites } from './sites.service.js';

const providers = [Sites, CameraReadings, Proofs, Gaps];

@Module({ imports: [IngestModule], providers, exports: providers })
export class CamerasModule {}
