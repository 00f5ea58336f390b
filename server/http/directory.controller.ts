// Signing in by the organisation's directory: off to it, and back from it.
import { queryRoutes } from '@haixi/proto/commands/routes';
import { Controller, Get, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sessionCookie } from '../accounts/cookie.js';
import { Directory, directoryTakesMs } from '../accounts/directory.service.js';
import { SignIns } from '../accounts/sign-ins.service.js';
import { isSecure, visitorOf } from './arrival.js';
import { cameInPage, notInPage } from './directory-page.js';

const keptName = 'haixi_directory';

@Controller()
export class DirectoryController {
  constructor(
    private readonly directory: Directory,
    private readonly signIns: SignIns,
  ) {}

  @Get(queryRoutes.directorySignIn.path)
  async leave(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    void reply.header('cache-control', 'no-store');
    const begun = await this.directory.begin();
    if (!begun.ok) return sendPage(reply, statusOf[begun.reason], notInPage(begun.reason));
    void reply.header('set-cookie', keptCookie(begun.kept, directoryTakesMs / 1_000, isSecure(request)));
    await reply.redirect(begun.url, 302);
  }

  /**
   * A page and no redirect: the browser sends no SameSite=Strict cookie on a way that another site began, so the one set
   * here would be missing on the next page; from this page of our own it is sent.
   */
  @Get(queryRoutes.directoryAnswer.path)
  async comeBack(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    void reply.header('cache-control', 'no-store');
    const cookies = [keptCookie('', 0, isSecure(request))];
    const [path = '', ...query] = request.url.split('?');
    const search = request.url.slice(path.length);
    const found = await this.directory.finish(query.length > 0 ? search : '', keptIn(request.headers.cookie));
    if (!found.ok) {
      void reply.header('set-cookie', cookies);
      return sendPage(reply, statusOf[found.reason], notInPage(found.reason));
    }
    const { personId, secondFactor } = found;
    const entered = await this.signIns.comeIn(
      personId,
      { by: 'directory', secondFactor },
      visitorOf(request),
    );
    void reply.header('set-cookie', [...cookies, sessionCookie(entered.token, isSecure(request))]);
    await sendPage(reply, 200, cameInPage(entered.page));
  }
}

const statusOf = { no_directory: 404, away: 503, no_way: 400, refused: 403, nobody: 403 } as const;

async function sendPage(reply: FastifyReply, status: number, page: string): Promise<void> {
  await reply.status(status).type('text/html; charset=utf-8').send(page);
}

/** Lax: it has to come along when the directory sends the browser back. It is sealed, and good for one answer. */
function keptCookie(value: string, lastsS: number, secure: boolean): string {
  const flags = `Path=/sign-in/directory; Max-Age=${lastsS}; HttpOnly; SameSite=Lax`;
  return `${keptName}=${value}; ${flags}${secure ? '; Secure' : ''}`;
}

function keptIn(header: string | undefined): string | null {
  for (const pair of (header ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === keptName && value) return value;
  }
  return null;
}
