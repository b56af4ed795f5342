import { randomUUID } from 'node:crypto';
import { SCOPES } from '../../src/core/api-keys/scopes.js';
import { type ContractOperation, isFile, parametersIn, takesHeader } from './document.js';
import { type Answer, addressOf, answerOf, problemOf, type Sending } from './exchange.js';
import { edgesIn } from './faults.js';
import { fixtureFor, insertFixtures } from './fixtures.js';
import { type Findings, good, type Scene } from './refusals.js';

/** What every operation of a kind does alike: pages, versions, repetitions, methods. */

interface Page {
  data: unknown[];
  hasMore: boolean;
  nextCursor: string | null;
}

/** Operations that answer pages. */
export const isList = (operation: ContractOperation) =>
  parametersIn(operation, 'query').some(({ name }) => name === 'cursor');

/** Pages follow each other without gap or repetition; a cursor is good for its own list only. */
export async function pages(scene: Scene, operation: ContractOperation): Promise<Findings> {
  if (!isList(operation)) return [];
  const { contract, app, there } = scene;
  const request = good(scene, operation);
  const ask = (query: string, change: Partial<Sending> = {}) =>
    contract.send(app.server, operation, { ...request, query, ...change });
  const pageOf = async (query: string): Promise<Page> => JSON.parse((await ask(query)).text) as Page;
  const findings: Findings = [];
  const all = await pageOf('limit=200');
  const one = await pageOf('limit=1');
  const { nextCursor: cursor } = one;
  if (all.data.length < 2 || cursor === null) return [`${operation.id}: needs two items to be tried`];
  const encoded = encodeURIComponent(cursor);
  const next = await pageOf(`limit=1&cursor=${encoded}`);
  // The progress of a target goes on between two requests.
  const shown = (items: unknown[]) => JSON.stringify(items.map((item) => (item as { target?: object }).target ?? item));
  if (shown([one.data[0], next.data[0]]) !== shown(all.data.slice(0, 2))) {
    findings.push(`${operation.id}: the second page does not follow the first`);
  }
  const refusals: [string, string, Partial<Sending>][] = [
    ['an altered cursor', alter(cursor), {}],
    ['a cursor cut short', cursor.slice(0, -2), {}],
    ['a cursor made up', Buffer.from('[1]').toString('base64url'), {}],
    ['a cursor in another workspace', cursor, { key: there.key, params: there.fixtures }],
  ];
  for (const { name, query } of otherFilters(operation, scene)) {
    refusals.push([`a cursor with another ${name}`, `${cursor}&${query}`, {}]);
  }
  for (const [what, used, change] of refusals) {
    const answer = await ask(`limit=1&cursor=${used.replace(cursor, encoded)}`, change);
    if (answer.status !== 400 || problemOf(answer).code !== 'cursor_invalid') {
      findings.push(`${operation.id}: ${what}: ${answer.status}`);
    }
  }
  for (const other of contract.operations.filter((list) => isList(list) && list.id !== operation.id)) {
    const answer = await contract.send(app.server, other, { ...request, query: `cursor=${encoded}` });
    if (answer.status !== 400) findings.push(`${operation.id}: its cursor in ${other.id}: ${answer.status}`);
  }
  return findings;
}

const alter = (text: string) => `${text.slice(0, -3)}${text.at(-3) === 'A' ? 'B' : 'A'}${text.slice(-2)}`;

/** The name of the fixture for a filter with another name. */
const fixtureNameOf = (name: string) =>
  ({
    ownerId: 'repId',
    subjectId: 'leadId',
    eventId: 'leadId',
    principalId: 'apiKeyId',
    organizationId: 'customerId',
    customerOrganizationId: 'customerId',
  })[name] ?? name;

/** Each filter and order of a list that was not asked for on the first page. */
function otherFilters(operation: ContractOperation, scene: Scene): { name: string; query: string }[] {
  return parametersIn(operation, 'query')
    .filter(({ name }) => !['cursor', 'limit', 'externalSystem', 'include', 'fields', 'wait'].includes(name))
    .map(({ name, schema }) => {
      const word = schema.enum?.at(-1) ?? (schema.type === 'boolean' ? 'true' : undefined);
      const id = schema.format === 'uuid' ? fixtureFor(fixtureNameOf(name), scene.here.fixtures) : undefined;
      const instant = schema.format === 'date-time' ? '2020-01-01T00:00:00Z' : undefined;
      const day = schema.format === 'date' ? '2020-01-01' : undefined;
      const text = {
        currency: 'EUR',
        month: '2020-01',
        base: 'GBP',
        quote: 'EUR',
        email: 'planted@example.com',
        phone: '+4930123456',
        country: 'DE',
        domain: 'example.com',
        kinds: 'task',
        types: 'lead.*',
      }[name];
      return { name, query: `${name}=${encodeURIComponent(String(word ?? id ?? instant ?? day ?? text ?? '1'))}` };
    });
}

/** Ids of another workspace find in a list what unknown ids find: nothing. */
export async function foreignFilters(scene: Scene, operation: ContractOperation): Promise<Findings> {
  const findings: Findings = [];
  for (const { name, schema } of parametersIn(operation, 'query')) {
    if (schema.format !== 'uuid' && name !== 'subjectId') continue;
    const foreign = fixtureFor(fixtureNameOf(name), scene.there.fixtures);
    for (const id of [foreign, randomUUID()]) {
      const answer = await scene.contract.send(scene.app.server, operation, {
        ...good(scene, operation),
        query: `${name}=${id}`,
      });
      // Reports filter, too: what they list is `groups` or `rows`.
      const { data, groups, rows } = JSON.parse(answer.text) as Partial<Page> & { groups?: object[]; rows?: object[] };
      if ((data ?? groups ?? rows)?.length !== 0)
        findings.push(`${operation.id}: ${name} of another workspace finds something`);
    }
  }
  return findings;
}

/** A read with the current ETag is answered 304 without body, with any other in full. */
export async function unchanged(scene: Scene, operation: ContractOperation): Promise<Findings> {
  // The tag of a file is that of its content: the journey of exports reads one.
  if (!takesHeader(operation, 'If-None-Match') || isFile(operation)) return [];
  const read = (headers: Record<string, string>) =>
    scene.contract.send(scene.app.server, operation, { ...good(scene, operation), headers });
  const full = await read({});
  const etag = full.headers.etag ?? '';
  const { version, data } = JSON.parse(full.text) as { version?: number; data?: unknown };
  // The number of a policy's version stays while its status changes. The document of a workspace has no version.
  const isOfContent = version === undefined || data !== undefined || operation.path.endsWith('/{version}');
  // A version, with a variant where the answer shows names or what time has changed.
  const expected = isOfContent ? /^"[0-9a-f]{32}"$/ : new RegExp(`^"${version}([.][0-9a-f]+)?"$`);
  const findings = expected.test(etag) ? [] : [`${operation.id}: ETag ${etag} at version ${version}`];
  if (full.headers['cache-control'] !== 'private, no-cache') findings.push(`${operation.id}: not to be kept`);
  const same = await read({ 'if-none-match': etag });
  if (same.status !== 304 || same.headers.etag !== etag) findings.push(`${operation.id}: ${same.status} for its ETag`);
  if ((await read({ 'if-none-match': '"999"' })).status !== 200) findings.push(`${operation.id}: 304 for another ETag`);
  return findings;
}

/** Operations that conflict with the state of the fixtures: such a refusal is stored as well. */
const OUT_OF_STATE: ReadonlySet<string> = new Set([
  'acceptHandoff',
  'decideDuplicate',
  'mergeCampaign',
  'mergeSource',
  'unmergeCampaign',
  'unmergeSource',
  'backfillConnector',
  'advanceClock',
  'changeSegmentLeads',
  'changeSegmentLeadsWhere',
  'createReferral',
  'enterSequence',
  'leaveSequence',
  'recycleLead',
  'rejectHandoff',
  'renewLease',
  'reopenDeal',
  'resumeLeadSla',
  'returnCustomer',
  'returnLead',
  'takeLead',
  'undoConversion',
  'undoCustomerChurn',
  'withdrawHandoff',
  'pauseImport',
  'resumeImport',
  'revertImport',
]);

/** After a rotation the stored answer with a secret cannot be read, and the request has no second effect. */
export async function sealed(scene: Scene, operation: ContractOperation): Promise<Findings> {
  const { contract, app, here } = scene;
  const fixtures = await insertFixtures(contract, app.server, scene.resolve, here);
  const request = good({ ...scene, here: { ...here, fixtures } }, operation);
  const post = async (url: string, token: string, payload: object) => {
    const headers = { authorization: `Bearer ${token}` };
    return (await app.server.inject({ method: 'POST', url, headers, payload })).json() as { id: string; token: string };
  };
  const old = await post('/v1/api-keys', here.key, { name: 'Rotated', kind: 'admin', scopes: SCOPES });
  const headers = { 'idempotency-key': randomUUID() };
  const send = (key: string) => contract.send(app.server, operation, { ...request, headers, key });
  const first = await send(old.token);
  const findings: Findings = first.status < 300 ? [] : [`${operation.id}: ${first.status} ${first.text}`];
  const next = await post(`/v1/api-keys/${old.id}/rotate`, old.token, {});
  const sequence = await sequenceOf(scene);
  const late = await send(next.token);
  if (late.status !== 409 || problemOf(late).code !== 'conflict') findings.push(`${operation.id}: ${late.status}`);
  if ((await send(old.token)).text !== first.text)
    findings.push(`${operation.id}: another answer under the old secret`);
  if ((await sequenceOf(scene)) !== sequence) findings.push(`${operation.id}: acted twice`);
  return findings;
}

/** The same request with the same key has its effect once and is answered byte by byte; another request is refused. */
export async function repeated(scene: Scene, operation: ContractOperation): Promise<Findings> {
  if (!takesHeader(operation, 'Idempotency-Key')) return [];
  const { contract, app, here } = scene;
  const fixtures = await insertFixtures(contract, app.server, scene.resolve, here);
  const request = good({ ...scene, here: { ...here, fixtures } }, operation);
  const key = randomUUID();
  const send = (change: Partial<Sending> = {}) =>
    contract.send(app.server, operation, { ...request, headers: { 'idempotency-key': key }, ...change });
  const first = await send();
  const sequence = await sequenceOf(scene);
  const findings: Findings =
    first.status < 300 || OUT_OF_STATE.has(operation.id) ? [] : [`${operation.id}: ${first.status} ${first.text}`];
  const again = await send();
  if (again.text !== first.text || again.status !== first.status) findings.push(`${operation.id}: another answer`);
  for (const name of ['etag', 'location', 'content-type']) {
    if (again.headers[name] !== first.headers[name]) findings.push(`${operation.id}: another ${name}`);
  }
  if (again.headers['idempotent-replayed'] !== 'true') findings.push(`${operation.id}: not marked as a repetition`);
  const { body, ...rest } = request;
  const payload = operation.takesFile ? 'Name\nOther\n' : body === undefined ? '{}' : ` ${JSON.stringify(body)}`;
  const other = await contract.send(app.server, operation, { ...rest, payload, headers: { 'idempotency-key': key } });
  if (other.status !== 422 || problemOf(other).code !== 'idempotency_key_reused') {
    findings.push(`${operation.id}: another body with the same key: ${other.status}`);
  }
  // As the deletion of a lead leaves it that the answer names.
  await app.database.pool.query(`update idempotency_keys set body = '', erased_at = now() where key = $1`, [key]);
  const erased = await send();
  if (erased.status !== 410 || problemOf(erased).code !== 'answer_erased') {
    findings.push(`${operation.id}: ${erased.status} for an answer that was erased`);
  }
  if ((await sequenceOf(scene)) !== sequence) findings.push(`${operation.id}: a repetition was logged`);
  return findings;
}

async function sequenceOf({ app, here }: Scene): Promise<number | undefined> {
  return (await app.store.read(here.workspaceId).workspaces.find())?.eventSequence;
}

/** What a filter says nothing without. */
const NEEDED_WITH: Record<string, string> = { externalSystem: 'externalId=a&' };

/** Filters whose values are normalised as on write: one of mere letters is refused. */
const NORMALISED: readonly string[] = ['email', 'phone', 'domain', 'country'];

/** Values that just meet their bounds are taken, or refused for what they mean: never for their form, never with 500. */
export async function edges(scene: Scene, operation: ContractOperation): Promise<Findings> {
  const findings: Findings = [];
  const request = good(scene, operation);
  const judge = (what: string, answer: Answer, mayBeRefused = false) => {
    const isRefused = answer.status === 400 && !mayBeRefused;
    if (isRefused || answer.status >= 500) findings.push(`${operation.id}: ${what}: ${answer.text}`);
  };
  for (const { name, schema } of parametersIn(operation, 'query').filter((parameter) => parameter.name !== 'cursor')) {
    for (const { what, value } of edgesIn(schema, 'a', scene.resolve)) {
      // An empty list is the absence of the parameter.
      if (Array.isArray(value) && value.length === 0) continue;
      const needed = operation.id === 'createImport' ? undefined : NEEDED_WITH[name];
      const query = `${needed ?? ''}${name}=${encodeURIComponent(String(value))}`;
      const answer = await scene.contract.send(scene.app.server, operation, { ...request, query });
      judge(`${name} ${what}`, answer, NORMALISED.includes(name));
    }
  }
  if (operation.body === undefined) return findings;
  for (const { what, pointer, value } of edgesIn(operation.body.schema, request.body, scene.resolve)) {
    // Made up, a cursor is refused wherever it stands.
    if (pointer === '/cursor') continue;
    const fixtures = { ...request, body: value };
    const hasFilters = !takesHeader(operation, 'Idempotency-Key') || operation.id === 'createExport';
    const isFilter = hasFilters && NORMALISED.includes(pointer.slice(1));
    judge(`${what} at ${pointer}`, await scene.contract.send(scene.app.server, operation, fixtures), isFilter);
  }
  return findings;
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;

/**
 * Methods that no operation of the path has are 405, with `Allow` naming exactly those that there are: OPTIONS everywhere, HEAD beside GET. The path is that of the
 * document: what a path with parameters would take for a name is none.
 */
export async function otherMethods(scene: Scene, operation: ContractOperation): Promise<Findings> {
  const { contract, app, here } = scene;
  const url = addressOf(operation, { params: here.fixtures });
  const matching = contract.operations.filter(({ path }) => path === operation.path);
  const methods = new Set(matching.map(({ method }) => String(method)));
  if (methods.has('GET')) methods.add('HEAD');
  const allowed = [...methods.add('OPTIONS')].sort().join(', ');
  const findings: Findings = [];
  for (const method of METHODS.filter((name) => !matching.some((one) => one.method === name))) {
    const headers = { authorization: `Bearer ${here.key}` };
    const answer = answerOf(await app.server.inject({ method, url, headers }));
    const right = answer.status === 405 && answer.headers.allow === allowed;
    if (!right) findings.push(`${method} ${url}: ${answer.status}, Allow: ${answer.headers.allow}, not ${allowed}`);
    if (problemOf(answer).code !== 'method_not_allowed') findings.push(`${method} ${url}: no problem`);
  }
  const options = await app.server.inject({ method: 'OPTIONS', url });
  if (options.statusCode !== 204 || options.headers.allow !== allowed)
    findings.push(`OPTIONS ${url}: ${options.statusCode}, Allow: ${options.headers.allow}, not ${allowed}`);
  return findings;
}
