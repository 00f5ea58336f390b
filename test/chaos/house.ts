// Everything that runs in a run, put up in order and taken down whatever happens: centre, agents, screens, people, video.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Chance } from '../sim/engine/chance';
import { type Agent, type Button, startAgent } from './agent.js';
import { Book } from './book.js';
import { type Centre, startCentre } from './centre.js';
import { type Disk, mayMount, mountDisk } from './disk.js';
import { disown, makeOwnedFolder, sweep } from './leftovers.js';
import { type KernelLine, makeNamespace, type Means, meansHere } from './namespace.js';
import { newOperator, type Operator } from './operator.js';
import { openScreen, type Screen } from './screen.js';
import { requestOver, signIn } from './session.js';
import { openStore, type Store } from './store.js';
import { newTablet, type Tablet } from './tablet.js';
import { newViewer, type Viewer } from './video.js';
import { layWire, type Wire } from './wire.js';

/** Demo sites that no agent of the launcher serves, by the agent of ours that does. */
const served: readonly (readonly Button[])[] = [
  [
    { siteId: 'shop-03', kind: 'panic' },
    { siteId: 'community-03', kind: 'help' },
  ],
  [{ siteId: 'community-02', kind: 'help' }],
  [
    { siteId: 'institution-03', kind: 'panic' },
    { siteId: 'shop-04', kind: 'panic' },
  ],
];

/** Those that the launcher's own agents serve. */
const demoSiteIds = ['shop-01', 'institution-01', 'community-01', 'shop-02', 'institution-02', 'road-01'];

const centreMb = 2_048;
const agentMb = 16;

export interface House {
  readonly centre: Centre;
  readonly agents: readonly Agent[];
  readonly screens: readonly Screen[];
  /** The wire of operators and tablet. */
  readonly people: Wire;
  readonly operators: readonly Operator[];
  readonly tablet: Tablet;
  readonly viewer: Viewer;
  readonly book: Book;
  readonly store: Store;
  /** The centre's disk; null where the machine lets us mount nothing. */
  readonly disk: Disk | null;
  /** How the agents' network is broken: by the kernel in namespaces of theirs, or by the relay alone. */
  readonly network: `namespaces with ${Means}` | 'proxy';
  /** Sites that are served, and must be online in the end. */
  readonly siteIds: readonly string[];
}

/** What has to be undone, latest first; filled while the house is put up. */
export class Undo {
  private readonly steps: { run: () => void | Promise<void>; atOnce: () => void }[] = [];

  /** `atOnce` is for an end that can't wait: it must not fail. */
  add(run: () => void | Promise<void>, atOnce: () => void = () => {}): void {
    this.steps.push({ run, atOnce });
  }

  /** Everything in good order; a step that fails is told and stops no other. */
  async all(say: (line: string) => void): Promise<void> {
    for (const { run } of this.steps.splice(0).toReversed()) {
      try {
        await run();
      } catch (error) {
        say(`clearing up: ${(error as Error).message}`);
      }
    }
  }

  atOnce(): void {
    for (const { atOnce } of this.steps.splice(0).toReversed()) atOnce();
  }
}

/** A folder of the run's own; `keep` leaves a copy of what stands on the disks in it. */
export interface Folder {
  readonly path: string;
  readonly kept: boolean;
  keep(): void;
}

export function makeFolder(undo: Undo): Folder {
  sweep();
  const path = makeOwnedFolder();
  let kept = false;
  const remove = () => {
    if (!kept) rmSync(path, { recursive: true, force: true });
  };
  undo.add(remove, remove);
  return {
    path,
    get kept() {
      return kept;
    },
    keep: () => {
      kept = true;
      disown(path);
    },
  };
}

/** Puts it up; each step is undone by `undo`, also where a later one fails. Throws with the reason. */
export async function putUp(
  folder: Folder,
  agentProgram: string,
  chance: Chance,
  undo: Undo,
): Promise<House> {
  const logs = join(folder.path, 'logs');
  mkdirSync(logs);
  const mounts = mayMount(join(folder.path, 'probe'));
  const diskAt = (name: string, sizeMb: number): { at: string; disk: Disk | null } => {
    const at = join(folder.path, name);
    mkdirSync(at, { mode: 0o711 });
    if (!mounts) return { at, disk: null };
    const disk = mountDisk(at, sizeMb);
    undo.add(
      () => {
        const copy = `${at}.copy`;
        if (folder.kept) cpSync(at, copy, { recursive: true, verbatimSymlinks: true });
        disk.remove();
        if (folder.kept) cpSync(copy, at, { recursive: true, verbatimSymlinks: true });
        rmSync(copy, { recursive: true, force: true });
      },
      () => disk.remove(),
    );
    return { at, disk };
  };
  const random = () => chance.real();

  const { at, disk } = diskAt('data', centreMb);
  const centre = await startCentre(at, logs);
  undo.add(
    () => centre.stop(),
    () => centre.kill(),
  );
  const wire = async (name: string, line: KernelLine | null = null) => {
    const laid = await layWire(name, centre.port, random, line);
    undo.add(() => laid.close());
    return laid;
  };
  const means = meansHere();
  const agents: Agent[] = [];
  for (const [index, buttons] of served.entries()) {
    const name = `agent-${index + 1}`;
    const own = diskAt(name, agentMb);
    const namespace = means === null ? null : makeNamespace(name, means);
    if (namespace) undo.add(namespace.remove, namespace.remove);
    const agent = await startAgent({
      name,
      program: agentProgram,
      buttons,
      keyOf: centre.keyOf,
      wire: await wire(name, namespace?.line),
      namespace,
      folder: own.at,
      disk: own.disk,
      logs,
    });
    undo.add(
      () => agent.stop(),
      () => agent.kill(),
    );
    agents.push(agent);
  }

  const cookies = {
    lin: await signIn(centre.links.operator),
    chen: await signIn(centre.links.operator2),
    wang: await signIn(centre.links.officer1),
    huang: await signIn(centre.links.leader),
  };
  const screens: Screen[] = [];
  for (const [name, cookie] of [
    ['screen of op-lin', cookies.lin],
    ['screen of sl-huang', cookies.huang],
    ['screen of po-wang', cookies.wang],
  ] as const) {
    const screen = openScreen(name, await wire(name), centre.url, cookie);
    undo.add(() => screen.close());
    screens.push(screen);
  }
  const [desk, , pocket] = screens;
  const people = await wire('people');
  const book = new Book();
  const operators = [
    { personId: 'op-lin', cookie: cookies.lin },
    { personId: 'op-chen', cookie: cookies.chen },
  ].map(({ personId, cookie }) =>
    newOperator({
      personId,
      request: requestOver(people, cookie),
      picture: () => desk!.picture(),
      book,
      random,
    }),
  );
  const tablet = newTablet({
    personId: 'po-wang',
    unitId: 'unit-01',
    request: requestOver(people, cookies.wang),
    picture: () => pocket!.picture(),
    book,
    random,
  });
  const store = openStore(centre);
  undo.add(() => store.close());
  const siteIds = [...demoSiteIds, ...served.flat().map(({ siteId }) => siteId)];
  const viewer = newViewer(centre.url, cookies.huang);
  const network = means === null ? 'proxy' : (`namespaces with ${means}` as const);
  return { network, centre, agents, screens, people, operators, tablet, viewer, book, store, disk, siteIds };
}
