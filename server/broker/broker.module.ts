// The broker's place in the house: agents come in here; ingest reads from it as an ordinary client.
import { Global, Module } from '@nestjs/common';
import { BrokerAddress } from './broker-address.js';
import { Broker } from './broker.service.js';
import { Gatekeeper } from './gatekeeper.service.js';

@Global()
@Module({
  providers: [Gatekeeper, Broker, { provide: BrokerAddress, useExisting: Broker }],
  exports: [Gatekeeper, Broker, BrokerAddress],
})
export class BrokerModule {}
