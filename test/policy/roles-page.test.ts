// docs/roles.md is what the walk expects, and never behind it.
import { format, resolveConfig } from 'prettier';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { rolesPage } from './roles-page.js';

const page = fileURLToPath(new URL('../../docs/roles.md', import.meta.url));

test('W1 docs/roles.md is not behind the tables; if it is, run: npx vitest run --project test policy/roles-page -u', async () => {
  const style = await resolveConfig(page);
  const text = await format(rolesPage(), { ...style, parser: 'markdown' });
  await expect(text).toMatchFileSnapshot(page);
});
