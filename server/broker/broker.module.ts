// The broker's place in the house: agents come in here; ingest reads from it as an ordinary client.
import { type DynamicModule, Module } from '@nestjs/common';
import type { Environment } from '../environment.js';
import { BrokerAddress } from './broker-address.js';
import { Broker } from './broker.service.js';
import { CutOffs } from './cut-offs.service.js';
import { Gatekeeper } from './gatekeeper.service.js';
import { OutsideBroker } from './outside-broker.service.js';
import { SiteAccesses } from './site-accesses.store.js';

@Module({})
export class BrokerModule {
  static of({ broker }: Readonly<Environment>): DynamicModule {
    // An alias and no factory: what a factory gives would be started and stopped once more as its own.
    const address = { provide: BrokerAddress, useExisting: broker ? OutsideBroker : Broker };
    return {
      module: BrokerModule,
      global: true,
      providers: [Gatekeeper, CutOffs, Broker, OutsideBroker, SiteAccesses, address],
      exports: [Gatekeeper, Broker, BrokerAddress],
    };
  }
}
