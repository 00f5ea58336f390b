// What is wrong with a configuration, all of it at once: each fault with its line, its path and what to do.
import { forbiddenField } from '@haixi/proto/mqtt/forbidden';
import { z } from 'zod';

/** One fault. `path` is empty where the whole file is meant. */
export interface Fault {
  readonly path: readonly PropertyKey[];
  readonly todo: string;
}

/** The faults behind a failed parse. A name that is forbidden is told apart from one that is only unknown. */
export function schemaFaults(error: z.ZodError): Fault[] {
  return error.issues.flatMap((issue): Fault[] => {
    if (issue.code !== 'unrecognized_keys') return [{ path: issue.path, todo: issue.message }];
    return issue.keys.map((name) => ({ path: [...issue.path, name], todo: aboutUnknown(name) }));
  });
}

/** What a schema can't see: ids that are used twice, and a key that is missing or given twice. */
export function crossFaults(sites: readonly LooseSite[]): Fault[] {
  const keyFaults = sites.flatMap(({ key, keyFile }, index): Fault[] => {
    if ((key === undefined) !== (keyFile === undefined)) return [];
    return [{ path: ['sites', index, 'key'], todo: 'give the site either a key or a keyFile' }];
  });
  const sourceFaults = sites.flatMap(({ sources }, index) => twice(sources, ['sites', index, 'sources']));
  return [...keyFaults, ...twice(sites, ['sites']), ...sourceFaults];
}

/** The sites as far as they can be read, so that one fault doesn't hide another. */
export function looseSites(raw: unknown): LooseSite[] {
  return looseSchema.parse(raw).sites;
}

/** `sites[0].sources[1].kind`, as people write paths. */
export function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

const text = z.string().optional().catch(undefined);

const looseSiteSchema = z
  .object({
    id: text,
    key: z.unknown().optional(),
    keyFile: z.unknown().optional(),
    sources: z.array(z.object({ id: text }).catch({})).catch([]),
  })
  .catch({ sources: [] });
export type LooseSite = z.infer<typeof looseSiteSchema>;

const looseSchema = z.object({ sites: z.array(looseSiteSchema).catch([]) }).catch({ sites: [] });

function twice(list: readonly { id?: string | undefined }[], path: readonly PropertyKey[]): Fault[] {
  return list.flatMap(({ id }, index): Fault[] => {
    const first = list.findIndex((other) => other.id === id);
    if (id === undefined || first === index) return [];
    const todo = `${id} is used already at ${pathText([...path, first, 'id'])}: give it an id of its own`;
    return [{ path: [...path, index, 'id'], todo }];
  });
}

function aboutUnknown(name: string): string {
  return forbiddenField({ [name]: null }) === null
    ? 'this field is not known: remove it or check its spelling'
    : 'this name is forbidden: nothing here may tell about people or vehicles (rule X1)';
}
