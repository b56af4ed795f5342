import t from 'tap';
import { EVENT_TYPES } from '../../src/core/events/events.js';
import { openTestApp } from '../support/app.js';
import { type ContractOperation, resolver } from './document.js';
import { exchangeFaults } from './examples.js';
import * as journeys from './examples-journeys.js';
import { type Exchanges, journeyFaults } from './examples-scene.js';
import { contractOf } from './exchange.js';
import { type Fixtures, MAKERS, namedBy, operationOf, sampleBody } from './fixtures.js';
import { judgeWebhookBodies } from './webhook-bodies.js';

/** What later requests need of an answer. */
interface Made {
  id?: string;
  name?: string;
  version?: number;
  rescoreId?: string;
  lead?: { id: string };
  workspace?: { id: string };
  apiKey?: { token: string };
}

/** What is sent after a resource was made, beside its publication and its reads. */
const FOLLOWING: Record<string, string[]> = {
  createLead: ['createLead', 'getLeadScore', 'getLeadClassification'],
};

/** What is sent after all resources were made and changed. */
const VERBS = [
  ...['winDeal', 'reopenDeal', 'loseDeal', 'churnCustomer', 'undoCustomerChurn', 'churnCustomer'],
  ...['completeTask', 'createEngagementEvent', 'createEngagementEvent'],
  ...['getTeamRotation', 'rotateApiKey'],
];

/** Answers that are not compared with their examples, each with the reason. */
const EXEMPT: Record<string, string> = {
  'getRejectedRows 200': 'a file; test/http/imports-files.test.ts looks into it',
  'getRehearsalFile 200': 'a file; test/http/imports-files.test.ts looks into it',
  'listDuplicates 200': 'what a scan finds; test/http/duplicates.test.ts looks into it',
  'getLeadDuplicates 200': 'what a scan finds; test/http/duplicates.test.ts looks into it',
  'decideDuplicate 200': 'two leads; test/http/duplicates.test.ts looks into it',
  'streamExport 200': 'a file; test/http/export-streams.test.ts looks into it',
  'downloadReport 200': 'a file; test/http/report-records.test.ts looks into it',
  'getExportFile 200': 'a file; test/http/exports.test.ts looks into it',
  'getWorkspaceDocument 200': 'the whole document; test/http/attributes.test.ts looks into it',
};

/** 2026-03-01, the day of the examples. */
let now = Date.parse('2026-03-01T09:30:00.000Z');

/**
 * Sends the documented requests in new workspaces and compares each answer with the documented one. In the first workspace one
 * resource of every kind is created, published, read, listed and changed; each journey has a workspace of its own.
 */
t.test('documented requests get the documented answers', async (t) => {
  const app = await openTestApp(t, { clock: () => now });
  const contract = contractOf(JSON.parse((await app.server.inject('/openapi.json')).body));
  const resolve = resolver(contract.document);
  const pass = (ms: number) => {
    now += ms;
  };
  const exchanges: Exchanges = { app, contract, resolve, compared: new Set(), pass };

  await t.test('of every resource', async (t) => {
    const fixtures: Fixtures = {};
    let key = app.adminKey;
    const send = async (operation: ContractOperation): Promise<Made> => {
      const body = sampleBody(operation, fixtures, resolve);
      const answer = await contract.send(app.server, operation, { key, params: fixtures, body });
      exchanges.compared.add(`${operation.id} ${answer.status}`);
      t.strictSame(exchangeFaults(operation, answer, resolve), [], operation.id);
      return JSON.parse(answer.text) as Made;
    };
    const { workspace, apiKey } = await send(operationOf(contract, 'createWorkspace'));
    fixtures.workspaceId = workspace?.id ?? '';
    key = apiKey?.token ?? '';
    for (const [parameter, operationId] of MAKERS) {
      const operation = operationOf(contract, operationId);
      const made = await send(operation);
      const { version, lead, rescoreId } = made;
      fixtures[parameter] =
        parameter === 'version'
          ? String(version)
          : (rescoreId ?? (parameter === 'leadId' ? lead?.id : namedBy(parameter, made)) ?? '');
      for (const following of FOLLOWING[operationId] ?? []) await send(operationOf(contract, following));
      const own = `${operation.path}/{${parameter}}`;
      const publish = contract.operations.find(({ path }) => path === `${own}/publish`);
      if (MAKERS.some(([, maker]) => maker === publish?.id)) continue;
      if (publish !== undefined) await send(publish);
      const reads = contract.operations.filter(
        ({ method, path }) => method === 'GET' && [operation.path, own].includes(path),
      );
      for (const read of reads) await send(read);
    }
    for (const operation of contract.operations.filter(({ method }) => method === 'PATCH')) await send(operation);
    for (const id of VERBS) await send(operationOf(contract, id));
  });

  for (const [topic, all] of Object.entries(journeys)) {
    await t.test(topic.toLowerCase().replaceAll('_', ' '), async (t) => {
      for (const journey of all) {
        t.strictSame(await journeyFaults(exchanges, journey), []);
      }
    });
  }

  await t.test('the body of every event is as the document describes webhooks', async (t) => {
    const { faults, types } = await judgeWebhookBodies(app, contract.document, contract.validate);
    t.strictSame(faults, []);
    t.ok(types.size > EVENT_TYPES.length / 3, `${types.size} of ${EVENT_TYPES.length} types`);
  });

  const documented = contract.operations.flatMap(({ id, answers }) =>
    [...answers.keys()].flatMap((status) => (status < 300 ? [`${id} ${status}`] : [])),
  );
  const missing = documented.filter((pair) => !exchanges.compared.has(pair) && !(pair in EXEMPT));
  t.strictSame(missing, [], 'every documented answer is compared or exempt');
  t.strictSame(
    Object.keys(EXEMPT).filter((pair) => exchanges.compared.has(pair)),
    [],
    'what is compared is not exempt',
  );
  t.strictSame(contract.faults, []);
});
