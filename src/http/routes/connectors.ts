import Type from 'typebox';
import { CONNECTOR_KINDS, type Connector } from '../../core/connectors/connector.js';
import type { IssuedConnector as Issued } from '../../services/connectors/connectors.js';
import type { NameLookup } from '../../services/names.js';
import { operation } from '../operations.js';
import { pageRequest, resource } from '../resource.js';
import { Id } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import {
  ConnectorCreate,
  ConnectorList,
  ConnectorPatch,
  ConnectorSchema,
  IssuedConnector,
} from '../schemas/connectors.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';

const INPUT = {
  name: 'Chat',
  kind: 'generic',
  sourceId: OTHER_ID,
  fields: [
    { to: 'email', pointer: '/visitor/email' },
    { to: 'name', pointer: '/visitor/name' },
    { to: 'need', pointer: '/message' },
    { to: 'externalId', pointer: '/chatId', required: true },
  ],
};
const CONNECTOR = {
  ...{ id: EXAMPLE_ID, version: 1, ...INPUT, sourceName: 'Spring fair', campaignId: null },
  ...{ enabled: true, consentText: null, createsTestLeads: false },
  ...{ signatureHeader: null, signatureAlgorithm: 'sha256', hasSecret: false, hasAccessToken: false, baseUrl: null },
  formIds: [],
  ...{ createdAt: AT, updatedAt: AT },
};
const ISSUED = { ...CONNECTOR, address: '/v1/inbound/pZ0mYl8m3rT6c1xk9w2vQf5sN7uJhB4aGdEoLiRyCtM' };

function connectorOut(connector: Connector, names: NameLookup) {
  const { id, version, name, kind, sourceId, campaignId, enabled, fields, consentText } = connector;
  const { createsTestLeads, signatureHeader, signatureAlgorithm } = connector;
  return {
    ...{ id, version, name, kind, sourceId, sourceName: names(sourceId), campaignId },
    ...(campaignId !== null && { campaignName: names(campaignId) }),
    ...{ enabled, fields, consentText, createsTestLeads, signatureHeader, signatureAlgorithm },
    hasSecret: connector.secret !== null,
    hasAccessToken: connector.accessToken !== null,
    baseUrl: connector.baseUrl,
    formIds: connector.formIds,
    createdAt: connector.createdAt.toISOString(),
    updatedAt: connector.updatedAt.toISOString(),
  };
}

const presentIssued = (issued: Issued, { names }: { names: NameLookup }) => ({
  body: { ...connectorOut(issued, names), address: issued.address },
  version: issued.version,
});

const connectors = resource({
  tag: 'Connectors',
  noun: 'connector',
  plural: 'connectors',
  path: '/v1/connectors',
  read: ['sources:read'],
  write: ['sources:write'],
  schema: ConnectorSchema,
  list: ConnectorList,
  example: CONNECTOR,
  out: connectorOut,
});

export const createConnector = operation({
  id: 'createConnector',
  method: 'POST',
  path: '/v1/connectors',
  tag: 'Connectors',
  summary: 'Create a connector',
  description:
    'For tools that post what happens: chats, forms, call trackers, and the lead forms of Meta, Google and LinkedIn. The answer has the address to which the tool posts; it contains a secret and is shown only here. ' +
    'A payload is stored before it is acknowledged with 200, then read by the mapping. What people typed into another tool counts as a public submission, as with POST /v1/capture/leads: it adds leads, fills empty facts and overwrites nothing.',
  scopes: ['sources:write'],
  body: ConnectorCreate,
  bodyExample: INPUT,
  success: { status: 201, schema: IssuedConnector, description: 'The connector and its address.', example: ISSUED },
  refusals: ['rule_refused', 'conflict'],
  concurrency: 'etag',
  secret: true,
  run: (services, { write, body }) => services.connectors.create(write, body),
  present: (issued, request) => ({ ...presentIssued(issued, request), location: `/v1/connectors/${issued.id}` }),
});

export const listConnectors = connectors.listed({
  id: 'listConnectors',
  summary: 'List connectors',
  description: 'Newest first, without their addresses.',
  filters: {
    sourceId: Type.Optional(Id('Of this source.')),
    campaignId: Type.Optional(Id('Of this campaign.')),
    kind: Type.Optional(enumOf(CONNECTOR_KINDS, { description: 'Of this kind.' })),
  },
  run: (services, { principal, query: { limit, cursor, ...filter } }) =>
    services.connectors.list(principal.workspaceId, filter, pageRequest({ limit, cursor })),
});

export const getConnector = connectors.get({
  id: 'getConnector',
  summary: 'Read a connector',
  description: 'With its mapping, without its address and secret.',
  run: (services, { principal, params }) => services.connectors.get(principal.workspaceId, params.connectorId),
});

export const updateConnector = connectors.update({
  id: 'updateConnector',
  summary: 'Change a connector',
  description:
    'What is received from then on is read by it. For what was received before, replay the payloads after a correction of the mapping.',
  body: ConnectorPatch,
  bodyExample: { name: 'Chat of the website' },
  refusals: ['rule_refused'],
  run: (services, { write, params, ifMatch, body: { formIds, ...patch } }) =>
    services.connectors.update(write, params.connectorId, ifMatch, {
      ...patch,
      ...(formIds !== undefined && { formIds: formIds ?? [] }),
    }),
});

export const rotateConnectorAddress = operation({
  id: 'rotateConnectorAddress',
  method: 'POST',
  path: '/v1/connectors/:connectorId/rotate-address',
  tag: 'Connectors',
  summary: 'Give a connector another address',
  description: 'The new address is in this answer and nowhere else. The one before answers 404 at once.',
  scopes: ['sources:write'],
  params: connectors.params,
  success: {
    status: 200,
    schema: IssuedConnector,
    description: 'The connector with its new address.',
    example: { ...ISSUED, version: 2 },
  },
  concurrency: 'etag',
  conditional: true,
  secret: true,
  run: (services, { write, params, ifMatch }) => services.connectors.rotateAddress(write, params.connectorId, ifMatch),
  present: presentIssued,
});

export const deleteConnector = connectors.remove({
  id: 'deleteConnector',
  summary: 'Delete a connector',
  description: 'With the payloads that are kept. Its leads stay.',
  run: (services, { write, params, ifMatch }) => services.connectors.remove(write, params.connectorId, ifMatch),
});
