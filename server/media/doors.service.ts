// Video's doors: what wants to be a websocket below `/media` is let in or refused here, before any byte of video (V4).
import type { IncomingHttpHeaders } from 'node:http';
import { readMediaPath } from '@haixi/proto/media/media';
import { Inject, Injectable } from '@nestjs/common';
import { sessionToken } from '../accounts/cookie.js';
import { isSameOrigin } from '../accounts/same-origin.js';
import { callerOf } from '../accounts/sessions.store.js';
import type { Db } from '../store/database.store.js';
import { DB } from '../store/store.module.js';
import { World } from '../world.js';
import { type Arrival, Streams } from './streams.service.js';
import { Views } from './views.service.js';

/** Why a connection was not let in. */
export type TurnedAway =
  | 'no_door'
  | 'no_websocket'
  | 'bad_ticket'
  | 'foreign_origin'
  | 'not_signed_in'
  | 'no_view'
  | 'used'
  | 'not_allowed'
  | 'no_media';

@Injectable()
export class Doors {
  constructor(
    @Inject(DB) private readonly db: Db,
    private readonly world: World,
    private readonly streams: Streams,
    private readonly views: Views,
  ) {}

  /** Lets the connection in and gives null, or the reason why not: then the socket is still the caller's. */
  async enter(path: string, arrival: Arrival): Promise<TurnedAway | null> {
    const { headers, method } = arrival.request;
    const door = readMediaPath(path);
    if (!door) return 'no_door';
    if (method !== 'GET' || !asksForWebsocket(headers)) return 'no_websocket';
    return door.door === 'publish'
      ? this.publisher(door, headers.authorization, arrival)
      : this.viewer(door.viewId, headers, arrival);
  }

  private publisher(
    camera: { siteId: string; sourceId: string },
    authorization: string | undefined,
    arrival: Arrival,
  ): TurnedAway | null {
    const ticket = /^Bearer ([A-Za-z0-9_-]{8,64})$/.exec(authorization ?? '')?.[1];
    if (ticket === undefined || !this.streams.mayPublish(camera, ticket)) return 'bad_ticket';
    return this.streams.publish(camera, arrival) ? null : 'no_media';
  }

  private async viewer(
    viewId: string,
    headers: IncomingHttpHeaders,
    arrival: Arrival,
  ): Promise<TurnedAway | null> {
    if (!isSameOrigin(headers)) return 'foreign_origin';
    const token = sessionToken(headers.cookie);
    const caller = token === null ? null : await callerOf(this.db, token, this.world.nowMs());
    if (!caller) return 'not_signed_in';
    const { personId } = caller;
    const right = this.views.rightOf(viewId, { personId });
    if (right === null) return 'no_view';
    if (!caller.may(right.action, right.areaId)) return 'not_allowed';
    const watched = await this.views.watch(viewId, { personId, sessionId: caller.sessionId ?? '' }, arrival);
    return watched.ok ? null : watched.reason;
  }
}

function asksForWebsocket(headers: IncomingHttpHeaders): boolean {
  const key = headers['sec-websocket-key'];
  return (
    headers.upgrade?.toLowerCase() === 'websocket' &&
    headers['sec-websocket-version'] === '13' &&
    key !== undefined &&
    /^[+/0-9A-Za-z]{22}==$/.test(key)
  );
}
