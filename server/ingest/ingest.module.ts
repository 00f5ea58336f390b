// The module of ingest: the server's MQTT connection and the way of entries into the log.
import { Module } from '@nestjs/common';
import { Ingest } from './ingest.service.js';
import { MqttLink } from './mqtt-link.service.js';

@Module({ providers: [MqttLink, Ingest], exports: [MqttLink, Ingest] })
export class IngestModule {}
