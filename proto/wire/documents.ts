// All documents of the wire by their file names, as text: what stands under docs/wire. Pure and the same each time.
import { asyncApi } from './asyncapi.js';
import { openApi } from './openapi.js';
import { schemaFiles } from './schemas.js';

/** Path under docs/wire → the file's text. */
export function documents(): Record<string, string> {
  const files: Record<string, unknown> = { 'asyncapi.json': asyncApi(), 'openapi.json': openApi() };
  for (const [name, schema] of Object.entries(schemaFiles())) files[`schemas/${name}.json`] = schema;
  return Object.fromEntries(
    Object.entries(files).map(([path, document]) => [path, `${JSON.stringify(document, null, 2)}\n`]),
  );
}

/** The paths that are missing, differ or should not be there, given what stands there now. */
export function stale(present: Readonly<Record<string, string>>): string[] {
  const wanted = documents();
  return [...new Set([...Object.keys(wanted), ...Object.keys(present)])]
    .filter((path) => wanted[path] !== present[path])
    .toSorted();
}
