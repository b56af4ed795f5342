import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { paths } from '../support/generated/api.js';
import { type OperationsAtWork, refusal, taken } from './journey.js';

type Api = Client<paths>;

const BODY = { url: 'https://hooks.example.com/here', types: ['lead.*'] };

/** An endpoint is made, changed, tested and deleted; unsafe ones, and one more than allowed, are refused. */
export async function subscribe(
  api: Api,
  { fillWebhookEndpoints }: Pick<OperationsAtWork, 'fillWebhookEndpoints'>,
): Promise<void> {
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
  await refuseTooMany(api, () => fillWebhookEndpoints(made.id));
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

async function refuseTooMany(api: Api, fill: () => Promise<unknown>): Promise<void> {
  const create = (url: string) => api.POST('/v1/webhook-endpoints', { body: { ...BODY, url } });
  assert.equal(refusal(await create('http://169.254.169.254/latest')), '422 rule_refused');
  await fill();
  assert.equal(refusal(await create(BODY.url)), '409 conflict');
}
