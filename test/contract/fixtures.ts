import type { FastifyInstance } from 'fastify';
import type { Pool } from 'pg';
import type { Store } from '../../src/db/store.js';
import { type ContractOperation, parametersIn, type Resolve, type Schema } from './document.js';
import { type Contract, problemOf, type Sending } from './exchange.js';

/** Ids of one resource of every kind in a workspace, by the name of their path parameter. */
export type Fixtures = Record<string, string>;

/** The operation that creates the resource of each path parameter, ordered by their references. */
export const MAKERS: [parameter: string, operationId: string][] = [
  ['sourceId', 'createSource'],
  ['campaignId', 'createCampaign'],
  ['repId', 'createRep'],
  ['teamId', 'createTeam'],
  ['targetId', 'createTarget'],
  ['version', 'createScoreModel'],
  ['version', 'createClassificationPolicy'],
  ['operationId', 'publishClassificationPolicy'],
  ['version', 'createRoutingPolicy'],
  ['version', 'createFunnel'],
  ['version', 'createHandoffPolicy'],
  ['version', 'createSlaPolicy'],
  ['version', 'createPlaybook'],
  ['version', 'createSequence'],
  ['segmentId', 'createSegment'],
  ['leadId', 'createLead'],
  ['bulkChangeId', 'changeLeads'],
  ['exportId', 'createExport'],
  ['importId', 'createImport'],
  ['activityId', 'recordActivity'],
  ['taskId', 'createTask'],
  ['referralId', 'createReferral'],
  ['apiKeyId', 'createApiKey'],
  ['customerId', 'createCustomer'],
  ['dealId', 'createDeal'],
  ['attributeName', 'createAttributeDefinition'],
  ['formId', 'createForm'],
  ['connectorId', 'createConnector'],
  ['payloadId', 'createConnectorPayload'],
  ['webhookEndpointId', 'createWebhookEndpoint'],
  ['suppressionId', 'createSuppression'],
  ['costId', 'createCost'],
];

/** What the path names: its id, or the name of an attribute. */
export const namedBy = (parameter: string, { id, name }: { id?: string; name?: string }): string | undefined =>
  parameter === 'attributeName' ? name : id;

let count = 0;

/** Creates one resource of every kind with new names. Throws when a path of the document has a parameter without a fixture. */
export async function insertFixtures(
  contract: Contract,
  server: FastifyInstance,
  resolve: Resolve,
  { key, workspaceId }: { key: string; workspaceId: string },
): Promise<Fixtures> {
  const fixtures: Fixtures = { workspaceId };
  for (const [parameter, operationId] of MAKERS) {
    count += 1;
    const body = uniqueBody(sampleBody(operationOf(contract, operationId), fixtures, resolve), count);
    const answer = await contract.send(server, operationOf(contract, operationId), { key, body, params: fixtures });
    if (answer.status >= 300) throw new Error(`${operationId}: ${problemOf(answer).detail}`);
    const made = JSON.parse(answer.text) as {
      id?: string;
      name?: string;
      version?: number;
      lead?: { id: string };
      touchId?: string | null;
      rescoreId?: string;
    };
    const named = made.rescoreId ?? (parameter === 'leadId' ? made.lead?.id : undefined);
    if (typeof made.touchId === 'string') fixtures.touchId = made.touchId;
    fixtures[parameter] = named ?? (parameter === 'version' ? String(made.version) : String(namedBy(parameter, made)));
  }
  for (const { name } of contract.operations.flatMap((operation) => parametersIn(operation, 'path'))) {
    if (fixtures[name] === undefined) throw new Error(`there is no fixture for the path parameter ${name}`);
  }
  return fixtures;
}

/** Gives the lead of the fixtures a history: a second touch, two events, and an owner after it had none. */
export async function addLeadHistory(
  contract: Contract,
  server: FastifyInstance,
  { key, fixtures }: { key: string; fixtures: Fixtures },
): Promise<void> {
  const { leadId = '', version = '' } = fixtures;
  const send = async (operationId: string, sending: Sending) => {
    const answer = await contract.send(server, operationOf(contract, operationId), { key, ...sending });
    if (answer.status >= 300) throw new Error(`${operationId}: ${problemOf(answer).detail}`);
    return JSON.parse(answer.text) as { email?: string };
  };
  const { email } = await send('getLead', { params: { leadId } });
  await send('createLead', { body: { email } });
  for (const type of ['email_clicked', 'demo_requested']) {
    await send('createEngagementEvent', { body: { leadId, type } });
  }
  await send('recordActivity', { params: { leadId }, body: { kind: 'note', body: 'Worth a call' } });
  await send('publishRoutingPolicy', { params: { version } });
  await send('updateLead', { params: { leadId }, body: { country: 'DE' } });
  // It was offered when it became an SQL.
  for (const verb of ['withdrawHandoff', 'offerLead']) {
    await send(verb, { params: { leadId }, ...(verb === 'offerLead' && { body: {} }) });
  }
}

/** Inserts two leads that the bulk change of the fixtures has changed or left out. */
export async function insertBulkLeads(store: Store, workspaceId: string, fixtures: Fixtures): Promise<void> {
  const { bulkChangeId: jobId = '', leadId = '' } = fixtures;
  const origin = { actorKind: 'system', actorId: 'test', requestId: 'test-support' } as const;
  await store.write(workspaceId, origin, async (scope) => {
    const others = await scope.leads.list({}, { by: 'created', direction: 'desc' }, { limit: 2 });
    const ids = new Set([leadId, ...others.rows.map(({ id }) => id)]);
    const rows = [...ids].slice(0, 2).map((id) => ({ jobId, leadId: id, outcome: 'changed' }) as const);
    await scope.operationLeads.insert(rows, new Date(scope.now));
  });
}

/** Inserts two rows of each list whose rows only segments, webhook endpoints or moved leads make. */
export async function insertListRows(pool: Pool, workspaceId: string, fixtures: Fixtures): Promise<void> {
  const { segmentId = '', webhookEndpointId = '', leadId = '', importId = '', connectorId = '' } = fixtures;
  for (const [text, id] of [
    [
      `insert into stage_changes (workspace_id, lead_id, id, occurred_at, from_stage, from_category, to_stage, to_category, cause, actor_id)
       select $1, $2, gen_random_uuid(), now() - n * interval '1 minute', 'lead', 'lead', 'mql', 'mql', 'api', 'test' from generate_series(1, 2) n`,
      leadId,
    ],
    [
      `insert into consents (workspace_id, id, lead_id, channel, purpose, status, source, occurred_at, recorded_at, subject_hashes)
       select $1, gen_random_uuid(), $2, 'email', 'marketing', 'granted', 'submission', now(), now(), '{}' from generate_series(1, 2)`,
      leadId,
    ],
    [
      `insert into duplicate_pairs (workspace_id, lead_id, other_id, probability, bits, evidence, scan_id, group_id, are_distinct)
       select $1, $2, gen_random_uuid(), 0.9, 3, '[]', $2, gen_random_uuid(), false from generate_series(1, 3)`,
      leadId,
    ],
    [
      `insert into exchange_rates (workspace_id, base, quote, day, rate, source, updated_at)
       select $1, 'GBP', 'EUR', current_date - n, 1.2, 'test ' || $2::text, now() from generate_series(1, 2) n on conflict do nothing`,
      leadId,
    ],
    [
      `insert into suppressions (workspace_id, id, kind, hash, source, actor_id, created_at)
       select $1, gen_random_uuid(), 'email', $2::text || n, 'api', 'test', now() from generate_series(1, 2) n`,
      leadId,
    ],
    [
      `insert into segment_versions select $1, $2, n, condition, now() from segments, generate_series(2, 3) n where id = $2`,
      segmentId,
    ],
    [`insert into segment_days select $1, $2, current_date - n, 1, 0, n from generate_series(1, 2) n`, segmentId],
    [
      `insert into segment_members select $1, $2, id, now() from leads where workspace_id = $1 on conflict do nothing`,
      segmentId,
    ],
    [
      `insert into webhook_deliveries (workspace_id, endpoint_id, sequence, event_id, type, subject_key, state, attempts, created_at)
       select $1, $2, sequence, id, type, subject_id, 'succeeded', 1, now() from events where workspace_id = $1 and sequence < 3`,
      webhookEndpointId,
    ],
    [
      `insert into import_rows (workspace_id, import_id, row, outcome, at) select $1, $2, n, 'rejected', now() from generate_series(2, 3) n`,
      importId,
    ],
    [
      `insert into connector_payloads (workspace_id, id, connector_id, state, dedupe_key, is_test, received_at, attempts)
       select $1, gen_random_uuid(), $2, 'test', n::text, true, now(), 0 from generate_series(1, 2) n`,
      connectorId,
    ],
    [
      `insert into webhook_attempts (workspace_id, endpoint_id, id, sequence, event_id, type, subject_key, at, duration_ms)
       select $1, $2, id, sequence, id, type, subject_id, now(), 5 from events where workspace_id = $1 and sequence < 3`,
      webhookEndpointId,
    ],
  ] as const)
    await pool.query(text, [workspaceId, id]);
}

/** Inserts trained models with the versions 1 to `last`. */
export async function insertPredictionModels(store: Store, workspaceId: string, last: number): Promise<void> {
  const outcomes = { won: 40, lost: 60 };
  const quality = { auc: 0.8, aucError: 0.05, logLoss: 0.5, brier: 0.2, ece: 0.02, lift10: 2, lift20: 1.5 };
  const validation = { on: 'later', outcomes, ...quality } as const;
  const bands = [{ from: -10_000, ...outcomes }];
  const fields = [
    {
      name: 'source.channel',
      numeric: false,
      cuts: [],
      values: ['web_form'],
      units: [0, 12_000, 0],
      variances: [0, 0.01, 0],
    },
    {
      ...{ name: 'contact.completeness', numeric: true, cuts: [50], values: [] },
      ...{ units: [0, -2_000, 1_000, 0], variances: [0, 0.01, 0.01, 0] },
    },
  ];
  const leaks = [{ field: 'attributes.lossReason', reason: 'filled_after_outcome', measure: 0.97 }] as const;
  const document = { format: 1, base: -4_055, baseVariance: 0.01, pairs: [], bands } as const;
  const unpublished = { publishedAt: null, publishedBy: null, retiredAt: null, driftedAt: null };
  const origin = { actorKind: 'system', actorId: 'test', requestId: 'test-support' } as const;
  await store.write(workspaceId, origin, async (scope) => {
    for (let version = 1; version <= last; version += 1) {
      await scope.predictionModels.insert({
        ...{
          workspaceId,
          version,
          status: 'trained',
          verdict: 'ok',
          trainedBy: 'schedule',
          unripe: 0,
          leaks: [...leaks],
        },
        ...{ ...outcomes, ...unpublished, comparison: null, drift: null, learntThrough: new Date(scope.now) },
        trainedAt: new Date(scope.now),
        document: { ...document, fields, pairs: [], bands: [...bands], outcomes, validation },
      });
    }
  });
}

export function operationOf({ operations }: Contract, id: string): ContractOperation {
  const found = operations.find((operation) => operation.id === id);
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found;
}

/** The id of the fixture for a property such as `sourceId` or `fallbackTeamId`. */
export function fixtureFor(name: string, fixtures: Fixtures): string | undefined {
  const parameter = Object.keys(fixtures).find((known) => name.toLowerCase().endsWith(known.toLowerCase()));
  return parameter === undefined ? undefined : fixtures[parameter];
}

/** The documented example of the body, with ids of existing resources. */
export function sampleBody(operation: ContractOperation, fixtures: Fixtures, resolve: Resolve): unknown {
  if (operation.body === undefined) return undefined;
  return replaceIds(operation.body.schema, operation.body.example, resolve, (name) => fixtureFor(name, fixtures));
}

/** The value with each id in it replaced, where the schema says that a property is one. */
export function replaceIds(
  reference: Schema,
  value: unknown,
  resolve: Resolve,
  idFor: (name: string) => string | undefined,
): unknown {
  const schema = variantOf(resolve(reference), value, resolve);
  if (Array.isArray(value)) return value.map((item) => replaceIds(schema.items ?? {}, item, resolve, idFor));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, child]) => {
    const property = resolve(schema.properties?.[name] ?? {});
    const replaced = property.format === 'uuid' ? (idFor(name) ?? child) : replaceIds(property, child, resolve, idFor);
    return [name, replaced];
  });
  return Object.fromEntries(entries);
}

/** The alternative of a schema that the value belongs to. */
export function variantOf(schema: Schema, value: unknown, resolve: Resolve): Schema {
  const { discriminator } = schema;
  if (discriminator === undefined || typeof value !== 'object' || value === null) return schema;
  const tag = String(Reflect.get(value, discriminator.propertyName));
  const $ref = discriminator.mapping[tag];
  return $ref === undefined ? schema : resolve({ $ref });
}

/** The body with unique values where they must be unique. */
function uniqueBody(body: unknown, number: number): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const unique = { ...(body as Record<string, unknown>) };
  // The name of an attribute has no blanks.
  const gap = unique.options === undefined ? ' ' : '';
  if (typeof unique.name === 'string') unique.name = `${unique.name}${gap}${number}`;
  // Few attributes may have a default.
  if (unique.options !== undefined) delete unique.defaultValue;
  if (typeof unique.email === 'string') unique.email = `planted-${number}@example.com`;
  return unique;
}
