// The last picture of a Motion JPEG stream: MPEG-TS has no name for that codec, so ffmpeg writes it there and can't read it (pure).
import { packetBytes, patPid, payloadOf, pidOf, programPid, streamPid } from '../streams/ts-packet.js';
import { lastJpeg } from './jpeg.js';

/** The last JPEG in MPEG-TS that begins with its tables; null where the stream is none of JPEGs. */
export function jpegWithin(stream: Buffer): Buffer | null {
  const payloads: Buffer[] = [];
  let pmtPid: number | null = null;
  let videoPid: number | null = null;
  for (let at = 0; at + packetBytes <= stream.length; at += packetBytes) {
    const packet = { bytes: stream, at };
    const pid = pidOf(packet);
    if (pid === patPid) pmtPid = programPid(packet) ?? pmtPid;
    else if (pid === pmtPid) videoPid = streamPid(packet) ?? videoPid;
    else if (pid === videoPid) payloads.push(payloadOf(packet));
  }
  return lastJpeg(Buffer.concat(payloads));
}
