// What must be read before anything else: a colleague in need, blocked sound, a queue that is held, what did not count.
import type { Position } from '@haixi/proto/basics';
import type { Incident } from '@haixi/proto/incident/incident';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../i18n/times';
import type { Bell } from '../sound/use-bell';
import { useLive } from '../store/live-context';
import { useNames } from '../store/names';
import { type Farewell, unitInNeed } from './cards';
import { type Conflict, conflictsOf } from './conflict';
import type { Entry } from './outbox/entry';
import { useOutbox } from './use-outbox';
import { WayLine } from './way-line';

interface Props {
  readonly bell: Bell;
  readonly inNeed: readonly Incident[];
  readonly unseen: readonly Incident[];
  readonly look: (incident: Incident) => void;
  readonly here: Position | null;
  readonly farewells: readonly Farewell[];
  readonly read: (assignmentId: string) => void;
}

export function Notices({ bell, inNeed, unseen, look, here, farewells, read }: Props) {
  const { t } = useTranslation('patrol');
  const { state, broken, dismiss } = useOutbox();
  const names = useNames();
  const ended = useLive((live) => live.ended);
  const held = Object.values(state.held);
  return (
    <div className="patrol-notices">
      {broken || held.includes('disk') ? <p className="patrol-notice is-red">{t('diskBroken')}</p> : null}
      {bell.speaker === 'blocked' ? (
        <button
          type="button"
          className="patrol-notice is-red"
          data-testid="sound-blocked"
          onClick={bell.unblock}
        >
          {t('soundBlocked')}
        </button>
      ) : null}
      {bell.speaker === 'missing' ? <p className="patrol-notice is-red">{t('soundMissing')}</p> : null}
      {inNeed.map((incident) => (
        <section
          key={incident.incidentId}
          className={`patrol-notice is-red ${unseen.includes(incident) ? '' : 'is-seen'}`}
          role="alert"
          data-testid="colleague-sos"
        >
          <div>
            <strong>{t('colleagueSos', { unit: names.unit(unitInNeed(incident) ?? '') })}</strong>
            <time>{clockTime(incident.lastAlarmAtMs)}</time>
            <WayLine from={here} to={incident.position} />
          </div>
          {unseen.includes(incident) ? (
            <button type="button" onClick={() => look(incident)}>
              {t('seen')}
            </button>
          ) : null}
        </section>
      ))}
      {ended?.why === 'reload' ? (
        <section className="patrol-notice is-amber">
          <div>{t('tooOld')}</div>
          <button type="button" onClick={() => location.reload()}>
            {t('reload')}
          </button>
        </section>
      ) : null}
      {held.includes('other_person') ? (
        <section className="patrol-notice is-red" role="alert">
          <div>{t('otherPerson')}</div>
          <button type="button" onClick={() => location.reload()}>
            {t('reload')}
          </button>
        </section>
      ) : null}
      {held.includes('signed_out') ? <p className="patrol-notice is-amber">{t('heldSignedOut')}</p> : null}
      {conflictsOf(state.entries).map((conflict) => (
        <ConflictNotice key={conflict.key} conflict={conflict} dismiss={() => dismiss(conflict.key)} />
      ))}
      {farewells.map(({ assignmentId, siteId, address, why }) => (
        <section key={assignmentId} className="patrol-notice is-blue" role="alert" data-testid="farewell">
          <div>
            <strong>{t(`farewell.${why}`)}</strong>
            <span>{names.address(siteId, address)}</span>
          </div>
          <button type="button" onClick={() => read(assignmentId)}>
            {t('gotIt')}
          </button>
        </section>
      ))}
    </div>
  );
}

function ConflictNotice({ conflict, dismiss }: { conflict: Conflict; dismiss: () => void }) {
  const { t } = useTranslation('patrol');
  const { t: word } = useTranslation('vocabulary');
  const { entry, stands, late, words } = conflict;
  const why = isPlain(stands) ? t(`stands.${stands}`) : word(`reject.${stands}`);
  const what = useWhat(entry);
  return (
    <section className="patrol-notice is-amber" role="alert" data-testid="conflict">
      <div>
        <strong>{t('notTaken', { what, why })}</strong>
        <span>
          {[entry.about.address, t('pressedAt', { time: clockTime(entry.pressedAtMs) })]
            .filter(Boolean)
            .join(' · ')}
        </span>
        {words === '' ? null : <q>{words}</q>}
        <span>{late ? t('keptLate') : t('notLogged')}</span>
      </div>
      <button type="button" onClick={dismiss}>
        {t('gotIt')}
      </button>
    </section>
  );
}

function isPlain(stands: Conflict['stands']): stands is (typeof plain)[number] {
  return (plain as readonly string[]).includes(stands);
}

const plain = ['closed', 'recalled', 'released', 'declined', 'photo', 'problem'] as const;

/** The action in the officer's word for it. */
function useWhat(entry: Entry): string {
  const { t } = useTranslation('patrol');
  const { t: word } = useTranslation('vocabulary');
  if (entry.type === 'photo') return t('action.photo');
  switch (entry.command.name) {
    case 'assignment.mark':
    case 'incident.note':
      return t('action.note');
    case 'unit.sos':
      return t('action.sos');
    case 'unit.duty':
      return entry.command.body.onDuty ? t('action.onDuty') : t('action.offDuty');
    case 'assignment.sign':
      return word('move.sign');
    case 'assignment.setOut':
      return word('move.setOut');
    case 'assignment.arrive':
      return word('move.arrive');
    case 'assignment.feedBack':
      return word('move.feedBack');
    case 'assignment.decline':
      return word('move.decline');
  }
}
