import t from 'tap';
import { openTestApp } from '../support/app.js';
import { type ContractOperation, resolver } from './document.js';
import { exchangeFaults } from './examples.js';
import { contractOf } from './exchange.js';
import { type Fixtures, MAKERS, operationOf, sampleBody } from './fixtures.js';

/** What later requests need of an answer. */
interface Made {
  id?: string;
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
  ...['completeTask', 'createEngagementEvent', 'createEngagementEvent', 'createVisitorEvent'],
  ...['getTeamRotation', 'rotateApiKey'],
];

/**
 * Sends the documented requests in a new workspace and compares each answer with the documented one: one resource of every kind is
 * created, published, read, listed and changed.
 */
t.test('documented requests get the documented answers', async (t) => {
  const app = await openTestApp(t);
  const contract = contractOf(JSON.parse((await app.server.inject('/openapi.json')).body));
  const resolve = resolver(contract.document);
  const fixtures: Fixtures = {};
  const sent = new Set<string>();
  let key = app.adminKey;
  const send = async (operation: ContractOperation): Promise<Made> => {
    const body = sampleBody(operation, fixtures, resolve);
    const answer = await contract.send(app.server, operation, { key, params: fixtures, body });
    sent.add(`${operation.id} ${answer.status}`);
    t.strictSame(exchangeFaults(operation, answer, resolve), [], operation.id);
    return JSON.parse(answer.text) as Made;
  };

  const { workspace, apiKey } = await send(operationOf(contract, 'createWorkspace'));
  fixtures.workspaceId = workspace?.id ?? '';
  key = apiKey?.token ?? '';
  for (const [parameter, operationId] of MAKERS) {
    const operation = operationOf(contract, operationId);
    const { id, version, lead, rescoreId } = await send(operation);
    fixtures[parameter] =
      parameter === 'version' ? String(version) : (rescoreId ?? (parameter === 'leadId' ? lead?.id : id) ?? '');
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
  t.ok(sent.size > 70, `${sent.size} answers were compared`);
  t.strictSame(contract.faults, []);
});
