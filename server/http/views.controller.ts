// Looking at a camera: asking for a view, ending it, and its stills where the browser can't play the codec.
import { Readable } from 'node:stream';
import { queryRoutes } from '@haixi/proto/commands/routes';
import { stillBytesMax, type ViewGranted, viewAskedSchema } from '@haixi/proto/media/media';
import { Body, Controller, Get, HttpCode, Post, Put, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Stills } from '../media/stills.service.js';
import { type Opened, type Viewer, Views } from '../media/views.service.js';
import { readBody } from './body.js';
import { type Visit, Visiting, type VisitOf } from './door.guard.js';
import { photoTypeOf } from './picture-type.js';
import { brokenOff } from './problem.js';
import {
  badStillTicket,
  badViewAsked,
  noJpeg,
  noStill,
  notOpened,
  noView,
  stillTooLarge,
} from './view-refusals.js';

@Controller()
export class ViewsController {
  constructor(
    private readonly views: Views,
    private readonly stills: Stills,
  ) {}

  @Post(queryRoutes.openView.path)
  @HttpCode(200)
  async open(@Visiting() visit: Visit, @Body() body: unknown): Promise<ViewGranted> {
    const asked = viewAskedSchema.safeParse(body);
    if (!asked.success) {
      const issue = asked.error.issues[0]!;
      throw badViewAsked(['body', ...issue.path.map(String)].join('.'), issue.message);
    }
    return granted(await this.views.open(visit.caller, asked.data));
  }

  @Post(queryRoutes.openInstallView.path)
  @HttpCode(200)
  async openForOrder(
    @Visiting() visit: VisitOf<'openInstallView'>,
    @Body() body: unknown,
  ): Promise<ViewGranted> {
    const { as } = readBody(queryRoutes.openInstallView.body, body);
    return granted(await this.views.openForOrder(visit.caller, visit.params.orderId, as));
  }

  @Get(queryRoutes.getStill.path)
  async still(
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() visit: VisitOf<'getStill'>,
  ): Promise<StreamableFile> {
    const { viewId } = visit.params;
    const viewer = viewerOf(visit);
    const found = await this.views.still(viewId, viewer);
    if (!found.ok) throw found.reason === 'no_view' ? noView() : noStill(found.reason);
    const { jpeg, takenAtMs } = found.still;
    void reply.header('cache-control', 'no-store').header('x-taken-at-ms', String(takenAtMs));
    return new StreamableFile(jpeg, { type: 'image/jpeg', length: jpeg.length });
  }

  @Post(queryRoutes.endView.path)
  @HttpCode(200)
  end(@Visiting() visit: VisitOf<'endView'>): { ok: true } {
    if (!this.views.leave(visit.params.viewId, viewerOf(visit))) throw noView();
    return { ok: true };
  }

  @Put(queryRoutes.putStill.path)
  async putStill(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() visit: VisitOf<'putStill'>,
  ): Promise<{ ok: true; bytes: number }> {
    const { ticket, takenAtMs } = visit.query;
    const { sourceId } = visit.params;
    const camera = { siteId: visit.siteId, sourceId };
    try {
      if (!this.stills.mayBring(camera, ticket)) throw badStillTicket();
      const jpeg = await readJpeg(request);
      this.stills.bring(camera, { jpeg, takenAtMs });
      return { ok: true, bytes: jpeg.length };
    } catch (error) {
      // What is left of the body is not waited for.
      void reply.header('connection', 'close');
      throw error;
    }
  }
}

function granted(opened: Opened): ViewGranted {
  if (!opened.ok) throw notOpened(opened);
  return opened.granted;
}

function viewerOf({ caller: { personId, sessionId } }: Visit): Viewer {
  return { personId, sessionId: sessionId ?? '' };
}

/** The whole still, in memory: it is shown from there and kept nowhere. */
async function readJpeg({ body, headers }: FastifyRequest): Promise<Buffer> {
  if (!(body instanceof Readable) || headers['content-type'] !== 'image/jpeg') throw noJpeg();
  if (Number(headers['content-length'] ?? 0) > stillBytesMax) throw stillTooLarge();
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > stillBytesMax) throw stillTooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw brokenOff();
    throw error;
  }
  const jpeg = Buffer.concat(chunks);
  if (photoTypeOf(jpeg.subarray(0, 8)) !== 'image/jpeg') throw noJpeg();
  return jpeg;
}
