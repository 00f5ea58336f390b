// A site with a camera, and its readings, for tests, with what a test wants otherwise.
import type { CameraPlace, Site, SiteReading, Source } from '@haixi/proto/live/picture';
import type { CameraReading } from '@haixi/proto/mqtt/messages';

export function aCamera(sourceId = 'camera-1', camera: CameraPlace | null = null): Source {
  return { sourceId, type: 'camera', name: '店门摄像头', nameEn: 'Shop Door Camera', camera };
}

export function aSite(otherwise: Partial<Site> = {}): Site {
  return {
    siteId: 'shop-01',
    areaId: '350902002001',
    type: 'shop',
    name: '茶叶店',
    nameEn: 'Tea Shop',
    address: '鹤峰路 12 号',
    addressEn: '12 Hefeng Road',
    position: { lon: 119.53, lat: 26.66 },
    sources: [aCamera()],
    presence: 'online',
    presenceAtMs: 0,
    troubles: [],
    unprovenSinceMs: null,
    gaps: [],
    onTestUntilMs: null,
    ...otherwise,
  };
}

export function aReading(siteId: string, serverAtMs: number, cameras: Partial<CameraReading>[]): SiteReading {
  return {
    siteId,
    areaId: '350902002001',
    serverAtMs,
    skewMs: 0,
    provedAtMs: null,
    readings: {
      v: 3,
      atMs: serverAtMs,
      held: 0,
      refused: 0,
      snapshotsHeld: 0,
      snapshotsLost: 0,
      load: null,
      cameras: cameras.map((camera) => ({
        sourceId: 'camera-1',
        state: 'ok',
        codec: 'h264',
        width: 1280,
        height: 720,
        fps: 25,
        kbps: 2_000,
        keyFrameEveryMs: 2_000,
        lastFrameAtMs: serverAtMs,
        reconnects: 0,
        soundDb: null,
        armed: false,
        watched: false,
        fault: null,
        masking: null,
        ...camera,
      })),
    },
  };
}
