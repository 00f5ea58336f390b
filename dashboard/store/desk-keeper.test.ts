// One's own desk: what is arranged stands at once, reaches the server, and never overwrites what was not read.
import { type Desk, deskSchema } from '@haixi/proto/accounts/desk';
import { describe, expect, it } from 'vitest';
import type { Asked } from '../api/queries';
import { createDeskKeeper } from './desk-keeper';

const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A server that keeps a desk and can be away, and waits that end when the test says so. */
function aServer(first: Partial<Desk>) {
  const server = { desk: deskSchema.parse(first), away: false, puts: 0 };
  const waits: (() => void)[] = [];
  const gone = { ok: false, reason: 'unreachable' } as const;
  const keeper = createDeskKeeper({
    read: async (): Promise<Asked<Desk>> => (server.away ? gone : { ok: true, value: server.desk }),
    keep: async (parts) => {
      if (server.away) return gone;
      server.desk = { ...server.desk, ...parts };
      server.puts += 1;
      return { ok: true, value: null };
    },
    wait: (done) => {
      waits.push(done);
      return () => void waits.splice(waits.indexOf(done), 1);
    },
  });
  const pass = async () => {
    for (const done of waits.splice(0)) done();
    await settled();
  };
  return { server, keeper, pass };
}

describe('desk', () => {
  it('many changes are on the screen at once and on the server as one', async () => {
    const { server, keeper, pass } = aServer({ volume: 0.3 });
    keeper.start();
    await settled();
    expect(keeper.state()).toMatchObject({ read: true, desk: { volume: 0.3 } });
    for (const volume of [0.4, 0.5, 0.9]) keeper.change({ volume });
    expect(keeper.state().desk.volume).toBe(0.9);
    expect(server.puts).toBe(0);
    await pass();
    expect([server.puts, server.desk.volume]).toEqual([1, 0.9]);
  });

  it('while the server is away the screen is arranged all the same, and what it had kept is not lost', async () => {
    const { server, keeper, pass } = aServer({ mapTheme: 'day' });
    server.away = true;
    keeper.start();
    await settled();
    keeper.change({ volume: 1 });
    expect(keeper.state()).toMatchObject({ read: false, desk: { volume: 1 } });
    server.away = false;
    await pass();
    expect(keeper.state().desk).toMatchObject({ mapTheme: 'day', volume: 1 });
    await pass();
    expect(server.desk).toMatchObject({ mapTheme: 'day', volume: 1 });
  });

  it('two windows of one person arrange different things, and neither undoes the other', async () => {
    const { server, keeper, pass } = aServer({});
    keeper.start();
    await settled();
    const walls = [{ name: '早班', size: 1 as const, tiles: [null] }];
    server.desk = { ...server.desk, walls };
    keeper.change({ volume: 0.4 });
    await pass();
    expect(server.desk).toMatchObject({ volume: 0.4, walls });
  });

  it('what did not reach the server is sent again', async () => {
    const { server, keeper, pass } = aServer({});
    keeper.start();
    await settled();
    server.away = true;
    keeper.change({ volume: 0.2 });
    await pass();
    server.away = false;
    await pass();
    expect(server.desk.volume).toBe(0.2);
  });
});
