// One-use tickets that the server gives an agent to bring one camera's stream or still, and takes back by their hash. Pure; times are of the steady clock.

/** So long a ticket stands. */
export const ticketLastsMs = 30_000;

export interface CameraRef {
  readonly siteId: string;
  readonly sourceId: string;
}

/** One name for a camera among all sites. */
export function cameraKey({ siteId, sourceId }: CameraRef): string {
  return `${siteId}/${sourceId}`;
}

interface Ticket {
  readonly for: string;
  readonly untilMs: number;
}

export class Tickets {
  /** By hash, in the order they were given. */
  private readonly standing = new Map<string, Ticket>();

  /** Enters a ticket by its hash. */
  give(hash: string, camera: CameraRef, steadyMs: number): void {
    for (const [other, { untilMs }] of this.standing) if (untilMs <= steadyMs) this.standing.delete(other);
    this.standing.set(hash, { for: cameraKey(camera), untilMs: steadyMs + ticketLastsMs });
  }

  /** Uses a ticket up, and with it all that were given earlier for this camera. False where it is none for it now. */
  use(hash: string, camera: CameraRef, steadyMs: number): boolean {
    const ticket = this.standing.get(hash);
    if (!ticket || ticket.for !== cameraKey(camera) || ticket.untilMs <= steadyMs) return false;
    for (const [other, { for: key }] of this.standing) {
      if (key === ticket.for) this.standing.delete(other);
      if (other === hash) return true;
    }
    return true;
  }

  /** Takes back all that stand for this camera. */
  takeBack(camera: CameraRef): void {
    const key = cameraKey(camera);
    for (const [hash, ticket] of this.standing) if (ticket.for === key) this.standing.delete(hash);
  }
}
