// The module of commands: what people tell the server to do.
import { Module } from '@nestjs/common';
import { Commands } from './commands.service.js';

@Module({ providers: [Commands], exports: [Commands] })
export class CommandsModule {}
