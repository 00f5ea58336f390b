// The module of video: its doors, its streams and views, and the process in which its bytes are.
import { Module } from '@nestjs/common';
import { IngestModule } from '../ingest/ingest.module.js';
import { Doors } from './doors.service.js';
import { MediaProcess } from './media-process.service.js';
import { Rounds } from './rounds.service.js';
import { Stills } from './stills.service.js';
import { Streams } from './streams.service.js';
import { Views } from './views.service.js';
import { Withdrawn } from './withdrawn.service.js';

@Module({
  imports: [IngestModule],
  providers: [MediaProcess, Streams, Stills, Views, Rounds, Doors, Withdrawn],
  exports: [Doors, Views, Rounds, Stills, MediaProcess],
})
export class MediaModule {}
