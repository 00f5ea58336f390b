// The AsyncAPI document as a stranger's tools see it: read by the official parser, without an error.
import { readFile } from 'node:fs/promises';
import { DiagnosticSeverity, Parser } from '@asyncapi/parser';
import { siteTopics } from '@haixi/proto/mqtt/topics';
import { expect, test } from 'vitest';

const file = new URL('../../docs/wire/asyncapi.json', import.meta.url);

test('L6 the official parser accepts the AsyncAPI document and finds every topic in it', async () => {
  const { document, diagnostics } = await new Parser().parse(await readFile(file, 'utf8'));
  const errors = diagnostics.filter((each) => each.severity === DiagnosticSeverity.Error);
  expect(errors.map((each) => `${each.path.join('.')}: ${each.message}`)).toEqual([]);
  const addresses = document
    ?.channels()
    .all()
    .map((channel) => channel.address());
  expect(addresses).toEqual(expect.arrayContaining(Object.values(siteTopics).map((row) => row.topic)));
});

test('L6 the parser does find a fault where there is one', async () => {
  const text = await readFile(file, 'utf8');
  const { diagnostics } = await new Parser().parse(text.replace('"action": "send"', '"action": "shout"'));
  expect(diagnostics.some((each) => each.severity === DiagnosticSeverity.Error)).toBe(true);
});
