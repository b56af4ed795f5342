import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import t from 'tap';
import { MOST_CONNECTORS } from '../../src/services/connectors/connectors.js';
import { MOST_FORMS } from '../../src/services/forms/forms.js';
import { MOST_WEBHOOK_ENDPOINTS } from '../../src/services/webhooks/endpoints.js';
import { type LogLine, openTestApp } from '../support/app.js';
import { typedClient } from '../support/client.js';
import { createTestDatabase } from '../support/database.js';
import { openProxy } from '../support/proxy.js';
import { administer, withDatabase } from '../support/server.js';
import * as conventions from './conventions.js';
import { type ContractOperation, isWrite, resolver } from './document.js';
import { contractOf, problemOf } from './exchange.js';
import { brokenServer, failing, SECRET } from './failures.js';
import {
  addLeadHistory,
  insertBulkLeads,
  insertFixtures,
  insertListRows,
  insertPredictionModels,
  operationOf,
  sampleBody,
} from './fixtures.js';
import {
  moveTime,
  type OperationsAtWork,
  organize,
  prepareSources,
  publishDocuments,
  refusal,
  taken,
  turnKeys,
} from './journey.js';
import { connect } from './journey-connectors.js';
import { keepConsents } from './journey-consents.js';
import { spend } from './journey-costs.js';
import { sellAndKeep } from './journey-deals.js';
import { findDuplicates } from './journey-duplicates.js';
import { takeOut } from './journey-exports.js';
import { submitForms } from './journey-forms.js';
import { handToSales } from './journey-handoff.js';
import { importFile } from './journey-imports.js';
import {
  decideProposals,
  findLeads,
  followLead,
  handOver,
  removeLead,
  sendBatch,
  tryRouting,
} from './journey-leads.js';
import { goThroughFunnel } from './journey-lifecycle.js';
import { learnFromLeads } from './journey-predictions.js';
import { referLeads } from './journey-referrals.js';
import { segment } from './journey-segments.js';
import { nurture } from './journey-sequences.js';
import { mergeSources } from './journey-sources.js';
import { reachTargets } from './journey-targets.js';
import { subscribe } from './journey-webhooks.js';
import { liveThrough } from './journey-whole.js';
import { workLead } from './journey-work.js';
import * as refusals from './refusals.js';

/** The file takes a minute or two of processor time: on a busy machine that is more than the usual limit. */
t.setTimeout(480_000);

/**
 * Drives every operation of the document, whatever they are: each refusal it documents, across two workspaces and all
 * scopes, then a journey through the generated client. What is documented and was never exercised fails at the end.
 */
let passed = 0;
const app = await openTestApp(t, { clock: () => Date.now() + passed, importBytes: 1_048_576 });
const contract = contractOf(JSON.parse((await app.server.inject('/openapi.json')).body));
const resolve = resolver(contract.document);

/** A workspace with several of everything, so that lists have pages. */
async function settle(key: string, workspaceId: string, rounds: number) {
  let fixtures = {};
  for (let round = 0; round < rounds; round += 1) {
    fixtures = await insertFixtures(contract, app.server, resolve, { key, workspaceId });
  }
  await addLeadHistory(contract, app.server, { key, fixtures });
  await insertBulkLeads(app.store, workspaceId, fixtures);
  await insertListRows(app.database.pool, workspaceId, fixtures);
  return { key, workspaceId, fixtures };
}

const other = await app.makeWorkspace();
const scene: refusals.Scene = {
  contract,
  app,
  resolve,
  // One round more here: versions of documents are counted per workspace, and the last must exist only here.
  here: await settle(app.adminKey, app.workspaceId, 3),
  there: await settle(other.adminKey, other.workspaceId, 2),
};

// Versions are counted by the other documents as chapters go on; here there are models enough, there as many as documents.
await insertPredictionModels(app.store, scene.here.workspaceId, 150);
await insertPredictionModels(app.store, scene.there.workspaceId, Number(Reflect.get(scene.there.fixtures, 'version')));

type Chapter = (scene: refusals.Scene, operation: ContractOperation) => Promise<string[]>;

const WRITING_NOTHING: [string, Chapter][] = [
  ['an unknown id and one of another workspace: the same 404', refusals.notFound],
  ['an id of another workspace in a body: refused as an unknown one', refusals.foreignReferences],
  ['parameters: 400 with their name', refusals.badParameters],
  ['bodies: 400 with a pointer', refusals.badBodies],
  ['unreadable bodies: 400, 413, 415', refusals.unreadable],
  ['another version: 412', refusals.stale],
  ['other methods: 405 with Allow', conventions.otherMethods],
  ['pages follow each other, cursors stay where they are from', conventions.pages],
  ['ids of another workspace filter like unknown ones', conventions.foreignFilters],
  ['a read of the known version: 304', conventions.unchanged],
];

/** Numbers of rows of every table, and of events counted. */
async function census(): Promise<unknown> {
  const { rows } = await app.database.pool.query<{ name: string }>(
    `select relname as name from pg_class join pg_namespace n on n.oid = relnamespace
     where nspname = 'public' and relkind in ('r', 'p')`,
  );
  const counts = rows.map(({ name }) => `(select count(*) from ${name}) as ${name}`);
  const all = await app.database.pool.query(
    `select ${counts.join(', ')}, (select sum(event_sequence) from workspaces)`,
  );
  return all.rows[0];
}

for (const [name, chapter] of WRITING_NOTHING) {
  t.test(name, async (t) => {
    const before = await census();
    for (const operation of contract.operations) t.strictSame(await chapter(scene, operation), [], operation.id);
    t.strictSame(await census(), before, 'nothing was written');
  });
}

t.test('without a valid key: 401; without its scopes: 403', async (t) => {
  for (const operation of contract.operations) {
    t.strictSame(await refusals.unauthenticated(scene, operation), [], operation.id);
    t.strictSame(await refusals.outOfScope(scene, operation), [], operation.id);
  }
});

t.test('a repeated request with an Idempotency-Key has its effect once', async (t) => {
  for (const operation of contract.operations.filter(isWrite)) {
    t.strictSame(await conventions.repeated(scene, operation), [], operation.id);
  }
  const createRep = operationOf(contract, 'createRep');
  const body = { name: 'Once' };
  const headers = { 'idempotency-key': randomUUID() };
  const send = (key: string) => contract.send(app.server, createRep, { key, body, headers });
  const together = await Promise.all(Array.from({ length: 5 }, () => send(scene.here.key)));
  t.equal(new Set(together.map(({ text }) => text)).size, 1, 'also when all come at once');
  const elsewhere = await send(scene.there.key);
  t.not(elsewhere.text, together[0]?.text, 'a key belongs to who sent it');
});

t.test('a secret in a remembered answer is shown to the secret that sent the request only', async (t) => {
  for (const id of [
    'createApiKey',
    'createWorkspace',
    'rotateApiKey',
    'createWebhookEndpoint',
    'rotateWebhookSecret',
    'createConnector',
    'rotateConnectorAddress',
  ]) {
    t.strictSame(await conventions.sealed(scene, operationOf(contract, id)), [], id);
  }
});

t.test('values that just meet their bounds are taken', async (t) => {
  for (const operation of contract.operations) {
    t.strictSame(await conventions.edges(scene, operation), [], operation.id);
  }
});

t.test('a fault of ours: 500 without what happened; too much work: 503; too many requests: 429', async (t) => {
  const logged: LogLine[] = [];
  const broken = brokenServer(logged, 100);
  const full = brokenServer([], 0);
  const limited = brokenServer([], 100, 1);
  await failing(scene, limited, contract.operations[0] as ContractOperation, { status: 500, code: 'internal_error' });
  t.teardown(() => Promise.all([broken.close(), full.close(), limited.close()]));
  for (const operation of contract.operations) {
    const fault = await failing(scene, broken, operation, { status: 500, code: 'internal_error' });
    const shed = await failing(scene, full, operation, { status: 503, code: 'overloaded' });
    const late = await failing(scene, limited, operation, { status: 429, code: 'rate_limited' });
    t.strictSame([...fault, ...shed, ...late], [], operation.id);
  }
  t.equal(logged.filter(({ level }) => level === 'error').length, contract.operations.length, 'each is logged once');
  t.notMatch(JSON.stringify(logged), SECRET);
});

t.test('no database: 503, known key or not', async (t) => {
  const proxy = await openProxy((await createTestDatabase()).url);
  let late = 0;
  const cut = await openTestApp(t, { connection: proxy.url, clock: () => Date.now() + late });
  const known = { ...scene, here: { ...scene.here, key: cut.adminKey } };
  t.equal(
    (await cut.server.inject({ url: '/v1/leads', headers: { authorization: `Bearer ${cut.adminKey}` } })).statusCode,
    200,
  );
  await proxy.cut();
  for (const operation of contract.operations) {
    const expected = { status: 503, code: 'database_unavailable' };
    t.strictSame(await failing(known, cut.server, operation, expected), [], operation.id);
  }
  late = 60_000;
  const [operation] = contract.operations;
  if (operation === undefined) throw new Error('there are operations');
  t.strictSame(await failing(known, cut.server, operation, { status: 503, code: 'database_unavailable' }), []);
  t.equal((await cut.server.inject('/readyz')).statusCode, 503);
  t.equal((await cut.server.inject('/livez')).statusCode, 200);
});

/** The form of the fixtures and its workspace take the example again, whatever other chapters have made of them. */
async function restoreForm(): Promise<void> {
  const { fixtures, key } = scene.here;
  const { name: _, ...body } = sampleBody(operationOf(contract, 'createForm'), fixtures, scene.resolve) as {
    name: string;
  };
  const changed = await contract.send(app.server, operationOf(contract, 'updateForm'), {
    ...{ key, params: fixtures, body },
  });
  assert.equal(changed.status, 200, changed.text);
  const open = await contract.send(app.server, operationOf(contract, 'updateWorkspace'), {
    ...{ key, params: fixtures, body: { undeclaredAttributes: 'accepted' } },
  });
  assert.equal(open.status, 200, open.text);
}

t.test('a database that takes no writes: 503 for every write, reads go on', async (t) => {
  const takesWrites = async (yes: boolean) => {
    const { rows } = await app.database.pool.query<{ name: string }>('select current_database() as name');
    const name = rows[0]?.name ?? '';
    await administer(
      withDatabase(app.databaseUrl, 'postgres'),
      `alter database ${name} set default_transaction_read_only = ${yes ? 'off' : 'on'}`,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`,
    );
    // Meets a connection that was ended while it idled; the others are dropped with it.
    await app.database.pool.query('select 1').catch(() => undefined);
  };
  await restoreForm();
  await takesWrites(false);
  for (const operation of contract.operations) {
    if (isWrite(operation)) {
      const expected = { status: 503, code: 'database_unavailable' };
      t.strictSame(await failing(scene, app.server, operation, expected), [], operation.id);
    } else {
      const { status } = await contract.send(app.server, operation, refusals.good(scene, operation));
      t.ok(status < 500, `${operation.id}: ${status}`);
    }
  }
  await takesWrites(true);
  const createRep = operationOf(contract, 'createRep');
  const made = await contract.send(app.server, createRep, { key: scene.here.key, body: { name: 'After it' } });
  t.equal(made.status, 201, 'and it is over when it is over');
});

t.test('a journey through the generated client', async (t) => {
  const address = await app.server.listen({ port: 0, host: '127.0.0.1' });
  const clientWith = (key: string) =>
    typedClient(address, key, ({ method, template, path, ...answer }) => {
      const operation = contract.operations.find((one) => one.method === method && one.path === template);
      if (operation === undefined) throw new Error(`${method} ${template} is not documented`);
      contract.judge(operation, path, answer);
    });
  const operator = clientWith(app.adminKey);
  const made = taken(
    await operator.POST('/v1/workspaces', { body: { name: 'Journey', defaultCountry: 'DE', sandbox: true } }),
  );
  t.ok(taken(await operator.GET('/v1/workspaces')).data.some(({ id }) => id === made.workspace.id));
  const api = clientWith(made.apiKey.token);
  const params = { path: { workspaceId: made.workspace.id } };
  taken(await api.PATCH('/v1/workspaces/{workspaceId}', { params, body: { name: 'The journey' } }));
  t.equal(taken(await api.GET('/v1/workspaces/{workspaceId}', { params })).name, 'The journey');

  await moveTime(api, made.workspace.id);
  await prepareSources(api);
  await mergeSources(api);
  const { team, grace, alan } = await organize(api);
  /** Copies the row until there are as many as there may be. */
  const copy = (table: string, id: string, most: number) =>
    app.database.pool.query(
      `insert into ${table} select (json_populate_record(e, json_build_object('id', gen_random_uuid()))).*
         from ${table} e, generate_series(2, $2::int) where e.id = $1`,
      [id, most],
    );
  const work: OperationsAtWork = {
    // The chapters before have left jobs of their own.
    async run() {
      while ((await app.services.jobs.runDue()).more);
    },
    async pass(ms) {
      passed += ms;
      while ((await app.services.timers.fireDue()).more);
    },
    async runPasses() {
      while ((await app.services.segmentPasses.runDue()).ran > 0);
    },
    checkTargets: () => app.services.targetChecks.runDue(),
    async runExports() {
      while ((await app.services.exports.runDue()).ran > 0);
    },
    async deliverTo(id) {
      await app.database.pool.query('update webhook_endpoints set enabled = false where id <> $1', [id]);
      t.same(await (await app.services.webhookDeliveries.startDue()).ended, [], 'no turn fails');
    },
    fillWebhookEndpoints: (id) => copy('webhook_endpoints', id, MOST_WEBHOOK_ENDPOINTS),
    harm: (operationId) =>
      app.database.pool.query(`update operations set cursor = '{"afterId": "nowhere"}', attempts = 4 where id = $1`, [
        operationId,
      ]),
  };
  const versions = await publishDocuments(api, work);
  const capture = clientWith(await turnKeys(api));
  await decideProposals(api, capture);
  await submitForms(api, capture, (id) => copy('forms', id, MOST_FORMS));
  await connect(api, (id) => copy('connectors', id, MOST_CONNECTORS));
  const lead = await followLead(api, capture);
  t.match(lead, { ...versions, country: 'DE', temperature: 'hot' });
  await sendBatch(api);
  await findLeads(api, lead);
  await tryRouting(api, lead.id);
  await workLead(api, grace.id, () => app.services.timers.fireDue());
  const rotation = taken(await api.GET('/v1/teams/{teamId}/rotation', { params: { path: { teamId: team.id } } }));
  t.ok(rotation.unfairness < 1, 'every member is within one lead of its share');
  await takeOut(api, work);
  await removeLead(api, lead);
  await referLeads(api, grace.id);
  await keepConsents(api);
  await spend(api);
  await findDuplicates(api, work);
  await handOver(api, work, { grace, alan });
  await learnFromLeads(api, work);
  await sellAndKeep(api);
  await liveThrough(api);
  await goThroughFunnel(api, work);
  await handToSales(api, work);
  await nurture(api, work);
  await segment(api, work);
  await reachTargets(api, work);
  await subscribe(api, work, clientWith);
  await importFile(api, work);

  t.test('the log has all of it, numbered without gaps', async (t) => {
    const events = [];
    for (let cursor: string | undefined, more = true; more; ) {
      const query = { limit: 20, ...(cursor === undefined ? {} : { cursor }) };
      const page = taken(await api.GET('/v1/events', { params: { query } }));
      events.push(...page.data);
      cursor = page.nextCursor ?? undefined;
      more = page.hasMore;
    }
    t.strictSame(
      events.map(({ sequence }) => sequence),
      events.map((_, index) => index + 1),
    );
    const known = contract.document.components.schemas.Event?.properties?.type?.['x-extensible-enum'] ?? [];
    // Logs of before 0.2 have it; nothing emits it now.
    const emitted = known.filter((type) => type !== 'lead.handoff_returned');
    t.strictSame(new Set(events.map(({ type }) => type)), new Set(emitted), 'every documented type, and no other');
    for (const { sequence, type, before, after } of events) {
      if (/\.(updated|scored|classified)$/.test(type)) t.ok(before && after, `${sequence} ${type} has both`);
      else if (type.endsWith('.deleted')) t.ok(before && !after, `${sequence} ${type} has what was there`);
      else t.ok(after, `${sequence} ${type} has what is there`);
    }
    const query = { type: 'lead.deleted' as const, subjectId: lead.id };
    t.equal(taken(await api.GET('/v1/events', { params: { query } })).data.length, 1);
  });

  t.test('a cursor to an event that the log has no more', async (t) => {
    const { data, nextCursor } = taken(await api.GET('/v1/events', { params: { query: { limit: 1 } } }));
    const setId = (id: string | undefined) =>
      app.database.pool.query('update events set id = $1 where workspace_id = $2 and sequence = 1', [
        id,
        made.workspace.id,
      ]);
    // Another event has the number, as after a restore.
    await setId(app.newId());
    const query = { limit: 1, ...(nextCursor === null ? {} : { cursor: nextCursor }) };
    t.equal(refusal(await api.GET('/v1/events', { params: { query } })), '410 feed_epoch_changed');
    await setId(data[0]?.id);
  });
});

t.test('the contract', async (t) => {
  t.strictSame(contract.faults, [], 'every answer is as documented');
  t.strictSame(contract.missing(), [], 'everything documented was exercised');
  const unknown = await app.server.inject('/v1/nothing-here');
  t.equal(problemOf({ status: 404, headers: {}, text: unknown.body }).code, 'not_found');
});
