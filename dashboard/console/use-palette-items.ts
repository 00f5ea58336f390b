// The items of the palette for this person, at this moment, in this language.
import { isActive, legalMoves } from '@haixi/proto/incident/moves';
import type { Incident } from '@haixi/proto/incident/incident';
import type { Picture } from '@haixi/proto/live/picture';
import { useTranslation } from 'react-i18next';
import { placeOf } from '../incidents/place';
import { mayHere } from '../store/may';
import type { Names } from '../store/names';
import { useSession } from '../store/session-context';
import { type PaletteItem, namedItems } from './palette-items';
import { type Doing, shortcuts } from './shortcut';

/** Walking through a list is done in the list; the palette is for what has a name. */
const notOffered: readonly Doing[] = ['next', 'previous', 'open', 'send', 'palette', 'back', 'receive'];

/** A function that gathers them, called when the palette is opened. */
export function usePaletteItems(
  picture: Picture,
  queue: readonly Incident[],
  selected: Incident | null,
  names: Names,
): () => PaletteItem[] {
  const { t } = useTranslation(['queue', 'vocabulary']);
  const { me } = useSession();
  const said = (incident: Incident) => `${t(`vocabulary:kind.${incident.kind}`)} ${placeOf(incident, names)}`;
  return () => {
    const moves = selected === null ? [] : movesOf(selected);
    const commands = shortcuts
      .filter((row) => !notOffered.includes(row.do))
      .map((row): PaletteItem => ({
        id: `command ${row.do}`,
        sort: 'command',
        title: t(`queue:${row.says}`),
        about: '',
        keyShown: row.shown,
        deed: { do: 'shortcut', shortcut: row.do },
      }));
    const incidents = queue.map((incident): PaletteItem => ({
      id: `incident ${incident.incidentId}`,
      sort: 'incident',
      title: said(incident),
      about: [t(`vocabulary:stage.${incident.stage}`), names.area(incident.areaId)].join(' · '),
      keyShown: '',
      deed: { do: 'incident', incidentId: incident.incidentId },
    }));
    const areas = Object.values(picture.areas).map(({ areaId, name, nameEn }): PaletteItem => ({
      id: `area ${areaId}`,
      sort: 'area',
      title: t('queue:onlyArea', { area: names.area(areaId) }),
      about: [name, nameEn, areaId].join(' · '),
      keyShown: '',
      deed: { do: 'area', areaId },
    }));
    return [...moves, ...commands, ...incidents, ...areas, ...namedItems(picture, names)];
  };

  /** Only what is legal now and this person may do. */
  function movesOf(incident: Incident): PaletteItem[] {
    const { incidentId, areaId, stage } = incident;
    const legal = legalMoves(incident).incident;
    const what = said(incident);
    const bare = { sort: 'move' as const, about: t(`vocabulary:stage.${stage}`), keyShown: '' };
    const items: PaletteItem[] = [];
    const mayReceive = mayHere(me, 'incident.receive', areaId, picture.areas);
    if (mayReceive && legal.includes('receive'))
      items.push({
        ...bare,
        id: `receive ${incidentId}`,
        title: t('queue:receiveIt', { what }),
        keyShown: 'R',
        deed: { do: 'receive', incidentId },
      });
    if (mayReceive && legal.includes('takeOver') && incident.receivedBy !== me.person.personId)
      items.push({
        ...bare,
        id: `takeOver ${incidentId}`,
        title: t('queue:takeOverIt', { what }),
        deed: { do: 'takeOver', incidentId },
      });
    if (!mayHere(me, 'incident.handle', areaId, picture.areas) || !legal.includes('send')) return items;
    const bound = new Set(incident.assignments.filter(isActive).map(({ unitId }) => unitId));
    const free = Object.values(picture.units).filter(({ unitId, onDuty }) => onDuty && !bound.has(unitId));
    return [
      ...items,
      ...free.map(({ unitId }): PaletteItem => ({
        ...bare,
        id: `send ${incidentId} ${unitId}`,
        title: t('queue:sendIt', { unit: names.unit(unitId), what }),
        about: unitId,
        deed: { do: 'send', incidentId, unitId },
      })),
    ];
  }
}
