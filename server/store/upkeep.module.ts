// The module of upkeep, which takes away what is due in every feature's tables.
import { Module } from '@nestjs/common';
import { Upkeep } from './upkeep.service.js';

@Module({ providers: [Upkeep] })
export class UpkeepModule {}
