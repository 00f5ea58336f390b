// The rights of one site on Mosquitto, as commands of its dynamic security: the topic table once more, for another judge. Pure.
import { serverTopics, siteTopics } from '@haixi/proto/mqtt/topics';
import { clientIdOf } from './rights.js';

/** One command of `$CONTROL/dynamic-security/v1`. */
export type Command = { readonly command: string } & Readonly<Record<string, unknown>>;

/** What the broker has to know of a site: `mark` changes whenever its key does, and tells nothing of it. */
export interface SiteAccess {
  readonly siteId: string;
  readonly key: string;
  readonly mark: string;
}

/** By this name the broker's own list tells our sites from whatever else it knows. */
export const siteText = 'haixi site';

/** The server's own role there. */
export const serverRole = 'haixi-server';

export function siteRoleOf(siteId: string): string {
  return `haixi-site-${siteId}`;
}

/** A role that may do what the topic table says of this site, and nothing else; and the client that has it. */
export function admit({ siteId, key, mark }: SiteAccess): Command[] {
  const rolename = siteRoleOf(siteId);
  const acls = [...Object.values(siteTopics), ...Object.values(serverTopics)].flatMap(({ topic, from }) => {
    const own = topic.replace('{siteId}', siteId);
    const types = from === 'agent' ? ['publishClientSend'] : ['subscribeLiteral', 'publishClientReceive'];
    return types.map((acltype) => ({ acltype, topic: own, priority: 0, allow: true }));
  });
  return [
    { command: 'createRole', rolename, textname: siteText, acls },
    {
      command: 'createClient',
      username: siteId,
      password: key,
      clientid: clientIdOf(siteId),
      textname: siteText,
      textdescription: mark,
      roles: [{ rolename, priority: 0 }],
    },
  ];
}

/** Takes a site's client and role away; whoever is connected by it is cut off at once. */
export function expel(siteId: string): Command[] {
  return [
    { command: 'deleteClient', username: siteId },
    { command: 'deleteRole', rolename: siteRoleOf(siteId) },
  ];
}

/** What nobody may do whom no role lets, and the role of the server itself. */
export function groundRules(): Command[] {
  const topic = 'haixi/v1/#';
  const types = ['publishClientSend', 'publishClientReceive', 'subscribePattern', 'unsubscribePattern'];
  const acls = types.map((acltype) => ({ acltype, topic, priority: 0, allow: true }));
  const denied = ['publishClientSend', 'publishClientReceive', 'subscribe'].map((acltype) => ({
    acltype,
    allow: false,
  }));
  return [
    { command: 'setDefaultACLAccess', acls: denied },
    { command: 'createRole', rolename: serverRole, textname: 'haixi server', acls },
  ];
}
