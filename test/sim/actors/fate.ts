// What befalls the district: who is killed, frozen, parted from the others, robbed of power or of a right clock, and how often.
import type { Process } from '../engine/process';
import { haunt, type Stage } from '../engine/stage';
import type { District } from './district';

const hourMs = 3_600_000;

/** Strikes until all is healed. */
export function befall(stage: Stage, { lives, agents, servers, history, plan }: District): void {
  const { scheduler, faults, network } = stage;
  const { chance } = scheduler;
  const all = () => lives.running;
  const named = (beginning: string) => () => all().filter(({ name }) => name.startsWith(beginning));
  const isServer = ({ name }: Process) => name.startsWith('server');
  const ofAgent = (process: Process) => agents.find(({ siteId }) => process.name === `agent ${siteId}`)!;

  if (chance.chance(0.25))
    scheduler.after(chance.wait(90_000), 'a machine is thrown away', () => {
      if (faults.healed) return;
      history.figures.replaced += 1;
      chance.pick(agents).replaceMachine();
    });
  haunt(stage, 'agent.killed', named('agent'), (process) => {
    if (chance.chance(0.3)) void ofAgent(process).stop();
    else process.kill();
  });
  haunt(stage, 'agent.powerCut', named('agent'), (process) => {
    history.figures.powerCuts += 1;
    ofAgent(process).powerCut();
  });
  haunt(stage, 'server.killed', named('server'), (process) => {
    if (plan.isOutside) history.figures.failovers += 1;
    if (chance.chance(0.4)) void servers.get(process.name)?.stop();
    else process.kill();
  });
  haunt(stage, 'broker.killed', named('broker'), (process) => process.kill());
  haunt(stage, 'dashboard.reloaded', named('dashboard'), (process) => process.kill());
  haunt(stage, 'tablet.killed', named('tablet'), (process) => process.kill());
  haunt(stage, 'process.frozen', all, (process) => {
    // A lid stays closed for long; a program of ours is stopped for seconds.
    const isLid = /^(dashboard|tablet|agent)/.test(process.name) && chance.chance(0.3);
    process.freeze(chance.wait(isLid ? hourMs / 6 : 8_000));
  });
  haunt(stage, 'clock.jumped', all, (process) => {
    // Two servers on one log have clocks that are kept right: this is promised to us by whoever runs them.
    if (process.name === 'broker' || (plan.isOutside && isServer(process))) return;
    const mostMs = isServer(process) ? 60_000 : 26 * hourMs;
    process.jump(Math.round(chance.between(-mostMs, mostMs)));
  });
  haunt(stage, 'network.parted', all, (process) =>
    network.part(process, chance.wait(chance.chance(0.2) ? hourMs / 4 : 20_000)),
  );
}
