// The module of accounts: who comes in, by what they know and have, and what keeps secrets for every feature.
import { Global, Module } from '@nestjs/common';
import { Directory } from './directory.service.js';
import { Guesses } from './guesses.service.js';
import { Invitations } from './invitations.service.js';
import { OwnAccount } from './own-account.service.js';
import { Passwords } from './passwords.service.js';
import { Seal } from './seal.service.js';
import { SecondFactors } from './second-factors.service.js';
import { Sessions } from './sessions.service.js';
import { SignIns } from './sign-ins.service.js';

const services = [
  Seal,
  Passwords,
  Guesses,
  Sessions,
  SignIns,
  Invitations,
  OwnAccount,
  SecondFactors,
  Directory,
];

@Global()
@Module({ providers: services, exports: services })
export class AccountsModule {}
