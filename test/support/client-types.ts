import { readFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

/** Where the types of the client that the tests use are kept. */
export const CLIENT_TYPES = new URL('./generated/api.ts', import.meta.url);

/** Types of a client, generated from a document. Comments repeat the document, so they are left out. */
export async function clientTypes(document: string): Promise<string> {
  const nodes = await openapiTS(document, { alphabetize: true });
  const text = astToString(nodes, { formatOptions: { removeComments: true } });
  return `// Generated from openapi/openapi.json by scripts/client-types.ts: do not edit.\n${text}`;
}

export function committedClientTypes(): string {
  return readFileSync(CLIENT_TYPES, 'utf8');
}
