// The sheet for words and photos: feedback, a note at any time, or the reason for declining.
import type { AssignmentState } from '@haixi/proto/vocabulary';
import { type FormEvent, useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keep } from '../store/kept-on-tablet';
import { useSession } from '../store/session-context';
import type { About, PatrolCommand } from './outbox/entry';
import { PhotoPicker, type PickedPhoto } from './photo-picker';
import { Sheet } from './sheet';
import { useOutbox } from './use-outbox';

export type WriteKind = 'feedBack' | 'note' | 'help' | 'decline';

const noteMax = 500;

const phrases = {
  feedBack: ['say.feedBack.1', 'say.feedBack.2', 'say.feedBack.3', 'say.feedBack.4'],
  decline: ['say.decline.1', 'say.decline.2', 'say.decline.3'],
  note: ['say.note.1', 'say.note.2', 'say.note.3'],
  help: ['say.help.1', 'say.help.2', 'say.help.3', 'say.help.4'],
} as const;
const titles = {
  feedBack: 'feedBackTitle',
  note: 'noteTitle',
  help: 'helpTitle',
  decline: 'declineTitle',
} as const;
const labels = {
  feedBack: 'feedBackLabel',
  note: 'noteLabel',
  help: 'helpLabel',
  decline: 'declineLabel',
} as const;
const submits = {
  feedBack: 'submitFeedBack',
  note: 'submitNote',
  help: 'submitHelp',
  decline: 'submitDecline',
} as const;

/** What is being written, and the assignment as it stood when the sheet was opened. */
export interface Writing {
  readonly kind: WriteKind;
  readonly about: About;
  readonly expects: AssignmentState;
}

/** Stays open when its assignment leaves: what is written is sent, and the log has it as reported late. */
export function WriteSheet({ kind, about, expects, close }: Writing & { readonly close: () => void }) {
  const { t } = useTranslation('patrol');
  const { take } = useOutbox();
  const [text, setText, forget] = useDraft(`${kind}-${about.assignmentId}`);
  const [photos, setPhotos] = useState<readonly PickedPhoto[]>([]);
  const [preparing, setPreparing] = useState(false);
  const [fault, setFault] = useState<'textMissing' | 'notKept' | null>(null);
  const [taking, setTaking] = useState(false);
  const fieldId = useId();

  const write = (words: string) => {
    setText(words.slice(0, noteMax));
    setFault(null);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return setFault('textMissing');
    setTaking(true);
    try {
      const bytes = photos.map(async ({ key, jpeg }) => ({ key, bytes: await jpeg.arrayBuffer() }));
      const photoIds = photos.map(({ key }) => key);
      const words = kind === 'help' ? t('helpSaid', { text: text.trim() }) : text.trim();
      await take(commandOf(kind, about, expects, words, photoIds), about, await Promise.all(bytes));
      forget();
      close();
    } catch {
      setFault('notKept');
      setTaking(false);
    }
  };

  return (
    <Sheet title={t(titles[kind])} close={close}>
      <p className="patrol-place">{about.address}</p>
      <form onSubmit={(event) => void submit(event)}>
        <label htmlFor={fieldId}>{t(labels[kind])}</label>
        <textarea
          id={fieldId}
          data-testid="text"
          rows={3}
          maxLength={noteMax}
          value={text}
          onChange={(event) => write(event.target.value)}
        />
        <div className="patrol-phrases">
          {phrases[kind].map((phrase) => (
            <button
              key={phrase}
              type="button"
              className="is-plain"
              onClick={() => write(joined(text, t(phrase)))}
            >
              {t(phrase)}
            </button>
          ))}
        </div>
        {kind === 'decline' ? null : (
          <PhotoPicker photos={photos} change={setPhotos} preparing={preparing} setPreparing={setPreparing} />
        )}
        {fault === null ? null : (
          <p className="patrol-alert" role="alert">
            {t(fault)}
          </p>
        )}
        <button
          type="submit"
          className={`patrol-primary ${kind === 'decline' ? 'is-danger' : ''}`}
          data-testid="submit"
          disabled={taking || preparing}
        >
          {preparing ? t('photoBusy') : t(submits[kind])}
        </button>
      </form>
    </Sheet>
  );
}

function commandOf(
  kind: WriteKind,
  about: About,
  expects: AssignmentState,
  text: string,
  photoIds: string[],
): PatrolCommand {
  const { incidentId, assignmentId } = about;
  if (incidentId === null || assignmentId === null)
    throw new Error('a card has an incident and an assignment');
  if (kind === 'note' || kind === 'help')
    return { name: 'incident.note', body: { incidentId, text, photoIds } };
  return { name: `assignment.${kind}`, body: { incidentId, assignmentId, expects, note: text, photoIds } };
}

/** A phrase behind what is there; English needs a space between, Chinese none. */
function joined(text: string, phrase: string): string {
  return /[\w.]$/.test(text) ? `${text} ${phrase}` : `${text}${phrase}`;
}

/** Words not yet sent outlive a reload: some tablets throw the page out while their camera is open. */
function useDraft(name: string): [string, (text: string) => void, () => void] {
  const { me } = useSession();
  const keptAs = `haixi-patrol-draft-${me.person.personId}-${name}`;
  const [text, setText] = useState(() => sessionStorage.getItem(keptAs) ?? '');
  useEffect(() => {
    keep(sessionStorage, keptAs, text);
  }, [keptAs, text]);
  return [text, setText, () => sessionStorage.removeItem(keptAs)];
}
