import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { components, paths } from '../support/generated/api.js';
import { type OperationsAtWork, refusal, taken } from './journey.js';

type Api = Client<paths>;
type Work = Pick<OperationsAtWork, 'deliverTo' | 'fillWebhookEndpoints'>;

const BODY = { url: 'https://hooks.example.com/here', types: ['lead.*'] };

/** An endpoint is made, changed, tested and deleted; unsafe ones, and one more than allowed, are refused. */
export async function subscribe(api: Api, work: Work, clientWith: (token: string) => Api): Promise<void> {
  const made = taken(
    await api.POST('/v1/webhook-endpoints', { body: { ...BODY, headers: [{ name: 'a', value: 'b' }] } }),
  );
  assert.match(made.secret, /^whsec_/);
  const params = { path: { webhookEndpointId: made.id } };
  const rotated = taken(
    await api.POST('/v1/webhook-endpoints/{webhookEndpointId}/rotate-secret', { params, body: { overlapHours: 1 } }),
  );
  assert.notEqual(rotated.secret, made.secret);
  const test = () => api.POST('/v1/webhook-endpoints/{webhookEndpointId}/test', { params });
  assert.equal(taken(await test()).id, made.id);
  const patch = (body: { url?: string; enabled?: boolean }) =>
    api.PATCH('/v1/webhook-endpoints/{webhookEndpointId}', { params, body });
  assert.equal(refusal(await patch({ url: 'https://127.0.0.2/' })), '422 rule_refused');
  assert.equal(taken(await patch({ enabled: false })).enabled, false);
  assert.equal(refusal(await test()), '409 conflict');
  assert.deepEqual(taken(await api.GET('/v1/webhook-endpoints/{webhookEndpointId}', { params })).headerNames, ['a']);
  assert.deepEqual(taken(await api.GET('/v1/webhook-endpoints/{webhookEndpointId}/deliveries', { params })).data, []);
  assert.deepEqual(taken(await api.GET('/v1/webhook-endpoints/{webhookEndpointId}/attempts', { params })).data, []);
  await sendAgain(api, made.id);
  await endWithKey(api, work, clientWith);
  await refuseTooMany(api, () => work.fillWebhookEndpoints(made.id));
  assert.equal((await api.DELETE('/v1/webhook-endpoints/{webhookEndpointId}', { params })).response.status, 204);
}

async function sendAgain(api: Api, webhookEndpointId: string): Promise<void> {
  const params = { path: { webhookEndpointId } };
  const resend = (body: { failedSince?: string }) =>
    api.POST('/v1/webhook-endpoints/{webhookEndpointId}/resend', { params, body });
  assert.equal(taken(await resend({ failedSince: '2026-01-01T00:00:00Z' })).deliveries, 0);
  assert.equal(refusal(await resend({})), '422 rule_refused');
  const replay = (fromSequence: number) =>
    api.POST('/v1/webhook-endpoints/{webhookEndpointId}/replay', { params, body: { fromSequence } });
  assert.equal(taken(await replay(5)).position, 4);
  assert.equal(refusal(await replay(1_000_000_000)), '422 rule_refused');
}

/** An endpoint has the rights of the key that made it, and ends with it. */
async function endWithKey(api: Api, { deliverTo }: Work, clientWith: (token: string) => Api): Promise<void> {
  const scopes: components['schemas']['ApiKeyCreate']['scopes'] = ['webhooks:write', 'webhooks:read', 'events:read'];
  const key = taken(await api.POST('/v1/api-keys', { body: { name: 'Integrator', kind: 'service', scopes } }));
  const { id } = taken(await clientWith(key.token).POST('/v1/webhook-endpoints', { body: BODY }));
  taken(await api.POST('/v1/api-keys/{apiKeyId}/revoke', { params: { path: { apiKeyId: key.id } } }));
  taken(await api.POST('/v1/leads', { body: { email: 'key@webhooks.example' } }));
  await deliverTo(id);
  const params = { path: { webhookEndpointId: id } };
  assert.equal(
    taken(await api.GET('/v1/webhook-endpoints/{webhookEndpointId}', { params })).disabledReason,
    'key_ended',
  );
}

async function refuseTooMany(api: Api, fill: () => Promise<unknown>): Promise<void> {
  const create = (url: string) => api.POST('/v1/webhook-endpoints', { body: { ...BODY, url } });
  assert.equal(refusal(await create('http://169.254.169.254/latest')), '422 rule_refused');
  await fill();
  assert.equal(refusal(await create(BODY.url)), '409 conflict');
}
