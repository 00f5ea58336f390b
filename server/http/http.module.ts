// The module of HTTP: one door, one look at what leaves, and the routes of the table behind them.
import { Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core';
import { CommandsModule } from '../commands/commands.module.js';
import { AccountController } from './account.controller.js';
import { AreasController } from './areas.controller.js';
import { AskedInterceptor } from './asked.interceptor.js';
import { CamerasController } from './cameras.controller.js';
import { CommandsController } from './commands.controller.js';
import { DeskController } from './desk.controller.js';
import { DevicesModule } from '../devices/devices.module.js';
import { DirectoryController } from './directory.controller.js';
import { DoorGuard } from './door.guard.js';
import { DoorLimits } from './door-limits.service.js';
import { FrontDoorController } from './front-door.controller.js';
import { EnrolmentController } from './enrolment.controller.js';
import { IngestModule } from '../ingest/ingest.module.js';
import { MediaModule } from '../media/media.module.js';
import { IncidentsController } from './incidents.controller.js';
import { InstallingController } from './installing.controller.js';
import { NoticesController } from './notices.controller.js';
import { Notices } from './notices.store.js';
import { OrdersController } from './orders.controller.js';
import { LogController } from './log.controller.js';
import { PeopleController } from './people.controller.js';
import { PhotosController } from './photos.controller.js';
import { Photos } from './photos.store.js';
import { ProblemFilter } from './problem.filter.js';
import { RegisterController } from './register.controller.js';
import { RegisterModule } from '../register/register.module.js';
import { ReviewController } from './review.controller.js';
import { RoundsController } from './rounds.controller.js';
import { SiteTestsController } from './site-tests.controller.js';
import { SnapshotsController } from './snapshots.controller.js';
import { Snapshots } from './snapshots.store.js';
import { SignInController } from './sign-in.controller.js';
import { SystemController } from './system.controller.js';
import { TokensController } from './tokens.controller.js';
import { Upgrades } from './upgrades.service.js';
import { ViewsController } from './views.controller.js';

@Module({
  imports: [CommandsModule, DevicesModule, IngestModule, MediaModule, RegisterModule],
  controllers: [
    AreasController,
    RegisterController,
    SiteTestsController,
    FrontDoorController,
    SignInController,
    AccountController,
    DeskController,
    ReviewController,
    CommandsController,
    IncidentsController,
    CamerasController,
    PhotosController,
    SnapshotsController,
    SystemController,
    ViewsController,
    RoundsController,
    DirectoryController,
    PeopleController,
    TokensController,
    LogController,
    OrdersController,
    InstallingController,
    EnrolmentController,
    NoticesController,
  ],
  providers: [
    DoorLimits,
    Photos,
    Notices,
    Snapshots,
    Upgrades,
    { provide: APP_GUARD, useClass: DoorGuard },
    { provide: APP_INTERCEPTOR, useClass: AskedInterceptor },
    { provide: APP_FILTER, useClass: ProblemFilter },
  ],
})
export class HttpModule {}
