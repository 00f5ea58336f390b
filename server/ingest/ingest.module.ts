// The module of ingest: the server's MQTT connection and the way of entries into the log.
import { Module } from '@nestjs/common';
import { Ingest } from './ingest.service.js';
import { MqttLink } from './mqtt-link.service.js';
import { SiteLink } from './site-link.js';

@Module({
  providers: [MqttLink, { provide: SiteLink, useExisting: MqttLink }, Ingest],
  exports: [MqttLink, SiteLink, Ingest],
})
export class IngestModule {}
