// The cameras of one site as its configuration has them now: who stays when it changes, who begins, who leaves.
import { isDeepStrictEqual } from 'node:util';
import type { Privacy } from '@haixi/proto/devices/site-config';
import type { CameraReading } from '@haixi/proto/mqtt/messages';
import type { Pictured } from '../snapshots/snapshots.service.js';
import type { CameraConfig } from '../sources/camera/camera-config.js';
import type { SiteCamera } from '../sources/camera/site-camera.js';

export interface RosterParts {
  readonly newCamera: (config: CameraConfig) => SiteCamera;
  /** Nothing more of what this camera showed until now may go out. */
  readonly cutOff: (sourceId: string, why: string) => void;
}

interface Member {
  readonly config: CameraConfig;
  readonly camera: SiteCamera;
}

export class Roster {
  private members: readonly Member[];
  private changing: Promise<void> = Promise.resolve();
  private isArmed = false;
  private stopped = false;

  constructor(
    private readonly parts: RosterParts,
    configs: readonly CameraConfig[],
  ) {
    this.members = configs.map((config) => ({ config, camera: parts.newCamera(config) }));
  }

  start(): void {
    for (const { camera } of this.members) camera.start();
  }

  /** Ends every camera's ffmpeg and waits until it is gone. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.changing;
    await Promise.all(this.members.map(({ camera }) => camera.stop()));
  }

  get size(): number {
    return this.members.length;
  }

  camera(sourceId: string): SiteCamera | undefined {
    return this.member(sourceId)?.camera;
  }

  /** The places of its picture that nobody may see. Another array is another setting. */
  zones(sourceId: string): Privacy {
    return this.member(sourceId)?.config.privacy ?? [];
  }

  arm(isArmed: boolean): void {
    this.isArmed = isArmed;
    for (const { camera } of this.members) camera.armed(isArmed);
  }

  get readings(): CameraReading[] {
    return this.members.map(({ camera }) => camera.reading);
  }

  pictured(): Pictured[] {
    return this.members.map(({ config, camera }) => ({
      sourceId: config.id,
      tee: camera.tee,
      main: camera.mainStream,
      ...(camera.still ? { clip: camera.still.bind(camera) } : {}),
      // Of a hundred cameras few are asked, and a reading takes its time.
      get reading() {
        return camera.reading;
      },
    }));
  }

  /**
   * From now on these are the cameras. One that is the same goes on as it is, one whose zones alone have changed as
   * well; who joins begins when who leaves has let go, for it may be the same camera at another address.
   */
  change(configs: readonly CameraConfig[]): Promise<void> {
    const before = this.members;
    const joining: SiteCamera[] = [];
    this.members = configs.map((config) => {
      const old = before.find((member) => isSameCamera(member.config, config));
      if (old) return this.stays(old, config);
      const camera = this.parts.newCamera(config);
      camera.armed(this.isArmed);
      joining.push(camera);
      return { config, camera };
    });
    const leaving = before.filter(({ camera }) => !this.members.some((member) => member.camera === camera));
    for (const { config } of leaving) this.parts.cutOff(config.id, 'its camera has another configuration');
    this.changing = this.changing.then(async () => {
      await Promise.all(leaving.map(({ camera }) => camera.stop()));
      if (this.stopped) return;
      for (const camera of joining) camera.start();
    });
    return this.changing;
  }

  private stays(old: Member, config: CameraConfig): Member {
    if (isDeepStrictEqual(old.config.privacy, config.privacy)) return old;
    this.parts.cutOff(config.id, 'its privacy zones have changed');
    return { config, camera: old.camera };
  }

  private member(sourceId: string): Member | undefined {
    return this.members.find(({ config }) => config.id === sourceId);
  }
}

function isSameCamera(left: CameraConfig, right: CameraConfig): boolean {
  return isDeepStrictEqual({ ...left, privacy: [] }, { ...right, privacy: [] });
}
