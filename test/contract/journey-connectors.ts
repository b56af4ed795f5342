import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { paths } from '../support/generated/api.js';
import { refusal, taken } from './journey.js';

type Api = Client<paths>;

/** A connector is made, changed, given payloads, given another address, and deleted. */
export async function connect(api: Api, fillConnectors: (connectorId: string) => Promise<unknown>) {
  const source = taken(await api.POST('/v1/sources', { body: { channel: 'live_chat', name: 'Journey chat' } }));
  const fields = [{ to: 'email' as const, pointer: '/mail', required: true }];
  const body = { name: 'Chat', kind: 'generic' as const, sourceId: source.id, fields };
  const create = (sourceId: string) => api.POST('/v1/connectors', { body: { ...body, sourceId } });
  const made = taken(await create(source.id));
  assert.match(made.address, /^\/v1\/inbound\//);
  assert.equal(refusal(await create(made.id)), '422 rule_refused');
  const params = { path: { connectorId: made.id } };
  assert.ok(taken(await api.GET('/v1/connectors')).data.some(({ id }) => id === made.id));
  const patch = (changes: { fields: { to: 'email' | 'city'; pointer: string }[] }) =>
    api.PATCH('/v1/connectors/{connectorId}', { params, body: changes });
  assert.equal(refusal(await patch({ fields: [{ to: 'city', pointer: '/city' }] })), '422 rule_refused');
  const add = (text: string) => api.POST('/v1/connectors/{connectorId}/payloads', { params, body: { text } });
  const payload = taken(await add('{"visitor":{"email":"chat@analytical-engines.com"}}'));
  assert.equal(refusal(await add('{')), '422 rule_refused');
  const one = { path: { connectorId: made.id, payloadId: payload.id } };
  const state = async () =>
    taken(await api.GET('/v1/connectors/{connectorId}/payloads/{payloadId}', { params: one })).state;
  assert.equal(await state(), 'failed');
  taken(await patch({ fields: [{ to: 'email', pointer: '/visitor/email' }] }));
  assert.equal(taken(await api.GET('/v1/connectors/{connectorId}', { params })).fields.length, 1);
  const replay = () => api.POST('/v1/connectors/{connectorId}/payloads/{payloadId}/replay', { params: one });
  taken(await replay());
  assert.equal(await state(), 'accepted');
  const failed = taken(await api.POST('/v1/connectors/{connectorId}/replay', { params, body: {} }));
  assert.equal(failed.payloads, 0);
  const [listed] = taken(await api.GET('/v1/connectors/{connectorId}/payloads', { params })).data;
  const leadId = listed?.leadId ?? '';
  assert.equal((await api.DELETE('/v1/leads/{leadId}', { params: { path: { leadId } } })).response.status, 204);
  assert.equal(refusal(await replay()), '409 conflict');
  const rotated = taken(await api.POST('/v1/connectors/{connectorId}/rotate-address', { params }));
  assert.notEqual(rotated.address, made.address);
  await backfill(api, made.id, source.id);
  await fillConnectors(made.id);
  assert.equal(refusal(await create(source.id)), '409 conflict');
  assert.equal((await api.DELETE('/v1/connectors/{connectorId}', { params })).response.status, 204);
}

/** The leads that a connector of Meta missed are read again; a generic one has no list of them, and a disabled one reads nothing. */
async function backfill(api: Api, genericId: string, sourceId: string) {
  const of = (connectorId: string) => ({ path: { connectorId } });
  const start = (connectorId: string) =>
    api.POST('/v1/connectors/{connectorId}/backfill', { params: of(connectorId), body: { formIds: ['12312312312'] } });
  assert.equal(refusal(await start(genericId)), '422 rule_refused');
  const settings = { name: 'Meta', kind: 'meta_lead_ads' as const, sourceId, fields: [] };
  const body = { ...settings, secret: 'app-secret', accessToken: 'page-token' };
  const params = of(taken(await api.POST('/v1/connectors', { body })).id);
  assert.equal(taken(await start(params.path.connectorId)).payloadsAdded, 0);
  const read = taken(await api.GET('/v1/connectors/{connectorId}/backfill', { params }));
  assert.deepEqual(read.formIds, ['12312312312']);
  taken(await api.PATCH('/v1/connectors/{connectorId}', { params, body: { enabled: false } }));
  assert.equal(refusal(await start(params.path.connectorId)), '409 conflict');
  assert.equal((await api.DELETE('/v1/connectors/{connectorId}', { params })).response.status, 204);
}
