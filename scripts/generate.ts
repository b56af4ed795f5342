/**
 * `npm run generate` writes every generated file. `npm run generate -- --check` reports the files that are not current.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { operations, tags } from '../src/http/api.js';
import { buildDocument, routesText } from '../src/http/openapi.js';
import { asOpenApi30 } from '../src/http/openapi-3-0.js';
import { documentText } from '../src/http/openapi-text.js';
import { clientTypes } from '../test/support/client-types.js';
import { errorPage } from './error-page.js';
import { exampleFaults } from './openapi-examples.js';
import { nameFaults } from './openapi-names.js';
import { shapeFaults } from './openapi-shapes.js';

const document = buildDocument(operations, tags);
const text = documentText(document);
const generated: Record<string, string> = {
  'openapi/openapi.json': text,
  'openapi/openapi-3.0.json': documentText(asOpenApi30(document)),
  'openapi/routes.txt': routesText(operations),
  'docs/errors.md': errorPage(),
  'test/support/generated/api.ts': await clientTypes(text),
};

const faults = [
  ...exampleFaults(operations, document),
  ...shapeFaults(document),
  ...nameFaults(document),
  ...unmarked(),
  ...update(),
];
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

function update(): string[] {
  const differing = Object.entries(generated).filter(([path, content]) => read(path) !== content);
  if (process.argv.includes('--check'))
    return differing.map(([path]) => `${path} is not current: run npm run generate, and review the change`);
  for (const [path, content] of differing) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    console.log(`wrote ${path}`);
  }
  return [];
}

/** Code reviews collapse the files that `.gitattributes` marks as generated. */
function unmarked(): string[] {
  const marked = (read('.gitattributes') ?? '').split('\n');
  return Object.keys(generated)
    .filter((path) => !marked.includes(`${path} linguist-generated`))
    .map((path) => `.gitattributes does not mark ${path} as linguist-generated`);
}

function read(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
