import Type from 'typebox';
import {
  WEBHOOK_DISABLED_REASONS,
  WEBHOOK_PAYLOADS,
  WEBHOOK_SIGNATURES,
  type WebhookEndpoint,
} from '../../core/webhooks/endpoint.js';
import { isoOrNull } from '../instants.js';
import { operation } from '../operations.js';
import { pageRequest, resource } from '../resource.js';
import { Id } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import {
  IssuedWebhookEndpoint,
  WebhookEndpointCreate,
  WebhookEndpointList,
  WebhookEndpointPatch,
  WebhookEndpointSchema,
  WebhookReplay,
  WebhookSecretRotate,
} from '../schemas/webhooks.js';
import { checkLeadScopes } from './condition-scopes.js';

const ENDPOINT = {
  id: EXAMPLE_ID,
  version: 1,
  url: 'https://hooks.example.com/headwater',
  types: ['lead.*', 'deal.won'],
  description: 'Marketing automation',
  payload: 'full',
  headerNames: ['x-receiver-token'],
  skipOwn: [],
  signature: 'hmac_sha256',
  enabled: true,
  disabledReason: null,
  disabledAt: null,
  principalId: OTHER_ID,
  position: 120,
  failures: 0,
  failingSince: null,
  createdAt: AT,
  updatedAt: AT,
};
const ISSUED = { ...ENDPOINT, secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD...' };

function endpointOut(endpoint: WebhookEndpoint) {
  const { id, version, url, types, description, payload, headers, skipActors, signature, enabled } = endpoint;
  const where = endpoint.where ?? undefined;
  const { disabledReason, principalId, position, failures } = endpoint;
  return {
    ...{ id, version, url, types, description, where, payload, headerNames: headers.map(({ name }) => name) },
    ...{ skipOwn: skipActors, signature, enabled, disabledReason, disabledAt: isoOrNull(endpoint.disabledAt) },
    ...{ principalId, position, failures, failingSince: isoOrNull(endpoint.failingSince) },
    createdAt: endpoint.createdAt.toISOString(),
    updatedAt: endpoint.updatedAt.toISOString(),
  };
}

const endpoints = resource({
  tag: 'Webhooks',
  noun: 'webhookEndpoint',
  plural: 'webhook endpoints',
  path: '/v1/webhook-endpoints',
  read: ['webhooks:read'],
  write: ['webhooks:write', 'events:read'],
  schema: WebhookEndpointSchema,
  list: WebhookEndpointList,
  example: ENDPOINT,
  out: endpointOut,
});
const one = '/v1/webhook-endpoints/:webhookEndpointId';

export const createWebhookEndpoint = operation({
  id: 'createWebhookEndpoint',
  method: 'POST',
  path: '/v1/webhook-endpoints',
  tag: 'Webhooks',
  summary: 'Create a webhook endpoint',
  description:
    'Events from now on are sent to it as POST requests, signed by Standard Webhooks 1.0, each at least once: `webhook-id` is the same in all attempts. Events about one lead come in their order. An attempt that fails is repeated after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, give or take a fifth. After a redirect (301) or a 4xx other than 408, 425 and 429, such as 401 or 404, the first three pauses are 30 min each. `Retry-After` is honoured, and 410 disables the endpoint. The answer has the secret, which is shown nowhere else. Events are sent with the rights of the calling key, and end with it.',
  scopes: ['webhooks:write', 'events:read'],
  body: WebhookEndpointCreate,
  bodyExample: {
    url: 'https://hooks.example.com/headwater',
    types: ['lead.*', 'deal.won'],
    description: 'Marketing automation',
    headers: [{ name: 'x-receiver-token', value: '8cf1' }],
  },
  success: {
    status: 201,
    schema: IssuedWebhookEndpoint,
    description: 'The endpoint with its secret.',
    example: ISSUED,
  },
  refusals: ['rule_refused', 'conflict'],
  concurrency: 'etag',
  secret: true,
  run: (services, { principal, write, body }) => {
    checkLeadScopes(principal, body.where);
    return services.webhookEndpoints.create(principal, write, body);
  },
  present: (issued) => ({
    body: { ...endpointOut(issued), secret: issued.secret },
    version: issued.version,
    location: `/v1/webhook-endpoints/${issued.id}`,
  }),
});

export const listWebhookEndpoints = endpoints.listed({
  id: 'listWebhookEndpoints',
  summary: 'List webhook endpoints',
  description: 'Newest first.',
  filters: {
    enabled: Type.Optional(Type.Boolean({ description: 'Enabled ones (true), or the others (false).' })),
    disabledReason: Type.Optional(enumOf(WEBHOOK_DISABLED_REASONS, { description: 'Disabled for this reason.' })),
    principalId: Type.Optional(Id('With the rights of this API key.')),
    payload: Type.Optional(enumOf(WEBHOOK_PAYLOADS, { description: 'With this payload.' })),
    signature: Type.Optional(enumOf(WEBHOOK_SIGNATURES, { description: 'With this kind of signature.' })),
  },
  run: (services, { principal, query: { limit, cursor, ...filter } }) =>
    services.webhookEndpoints.list(principal.workspaceId, filter, pageRequest({ limit, cursor })),
});

export const getWebhookEndpoint = endpoints.get({
  id: 'getWebhookEndpoint',
  summary: 'Read a webhook endpoint',
  description: 'Without its secret.',
  run: (services, { principal, params }) =>
    services.webhookEndpoints.get(principal.workspaceId, params.webhookEndpointId),
});

export const updateWebhookEndpoint = endpoints.update({
  id: 'updateWebhookEndpoint',
  summary: 'Change a webhook endpoint',
  description:
    'From then on events are sent with the rights of the calling key. Enabling an endpoint also sends the events of the time in which it was disabled.',
  body: WebhookEndpointPatch,
  bodyExample: { types: ['lead.*'] },
  refusals: ['rule_refused'],
  run: (services, { principal, write, params, ifMatch, body }) => {
    checkLeadScopes(principal, body.where);
    return services.webhookEndpoints.update(principal, write, params.webhookEndpointId, { ifMatch, patch: body });
  },
});

export const deleteWebhookEndpoint = endpoints.remove({
  id: 'deleteWebhookEndpoint',
  summary: 'Delete a webhook endpoint',
  description: 'What waits is not sent any more.',
  run: (services, { write, params, ifMatch }) =>
    services.webhookEndpoints.remove(write, params.webhookEndpointId, ifMatch),
});

export const rotateWebhookSecret = operation({
  id: 'rotateWebhookSecret',
  method: 'POST',
  path: `${one}/rotate-secret`,
  tag: 'Webhooks',
  summary: 'Rotate the secret of a webhook endpoint',
  description:
    'The new secret is in this answer and nowhere else. During the overlap each request has a signature by both, so that the receiver can change without a gap.',
  scopes: ['webhooks:write', 'events:read'],
  params: endpoints.params,
  body: WebhookSecretRotate,
  bodyExample: { overlapHours: 24 },
  success: {
    status: 200,
    schema: IssuedWebhookEndpoint,
    description: 'The endpoint with its new secret.',
    example: { ...ISSUED, version: 2 },
  },
  concurrency: 'etag',
  secret: true,
  run: (services, { write, params, body }) =>
    services.webhookEndpoints.rotateSecret(write, params.webhookEndpointId, body.overlapHours ?? 24),
  present: (issued) => ({ body: { ...endpointOut(issued), secret: issued.secret }, version: issued.version }),
});

export const testWebhookEndpoint = endpoints.verb('test', {
  id: 'testWebhookEndpoint',
  summary: 'Send a test event to a webhook endpoint',
  description:
    'Emits `webhook_endpoint.tested`, which is sent to this endpoint only, whatever types it selects, on the same way as every event.',
  refusals: ['conflict'],
  run: (services, { write, params, ifMatch }) =>
    services.webhookEndpoints.test(write, params.webhookEndpointId, ifMatch),
});

export const replayWebhookEvents = endpoints.verb('replay', {
  id: 'replayWebhookEvents',
  summary: 'Send events again from a place in the log',
  description:
    'Moves the position of the endpoint: the events from that number on are sent, also those that were sent before, with the same `webhook-id`. A number after the last event skips what was not sent yet.',
  body: WebhookReplay,
  bodyExample: { fromSequence: 1 },
  refusals: ['rule_refused'],
  example: { ...ENDPOINT, version: 2, position: 0 },
  run: (services, { write, params, ifMatch, body }) =>
    services.webhookEndpoints.replay(write, params.webhookEndpointId, ifMatch, body.fromSequence),
});
