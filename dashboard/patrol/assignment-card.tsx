// One assignment: what, where, how far, what is known, and one large button with the next legal move.
import type { Position } from '@haixi/proto/basics';
import { mayMoveAssignment } from '@haixi/proto/incident/moves';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { elapsed } from '../i18n/times';
import { useNowMs } from '../store/live-context';
import { useNames } from '../store/names';
import { CardFacts } from './card-facts';
import { CentreMessages } from './centre-messages';
import { type Card, unitInNeed } from './cards';
import { foreseeAssignment, nextMove, type PrimaryMove } from './foresee';
import type { About } from './outbox/entry';
import { PlacePicture } from './place-picture';
import { PlaceSheet } from './place-sheet';
import { PriorityMark } from './priority-mark';
import { Steps } from './steps';
import type { Look } from './use-look';
import { useOutbox } from './use-outbox';
import { WayLine } from './way-line';
import type { Writing, WriteKind } from './write-sheet';

/** A second tap of a gloved finger must not be the next step. */
const settleMs = 1_200;

interface Props {
  readonly card: Card;
  readonly here: Position | null;
  readonly look: Look['shown'];
  /** Opens the sheet; it is the page's, because the card may leave while somebody writes. */
  readonly write: (writing: Writing) => void;
}

export function AssignmentCard({ card, here, look, write }: Props) {
  const { t } = useTranslation('patrol');
  const { t: word } = useTranslation('vocabulary');
  const { incident, assignment } = card;
  const { state: outbox, take, broken } = useOutbox();
  const names = useNames();
  const nowMs = useNowMs();
  const [mapOpen, setMapOpen] = useState(false);
  const [settling, setSettling] = useState(false);
  const [failed, setFailed] = useState(false);
  const foreseen = foreseeAssignment(assignment, outbox);
  const move = nextMove(foreseen.state);

  // A call for help carries the unit's name as its address, in one language only.
  const inNeed = incident.origin === 'sos' ? unitInNeed(incident) : null;
  const address = inNeed === null ? names.address(incident.siteId, incident.address) : names.unit(inNeed);
  const place = incident.siteId === null ? address : names.site(incident.siteId);
  const about: About = {
    incidentId: incident.incidentId,
    assignmentId: assignment.assignmentId,
    address: place,
  };
  const open = (kind: WriteKind) => write({ kind, about, expects: foreseen.state });
  const step = (pressed: PrimaryMove) => {
    if (pressed === 'feedBack') return open('feedBack');
    const { incidentId } = incident;
    const body = { incidentId, assignmentId: assignment.assignmentId, expects: foreseen.state };
    setSettling(true);
    setTimeout(() => setSettling(false), settleMs);
    return take({ name: `assignment.${pressed}`, body }, about).then(
      () => setFailed(false),
      () => setFailed(true),
    );
  };

  return (
    <article
      className={`patrol-card is-p${incident.priority} ${foreseen.state === 'sent' ? 'is-new' : ''}`}
      data-testid="assignment-card"
      data-incident={incident.incidentId}
      data-assignment={assignment.assignmentId}
      data-state={foreseen.state}
    >
      <header>
        <PriorityMark priority={incident.priority} />
        <div>
          <h2>
            {word(`kind.${incident.kind}`)}
            <small>{word(`priority.${incident.priority}`)}</small>
          </h2>
          <p className="patrol-place">{place}</p>
          {place === address || address === '' ? null : <p>{address}</p>}
          <WayLine from={here} to={incident.position} />
        </div>
        <p className="patrol-since">
          <span>{t('sentAgo')}</span>
          <b>{elapsed(nowMs - (assignment.atMs.sent ?? nowMs))}</b>
        </p>
      </header>
      <CentreMessages incident={incident} assignment={assignment} />
      <CardFacts card={card} />
      <PlacePicture incident={incident} />
      <Steps assignment={assignment} foreseen={foreseen} />
      {failed ? <p className="patrol-alert">{t('notKept')}</p> : null}
      {assignment.state === 'fedBack' ? <p className="patrol-done">{t('fedBackDone')}</p> : null}
      {move === null ? null : (
        <button
          type="button"
          className="patrol-primary"
          data-testid="primary"
          data-move={move}
          disabled={settling || broken}
          onClick={() => void step(move)}
        >
          {word(`move.${move}`)}
        </button>
      )}
      <div className="patrol-row">
        {incident.position === null ? null : (
          <button type="button" className="is-plain" data-testid="map" onClick={() => setMapOpen(true)}>
            {t('map')}
          </button>
        )}
        <button type="button" className="is-plain" data-testid="note" onClick={() => open('note')}>
          {t('note')}
        </button>
        <button type="button" className="is-plain" data-testid="help" onClick={() => open('help')}>
          {t('help')}
        </button>
        {mayMoveAssignment(foreseen.state, 'decline') ? (
          <button type="button" className="is-plain" data-testid="decline" onClick={() => open('decline')}>
            {t('decline')}
          </button>
        ) : null}
      </div>
      {mapOpen && incident.position !== null ? (
        <PlaceSheet
          title={place}
          place={incident.position}
          here={here}
          look={look}
          close={() => setMapOpen(false)}
        />
      ) : null}
    </article>
  );
}
