// Photos of notice signs: one a work order, a file in the data folder named by its hash; another one may follow until hand-over.
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { photoBytesMax } from '@haixi/proto/commands/routes';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Environment } from '../environment.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { KeptFiles, type NotTaken } from './kept-files.store.js';
import { photoTypeOf } from './picture-type.js';

export type NoticeSaved = { ok: true } | { ok: false; reason: 'not_a_picture' | 'notice_kept' } | NotTaken;

@Injectable()
export class Notices implements OnModuleInit {
  private readonly files: KeptFiles;

  constructor(
    @Inject(DB) private readonly db: Db,
    world: World,
    environment: Environment,
  ) {
    this.files = new KeptFiles(join(environment.dataDir, 'notices'), () => world.newId());
  }

  onModuleInit(): Promise<void> {
    return this.files.begin();
  }

  /** Keeps an order's photo, in the place of the one before; the one that an acceptance speaks of stays for good. */
  save(orderId: string, type: string, body: Readable): Promise<NoticeSaved> {
    return this.files.take<NoticeSaved>(body, photoBytesMax, async (written) => {
      const really = photoTypeOf(written.first);
      if (really === null || really !== type) return { ok: false, reason: 'not_a_picture' };
      await this.files.put(orderId, written);
      const row = await this.db
        .updateTable('orders')
        .set({ notice_sha256: written.sha256, notice_type: really })
        .where('order_id', '=', orderId)
        .where((order) =>
          order.or([order('state', 'in', ['open', 'claimed']), order('notice_sha256', '=', written.sha256)]),
        )
        .returning('order_id')
        .executeTakeFirst();
      return row ? { ok: true } : { ok: false, reason: 'notice_kept' };
    });
  }

  /** The photo that counts of an order; null where there is none. */
  async find(orderId: string): Promise<{ type: string; sha256: string; stream: Readable } | null> {
    const row = await this.db
      .selectFrom('orders')
      .select(['notice_sha256', 'notice_type'])
      .where('order_id', '=', orderId)
      .executeTakeFirst();
    if (!row?.notice_sha256 || !row.notice_type) return null;
    const { notice_sha256: sha256, notice_type: type } = row;
    return { type, sha256, stream: this.files.read(orderId, sha256) };
  }
}
