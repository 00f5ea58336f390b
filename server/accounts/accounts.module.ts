// The module of accounts: what keeps secrets, for every feature that has some.
import { Global, Module } from '@nestjs/common';
import { Seal } from './seal.service.js';

@Global()
@Module({ providers: [Seal], exports: [Seal] })
export class AccountsModule {}
