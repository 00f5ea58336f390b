// What was promised to whom while a seed ran: presses, appended entries, answers. Healing holds the store to it.
import type { SiteAlarmKind } from '@haixi/proto/vocabulary';
import type { CommandAnswer, CommandName } from '@haixi/proto/commands/commands';
import { hold } from '../invariants/hold';
import { entryKey } from '../invariants/log-rules';

/** One press of a button. `note` is its own, so that it is known again wherever it turns up. */
export interface Press {
  readonly siteId: string;
  readonly sourceId: string;
  readonly kind: SiteAlarmKind;
  readonly note: string;
}

/** A command that somebody gave; `answer` is null until one has come back. */
export interface Given {
  readonly personId: string;
  readonly name: CommandName;
  readonly key: string;
  /** A tablet's are written down on its disk before they are promised (rule T1). */
  readonly by: 'dashboard' | 'tablet';
  answer: CommandAnswer | null;
}

export class History {
  /** Presses by their note, whatever became of them. */
  readonly presses = new Map<string, Press>();
  /** Presses that the agent said are kept (rule D1), by their entry. */
  readonly kept = new Map<string, Press>();
  /** Of these the machine was thrown away with its disk: what had not been sent is lost, and has to be told so (D5). */
  readonly forfeited = new Set<string>();
  /** Commands by their key. */
  readonly given = new Map<string, Given>();
  /** The order in which each tablet wrote down what each officer pressed, urgent things apart. */
  readonly queues = new Map<string, string[]>();
  /** When each command was first answered as done, by its key: 0, 1, 2 … */
  readonly carriedOut = new Map<string, number>();
  /** Gaps that somebody was asked to acknowledge. */
  readonly acknowledged = new Set<string>();
  readonly figures = {
    presses: 0,
    kept: 0,
    notKept: 0,
    commands: 0,
    crashes: 0,
    failovers: 0,
    powerCuts: 0,
    replaced: 0,
  };

  pressed(press: Press): void {
    this.figures.presses += 1;
    this.presses.set(press.note, press);
  }

  appended(press: Press, epoch: string, seq: number): void {
    this.figures.kept += 1;
    this.kept.set(entryKey(press.siteId, epoch, seq), press);
  }

  /** An answer has come back; one key has one answer, however often it is asked (I3's twin: the same again). */
  answered(key: string, answer: CommandAnswer): void {
    const given = this.given.get(key)!;
    const before = given.answer;
    hold(
      before === null || !before.ok || JSON.stringify(before) === JSON.stringify(answer),
      'one key, one answer',
      () => {
        return `${given.name} ${key} was answered ${JSON.stringify(before)} and then ${JSON.stringify(answer)}`;
      },
    );
    given.answer = answer;
  }

  /** A server answers this command as done. */
  done(key: string): void {
    if (!this.carriedOut.has(key)) this.carriedOut.set(key, this.carriedOut.size);
  }

  /** A tablet has written it down behind what it has of this officer. */
  queued(queue: string, key: string): void {
    this.queues.set(queue, [...(this.queues.get(queue) ?? []), key]);
  }

  /** The disk of this site's machine is gone. */
  forfeit(siteId: string): void {
    for (const [key, press] of this.kept) if (press.siteId === siteId) this.forfeited.add(key);
  }

  gave(given: Given): void {
    this.figures.commands += 1;
    this.given.set(given.key, given);
  }
}
