import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import t from 'tap';
import { clientTypes } from '../support/client-types.js';
import { type OpenApiDocument, operationsOf } from './document.js';

const DOCUMENT = resolve('openapi/openapi.json');
const text = readFileSync(DOCUMENT, 'utf8');
const COMPLAINT = /warn|error|fail|deprecat|⚠|❌/i;

t.test('openapi-typescript takes the document without a complaint', async (t) => {
  const said: unknown[] = [];
  for (const level of ['log', 'info', 'warn', 'error'] as const) {
    t.intercept(console, level, { value: (...words: unknown[]) => void said.push(...words) });
  }
  t.match(await clientTypes(text), 'export interface operations');
  t.strictSame(said, []);
});

t.test('openapi-ts of Hey API takes the document without a complaint, and makes every operation', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-client-'));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const output = join(folder, 'client');
  const plugins = ['@hey-api/typescript', '@hey-api/sdk', '@hey-api/client-fetch'];
  const args = ['-i', DOCUMENT, '-o', output, '--no-log-file', '-p', ...plugins];
  const { stdout, stderr } = await promisify(execFile)(resolve('node_modules/.bin/openapi-ts'), args, { cwd: folder });
  t.equal(stderr, '');
  t.notMatch(stdout.replaceAll(folder, ''), COMPLAINT);
  const sdk = readFileSync(join(output, 'sdk.gen.ts'), 'utf8');
  const operations = operationsOf(JSON.parse(text) as OpenApiDocument);
  t.ok(operations.length > 0);
  for (const { id } of operations) {
    t.match(sdk, new RegExp(`export const ${id} = `), id);
  }
});
