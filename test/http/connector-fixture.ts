import { request } from 'node:http';
import type { Static } from 'typebox';
import type { ConnectorPayloadSchema } from '../../src/http/schemas/connector-payloads.js';
import type { IssuedConnector } from '../../src/http/schemas/connectors.js';
import { type LeadOut, listAll, type TestService } from './ingest-fixture.js';

export type Issued = Static<typeof IssuedConnector>;
export type Payload = Static<typeof ConnectorPayloadSchema>;

export interface Answered {
  status: number;
  text: string;
  body: { payloads?: { id: string; state: string }[]; code?: string };
}

/** Posts bytes as another system does: without an API key. */
export function sender(url: string) {
  return (address: string, bytes: string | Buffer, headers: Record<string, string> = {}, method = 'POST') =>
    new Promise<Answered>((resolve, reject) => {
      const sent = request(`${url}${address}`, { method, headers: { 'content-type': 'application/json', ...headers } });
      sent.on('error', reject);
      sent.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => {
          const text = Buffer.concat(parts).toString('utf8');
          const isJson = String(response.headers['content-type']).includes('json');
          resolve({ status: response.statusCode ?? 0, text, body: isJson ? JSON.parse(text) : {} });
        });
      });
      sent.end(bytes);
    });
}

/** A workspace with a connector, and what its tests do. */
export async function makeConnector(service: TestService, settings: object) {
  const workspace = await service.makeWorkspace();
  const { post, get, patch, call } = workspace;
  const source = (await post<{ id: string }>('/v1/sources', { channel: 'live_chat', name: 'Website chat' })).body.id;
  const body = { name: 'Chat', kind: 'generic', sourceId: source, ...settings };
  const made = await post<Issued>('/v1/connectors', body);
  if (made.status !== 201) throw new Error(made.text);
  const { id, address } = made.body;
  const path = `/v1/connectors/${id}`;
  const send = sender(service.urls[0] ?? '');
  return {
    ...{ ...workspace, source, id, address, path, send, issued: made.body },
    deliver: (payload: unknown, headers: Record<string, string> = {}) =>
      send(address, JSON.stringify(payload), headers),
    change: (settings: object) => patch<Issued>(path, settings),
    payloads: () => listAll<Payload>(get, `${path}/payloads`),
    payload: async (payloadId: string) => (await get<Payload>(`${path}/payloads/${payloadId}`)).body,
    replay: (payloadId: string) => call<Payload>('POST', `${path}/payloads/${payloadId}/replay`),
    leads: () => listAll<LeadOut>(get, '/v1/leads'),
  };
}
