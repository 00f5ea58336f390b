// What one packet of an MPEG transport stream (ISO/IEC 13818-1) tells us: whose it is, and where pictures begin and end.

export const packetBytes = 188;
export const syncByte = 0x47;
export const patPid = 0;

/** The packet's place in a buffer. Nothing here reads beyond `at + packetBytes`. */
export interface Packet {
  readonly bytes: Buffer;
  readonly at: number;
}

export function pidOf({ bytes, at }: Packet): number {
  return bytes.readUInt16BE(at + 1) & 0x1fff;
}

/** True where a new picture's bytes begin. */
export function beginsPicture({ bytes, at }: Packet): boolean {
  return (bytes.readUInt8(at + 1) & 0x40) !== 0;
}

/** True where a decoder can begin: ffmpeg sets the random access indicator on the first packet of each key frame. */
export function beginsKeyFrame(packet: Packet): boolean {
  return beginsPicture(packet) && (adaptationFlags(packet) & 0x40) !== 0;
}

/**
 * True where a picture's bytes surely end: the packet is filled up, which is done only to a picture's last one. The
 * one picture in 184 that fits exactly isn't seen to end before the next begins.
 */
export function endsPicture(packet: Packet): boolean {
  if (!hasAdaptation(packet)) return false;
  const length = packet.bytes.readUInt8(packet.at + 4);
  const flags = adaptationFlags(packet);
  const needed = flags === 0 ? 0 : 1 + (flags & 0x10 ? 6 : 0);
  return length === 0 || length > needed;
}

/** The packet identifier of the first program's table in a PAT; null where this is none. */
export function programPid(packet: Packet): number | null {
  const section = sectionOf(packet);
  if (section?.[0] !== 0x00 || section.length < 12) return null;
  return section.readUInt16BE(10) & 0x1fff;
}

/** The packet identifier of the first stream in a PMT, which is the only one that the agent lets be written. */
export function streamPid(packet: Packet): number | null {
  const section = sectionOf(packet);
  if (section?.[0] !== 0x02 || section.length < 12) return null;
  const first = 12 + (section.readUInt16BE(10) & 0x0fff);
  return first + 3 <= section.length ? section.readUInt16BE(first + 1) & 0x1fff : null;
}

/** What the packet carries behind its own heads; empty where it carries nothing. */
export function payloadOf(packet: Packet): Buffer {
  const { bytes, at } = packet;
  const from = at + 4 + (hasAdaptation(packet) ? 1 + bytes.readUInt8(at + 4) : 0);
  return bytes.subarray(Math.min(from, at + packetBytes), at + packetBytes);
}

function hasAdaptation({ bytes, at }: Packet): boolean {
  return (bytes.readUInt8(at + 3) & 0x20) !== 0;
}

function adaptationFlags(packet: Packet): number {
  const { bytes, at } = packet;
  return hasAdaptation(packet) && bytes.readUInt8(at + 4) > 0 ? bytes.readUInt8(at + 5) : 0;
}

/** A table's section, from its id on, where it begins in this packet. */
function sectionOf(packet: Packet): Buffer | null {
  const payload = payloadOf(packet);
  if (!beginsPicture(packet) || payload.length === 0) return null;
  const begins = 1 + payload.readUInt8(0);
  return begins < payload.length ? payload.subarray(begins) : null;
}
