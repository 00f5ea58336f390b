// What each line of an import means: read by its columns, held against the register and the lines before it. Pure.
import { idSchema, type Position, positionSchema, someTextSchema, textSchema } from '@haixi/proto/basics';
import { astray, metresBetween } from '@haixi/proto/devices/placing';
import { type SiteRow, sourceBodySchema } from '@haixi/proto/devices/sites';
import type { Area } from '@haixi/proto/live/picture';
import {
  type Datum,
  legalBasisSchema,
  placeTypes,
  placeTypeSchema,
  refusedPlaceTypes,
  siteTypeSchema,
} from '@haixi/proto/vocabulary';
import type { z } from 'zod';
import { toWgs84 } from '../devices/datums.js';
import { type Column, type CsvLine, harmless, isFormula, textColumns } from './csv.js';

/** Positions nearer than this are the same: no conversion between datums is finer. */
const samePositionM = 0.5;
/** A camera further from its site than this is told, and taken. */
const farFromSiteM = 2_000;

/** What an import may know: the areas one plans for, and what is registered, of other areas by id alone. */
export interface Known {
  readonly areas: ReadonlyMap<string, Pick<Area, 'outline' | 'illustrative'>>;
  readonly sites: ReadonlyMap<string, SiteRow>;
  readonly foreignSiteIds: ReadonlySet<string>;
  readonly datum: Datum;
}

export type SiteFields = Pick<SiteRow, 'areaId' | 'type' | 'name' | 'nameEn' | 'address' | 'position'>;
type SourceRow = SiteRow['sources'][number];
export interface SourceFields extends Pick<
  SourceRow,
  'name' | 'nameEn' | 'place' | 'legalBasis' | 'heightM'
> {
  readonly position: Position | null;
  readonly headingDeg: number | null;
  readonly fovDeg: number | null;
  readonly rangeM: number | null;
}

/** One line as it is meant. `source` is null for a site without a camera. `wants` is what the register is to have. */
export interface JudgedLine {
  readonly line: number;
  readonly siteId: string;
  readonly sourceId: string;
  readonly does: 'add' | 'change' | 'nothing' | 'refuse';
  readonly position: Position | null;
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
  readonly site: { readonly is: 'new' | 'changed' | 'same'; readonly wants: SiteFields } | null;
  readonly source: { readonly is: 'new' | 'changed' | 'same'; readonly wants: SourceFields } | null;
}

/** Judges the lines of a file in their order. */
export function judgeLines(lines: readonly CsvLine[], known: Known): JudgedLine[] {
  const seen = new Map<string, CsvLine>();
  const sites = new Map<string, { line: CsvLine; wants: SiteFields }>();
  return lines.map((line) => {
    const reading = new Reading(line, known);
    const judged = reading.judge(sites.get(line.cells.site_id ?? '') ?? null);
    const key = `${judged.siteId}/${judged.sourceId}`;
    const twin = seen.get(key);
    if (!twin) seen.set(key, line);
    const faults = twin
      ? [...judged.faults, `source_id: line ${twin.line} has this one already`]
      : judged.faults;
    if (judged.site && !sites.has(judged.siteId))
      sites.set(judged.siteId, { line, wants: judged.site.wants });
    return { ...judged, faults, does: faults.length > 0 ? 'refuse' : judged.does };
  });
}

const siteColumns: readonly Column[] = ['area_id', 'site_type', 'site_name', 'site_name_en', 'address'];

class Reading {
  private readonly faults: string[] = [];
  private readonly warnings: string[] = [];
  /** Its position is there and can't be read: what else would follow from having none is not told too. */
  private isMisplaced = false;

  constructor(
    private readonly at: CsvLine,
    private readonly known: Known,
  ) {}

  judge(first: { line: CsvLine; wants: SiteFields } | null): JudgedLine {
    const { line } = this.at;
    const siteId = this.cell('site_id') ?? '';
    const sourceId = this.cell('source_id') ?? '';
    if (!idSchema.safeParse(siteId).success)
      this.fault('site_id', 'an id is 1–32 characters of a–z, 0–9 and -');
    if (sourceId !== '' && !idSchema.safeParse(sourceId).success)
      this.fault('source_id', 'an id is 1–32 characters of a–z, 0–9 and -');
    const before = this.known.sites.get(siteId) ?? null;
    if (this.known.foreignSiteIds.has(siteId))
      this.fault('site_id', 'a site of an area that you do not plan for has this id; choose another');
    if (before?.retiredAtMs != null)
      this.fault('site_id', 'this site is out of use; choose another id for a new one');
    const position = this.position();
    const site = this.site(before, first, sourceId === '' ? position : null, position);
    const source = sourceId === '' ? null : this.source(before, siteId, sourceId, position);
    if (sourceId === '' && !before && !first)
      this.fault('source_id', 'a new site comes with its first camera; fill in the camera’s id');
    this.warn(site?.wants ?? null, position);
    const is = [site?.is ?? 'same', source?.is ?? 'same'];
    const does = is.includes('new') ? 'add' : is.includes('changed') ? 'change' : 'nothing';
    const { faults, warnings } = this;
    return { line, siteId, sourceId, does, position, faults, warnings, site, source };
  }

  /** A later line of a site has to say the same of it as the first, and is about its camera alone. */
  private site(
    before: SiteRow | null,
    first: { line: CsvLine; wants: SiteFields } | null,
    own: Position | null,
    camera: Position | null,
  ): JudgedLine['site'] {
    if (first) {
      for (const column of siteColumns)
        if ((this.cell(column) ?? '') !== (first.line.cells[column] ?? ''))
          this.fault(
            column,
            `line ${first.line.line} says otherwise of this site; write the same in all its lines`,
          );
      return { is: 'same', wants: first.wants };
    }
    const areaId = this.cell('area_id') ?? before?.areaId ?? '';
    if (!this.known.areas.has(areaId))
      this.fault(
        'area_id',
        `${areaId === '' ? 'it is empty' : `${areaId} is no area you plan for`}; write the id of an area`,
      );
    const type = this.oneOf('site_type', siteTypeSchema, before?.type ?? null);
    const name = this.text('site_name', before?.name ?? null, someTextSchema.max(64));
    const nameEn = this.text('site_name_en', before?.nameEn ?? '', textSchema.max(64));
    const address = this.text('address', before?.address ?? '', textSchema.max(128));
    const moved = own && before && metresBetween(own, before.position) > samePositionM ? own : null;
    const position = moved ?? before?.position ?? camera;
    if (!before && this.cell('site_type') === undefined) this.fault('site_type', 'a new site needs one');
    if (!before && this.cell('site_name') === undefined) this.fault('site_name', 'a new site needs one');
    if (type === null || name === null || position === null) return null;
    const wants = { areaId, type, name, nameEn: nameEn ?? '', address: address ?? '', position };
    if (!before) return { is: 'new', wants };
    const same = (['areaId', 'type', 'name', 'nameEn', 'address'] as const).every(
      (field) => wants[field] === before[field],
    );
    return { is: same && !moved ? 'same' : 'changed', wants };
  }

  private source(
    site: SiteRow | null,
    siteId: string,
    sourceId: string,
    position: Position | null,
  ): JudgedLine['source'] {
    const before = site?.sources.find((each) => each.sourceId === sourceId) ?? null;
    if (before?.type === 'button')
      this.fault('source_id', `${sourceId} of ${siteId} is a button; only cameras are imported`);
    if (before?.retiredAtMs != null)
      this.fault('source_id', `${sourceId} is out of use; choose another id for a new camera`);
    if (before?.type === 'button' || before?.retiredAtMs != null) return null;
    const { headingDeg, fovDeg, rangeM, heightM } = sourceBodySchema.shape;
    const name = this.text('camera_name', before?.name ?? null, someTextSchema.max(64));
    const nameEn = this.text('camera_name_en', before?.nameEn ?? '', textSchema.max(64));
    const camera = before?.camera ?? null;
    const looks = {
      headingDeg: this.number('heading_deg', headingDeg, camera?.headingDeg ?? null),
      fovDeg: this.number('fov_deg', fovDeg, camera?.fovDeg ?? null),
      rangeM: this.number('range_m', rangeM, camera?.rangeM ?? null),
    };
    const hasPlace = 'lon' in this.at.cells || 'lat' in this.at.cells;
    const stands = hasPlace ? position : (camera?.position ?? null);
    const isPlanned = before === null || before.commissionedAtMs === null;
    const isWhole = this.wholePlace({ isNew: before === null, isPlanned }, stands, looks);
    const place = this.oneOf('place', placeTypeSchema, before?.place ?? null, 'may be empty');
    if (place !== null && refusedPlaceTypes.some((refused) => refused === place))
      this.fault(
        'place',
        `no camera may look into a ${place}, with nobody’s consent (Decree 799, Art. 8); choose one of ${placeTypes.join(', ')}`,
      );
    const legalBasis = this.oneOf(
      'legal_basis',
      legalBasisSchema,
      before?.legalBasis ?? null,
      'may be empty',
    );
    const height = this.number('height_m', heightM, before?.heightM ?? null);
    if (!before && this.cell('camera_name') === undefined)
      this.fault('camera_name', 'a new camera needs one');
    if (name === null) return null;
    const sameStand = camera && stands && metresBetween(camera.position, stands) <= samePositionM;
    // What is only planned stands in its work order, until an installer has taken it.
    const at = !isWhole ? null : sameStand ? camera.position : stands;
    const wants = { name, nameEn: nameEn ?? '', place, legalBasis, heightM: height, position: at, ...looks };
    if (!before) return { is: 'new', wants };
    const isSame =
      wants.name === before.name &&
      wants.nameEn === before.nameEn &&
      place === before.place &&
      legalBasis === before.legalBasis &&
      height === before.heightM &&
      (camera ? at === camera.position : at === null) &&
      looks.headingDeg === (camera?.headingDeg ?? null) &&
      looks.fovDeg === (camera?.fovDeg ?? null) &&
      looks.rangeM === (camera?.rangeM ?? null);
    return { is: isSame ? 'same' : 'changed', wants };
  }

  /** A camera in use has all of its place or nothing; of a planned one the position alone may be told. Whether it is whole. */
  private wholePlace(
    { isNew, isPlanned }: { isNew: boolean; isPlanned: boolean },
    position: Position | null,
    looks: Pick<SourceFields, 'headingDeg' | 'fovDeg' | 'rangeM'>,
  ): boolean {
    const columns = { heading_deg: looks.headingDeg, fov_deg: looks.fovDeg, range_m: looks.rangeM };
    const empty = Object.entries(columns).filter(([, value]) => value === null);
    if (this.isMisplaced) return false;
    if (position === null && empty.length < 3)
      this.fault('lon', 'where a camera looks is told together with where it stands; fill in lon and lat');
    if (position === null && isNew)
      this.fault('lon', 'a new camera needs its planned position; fill in lon and lat');
    if (position !== null && empty.length > 0 && !(isPlanned && empty.length === 3))
      for (const [column] of empty)
        this.fault(column as Column, 'it is empty; a place has position, heading, field of view and range');
    return position !== null && empty.length === 0;
  }

  /** The position of the line in WGS-84; null where it has none. */
  private position(): Position | null {
    const [lon, lat] = [this.cell('lon'), this.cell('lat')];
    if (!lon && !lat) return null;
    this.isMisplaced = true;
    if (!lon || !lat) {
      this.fault(lon ? 'lat' : 'lon', 'it is empty; fill in both lon and lat');
      return null;
    }
    const read = positionSchema.safeParse({ lon: numberOf(lon), lat: numberOf(lat) });
    if (read.success) {
      this.isMisplaced = false;
      return toWgs84(read.data, this.known.datum);
    }
    for (const issue of read.error.issues)
      this.fault(issue.path[0] === 'lat' ? 'lat' : 'lon', 'degrees as a number, lon −180…180 and lat −90…90');
    return null;
  }

  private warn(site: SiteFields | null, position: Position | null): void {
    if (!site || !position) return;
    const area = this.known.areas.get(site.areaId) ?? null;
    if (astray(position, area, null).outside)
      this.warnings.push('lon, lat: it stands outside its area; is the datum right?');
    const farM = Math.round(metresBetween(site.position, position));
    if (farM > farFromSiteM) this.warnings.push(`lon, lat: it stands ${farM} m from its site`);
  }

  /** The cell; undefined where the file has no such column. A quote that only keeps a spreadsheet from running it is no part of it. */
  private cell(column: Column): string | undefined {
    const cell = this.at.cells[column];
    if (cell === undefined || textColumns.includes(column)) return cell;
    const plain = cell.trim();
    return plain.startsWith("'") && isFormula(plain.slice(1)) ? plain.slice(1) : plain;
  }

  /** What is written, as it is registered if it is its harmless form; null where it is wrong or missing. */
  private text(column: Column, before: string | null, schema: z.ZodType<string>): string | null {
    const cell = this.cell(column);
    if (cell === undefined) return before;
    if (before !== null && cell === harmless(before)) return before;
    if (isFormula(cell)) {
      this.fault(column, 'a spreadsheet would run this; begin it with a letter or a digit');
      return null;
    }
    const read = schema.safeParse(cell);
    if (read.success) return read.data;
    this.fault(
      column,
      cell === '' ? 'it is empty; fill it in' : (read.error.issues[0]?.message ?? 'it can’t be read'),
    );
    return null;
  }

  private oneOf<T extends string>(
    column: Column,
    schema: z.ZodType<T> & { readonly options: readonly T[] },
    before: T | null,
    empty: 'may be empty' | 'is needed' = 'is needed',
  ): T | null {
    const cell = this.cell(column);
    if (cell === undefined) return before;
    if (cell === '' && empty === 'may be empty') return null;
    const read = schema.safeParse(cell);
    if (read.success) return read.data;
    this.fault(
      column,
      `${cell === '' ? 'it is empty' : `${JSON.stringify(cell.slice(0, 32))} is none of them`}; write one of ${schema.options.join(', ')}`,
    );
    return null;
  }

  private number(column: Column, schema: z.ZodType<number | null>, before: number | null): number | null {
    const cell = this.cell(column);
    if (cell === undefined) return before;
    if (cell === '') return null;
    const read = schema.safeParse(numberOf(cell));
    if (read.success) return read.data;
    this.fault(
      column,
      `${JSON.stringify(cell.slice(0, 32))} is no number within its limits; write digits, with a point`,
    );
    return null;
  }

  private fault(column: Column, what: string): void {
    this.faults.push(`${column}: ${what}`);
  }
}

/** Digits alone: what JavaScript would also read, such as 0x10 or nothing, is no number of a file. */
function numberOf(cell: string): number {
  return /^[+-]?\d+(\.\d+)?$/.test(cell) ? Number(cell) : Number.NaN;
}
