import Type from 'typebox';
import { EVENT_TYPES } from '../../core/events/events.js';
import {
  DELIVERY_ERRORS,
  DELIVERY_STATES,
  type WebhookAttempt,
  type WebhookDelivery,
} from '../../core/webhooks/endpoint.js';
import { isoOrNull } from '../instants.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest } from '../resource.js';
import { Id, idParams } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';
import { WebhookAttemptList, WebhookDeliveryList, WebhookResend, WebhookResendResult } from '../schemas/webhooks.js';

const one = '/v1/webhook-endpoints/:webhookEndpointId';
const params = idParams('webhookEndpointId', 'The webhookEndpoint.');
const EVENT = { sequence: 118, eventId: OTHER_ID, type: 'webhook_endpoint.tested' };

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
    ...{ status, errorKind: error, durationMs, answer },
  };
}

export const resendWebhookDeliveries = operation({
  id: 'resendWebhookDeliveries',
  method: 'POST',
  path: `${one}/resend`,
  tag: 'Webhooks',
  summary: 'Send deliveries again',
  description:
    'One event that was sent to the endpoint in the last 30 days, or all deliveries whose attempts failed since an instant: those that failed for good, and those that wait for their next attempt, which is then due at once. They start with their first attempt, and keep the order of each lead. Deliveries that queue behind them and were not tried yet follow, and are not counted.',
  scopes: ['webhooks:write', 'events:read'],
  params,
  body: WebhookResend,
  bodyExample: { failedSince: AT },
  success: { status: 200, schema: WebhookResendResult, description: 'Their number.', example: { deliveries: 3 } },
  refusals: ['rule_refused'],
  run: (services, { write, params, body: { eventId, failedSince } }) => {
    const since = failedSince === undefined ? undefined : new Date(failedSince);
    return services.webhookEndpoints.resend(write, params.webhookEndpointId, { eventId, failedSince: since });
  },
  present: (deliveries) => ({ body: { deliveries } }),
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
  params,
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
  params,
  filters: {
    errorKind: Type.Optional(enumOf(DELIVERY_ERRORS, { description: 'That failed so.' })),
    ...eventFilters,
  },
  plural: 'attempts',
  list: WebhookAttemptList,
  example: {
    id: EXAMPLE_ID,
    ...EVENT,
    ...{ at: AT, status: null, errorKind: 'name_not_resolved', durationMs: 4, answer: null },
  },
  out: attemptOut,
  run: (services, { principal, params, query: { limit, cursor, errorKind: error, ...filter } }) =>
    services.webhookDeliveries.attempts(
      principal.workspaceId,
      params.webhookEndpointId,
      { ...filter, error },
      pageRequest({ limit, cursor }),
    ),
});
