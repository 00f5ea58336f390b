// What an enrolled box keeps in its data folder: its key, what it waits for, what it was granted, its configuration.
import { join } from 'node:path';
import { idSchema } from '@haixi/proto/basics';
import { claimCodeSchema, serialSchema } from '@haixi/proto/devices/orders';
import { type SiteConfig, siteConfigSchema } from '@haixi/proto/devices/site-config';
import { z } from 'zod';
import type { Disk } from '../outbox/disk.js';

/** A sticker on its way to credentials. Its code is worth nothing once the box has them, and is removed then. */
const pendingSchema = z.strictObject({
  server: z.string(),
  serial: serialSchema,
  claimCode: claimCodeSchema,
  key: z.string().regex(/^[A-Za-z0-9_-]{43}$/),
});
export type Pending = z.infer<typeof pendingSchema>;

/** The credentials of a box, and where they are good. */
const grantedSchema = z.strictObject({
  serial: serialSchema,
  siteId: idSchema,
  key: pendingSchema.shape.key,
  server: z.string(),
  web: z.string(),
});
export type Granted = z.infer<typeof grantedSchema>;

const files = { pending: 'enrolment.json', granted: 'enrolled.json', config: 'config.json' } as const;

/** Longer than any of these files. */
const bytesMax = 4 * 1024 * 1024;

/** Each file is replaced whole and outlives a power cut; only the agent's own user may read it. */
export class Box {
  constructor(
    private readonly disk: Disk,
    private readonly folder: string,
  ) {}

  pending(): Promise<Pending | null> {
    return this.read(files.pending, pendingSchema);
  }

  granted(): Promise<Granted | null> {
    return this.read(files.granted, grantedSchema);
  }

  config(): Promise<SiteConfig | null> {
    return this.read(files.config, siteConfigSchema);
  }

  keepPending(pending: Pending): Promise<void> {
    return this.write(files.pending, pending);
  }

  /** From now on the sticker is worth nothing to this box; the configuration of other credentials neither. */
  async keepGranted(granted: Granted): Promise<void> {
    const before = await this.granted();
    if (before?.siteId !== granted.siteId) await this.disk.remove(join(this.folder, files.config));
    await this.write(files.granted, granted);
    await this.disk.remove(join(this.folder, files.pending));
    await this.disk.syncFolder(this.folder);
  }

  keepConfig(config: SiteConfig): Promise<void> {
    return this.write(files.config, config);
  }

  private async read<T>(name: string, schema: z.ZodType<T>): Promise<T | null> {
    if (!(await this.disk.names(this.folder)).includes(name)) return null;
    const file = await this.disk.open(join(this.folder, name));
    try {
      const text = (await file.read(0, Math.min(bytesMax, await file.size()))).toString('utf8');
      return schema.parse(JSON.parse(text));
    } catch {
      // What a torn disk left must not be taken for "never enrolled": a new key would not be let in.
      throw new Error(
        `${join(this.folder, name)} can not be read: mend it, or enrol anew in an empty folder`,
      );
    } finally {
      await file.close();
    }
  }

  private async write(name: string, value: unknown): Promise<void> {
    const path = join(this.folder, name);
    await this.disk.remove(`${path}.part`);
    const file = await this.disk.open(`${path}.part`);
    try {
      await file.write(0, Buffer.from(`${JSON.stringify(value)}\n`));
      await file.sync();
    } finally {
      await file.close();
    }
    await this.disk.rename(`${path}.part`, path);
    await this.disk.syncFolder(this.folder);
  }
}
