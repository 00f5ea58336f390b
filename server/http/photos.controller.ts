// Photos of an incident: sent under a key of the client's, again if need be, and shown to whoever may read the incident.
import { Readable } from 'node:stream';
import { photoBytesMax, queryRoutes } from '@haixi/proto/commands/routes';
import { Controller, Get, Inject, Put, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { Visiting, type VisitOf } from './door.guard.js';
import { requireIncident } from './incident-door.js';
import { isKept } from './kept-picture.js';
import { Photos, type Saved } from './photos.store.js';
import { notFound, photoRefused, type Refusal } from './problem.js';

@Controller()
export class PhotosController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly photos: Photos,
  ) {}

  @Put(queryRoutes.putPhoto.path)
  async put(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() visit: VisitOf<'putPhoto'>,
  ): Promise<{ ok: true; photoId: string; bytes: number }> {
    await requireIncident(visit, this.db, visit.params.incidentId);
    const { body } = request;
    if (!(body instanceof Readable)) throw refusalOf('not_a_picture');
    const length = Number(request.headers['content-length'] ?? 0);
    const saved: Saved =
      length > photoBytesMax
        ? { ok: false, reason: 'too_large' }
        : await this.photos.save(
            visit.params,
            request.headers['content-type'] ?? '',
            visit.caller.personId,
            body,
          );
    if (!saved.ok) {
      // What is left of the body is not waited for.
      void reply.header('connection', 'close');
      throw refusalOf(saved.reason);
    }
    return { ok: true, photoId: visit.params.photoId, bytes: saved.bytes };
  }

  @Get(queryRoutes.getPhoto.path)
  async get(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() visit: VisitOf<'getPhoto'>,
  ): Promise<StreamableFile | undefined> {
    await requireIncident(visit, this.db, visit.params.incidentId);
    const photo = await this.photos.find(visit.params);
    if (!photo) throw notFound('photoId', 'photo of this incident');
    if (isKept(request, reply, photo.sha256)) return undefined;
    return new StreamableFile(photo.stream(), { type: photo.type, length: photo.bytes });
  }
}

function refusalOf(reason: (Saved & { ok: false })['reason']): Refusal {
  return photoRefused[reason]();
}
