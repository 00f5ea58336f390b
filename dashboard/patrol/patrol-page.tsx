// The officers' tablet: my assignments, my unit, SOS, and always how the connection stands.
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident } from '@haixi/proto/incident/incident';
import { useBell } from '../sound/use-bell';
import { useLatest, usePicture, useStaleSinceMs, useTellTablet } from '../store/live-context';
import { useSession } from '../store/session-context';
import { AssignmentCard } from './assignment-card';
import { colleaguesInNeed, ownSos } from './cards';
import { DutyPanel } from './duty-panel';
import { foreseeDuty, foreseenSeen } from './foresee';
import { unseenMessages } from './marks-due';
import { Notices } from './notices';
import { SosButton } from './sos-button';
import { StatusBar } from './status-bar';
import { useCards } from './use-cards';
import { useHeard } from './use-heard';
import { useInstalled } from './use-installed';
import { useKeptPicture } from './use-kept-picture';
import { useLook } from './use-look';
import { useMarks } from './use-marks';
import { OutboxContext, useOpenedOutbox } from './use-outbox';
import { useOwnPosition } from './use-own-position';
import { useVibration } from './use-vibration';
import { useWakeLock } from './use-wake-lock';
import { toneOf, unsignedOf } from './tone';
import { useArrivals } from './use-arrivals';
import { WriteSheet, type Writing } from './write-sheet';
import './looks.css';
import './patrol.css';
import './cards.css';
import './known.css';
import './unit.css';
import './sheet.css';
import './phone.css';

export default function PatrolPage() {
  const { t } = useTranslation('patrol');
  const { me } = useSession();
  const picture = usePicture();
  const latest = useLatest();
  const staleSinceMs = useStaleSinceMs();
  const outbox = useOpenedOutbox();
  const look = useLook();
  const [writing, setWriting] = useState<Writing | null>(null);
  const [seen, setSeen] = useState<Readonly<Record<string, number>>>({});

  const unitIds = useMemo(() => me.units.map((unit) => unit.unitId), [me]);
  const units = useMemo(
    () => me.units.map((unit) => picture?.units[unit.unitId] ?? unit),
    [me, picture?.units],
  );
  const { cards, farewells, read } = useCards(picture, me.person.personId, unitIds);
  useKeptPicture(picture, cards, unitIds, me.person.personId);
  useInstalled();
  const inNeed = useMemo(
    () => (picture === null ? [] : colleaguesInNeed(picture, unitIds)),
    [picture, unitIds],
  );
  const unit = units.find((one) => foreseeDuty(one, outbox.state).onDuty) ?? units[0] ?? null;
  const watches = unit !== null && foreseeDuty(unit, outbox.state).onDuty;
  const own = useOwnPosition(
    watches,
    unit?.unitId ?? null,
    unit?.onDuty ?? false,
    unit?.onDuty ? unit.dutyAtMs : null,
  );
  const lastKnown = latest.positions.find((one) => one.unitId === unit?.unitId)?.position ?? null;
  const here = own.fix?.position ?? lastKnown;

  const unseen = inNeed.filter((incident) => seen[incident.incidentId] !== incident.rings);
  const unsigned = unsignedOf(cards, outbox.state);
  const list = useRef<HTMLElement>(null);
  useArrivals(
    list,
    unsigned.map(({ assignment }) => assignment.assignmentId),
  );
  const tone = toneOf(
    unsigned,
    unseen.length > 0,
    cards.some(
      ({ assignment }) =>
        unseenMessages(assignment, foreseenSeen(assignment.assignmentId, outbox.state)).length > 0,
    ),
  );
  const bell = useBell(tone);
  useVibration(tone);
  const heard = useHeard(bell);
  useTellTablet(units.length === 0 ? null : heard);
  useMarks(cards, tone !== null && heard === 'ready');
  useWakeLock(watches);
  const lookAt = (incident: Incident) =>
    setSeen((before) => ({ ...before, [incident.incidentId]: incident.rings }));

  return (
    <OutboxContext value={outbox}>
      <div className={`patrol ${staleSinceMs === null ? '' : 'is-stale'}`} data-look={look.shown}>
        <StatusBar onDuty={watches} look={look} />
        <Notices
          bell={bell}
          inNeed={inNeed}
          unseen={unseen}
          look={lookAt}
          here={here}
          farewells={farewells}
          read={read}
        />
        <main className="patrol-main" ref={list}>
          {units.length === 0 ? <p className="patrol-none">{t('noUnit')}</p> : null}
          {units.length > 0 && cards.length === 0 ? (
            <div className="patrol-none">
              <strong>{picture === null ? t('connecting') : t('none')}</strong>
              <span>{watches ? t('noneHelp') : t('noneOffDuty')}</span>
            </div>
          ) : null}
          {cards.map((card) => (
            <AssignmentCard
              key={card.assignment.assignmentId}
              card={card}
              here={here}
              look={look.shown}
              write={setWriting}
            />
          ))}
        </main>
        <aside className="patrol-side">
          {units.map((one) => (
            <DutyPanel key={one.unitId} unit={one} own={one === unit ? own : null} />
          ))}
          {unit === null ? null : (
            <SosButton unit={unit} here={here} open={picture === null ? null : ownSos(picture, unitIds)} />
          )}
        </aside>
        {writing === null ? null : <WriteSheet {...writing} close={() => setWriting(null)} />}
      </div>
    </OutboxContext>
  );
}
