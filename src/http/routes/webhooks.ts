import Type from 'typebox';
import { EVENT_TYPES } from '../../core/events/events.js';
import {
  DELIVERY_ERRORS,
  DELIVERY_STATES,
  WEBHOOK_DISABLED_REASONS,
  WEBHOOK_PAYLOADS,
  WEBHOOK_SIGNATURES,
  type WebhookAttempt,
  type WebhookDelivery,
  type WebhookEndpoint,
} from '../../core/webhooks/endpoint.js';
import { isoOrNull } from '../instants.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest, resource } from '../resource.js';
import { Id } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import {
  IssuedWebhookEndpoint,
  WebhookAttemptList,
  WebhookDeliveryList,
  WebhookEndpointCreate,
  WebhookEndpointList,
  WebhookEndpointPatch,
  WebhookEndpointSchema,
  WebhookSecretRotate,
} from '../schemas/webhooks.js';

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
const EVENT = { sequence: 118, eventId: OTHER_ID, type: 'webhook_endpoint.tested' };

function endpointOut(endpoint: WebhookEndpoint) {
  const { id, version, url, types, description, payload, headers, skipActors, signature, enabled } = endpoint;
  const { disabledReason, principalId, position, failures } = endpoint;
  return {
    ...{ id, version, url, types, description, payload, headerNames: headers.map(({ name }) => name) },
    ...{ skipOwn: skipActors, signature, enabled, disabledReason, disabledAt: isoOrNull(endpoint.disabledAt) },
    ...{ principalId, position, failures, failingSince: isoOrNull(endpoint.failingSince) },
    createdAt: endpoint.createdAt.toISOString(),
    updatedAt: endpoint.updatedAt.toISOString(),
  };
}

function deliveryOut({ sequence, eventId, type, state, attempts, lastStatus, lastError, ...at }: WebhookDelivery) {
  return {
    // The log has no other types.
    ...{ sequence, eventId, type: type as (typeof EVENT_TYPES)[number], state, attempts },
    nextAttemptAt: isoOrNull(at.nextAttemptAt),
    ...{ lastStatus, lastError, createdAt: at.createdAt.toISOString(), endedAt: isoOrNull(at.endedAt) },
  };
}

function attemptOut({ id, sequence, eventId, type, at, status, error, durationMs, answer }: WebhookAttempt) {
  return {
    ...{ id, sequence, eventId, type: type as (typeof EVENT_TYPES)[number], at: at.toISOString() },
    ...{ status, error, durationMs, answer },
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
    'Events from now on are sent to it as POST requests, signed by Standard Webhooks 1.0, each at least once: `webhook-id` is the same in all attempts. Events about one lead come in their order. An attempt that fails is repeated after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h; `Retry-After` is honoured, and 410 disables the endpoint. The answer has the secret, which is shown nowhere else. Events are sent with the rights of the calling key, and end with it.',
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
  run: (services, { principal, write, body }) => services.webhookEndpoints.create(principal, write, body),
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
  run: (services, { principal, write, params, ifMatch, body }) =>
    services.webhookEndpoints.update(principal, write, params.webhookEndpointId, { ifMatch, patch: body }),
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

const eventFilters = {
  type: Type.Optional(enumOf(EVENT_TYPES, { description: 'Of events of this type.' })),
  eventId: Type.Optional(Id('Of this event.')),
};

export const listWebhookDeliveries = listOperation({
  id: 'listWebhookDeliveries',
  path: `${one}/deliveries`,
  tag: 'Webhooks',
  summary: 'List the deliveries of a webhook endpoint',
  description: 'What was sent to it in the last 30 days and what waits, in the reverse order of the log.',
  scopes: ['webhooks:read'],
  params: endpoints.params,
  filters: {
    state: Type.Optional(enumOf(DELIVERY_STATES, { description: 'In this state.' })),
    lastError: Type.Optional(enumOf(DELIVERY_ERRORS, { description: 'Whose last attempt failed so.' })),
    ...eventFilters,
  },
  plural: 'deliveries',
  list: WebhookDeliveryList,
  example: {
    ...EVENT,
    ...{ state: 'waiting', attempts: 1, nextAttemptAt: AT, lastStatus: null, lastError: 'name_not_resolved' },
    ...{ createdAt: AT, endedAt: null },
  },
  out: deliveryOut,
  run: (services, { principal, params, query: { limit, cursor, ...filter } }) =>
    services.webhookDeliveries.list(
      principal.workspaceId,
      params.webhookEndpointId,
      filter,
      pageRequest({ limit, cursor }),
    ),
});

export const listWebhookAttempts = listOperation({
  id: 'listWebhookAttempts',
  path: `${one}/attempts`,
  tag: 'Webhooks',
  summary: 'List the attempts of a webhook endpoint',
  description: 'Each request to the receiver in the last 30 days, newest first.',
  scopes: ['webhooks:read'],
  params: endpoints.params,
  filters: {
    error: Type.Optional(enumOf(DELIVERY_ERRORS, { description: 'That failed so.' })),
    ...eventFilters,
  },
  plural: 'attempts',
  list: WebhookAttemptList,
  example: {
    id: EXAMPLE_ID,
    ...EVENT,
    ...{ at: AT, status: null, error: 'name_not_resolved', durationMs: 4, answer: null },
  },
  out: attemptOut,
  run: (services, { principal, params, query: { limit, cursor, ...filter } }) =>
    services.webhookDeliveries.attempts(
      principal.workspaceId,
      params.webhookEndpointId,
      filter,
      pageRequest({ limit, cursor }),
    ),
});
