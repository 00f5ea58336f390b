// The module of ingest: the server's MQTT connection and the way of entries into the log.
import { Module } from '@nestjs/common';
import { Ingest } from './ingest.service.js';
import { MqttLink } from './mqtt-link.service.js';
import { SiteLink } from './site-link.js';
import { TurnedAwayCounts } from './turned-away.service.js';

@Module({
  providers: [MqttLink, { provide: SiteLink, useExisting: MqttLink }, Ingest, TurnedAwayCounts],
  exports: [MqttLink, SiteLink, Ingest, TurnedAwayCounts],
})
export class IngestModule {}
