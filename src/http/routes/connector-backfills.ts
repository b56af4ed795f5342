import type { ConnectorBackfill } from '../../core/connectors/backfill.js';
import { operation } from '../operations.js';
import { ConnectorBackfillCreate, ConnectorBackfillSchema } from '../schemas/connector-backfills.js';
import { connectorParams } from '../schemas/connectors.js';
import { AT, EXAMPLE_ID } from '../schemas/examples.js';

const INPUT = { formIds: ['12312312312'] };
const STARTED = {
  ...{ connectorId: EXAMPLE_ID, since: AT, ...INPUT, startedAt: AT, completedAt: null },
  ...{ pagesRead: 0, leadsRead: 0, payloadsAdded: 0, attempts: 0, nextAttemptAt: AT },
};

function backfillOut(backfill: ConnectorBackfill) {
  const { connectorId, since, formIds, startedAt, completedAt, pages, nextAttemptAt, lastError } = backfill;
  const { leadsRead, payloadsAdded, attempts } = backfill;
  return {
    ...{ connectorId, since: since.toISOString(), formIds, startedAt: startedAt.toISOString() },
    completedAt: completedAt?.toISOString() ?? null,
    ...{ pagesRead: pages, leadsRead, payloadsAdded, attempts },
    nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
    ...(lastError !== null && { lastError }),
  };
}

const path = '/v1/connectors/:connectorId/backfill';

export const backfillConnector = operation({
  id: 'backfillConnector',
  method: 'POST',
  path,
  tag: 'Connectors',
  summary: 'Read the leads that a connector missed',
  description:
    'For connectors of Meta: the leads of the forms are listed at the platform in the background, and what was not received becomes a payload, as if its notification had come. A lead that was received is not stored again. It survives a crash, waits where the platform asks for it, and replaces the backfill before it. With `formIds` of the connector it also starts by itself, every hour.',
  scopes: ['leads:write'],
  params: connectorParams,
  body: ConnectorBackfillCreate,
  bodyExample: INPUT,
  success: {
    status: 202,
    schema: ConnectorBackfillSchema,
    description: 'The backfill as it begins.',
    example: STARTED,
  },
  refusals: ['rule_refused', 'conflict'],
  run: (services, { write, params, body: { since, formIds } }) =>
    services.connectorBackfills.start(write, params.connectorId, {
      since: since === undefined ? undefined : new Date(since),
      formIds,
    }),
  present: (backfill) => ({
    body: backfillOut(backfill),
    location: `/v1/connectors/${backfill.connectorId}/backfill`,
  }),
});

export const getConnectorBackfill = operation({
  id: 'getConnectorBackfill',
  method: 'GET',
  path,
  tag: 'Connectors',
  summary: 'Read how far the backfill of a connector is',
  description: 'The last one, with what the platform refused. 404 until there is one.',
  scopes: ['leads:read'],
  params: connectorParams,
  success: { status: 200, schema: ConnectorBackfillSchema, description: 'The last backfill.', example: STARTED },
  run: (services, { principal, params }) => services.connectorBackfills.get(principal.workspaceId, params.connectorId),
  present: (backfill) => ({ body: backfillOut(backfill) }),
});
