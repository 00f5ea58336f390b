// What people tell the server to do: one route a command, all carried out by the one service.
import {
  type CommandAnswer,
  type CommandName,
  commandNames,
  type RejectReason,
} from '@haixi/proto/commands/commands';
import { commandPath } from '@haixi/proto/commands/routes';
import { Body, Controller, Post, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { incidentFor, sightOf } from '../accounts/sight.js';
import { Commands } from '../commands/commands.service.js';
import { type Visit, Visiting } from './door.guard.js';

@Controller()
export class CommandsController {
  constructor(private readonly commands: Commands) {}

  @Post(commandNames.map(commandPath))
  async execute(
    @Visiting() visit: Visit,
    @Body() body: unknown,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CommandAnswer> {
    // The door has found the row by its path, and these paths are those of the commands.
    const name = visit.row.name as CommandName;
    const answer = await this.commands.execute(visit.caller, name, body);
    void reply.status(answer.ok ? 200 : statusOf(answer.reason));
    if (answer.ok || answer.present === null) return answer;
    // The answer that is kept is the whole one; what leaves is what the sender may read now (W6).
    const { caller } = visit;
    const present = incidentFor(answer.present, sightOf(caller, answer.present.areaId));
    return { ...answer, present };
  }
}

/** A refusal is 409 where the world is otherwise than the command expects, and tells how it is (I3). */
function statusOf(reason: RejectReason): number {
  if (reason === 'bad_body') return 400;
  if (reason === 'not_allowed') return 403;
  if (reason === 'not_found') return 404;
  if (reason === 'predecessor_unanswered') return 425;
  return 409;
}
