// The whole server on one screen, in the order an alarm goes through it.
import { type DynamicModule, Module } from '@nestjs/common';
import { AccountsModule } from './accounts/accounts.module.js';
import { BrokerModule } from './broker/broker.module.js';
import { CamerasModule } from './cameras/cameras.module.js';
import { CommandsModule } from './commands/commands.module.js';
import type { Environment } from './environment.js';
import { HttpModule } from './http/http.module.js';
import { IncidentsModule } from './incidents/incidents.module.js';
import { IngestModule } from './ingest/ingest.module.js';
import { LiveModule } from './live/live.module.js';
import { MediaModule } from './media/media.module.js';
import { StoreModule } from './store/store.module.js';
import { UpkeepModule } from './store/upkeep.module.js';
import type { World } from './world.js';

@Module({})
export class AppModule {
  static of(environment: Readonly<Environment>, world?: World): DynamicModule {
    return {
      module: AppModule,
      imports: [
        StoreModule.of(environment, world),
        AccountsModule,
        BrokerModule.of(environment),
        IngestModule,
        CamerasModule,
        IncidentsModule,
        CommandsModule,
        LiveModule,
        MediaModule,
        HttpModule,
        UpkeepModule,
      ],
    };
  }
}
