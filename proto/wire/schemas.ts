// Every wire shape by its name, out of the tables, and their JSON Schemas that refer to one another by those names.
import { z } from 'zod';
import { atMsSchema, idSchema, keySchema, positionSchema } from '../basics.js';
import { commandAnswerSchema, commandNames, commands } from '../commands/commands.js';
import {
  incidentFileSchema,
  meSchema,
  problemSchema,
  proposalSchema,
  quarantineSchema,
} from '../commands/routes.js';
import { assignmentSchema, incidentSchema, overdueSchema } from '../incident/incident.js';
import { actorSchema, alarmSchema, anyEventSchema, eventSchemas, eventTypes } from '../live/events.js';
import { framesToClient, framesToServer } from '../live/frames.js';
import * as picture from '../live/picture.js';
import { contractRangeSchema } from '../mqtt/contract.js';
import { bodySchemas, cameraReadingSchema } from '../mqtt/messages.js';
import { serverTopics, siteTopics } from '../mqtt/topics.js';
import * as words from '../vocabulary.js';

/** A JSON Schema, or a part of one. */
export type JsonSchema = { readonly [key: string]: unknown };

/** The name under which each shape stands in every document: its table, then its row. */
export const named: Readonly<Record<string, z.ZodType>> = {
  ...rows('mqtt.site', siteTopics),
  ...rows('mqtt.server', serverTopics),
  ...Object.fromEntries(
    Object.entries(bodySchemas).flatMap(([version, kinds]) =>
      Object.entries(kinds).map(([kind, schema]) => [bodyName(version, kind), schema]),
    ),
  ),
  ...Object.fromEntries(eventTypes.map((type) => [`event.${type}`, eventSchemas[type]])),
  ...Object.fromEntries(Object.entries(framesToClient).map(([name, schema]) => [frameName(name), schema])),
  ...Object.fromEntries(Object.entries(framesToServer).map(([name, schema]) => [frameName(name), schema])),
  ...Object.fromEntries(commandNames.map((name) => [commandBodyName(name), commands[name].body])),
  commandAnswer: commandAnswerSchema,
  problem: problemSchema,
  me: meSchema,
  incidentFile: incidentFileSchema,
  proposal: proposalSchema,
  quarantine: quarantineSchema,
  incident: incidentSchema,
  assignment: assignmentSchema,
  overdue: overdueSchema,
  alarm: alarmSchema,
  actor: actorSchema,
  event: anyEventSchema,
  picture: picture.pictureSchema,
  latest: picture.latestSchema,
  vector: picture.vectorSchema,
  area: picture.areaSchema,
  site: picture.siteSchema,
  source: picture.sourceSchema,
  unit: picture.unitSchema,
  person: picture.personSchema,
  unitPosition: picture.unitPositionSchema,
  siteReading: picture.siteReadingSchema,
  cameraReading: cameraReadingSchema,
  contractRange: contractRangeSchema,
  position: positionSchema,
  id: idSchema,
  key: keySchema,
  atMs: atMsSchema,
  siteType: words.siteTypeSchema,
  sourceType: words.sourceTypeSchema,
  siteAlarmKind: words.siteAlarmKindSchema,
  alarmKind: words.alarmKindSchema,
  priority: words.prioritySchema,
  origin: words.originSchema,
  stage: words.stageSchema,
  assignmentState: words.assignmentStateSchema,
  unitKind: words.unitKindSchema,
  outcome: words.outcomeSchema,
  validationLevel: words.validationLevelSchema,
  evidence: words.evidenceSchema,
  clockStep: words.clockStepSchema,
  role: words.roleSchema,
  sitePresence: words.sitePresenceSchema,
};

/** The name of an outbox entry's body in one contract version. */
export function bodyName(version: string, kind: string): string {
  return `mqtt.body.v${version}.${kind}`;
}

/** The name of a live frame. */
export function frameName(name: string): string {
  return `live.${name}`;
}

/** The name of a command's body. */
export function commandBodyName(name: string): string {
  return `command.${name}`;
}

/** Each named shape as a file beside the others, JSON Schema 2020-12. */
export function schemaFiles(): Record<string, JsonSchema> {
  return render('draft-2020-12', (name) => `${name}.json`);
}

/** Each named shape as a component of one document, known by its place and not by an id of its own. */
export function components(target: Target): Record<string, JsonSchema> {
  const schemas = render(target, place);
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, bare(schema)]));
}

/** Any shape inside such a document: a reference where it has a name, else written out, with references inside it. */
export function inline(schema: z.ZodType): JsonSchema {
  const name = Object.keys(named).find((each) => named[each] === schema);
  return name ? { $ref: place(name) } : bare(render('draft-2020-12', place, { it: schema })['it']!);
}

/** Where a component stands. */
export function place(name: string): string {
  return `#/components/schemas/${name}`;
}

type Target = 'draft-2020-12' | 'draft-07';

/**
 * All shapes as they are sent: a field with a default may be left out. `uri` tells how one refers to another. A name
 * that stands for the same shape as an earlier one refers to it.
 */
function render(
  target: Target,
  uri: (name: string) => string,
  more: Readonly<Record<string, z.ZodType>> = {},
): Record<string, JsonSchema> {
  const registry = z.registry<{ id: string }>();
  const first = new Map<z.ZodType, string>();
  const all = { ...named, ...more };
  for (const [name, schema] of Object.entries(all)) {
    if (first.has(schema)) continue;
    first.set(schema, name);
    registry.add(schema, { id: name });
  }
  const { schemas } = z.toJSONSchema(registry, { target, io: 'input', uri });
  return Object.fromEntries(
    Object.entries(all).map(([name, schema]) => {
      const own = first.get(schema)!;
      return [name, own === name ? schemas[name]! : { $ref: uri(own) }];
    }),
  );
}

function bare({ $schema: _dialect, $id: _id, ...schema }: JsonSchema): JsonSchema {
  return schema;
}

function rows(
  table: string,
  topics: Readonly<Record<string, { schema: z.ZodType }>>,
): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(topics).map(([name, row]) => [`${table}.${name}`, row.schema]));
}
