// The directory's part of the environment: whole, over TLS beyond this machine, or refused in words.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readEnvironment } from './environment.js';

const folder = mkdtempSync(join(tmpdir(), 'haixi-directory-'));
const file = join(folder, 'secret');
writeFileSync(file, 'of the tests\n');
afterAll(() => rmSync(folder, { recursive: true }));

const server = { PORT: '8080', HAIXI_DATA: '/data', DATABASE_URL: 'postgres://app@127.0.0.1/haixi' };
const directory = {
  HAIXI_OIDC_ISSUER: 'https://login.example',
  HAIXI_OIDC_CLIENT_ID: 'haixi',
  HAIXI_OIDC_CLIENT_SECRET_FILE: file,
};

test('W5 a directory is read with its secret from a file; without an issuer there is none', () => {
  expect(readEnvironment(server).directory).toBeNull();
  expect(readEnvironment({ ...server, ...directory }).directory).toEqual({
    issuer: 'https://login.example',
    clientId: 'haixi',
    clientSecret: 'of the tests',
    name: 'login.example',
    claim: 'preferred_username',
  });
});

test('W5 half a directory, and one that is asked without TLS beyond this machine, stop the start in words', () => {
  const start = (change: Record<string, string>) => () =>
    readEnvironment({ ...server, ...directory, ...change });
  expect(start({ HAIXI_OIDC_CLIENT_ID: '' })).toThrow(/HAIXI_OIDC_CLIENT_ID/);
  expect(start({ HAIXI_OIDC_ISSUER: 'http://login.example' })).toThrow(/https/);
  expect(start({ HAIXI_OIDC_ISSUER: 'http://127.0.0.1:9000' })).not.toThrow();
});
