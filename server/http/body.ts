// The JSON body of a request, read by its schema: the first thing that is wrong is told by its field.
import type { z } from 'zod';
import { Refusal } from './problem.js';

/** The body as its schema has it. Throws a refusal, 400 `bad_body`, that names the field and the rule. */
export function readBody<S extends z.ZodType>(schema: S, body: unknown): z.output<S> {
  const read = schema.safeParse(body);
  if (read.success) return read.data;
  const issue = read.error.issues[0]!;
  const keys = issue.code === 'unrecognized_keys' ? issue.keys : [];
  throw new Refusal(400, {
    code: 'bad_body',
    where: ['body', ...issue.path.map(String), ...keys].join('.'),
    rule: issue.message,
    todo: 'see GET /api/openapi.json',
  });
}
