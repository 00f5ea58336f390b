// How long the next MQTT packet will be, read off its first bytes: what is too long is cut off before anyone buffers it.

/**
 * Follows one connection's bytes from packet to packet. Holds a few numbers and no bytes. A length field of more than
 * four bytes breaks MQTT 3.1.1 (2.2.3) and counts as endless.
 */
export class PacketLengths {
  /** Bytes of the current packet's body that are still to come; null while in its header. */
  private left: number | null = null;
  /** Bytes read of the current header: the type, then the length, seven bits a byte, lowest first. */
  private headerBytes = 0;
  private value = 0;

  constructor(private readonly packetBytesMax: number) {}

  /** Takes the next bytes. Gives the length of the first packet in them that is too long, or null. */
  take(chunk: Uint8Array): number | null {
    for (let at = 0; at < chunk.length;) {
      if (this.left !== null) {
        const passed = Math.min(this.left, chunk.length - at);
        at += passed;
        this.left -= passed;
        if (this.left === 0) this.nextPacket();
        continue;
      }
      const tooLong = this.header(chunk[at]!);
      if (tooLong !== null) return tooLong;
      at += 1;
    }
    return null;
  }

  private header(byte: number): number | null {
    this.headerBytes += 1;
    if (this.headerBytes === 1) return null;
    if (this.headerBytes > 5) return Number.POSITIVE_INFINITY;
    this.value += (byte & 0x7f) * 128 ** (this.headerBytes - 2);
    if (byte & 0x80) return null;
    const packetBytes = this.headerBytes + this.value;
    if (packetBytes > this.packetBytesMax) return packetBytes;
    if (this.value === 0) this.nextPacket();
    else this.left = this.value;
    return null;
  }

  private nextPacket(): void {
    this.left = null;
    this.headerBytes = 0;
    this.value = 0;
  }
}
