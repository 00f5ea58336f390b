// A broker of MQTT 3.1.1 as far as we use it: wills, retained messages, one connection a client id, filters with `+`.
import type { Ends } from './line';
import type { Network } from './network';
import type { Process } from './process';

export interface Message {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1;
  readonly retain: boolean;
}

/** From client to broker … */
export type Packet =
  | {
      kind: 'connect';
      clientId: string;
      username: string;
      password: string;
      will: Message | null;
    }
  | { kind: 'subscribe'; filters: readonly string[] }
  | { kind: 'publish'; message: Message }
  | { kind: 'disconnect' };

/** … and back. Nobody waits for a PUBACK, so there is none. */
export type Reply =
  | { kind: 'connected' }
  | { kind: 'refused' }
  | { kind: 'subscribed' }
  | { kind: 'message'; message: Message };

interface Client {
  readonly end: Ends<Packet, Reply>['b'];
  clientId: string | null;
  will: Message | null;
  filters: readonly string[];
}

/** A connection that is dead without a word is noticed by the broker after one and a half of the keep-alive. */
const noticedMs = { a: [20_000, 30_000], b: [15_000, 30_000] } as const;
const willLateMs = 8_000;

export class SimBroker {
  private readonly clients = new Map<string, Client>();
  private readonly retained = new Map<string, Message>();
  private readonly listeners: ((message: Message, clientId: string | null) => void)[] = [];

  /** Runs in this process: the server's own where it is embedded, and it forgets everything with it. */
  constructor(
    private readonly network: Network,
    readonly process: Process,
    private readonly admits: (username: string, password: string) => boolean,
  ) {}

  /** A line for a client of this program; null where none can be made now. */
  line(of: Process): Ends<Packet, Reply>['a'] | null {
    const ends = this.network.open<Packet, Reply>(of, this.process, {
      noticedMs,
      mayRepeat: (packet) => 'message' in packet && comesAgain(packet.message),
    });
    if (!ends) return null;
    this.serve(ends.b);
    return ends.a;
  }

  /** Is told each message that the broker has taken, before it goes on; clientId is null for a will. */
  onMessage(listener: (message: Message, clientId: string | null) => void): void {
    this.listeners.push(listener);
  }

  /** Whether this client's connection stands, as the broker sees it. */
  knows(clientId: string): boolean {
    return this.clients.has(clientId);
  }

  private serve(end: Client['end']): void {
    const client: Client = { end, clientId: null, will: null, filters: [] };
    end.received = (packet) => this.take(client, packet);
    end.ended = () => this.lost(client);
  }

  private take(client: Client, packet: Packet): void {
    if (packet.kind === 'connect') return this.connect(client, packet);
    if (client.clientId === null) return;
    if (packet.kind === 'publish') return this.publish(packet.message, client.clientId);
    if (packet.kind === 'subscribe') {
      client.filters = [...client.filters, ...packet.filters];
      client.end.send({ kind: 'subscribed' });
      for (const message of this.retained.values())
        if (packet.filters.some((filter) => matches(filter, message.topic)))
          client.end.send({ kind: 'message', message });
      return;
    }
    client.will = null;
    this.drop(client);
  }

  private connect(
    client: Client,
    { clientId, username, password, will }: Extract<Packet, { kind: 'connect' }>,
  ) {
    if (!this.admits(username, password)) {
      client.end.send({ kind: 'refused' });
      client.end.close();
      return;
    }
    const before = this.clients.get(clientId);
    if (before) {
      // One client id is one client: the earlier connection ends, and its will is told like any other.
      before.end.close();
      this.lost(before);
    }
    client.clientId = clientId;
    client.will = will;
    this.clients.set(clientId, client);
    client.end.send({ kind: 'connected' });
  }

  /** A will is told when the connection has ended, at once or late; a birth may have come by then. */
  private lost(client: Client): void {
    const { will, clientId } = client;
    client.will = null;
    this.drop(client);
    if (!will) return;
    const lateMs = this.network.faults.strikes('will.late') ? this.network.chance.wait(willLateMs) : 0;
    this.process.after(lateMs, () => this.publish(will, null), `tells the will of ${clientId}`);
  }

  private drop(client: Client): void {
    client.end.close();
    if (client.clientId !== null && this.clients.get(client.clientId) === client)
      this.clients.delete(client.clientId);
  }

  private publish(message: Message, clientId: string | null): void {
    for (const listener of this.listeners) listener(message, clientId);
    if (message.retain) this.retained.set(message.topic, message);
    if (message.qos === 0 && this.network.faults.strikes('message.dropped')) return;
    const live = { ...message, retain: false };
    for (const each of this.clients.values())
      if (each.filters.some((filter) => matches(filter, message.topic)))
        each.end.send({ kind: 'message', message: live });
  }
}

/** What is sent again until it is acknowledged comes twice, or late. Presence is told once, in its order. */
function comesAgain({ qos, topic }: Message): boolean {
  return qos === 1 && !topic.endsWith('/presence');
}

function matches(filter: string, topic: string): boolean {
  if (!filter.includes('+')) return filter === topic;
  const want = filter.split('/');
  const have = topic.split('/');
  return want.length === have.length && want.every((part, i) => part === '+' || part === have[i]);
}
