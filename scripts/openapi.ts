/** Writes openapi/openapi.json and openapi/routes.txt from the operations; with --check only tells whether they are current. */
import { readFileSync, writeFileSync } from 'node:fs';
import { operations, tags } from '../src/http/api.js';
import { buildDocument, documentText, routesText } from '../src/http/openapi.js';
import { exampleFaults } from './openapi-examples.js';
import { shapeFaults } from './openapi-shapes.js';

const document = buildDocument(operations, tags);
const files = new Map([
  ['openapi/openapi.json', documentText(document)],
  ['openapi/routes.txt', routesText(operations)],
]);

const faults = [...exampleFaults(operations), ...shapeFaults(document)];
for (const [path, text] of files) {
  if (!process.argv.includes('--check')) writeFileSync(path, text);
  else if (read(path) !== text)
    faults.push(`${path} differs from the operations: run npm run openapi, and review the change`);
}
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 ? 1 : 0;

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
