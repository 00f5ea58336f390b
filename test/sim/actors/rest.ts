// When a healed district has come to rest, and what people still have to do until then.
import { untoldClock } from '../invariants/healed';
import type { District } from './district';
import { officers } from './plan';

/** The first thing that is not at rest, in words; null where all is. */
export async function whatIsRestless(district: District): Promise<string | null> {
  const { agents, tablets, dashboards, witness } = district;
  acknowledgeLost(district);
  changeOfficers(district);
  for (const agent of agents) {
    if (!agent.isAtRest) return `${agent.siteId}: ${JSON.stringify(agent.state)}`;
    const is = witness.rules.stateOf(`site ${agent.siteId}`);
    if (is !== 'online') return `${agent.siteId} is shown as ${is}`;
  }
  for (const [subject, { is }] of witness.rules.states)
    if (is === 'found' || is === 'lost' || is === 'unproven') return `${subject} is ${is}`;
  for (const tablet of tablets) {
    const waiting = tablet.rows.filter((entry) => entry.answer === null);
    if (waiting.length > 0) return `${waiting.length} actions wait at a tablet of ${tablet.signedIn}`;
  }
  for (const screen of [...dashboards, ...tablets]) {
    if (!screen.isFresh) return `${screen.name} is stale`;
    const found = await district.compare(screen);
    if (found !== null) return found;
  }
  const [server] = district.servers.values();
  const untold = await untoldClock(district.stage.store.own, server!.process.nowMs());
  return untold === null ? null : `I4 ${untold} has run out and was not told`;
}

/** What is lost for ever is shown until a person has said that they know (rule D5). */
function acknowledgeLost({ witness, dashboards, history }: District): void {
  for (const [subject, { is, event }] of witness.rules.states) {
    if (is !== 'lost' || history.acknowledged.has(subject) || event.type !== 'gap.lost') continue;
    history.acknowledged.add(subject);
    const { siteId, gapId } = event.data;
    dashboards[0]!.give({ name: 'gap.acknowledge', intent: { siteId, gapId, note: '' } });
  }
}

/** The queue belongs to the person (rule T4): whoever has something waiting signs in again. */
function changeOfficers({ tablets, lives }: District): void {
  for (const tablet of tablets) {
    const waits = (personId: string) =>
      tablet.rows.some((entry) => entry.answer === null && entry.personId === personId);
    const other = officers.find((personId) => personId !== tablet.signedIn);
    if (other && waits(other) && !waits(tablet.signedIn) && tablet.process?.alive)
      lives.replace(tablet.name, (process) => tablet.open(process, other));
  }
}
