// The phone's camera looking for a sticker: frames go to the browser's own detector, else to a decoder in plain JavaScript.
import { decodeQR } from 'qr/decode.js';

/** Why there is no camera to scan with. */
export type NoCamera = 'denied' | 'none' | 'busy' | 'insecure';

export interface Scanner {
  /** Null where this camera has no light. */
  readonly light: { set(on: boolean): Promise<void> } | null;
  stop(): void;
}

export interface ScannerEvents {
  /** A code was read; called again for each frame that shows one. */
  read(text: string): void;
  /** The camera went away (a call came in, a cable was pulled). */
  ended(): void;
}

/** The browser's own detector, where it has one for QR codes. */
interface Detector {
  detect(source: HTMLVideoElement): Promise<readonly { rawValue: string }[]>;
}
interface DetectorClass {
  new (options: { formats: readonly string[] }): Detector;
  getSupportedFormats(): Promise<readonly string[]>;
}

/** Between two looks, in ms: a decoder in JavaScript takes a good part of a slow phone's time. */
const lookEveryMs = 120;

/** What the decoder is given: the middle of the picture at this size, in pixels. */
const lookAtPx = 720;

/** Opens the back camera in this element and looks until it is stopped. Gives why not where there is none. */
export async function openScanner(
  video: HTMLVideoElement,
  events: ScannerEvents,
  signal: AbortSignal,
): Promise<Scanner | NoCamera> {
  // A browser hides cameras from pages that came by plain HTTP from elsewhere.
  if (!window.isSecureContext || !navigator.mediaDevices) return 'insecure';
  const stream = await cameraStream().catch((error: unknown) => whyNot(error));
  if (typeof stream === 'string') return stream;
  const stop = () => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  if (signal.aborted) {
    stop();
    return 'none';
  }
  video.srcObject = stream;
  await video.play().catch(() => undefined);
  const track = stream.getVideoTracks()[0];
  track?.addEventListener('ended', () => signal.aborted || events.ended());
  signal.addEventListener('abort', stop, { once: true });
  void look(video, await detectorHere(), events, signal);
  return { light: track === undefined ? null : lightOf(track), stop };
}

function cameraStream(): Promise<MediaStream> {
  const size = { width: { ideal: 1280 }, height: { ideal: 720 } };
  return navigator.mediaDevices.getUserMedia({
    audio: false,
    video: { facingMode: { ideal: 'environment' }, ...size },
  });
}

function whyNot(error: unknown): NoCamera {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'denied';
  return name === 'NotReadableError' || name === 'AbortError' ? 'busy' : 'none';
}

async function look(
  video: HTMLVideoElement,
  detector: Detector | null,
  events: ScannerEvents,
  signal: AbortSignal,
): Promise<void> {
  const canvas = document.createElement('canvas');
  const ink = canvas.getContext('2d', { willReadFrequently: true });
  while (!signal.aborted) {
    if (video.videoWidth > 0 && document.visibilityState === 'visible') {
      const text = (await detected(detector, video)) ?? (ink === null ? null : decoded(video, canvas, ink));
      if (text !== null && !signal.aborted) events.read(text);
    }
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  }
}

async function detectorHere(): Promise<Detector | null> {
  const { BarcodeDetector } = window as { BarcodeDetector?: DetectorClass };
  if (BarcodeDetector === undefined) return null;
  const formats = await BarcodeDetector.getSupportedFormats().catch((): readonly string[] => []);
  return formats.includes('qr_code') ? new BarcodeDetector({ formats: ['qr_code'] }) : null;
}

async function detected(detector: Detector | null, video: HTMLVideoElement): Promise<string | null> {
  const codes = (await detector?.detect(video).catch(() => [])) ?? [];
  return codes[0]?.rawValue ?? null;
}

function decoded(
  video: HTMLVideoElement,
  canvas: HTMLCanvasElement,
  ink: CanvasRenderingContext2D,
): string | null {
  const { videoWidth: wide, videoHeight: high } = video;
  const side = Math.min(wide, high);
  const size = Math.min(side, lookAtPx);
  if (canvas.width !== size) canvas.width = canvas.height = size;
  ink.drawImage(video, (wide - side) / 2, (high - side) / 2, side, side, 0, 0, size, size);
  try {
    const { data, width, height } = ink.getImageData(0, 0, size, size);
    return decodeQR({ data, width, height });
  } catch {
    // No code in this frame.
    return null;
  }
}

function lightOf(track: MediaStreamTrack): Scanner['light'] {
  const able = track.getCapabilities?.() as (MediaTrackCapabilities & { torch?: boolean }) | undefined;
  if (!able?.torch) return null;
  return {
    set: async (on) => {
      const torch: MediaTrackConstraintSet & { torch: boolean } = { torch: on };
      await track.applyConstraints({ advanced: [torch] }).catch(() => undefined);
    },
  };
}
