// Who may publish and subscribe where on the embedded broker: an agent on its own site's topics, and nowhere else. Pure.
import { readSiteTopic, serverTopics, siteTopic, siteTopics } from '@haixi/proto/mqtt/topics';

/** The client id a site's agent has to use, so that a second connection takes the first one's place. */
export function clientIdOf(siteId: string): string {
  return `site-${siteId}`;
}

/** Whether the site may publish to this topic; if so, whether the broker keeps the message, whatever its flag says. */
export function publishing(
  siteId: string,
  topic: string,
): { allowed: true; retain: boolean } | { allowed: false } {
  const own = readSiteTopic(topic);
  if (!own || own.siteId !== siteId || siteTopics[own.name].from !== 'agent') return { allowed: false };
  return { allowed: true, retain: siteTopics[own.name].retain };
}

/** Whether the site may have this will: its own presence and nothing else. */
export function mayLeaveWill(siteId: string, topic: string): boolean {
  return topic === siteTopic('presence', siteId);
}

/** Whether the site may subscribe to this filter; no wildcard ever, so it is compared as it is. */
export function maySubscribe(siteId: string, filter: string): boolean {
  return (
    filter === siteTopic('answers', siteId) ||
    filter === siteTopic('commands', siteId) ||
    filter === serverTopics.presence.topic
  );
}
