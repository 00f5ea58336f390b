// What a button is, as people write it among the sources of a site.
import { idSchema } from '@haixi/proto/basics';
import { z } from 'zod';

export const buttonSchema = z.strictObject({
  id: idSchema,
  type: z.literal('button'),
  kind: z.enum(['panic', 'help'], 'write panic (a hold-up) or help (come when you can)'),
});
export type ButtonConfig = z.infer<typeof buttonSchema>;
