/**
 * Compares the API document with that of the last release: what clients would lose has to be named in the changelog.
 * Where oasdiff is installed, our comparison has to find what oasdiff finds.
 * `npm run check -- compatibility` compares; `tsx scripts/check-compatibility.ts --release` makes the present document the released one.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { breakagesBetween, contractOnly, undeclared } from './compatibility/documents.js';
import { oasdiffErrors, unmatchedErrors } from './compatibility/oasdiff.js';
import type { Json } from './json.js';

const RELEASED = 'openapi/released.json';
const CURRENT = 'openapi/openapi.json';

const read = (path: string): Json => JSON.parse(readFileSync(path, 'utf8')) as Json;

if (process.argv.includes('--release')) {
  writeFileSync(RELEASED, `${JSON.stringify(contractOnly(read(CURRENT)))}\n`);
  console.log(`wrote ${RELEASED}`);
} else {
  const { version } = read('package.json');
  const { info } = read(CURRENT) as { info: Json };
  if (info.version !== version)
    console.error(`The document has the version ${info.version}, package.json ${version}: correct src/version.ts.`);
  const breakages = breakagesBetween(read(RELEASED), read(CURRENT));
  const missing = undeclared(breakages, readFileSync('CHANGELOG.md', 'utf8'));
  for (const { key, detail } of missing) console.error(`${key}: ${detail}`);
  if (missing.length > 0)
    console.error(
      `Clients of the released document break on ${missing.length} changes. Keep what they rely on, or name each in backticks in the section "Unreleased" of CHANGELOG.md, as in \`${missing[0]?.key}\`.`,
    );
  const errors = oasdiffErrors(RELEASED, CURRENT);
  if (errors === undefined) console.log('oasdiff is not installed: only our own comparison was made.');
  const unmatched = unmatchedErrors(errors ?? [], breakages);
  for (const { operationId, text } of unmatched)
    console.error(`${operationId}: ${text}, by oasdiff; scripts/compatibility does not find it.`);
  process.exitCode = missing.length + unmatched.length > 0 || info.version !== version ? 1 : 0;
}
