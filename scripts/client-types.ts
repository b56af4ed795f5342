/** Writes the types of the client that the contract tests use: run it after `npm run openapi`. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CLIENT_TYPES, clientTypes } from '../test/support/client-types.js';

mkdirSync(fileURLToPath(new URL('.', CLIENT_TYPES)), { recursive: true });
writeFileSync(CLIENT_TYPES, await clientTypes(readFileSync('openapi/openapi.json', 'utf8')));
