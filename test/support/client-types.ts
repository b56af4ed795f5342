import openapiTS, { astToString } from 'openapi-typescript';

/** Types of a client, generated from a document. Comments repeat the document, so they are left out. */
export async function clientTypes(document: string): Promise<string> {
  const nodes = await openapiTS(document, { alphabetize: true });
  const text = astToString(nodes, { formatOptions: { removeComments: true } });
  return `// Generated from openapi/openapi.json by npm run generate: do not edit.\n${text}`;
}
