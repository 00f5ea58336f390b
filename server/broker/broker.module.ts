// The broker's place in the house: agents come in here; ingest reads from it as an ordinary client.
import { Global, Module } from '@nestjs/common';
import { Environment } from '../environment.js';
import { BrokerAddress } from './broker-address.js';
import { Broker } from './broker.service.js';
import { CutOffs } from './cut-offs.service.js';
import { Gatekeeper } from './gatekeeper.service.js';
import { OutsideBroker } from './outside-broker.service.js';
import { SiteAccesses } from './site-accesses.store.js';

@Global()
@Module({
  providers: [
    Gatekeeper,
    CutOffs,
    Broker,
    OutsideBroker,
    SiteAccesses,
    {
      provide: BrokerAddress,
      useFactory: ({ broker }: Environment, embedded: Broker, outside: OutsideBroker) =>
        broker ? outside : embedded,
      inject: [Environment, Broker, OutsideBroker],
    },
  ],
  exports: [Gatekeeper, Broker, BrokerAddress],
})
export class BrokerModule {}
