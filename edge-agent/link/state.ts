// What can be said of the link to the server, in words for the installer.

/** `open` is the only state in which entries are sent. */
export type LinkState =
  | { state: 'connecting'; detail: string }
  | { state: 'key_refused'; detail: string }
  | { state: 'dismissed'; detail: string }
  | { state: 'server_away'; detail: string }
  | { state: 'agent_too_old'; detail: string }
  | { state: 'agent_too_new'; detail: string }
  | { state: 'open'; detail: string; version: number };

/** What the server's good-bye means, for who looks after this box. What is held stays held in either case. */
export const goodbyes = {
  key_revoked:
    'the server has withdrawn the key of this site: what is held stays held; have the box claimed anew and run haixi-agent enroll --anew, or ask who administers the server',
  retired:
    'this site was taken out of use at the server: what is held stays held; ask who administers the server',
} as const;

export const startState: LinkState = { state: 'connecting', detail: 'not connected yet' };

/** Whether the two say the same thing, so that it is not said twice. */
export function isSameState(left: LinkState, right: LinkState): boolean {
  return left.state === right.state && left.detail === right.detail;
}
