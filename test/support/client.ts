import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './generated/api.js';

/** What the client got, by the template of the path that was called. */
export interface Heard {
  method: string;
  template: string;
  path: string;
  status: number;
  headers: Record<string, string>;
  text: string;
}

/** A client generated from the document, as a program of somebody else would use it. Each answer is told to `hear`. */
export function typedClient(baseUrl: string, key: string, hear: (heard: Heard) => void): Client<paths> {
  const client = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${key}` } });
  client.use({
    async onResponse({ request, response, schemaPath }) {
      hear({
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
