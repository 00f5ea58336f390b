// What can be said of the link to the server, in words for the installer.

/** `open` is the only state in which entries are sent. */
export type LinkState =
  | { state: 'connecting'; detail: string }
  | { state: 'key_refused'; detail: string }
  | { state: 'server_away'; detail: string }
  | { state: 'agent_too_old'; detail: string }
  | { state: 'agent_too_new'; detail: string }
  | { state: 'open'; detail: string; version: number };

export const startState: LinkState = { state: 'connecting', detail: 'not connected yet' };

/** Whether the two say the same thing, so that it is not said twice. */
export function isSameState(left: LinkState, right: LinkState): boolean {
  return left.state === right.state && left.detail === right.detail;
}
