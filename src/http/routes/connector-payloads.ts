import Type from 'typebox';
import { type ConnectorPayload, PAYLOAD_STATES, type PayloadState } from '../../core/connectors/payload.js';
import type { PayloadLead } from '../../core/connectors/reading.js';
import { AppError } from '../../services/errors.js';
import { parseJson } from '../json.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest } from '../resource.js';
import { Id } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import {
  ConnectorPayloadCreate,
  ConnectorPayloadList,
  ConnectorPayloadSchema,
  ConnectorReplay,
  ConnectorReplayResult,
  payloadParams,
} from '../schemas/connector-payloads.js';
import { connectorParams } from '../schemas/connectors.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';

const TEXT = '{"chatId":"c-81","visitor":{"name":"Ada King","email":"ada@engines.example"},"message":"A loom"}';
const LISTED = {
  ...{ id: EXAMPLE_ID, connectorId: OTHER_ID, state: 'accepted', isTest: false, receivedAt: AT, processedAt: AT },
  ...{ nextAttemptAt: null, attempts: 0, leadId: EXAMPLE_ID, touchId: EXAMPLE_ID },
};
const ONE = {
  ...LISTED,
  values: [
    { to: 'email', value: 'ada@engines.example' },
    { to: 'name', value: 'Ada King' },
    { to: 'need', value: 'A loom' },
    { to: 'externalId', value: 'c-81' },
  ],
  content: TEXT,
};
const WAITING = {
  ...LISTED,
  state: 'waiting',
  processedAt: null,
  nextAttemptAt: AT,
  leadId: null,
  touchId: null,
  content: TEXT,
};

function valuesOf({ lead, externalId, occurredAt }: PayloadLead) {
  const { attributes = {}, products, consentText: _, ...facts } = lead;
  const own = Object.entries(facts).map(([to, value]) => ({ to: to as keyof typeof facts, value: String(value) }));
  return [
    ...own,
    ...(products ? [{ to: 'products' as const, value: products.join('\n') }] : []),
    ...Object.entries(attributes).map(([attribute, value]) => ({ to: 'attribute' as const, attribute, value })),
    ...(externalId === undefined ? [] : [{ to: 'externalId' as const, value: externalId }]),
    ...(occurredAt === undefined ? [] : [{ to: 'occurredAt' as const, value: new Date(occurredAt).toISOString() }]),
  ];
}

const iso = (at: Date | null) => at?.toISOString() ?? null;

function listedOut(payload: ConnectorPayload) {
  const { id, connectorId, state, isTest, receivedAt, attempts, leadId, touchId, problem } = payload;
  return {
    ...{ id, connectorId, state, isTest, receivedAt: receivedAt.toISOString(), attempts, leadId, touchId },
    ...{ processedAt: iso(payload.processedAt), nextAttemptAt: iso(payload.nextAttemptAt) },
    ...(problem !== null && { problem }),
  };
}

const payloadOut = (payload: ConnectorPayload) => ({
  ...listedOut(payload),
  ...(payload.lead !== null && { values: valuesOf(payload.lead) }),
  ...(payload.content !== null && { content: payload.content }),
  ...(payload.fetched !== null && { fetched: payload.fetched }),
});

const collection = '/v1/connectors/:connectorId/payloads';
export const listConnectorPayloads = listOperation({
  id: 'listConnectorPayloads',
  path: collection,
  tag: 'Connectors',
  summary: 'List what a connector received',
  description: 'Newest first, of the last 30 days. `state=failed` are those that need a correction of the mapping.',
  scopes: ['leads:read'],
  params: connectorParams,
  filters: {
    state: Type.Optional(enumOf(PAYLOAD_STATES, { description: 'In this state.' })),
    isTest: Type.Optional(Type.Boolean({ description: 'Tests of the platform (true), or the others (false).' })),
    leadId: Type.Optional(Id('Of this lead.')),
  },
  plural: 'payloads',
  list: ConnectorPayloadList,
  example: LISTED,
  out: listedOut,
  run: (services, { principal, params, query: { limit, cursor, ...filter } }) =>
    services.connectorPayloads.list(principal.workspaceId, params.connectorId, filter, pageRequest({ limit, cursor })),
});

export const createConnectorPayload = operation({
  id: 'createConnectorPayload',
  method: 'POST',
  path: collection,
  tag: 'Connectors',
  summary: 'Give a connector a payload by hand',
  description:
    'As if it had arrived at the address of the connector: to try a mapping, or for what got lost. It is processed before the answer, which shows it as it was stored; read it to see what came of it. A payload that was received before is not stored again.',
  scopes: ['leads:write'],
  params: connectorParams,
  body: ConnectorPayloadCreate,
  bodyExample: { text: TEXT },
  success: {
    status: 201,
    schema: ConnectorPayloadSchema,
    description: 'The payload as it was stored.',
    example: WAITING,
  },
  refusals: ['rule_refused'],
  run: (services, { write, params, body }) =>
    services.connectorPayloads.add(write, params.connectorId, documentOf(body.text)),
  present: (payload) => ({
    body: payloadOut(payload),
    location: `/v1/connectors/${payload.connectorId}/payloads/${payload.id}`,
  }),
});

/** The document of a text; refuses what is not JSON, with the pointer of the text. */
function documentOf(text: string): unknown {
  const document = parseJson(Buffer.from(text));
  if (!(document instanceof AppError)) return document;
  const errors = [{ pointer: '/text', code: document.code, detail: document.detail }];
  throw new AppError('rule_refused', 'The text of the payload cannot be read.', { errors });
}

export const getConnectorPayload = operation({
  id: 'getConnectorPayload',
  method: 'GET',
  path: `${collection}/:payloadId`,
  tag: 'Connectors',
  summary: 'Read what a connector received',
  description: 'With the content as it was received, and with what the mapping read from it.',
  scopes: ['leads:read'],
  params: payloadParams,
  success: { status: 200, schema: ConnectorPayloadSchema, description: 'The payload.', example: ONE },
  run: (services, { principal, params }) =>
    services.connectorPayloads.get(principal.workspaceId, params.connectorId, params.payloadId),
  present: (payload) => ({ body: payloadOut(payload) }),
});

export const replayConnectorPayload = operation({
  id: 'replayConnectorPayload',
  method: 'POST',
  path: `${collection}/:payloadId/replay`,
  tag: 'Connectors',
  summary: 'Read a payload again',
  description:
    'By the present mapping. A payload without a lead gets one. The lead that it made is corrected: facts that are still as the payload gave them change, and what was changed since stays. The answer shows the payload as it waits; it is processed before the answer.',
  scopes: ['leads:write'],
  params: payloadParams,
  success: {
    status: 200,
    schema: ConnectorPayloadSchema,
    description: 'The payload as it waits.',
    example: { ...ONE, state: 'waiting', nextAttemptAt: AT },
  },
  refusals: ['conflict'],
  run: (services, { write, params }) => services.connectorPayloads.replay(write, params.connectorId, params.payloadId),
  present: (payload) => ({ body: payloadOut(payload) }),
});

export const replayConnectorPayloads = operation({
  id: 'replayConnectorPayloads',
  method: 'POST',
  path: '/v1/connectors/:connectorId/replay',
  tag: 'Connectors',
  summary: 'Read payloads again',
  description: 'After a correction of the mapping: each as with the replay of one payload, within seconds.',
  scopes: ['leads:write'],
  params: connectorParams,
  body: ConnectorReplay,
  bodyExample: { states: ['failed'] },
  success: {
    status: 200,
    schema: ConnectorReplayResult,
    description: 'How many payloads are read again.',
    example: { payloads: 0 },
  },
  run: (services, { write, params, body }) => {
    const { states = FAILED, receivedFrom } = body;
    const since = receivedFrom === undefined ? {} : { receivedFrom: new Date(receivedFrom) };
    return services.connectorPayloads.replayAll(write, params.connectorId, { states, ...since });
  },
  present: (result) => ({ body: result }),
});

const FAILED: readonly PayloadState[] = ['failed'];
