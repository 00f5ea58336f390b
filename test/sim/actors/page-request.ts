// A page's `fetch` over the simulated network, and the door of a server that answers it as the HTTP routes do.
import { type CommandName, commandNames, type RejectReason } from '@haixi/proto/commands/commands';
import { commandPath, queryRoutes } from '@haixi/proto/commands/routes';
import { callerOf } from '@haixi/server/accounts/sessions.store';
import type { Commands } from '@haixi/server/commands/commands.service';
import { readMe } from '@haixi/server/http/me.store';
import { notSignedIn, Refusal, unknownRoute } from '@haixi/server/http/problem';
import type { Db } from '@haixi/server/store/database.store';
import type { World } from '@haixi/server/world';
import { request } from '../engine/http';
import type { Network } from '../engine/network';
import type { Process } from '../engine/process';
import type { Witness } from '../invariants/witness';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A server that pages can ask. */
export interface HttpDoor {
  readonly process: Process;
  answer(method: string, path: string, token: string, body: unknown): Promise<Reply>;
}

/** `fetch` as this page has it, with the cookie of this session. Rejects where the network lets it down. */
export function pageRequest(
  network: Network,
  page: Process,
  door: () => HttpDoor | null,
  token: string,
): typeof fetch {
  return async (input, init) => {
    const to = door();
    if (!to) {
      await new Promise<void>((done) => void page.after(page.chance.wait(300), done, 'finds no server'));
      throw new TypeError('fetch failed: connect');
    }
    const path = String(input);
    const method = init?.method ?? 'GET';
    const body: unknown = typeof init?.body === 'string' ? JSON.parse(init.body) : null;
    const reply = await request(network, page, to.process, `${method} ${path}`, () =>
      to.answer(method, path, token, body),
    );
    return Object.assign(new Response(null, { status: reply.status }), { json: async () => reply.body });
  };
}

export interface DoorParts {
  readonly db: Db;
  readonly world: World;
  readonly commands: Commands;
  readonly witness: Witness;
  /** The next event waits for this work, and the run fails with it. */
  readonly hold: (work: Promise<void>) => void;
}

const commandOf = new Map<string, CommandName>(commandNames.map((name) => [commandPath(name), name]));

/** What the routes of people answer: who is here, and every command. */
export async function answerPage(
  parts: DoorParts,
  method: string,
  path: string,
  token: string,
  body: unknown,
): Promise<Reply> {
  const { db, world, commands, witness, hold } = parts;
  try {
    const caller = await callerOf(db, token, world.nowMs());
    if (!caller) throw notSignedIn();
    const name = commandOf.get(path);
    if (name) {
      const answer = await commands.execute(caller, name, body);
      if (name !== 'unit.positions') hold(witness.checkCommand(caller.personId, answer));
      return { status: answer.ok ? 200 : statusOf(answer.reason), body: answer };
    }
    if (path !== queryRoutes.me.path) throw unknownRoute(method, path);
    return { status: 200, body: await readMe(db, caller) };
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: error.problem };
    throw error;
  }
}

function statusOf(reason: RejectReason): number {
  if (reason === 'bad_body') return 400;
  if (reason === 'not_allowed') return 403;
  if (reason === 'not_found') return 404;
  return reason === 'predecessor_unanswered' ? 425 : 409;
}
