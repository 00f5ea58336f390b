// An agent's reply to what video asked of it; what is no reply was kept apart by cameras already. Pure.
import { type SiteReply, siteReplySchema } from '@haixi/proto/mqtt/messages';

/** The reply, or null. */
export function readReply(payload: Buffer): SiteReply | null {
  try {
    return siteReplySchema.safeParse(JSON.parse(payload.toString('utf8'))).data ?? null;
  } catch {
    return null;
  }
}
