// The module of the register: what watches over it by itself.
import { Module } from '@nestjs/common';
import { OnTests } from './on-tests.service.js';

@Module({ providers: [OnTests], exports: [OnTests] })
export class RegisterModule {}
