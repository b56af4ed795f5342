/** Rows in the answer itself, and files of those who may be contacted. */
import { gunzipSync } from 'node:zlib';
import papa from 'papaparse';
import t from 'tap';
import { MOST_STREAMED_ROWS } from '../../src/core/exports/export.js';
import { openAssignment } from './assignment-fixture.js';
import type { ProblemOut } from './ingest-fixture.js';

const service = await openAssignment(t);
const { apps, sql } = service;

async function makeWorkspace() {
  const workspace = await service.makeWorkspace();
  const { token, post } = workspace;
  const stream = (body: object, init: RequestInit = {}) =>
    fetch(`${service.urls[0]}/v1/exports/stream`, {
      ...{ method: 'POST', body: JSON.stringify(body) },
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...init,
    });
  const rows = async (body: object) => {
    const answer = await stream(body);
    t.equal(answer.status, 200);
    return papa.parse<Record<string, string>>(await answer.text(), { header: true, skipEmptyLines: true }).data;
  };
  const fill = async (people: number) => {
    for (let from = 0; from < people; from += 900) {
      const items = Array.from({ length: Math.min(900, people - from) }, (_, index) => ({
        email: `p${from + index}@stream.example`,
      }));
      await post('/v1/leads/batch', { items });
    }
  };
  return { ...workspace, stream, rows, fill };
}

/** Transactions that hold a snapshot now. */
const openSnapshots = async () =>
  (
    await sql<{ open: number }>(
      `select count(*)::int as open from pg_stat_activity
        where datname = current_database() and state = 'idle in transaction'`,
    )
  )[0]?.open;

t.test('an answer has the rows of the file that an operation would write', async (t) => {
  const { stream, rows, fill, post, token } = await makeWorkspace();
  await fill(1_000);
  const asked = { resource: 'leads', fields: ['email', 'createdAt', 'score.total'] };
  const answer = await stream(asked);
  t.match(answer.headers.get('content-disposition'), /^attachment; filename="leads-.*Z\.csv"$/);
  t.equal(answer.headers.get('content-type'), 'text/csv; charset=utf-8');
  const text = await answer.text();
  const { body } = await post<{ id: string }>('/v1/exports', asked);
  while ((await apps[0]?.services.exports.runDue())?.ran);
  t.equal(text, await (await fetchFile(body.id)).text());
  t.equal((await rows({ ...asked, country: 'DE' })).length, 0);
  const zipped = await stream({ ...asked, format: 'ndjson', compression: 'gzip' });
  const lines = gunzipSync(Buffer.from(await zipped.arrayBuffer()))
    .toString()
    .trimEnd()
    .split('\n');
  t.equal(lines.length, 1_000);
  t.match(JSON.parse(lines[0] ?? ''), { email: /@stream\.example$/ });

  function fetchFile(id: string) {
    return fetch(`${service.urls[0]}/v1/exports/${id}/file`, { headers: { authorization: `Bearer ${token}` } });
  }
});

t.test('what cannot be sent is refused before the first byte', async (t) => {
  const { stream, post, workspaceId } = await makeWorkspace();
  const refused = async (body: object) => {
    const answer = await stream(body);
    return [answer.status, ((await answer.json()) as ProblemOut).errors?.map(({ pointer }) => pointer)];
  };
  t.strictSame(await refused({ resource: 'deals', country: 'DE' }), [422, ['/country']]);
  t.strictSame(await refused({ resource: 'leads', fields: ['mail'] }), [422, ['/fields/0']]);
  t.strictSame(await refused({ resource: 'deals', contactableBy: 'email' }), [422, ['/contactableBy']]);
  const { body } = await post<{ id: string }>('/v1/customers', { kind: 'person', name: 'Bea' });
  await sql(
    `insert into customers select (jsonb_populate_record(c, jsonb_build_object('id', gen_random_uuid()))).*
       from customers c, generate_series(1, $2) where workspace_id = $1 and id = $3`,
    [workspaceId, MOST_STREAMED_ROWS, body.id],
  );
  const tooMany = await stream({ resource: 'customers' });
  t.equal(tooMany.status, 422);
  t.match(await tooMany.json(), { code: 'rule_refused', detail: /POST \/v1\/exports/ });
  t.equal(await openSnapshots(), 0);
});

t.test('a key streams only what it may read otherwise', async (t) => {
  const { stream, post } = await makeWorkspace();
  const keyWith = async (...scopes: string[]) => {
    const made = await post<{ token: string }>('/v1/api-keys', { name: scopes.join(), kind: 'service', scopes });
    return { headers: { authorization: `Bearer ${made.body.token}`, 'content-type': 'application/json' } };
  };
  const deals = await keyWith('exports:read', 'exports:write', 'deals:read');
  t.equal((await stream({ resource: 'leads' }, deals)).status, 403);
  t.equal((await stream({ resource: 'deals' }, deals)).status, 200);
  t.equal((await stream({ resource: 'deals' }, await keyWith('exports:write', 'deals:read'))).status, 403);
});

t.test('a reader that leaves ends the transaction, and the next one is served', async (t) => {
  const { stream, fill, rows } = await makeWorkspace();
  await fill(4_500);
  for (let round = 0; round < 3; round++) {
    const leaving = new AbortController();
    const answer = await stream({ resource: 'leads' }, { signal: leaving.signal });
    const reader = answer.body?.getReader();
    await reader?.read();
    leaving.abort();
  }
  const until = Date.now() + 20_000;
  while ((await openSnapshots()) !== 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
  t.equal(await openSnapshots(), 0);
  t.equal((await rows({ resource: 'leads', fields: ['id'] })).length, 4_500);
});

t.test('only those who may be contacted are in a file for a channel', async (t) => {
  const { rows, post, get } = await makeWorkspace();
  const create = async (body: object) => {
    const made = await post('/v1/leads', body);
    t.equal(made.status, 201, made.text);
  };
  await create({ email: 'yes@a.example', emailConsent: 'granted' });
  await create({ email: 'silent@a.example' });
  await create({ email: 'no@a.example', emailConsent: 'denied', phone: '+49 30 901820' });
  await create({ phone: '+49 30 9018211' });
  await create({ email: 'left@a.example' });
  await create({ email: 'gone@b.example' });
  await create({ email: 'gone2@b.example' });
  await post('/v1/engagement-events', { email: 'left@a.example', type: 'email_unsubscribed' });
  await post('/v1/suppressions', { kind: 'domain', value: 'b.example' });
  const emails = async (more: object) =>
    (await rows({ resource: 'leads', fields: ['id', 'email'], ...more })).map(({ email }) => email).sort();
  t.strictSame(await emails({ contactableBy: 'email' }), ['silent@a.example', 'yes@a.example']);
  const agreed = { type: 'field', field: 'emailConsent', operator: 'eq', value: 'granted' };
  t.strictSame(await emails({ contactableBy: 'email', where: agreed }), ['yes@a.example']);
  t.equal((await emails({ contactableBy: 'phone' })).length, 2);
  t.equal((await emails({})).length, 7);
  const { body } = await post<{ id: string }>('/v1/exports', { resource: 'leads', contactableBy: 'email' });
  while ((await apps[0]?.services.exports.runDue())?.ran);
  const { body: ended } = await get<object>(`/v1/operations/${body.id}`);
  t.match(ended, { state: 'succeeded', export: { contactableBy: 'email', rows: 2, leftOut: 5 } });
});
