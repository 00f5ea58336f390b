// The register of sites and cameras as who plans them sees it, and its bulk import and export.
import { z } from 'zod';
import { atMsSchema, idSchema, positionSchema, someTextSchema, textSchema } from '../basics.js';
import { areaSchema, sourceSchema } from '../live/picture.js';
import {
  datumSchema,
  legalBasisSchema,
  placeTypeSchema,
  sitePresenceSchema,
  siteTypeSchema,
} from '../vocabulary.js';
import { privacySchema } from './site-config.js';
import { serialSchema } from './orders.js';

/** A camera or button in the register; `retiredAtMs` null while it is in use. */
export const sourceRowSchema = sourceSchema.extend({
  place: placeTypeSchema.nullable(),
  legalBasis: legalBasisSchema.nullable(),
  heightM: z.number().nullable(),
  datum: datumSchema,
  privacy: privacySchema,
  commissionedAtMs: atMsSchema.nullable(),
  retiredAtMs: atMsSchema.nullable(),
});

export const siteRowSchema = z.strictObject({
  siteId: idSchema,
  areaId: idSchema,
  type: siteTypeSchema,
  name: z.string(),
  nameEn: z.string(),
  address: z.string(),
  position: positionSchema,
  presence: sitePresenceSchema,
  /** The box that serves it; null where it has none of ours. */
  serial: serialSchema.nullable(),
  key: z.enum(['none', 'issued', 'revoked']),
  onTestUntilMs: atMsSchema.nullable(),
  commissionedAtMs: atMsSchema.nullable(),
  retiredAtMs: atMsSchema.nullable(),
  sources: z.array(sourceRowSchema),
});
export type SiteRow = z.infer<typeof siteRowSchema>;

/** What can be changed of a site without an installer. Ids and history stay. */
export const siteBodySchema = z.strictObject({
  areaId: idSchema,
  type: siteTypeSchema,
  name: someTextSchema.max(64),
  nameEn: textSchema.max(64).default(''),
  address: textSchema.max(128).default(''),
  position: positionSchema,
  datum: datumSchema.default('wgs84'),
});

/** What can be changed of a camera without an installer; the position is in `datum`. */
export const sourceBodySchema = z.strictObject({
  name: someTextSchema.max(64),
  nameEn: textSchema.max(64).default(''),
  position: positionSchema.nullable(),
  datum: datumSchema.default('wgs84'),
  headingDeg: z.number().min(0).lt(360).nullable(),
  fovDeg: z.number().min(1).max(360).nullable(),
  rangeM: z.number().min(1).max(2_000).nullable(),
  heightM: z.number().min(0).max(200).nullable(),
  place: placeTypeSchema.nullable(),
  legalBasis: legalBasisSchema.nullable(),
});

export const reasonBodySchema = z.strictObject({ reason: someTextSchema.max(200) });

/** Columns of the register's CSV, in order. One line a camera; a site's own columns stand in each of its lines. */
export const csvColumns = [
  'site_id',
  'area_id',
  'site_type',
  'site_name',
  'site_name_en',
  'address',
  'source_id',
  'camera_name',
  'camera_name_en',
  'lon',
  'lat',
  'heading_deg',
  'fov_deg',
  'range_m',
  'height_m',
  'place',
  'legal_basis',
] as const;

/** `apply` false is the preview: nothing is changed. With a fault in any line nothing is changed either. */
export const csvImportSchema = z.strictObject({
  csv: z.string().max(2_000_000),
  datum: datumSchema,
  apply: z.boolean(),
});
export const csvLineSchema = z.strictObject({
  /** Number of the line in the file, the first being 1. */
  line: z.int(),
  siteId: z.string(),
  sourceId: z.string(),
  does: z.enum(['add', 'change', 'nothing', 'refuse']),
  /** WGS-84. */
  position: positionSchema.nullable(),
  /** Each names its column and what to do. */
  faults: z.array(z.string()),
  warnings: z.array(z.string()),
});
export const csvImportedSchema = z.strictObject({ applied: z.boolean(), lines: z.array(csvLineSchema) });
export type CsvImported = z.infer<typeof csvImportedSchema>;

/** An area as it is drawn: WGS-84, or in `datum`. */
export const areaBodySchema = z.strictObject({
  parentId: idSchema.nullable(),
  name: someTextSchema.max(64),
  nameEn: textSchema.max(64).default(''),
  outline: z
    .array(z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]))
    .min(3)
    .max(5_000)
    .nullable(),
  datum: datumSchema.default('wgs84'),
  illustrative: z.boolean(),
});

/**
 * A GeoJSON FeatureCollection (RFC 7946) of polygons with the properties `areaId` (or `id`), `name`, `nameEn`, `parentId`.
 * Its text, so that a fault can name its place.
 */
export const areaImportSchema = z.strictObject({
  geojson: z.string().max(5_000_000),
  datum: datumSchema,
  apply: z.boolean(),
});
export const areasImportedSchema = z.strictObject({
  applied: z.boolean(),
  features: z.array(
    z.strictObject({
      index: z.int(),
      areaId: z.string(),
      does: z.enum(['add', 'change', 'refuse']),
      faults: z.array(z.string()),
    }),
  ),
});

export const areasSchema = z.strictObject({ areas: z.array(areaSchema) });
