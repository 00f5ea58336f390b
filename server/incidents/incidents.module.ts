// The module of incidents: the durable clocks; everything else of theirs is called by commands and ingest.
import { Module } from '@nestjs/common';
import { Overdue } from './overdue.service.js';

@Module({ providers: [Overdue], exports: [Overdue] })
export class IncidentsModule {}
