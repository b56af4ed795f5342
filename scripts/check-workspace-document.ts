/** Lints the OpenAPI document of a workspace with an attribute of every type, by the rules that the document of the service keeps. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { declaredAttributes } from '../src/core/attributes/declared.js';
import type { AttributeDefinition } from '../src/core/attributes/definition.js';
import { DECLARED_TYPES, hasOptions } from '../src/core/attributes/kind.js';
import { operations, tags } from '../src/http/api.js';
import { documentTexts } from '../src/http/openapi-text.js';
import { workspaceDocument } from '../src/http/workspace-document.js';
import type { Json } from './json.js';
import { nameFaults } from './openapi-names.js';
import { shapeFaults } from './openapi-shapes.js';

const FILE = 'node_modules/.cache/workspace-openapi.json';

const definition = (name: string, more: Partial<AttributeDefinition>): AttributeDefinition => ({
  name,
  label: `The ${name}`,
  type: 'text',
  options: null,
  requiredForStages: [],
  unique: false,
  defaultValue: null,
  description: null,
  personal: false,
  archivedAt: null,
  ...more,
});

const definitions = [
  ...DECLARED_TYPES.map((type) => definition(type, { type, options: hasOptions(type) ? ['Basic', 'Premium'] : null })),
  definition('contract-No.2', { unique: true, personal: true, description: 'The contract with its number' }),
  definition('rating', { type: 'one_of', options: ['A+', 'A-'] }),
  definition('old', { archivedAt: new Date(0) }),
];

const base = documentTexts(operations, tags).openApi31();
const documents = (['accepted', 'refused'] as const).map((undeclared) =>
  workspaceDocument(base, declaredAttributes(definitions, undeclared)),
);
const faults = documents.flatMap((document) => [...shapeFaults(document as Json), ...nameFaults(document as Json)]);
mkdirSync('node_modules/.cache', { recursive: true });
writeFileSync(FILE, JSON.stringify(documents[1], null, 1));
const linted = await Promise.all([
  run('redocly', ['lint', FILE, '--config', 'redocly.yaml', '--max-problems', '50']),
  run('spectral', ['lint', FILE, '--ruleset', '.spectral.yaml', '--fail-severity', 'hint']),
]);
for (const fault of faults) console.error(fault);
process.exitCode = faults.length > 0 || linted.includes(false) ? 1 : 0;

function run(program: string, args: string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(`node_modules/.bin/${program}`, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('error', reject);
    child.on('close', (code) => resolve(code === 0));
  });
}
