import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './generated/api.js';

/** An answer to the client, with the template of the called path. */
export interface RecordedAnswer {
  method: string;
  template: string;
  path: string;
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** A client generated from the document, as other programs use it. Calls `record` with each answer. */
export function typedClient(baseUrl: string, key: string, record: (answer: RecordedAnswer) => void): Client<paths> {
  const client = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${key}` } });
  client.use({
    async onResponse({ request, response, schemaPath }) {
      record({
        method: request.method,
        template: schemaPath,
        path: new URL(request.url).pathname,
        status: response.status,
        headers: Object.fromEntries(response.headers),
        text: await response.clone().text(),
      });
    },
  });
  return client;
}
