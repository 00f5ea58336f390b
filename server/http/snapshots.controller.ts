// Snapshots over HTTP: brought by an agent for an entry of its outbox, shown to whoever may read the incident.
import { Readable } from 'node:stream';
import { queryRoutes } from '@haixi/proto/commands/routes';
import { stillBytesMax } from '@haixi/proto/media/media';
import { Controller, Get, Inject, Put, Req, Res, StreamableFile } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { Visiting, type VisitOf } from './door.guard.js';
import { requireIncident } from './incident-door.js';
import { isKept } from './kept-picture.js';
import { notFound, snapshotRefused } from './problem.js';
import { type Saved, Snapshots } from './snapshots.store.js';

@Controller()
export class SnapshotsController {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly snapshots: Snapshots,
  ) {}

  @Put(queryRoutes.putSnapshot.path)
  async put(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() visit: VisitOf<'putSnapshot'>,
  ): Promise<{ ok: true; bytes: number }> {
    const { epoch, seq } = visit.params;
    const { body } = request;
    if (!(body instanceof Readable)) throw snapshotRefused.not_a_jpeg();
    const found = await this.snapshots.alarmOf(visit.siteId, epoch, seq);
    // What is left of a body this small is read and dropped, so that the agent hears the answer.
    if (!found.ok) {
      const { reason } = found;
      // A test's picture is nobody's to see: it is taken and dropped, and the agent is done with it.
      if (reason === 'tested') return { ok: true, bytes: 0 };
      throw snapshotRefused[reason]();
    }
    const sourceId = visit.query.sourceId ?? found.alarm.sourceId;
    if (!(await this.snapshots.isCamera(visit.siteId, sourceId)))
      throw snapshotRefused.not_a_camera(sourceId);
    const length = Number(request.headers['content-length'] ?? 0);
    const saved: Saved =
      length > stillBytesMax
        ? { ok: false, reason: 'too_large' }
        : await this.snapshots.save(found.alarm, { sourceId, takenAtMs: visit.query.takenAtMs }, body);
    if (saved.ok) return saved;
    if (saved.reason === 'too_large') void reply.header('connection', 'close');
    throw snapshotRefused[saved.reason]();
  }

  @Get(queryRoutes.getSnapshot.path)
  async get(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
    @Visiting() visit: VisitOf<'getSnapshot'>,
  ): Promise<StreamableFile | undefined> {
    const { incidentId, alarmId } = visit.params;
    await requireIncident(visit, this.db, incidentId);
    const snapshot = await this.snapshots.find(incidentId, alarmId);
    if (!snapshot) throw notFound('alarmId', 'snapshot of this incident');
    await this.snapshots.saw(visit.caller.personId, { incidentId, alarmId });
    if (isKept(request, reply, snapshot.sha256)) return undefined;
    return new StreamableFile(snapshot.stream(), { type: 'image/jpeg', length: snapshot.bytes });
  }
}
