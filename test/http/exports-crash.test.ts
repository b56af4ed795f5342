/** Files whose writing is interrupted: by the end of a process, by an erasure, by a cancellation. */
import papa from 'papaparse';
import t from 'tap';
import { EXPORT_TABLES } from '../../src/http/export-tables.js';
import { exportHandler } from '../../src/services/exports/write-file.js';
import { createJobRunner } from '../../src/services/jobs/run.js';
import { runChild } from '../support/child.js';
import { type Operation, openAssignment } from './assignment-fixture.js';

const service = await openAssignment(t);
const { apps, sql, databaseUrl, time } = service;
const LEASE_MS = 20_000;

/** A runner that does something after the snapshot was opened, before it reads the rows. */
function runnerWith(interruption: () => Promise<unknown>) {
  const [app] = apps;
  if (app === undefined) throw new Error('there is no instance');
  const { store, timeOf, newId, clock } = app;
  const tables = async () => {
    await interruption();
    return EXPORT_TABLES;
  };
  return createJobRunner({
    ...{ store, clock, newId, concurrency: 1 },
    handlers: { export: exportHandler({ store, tables, timeOf, newId }) },
  });
}

async function makeWorkspace() {
  const { token, post, get, call, workspaceId } = await service.makeWorkspace();
  const fill = async (people: number) => {
    for (let from = 0; from < people; from += 1_000) {
      const items = Array.from({ length: Math.min(1_000, people - from) }, (_, index) => ({
        email: `p${from + index}@crash.example`,
      }));
      await post('/v1/leads/batch', { items });
    }
  };
  const start = async () => (await post<Operation>('/v1/exports', { resource: 'leads' })).body.id;
  const follow = async (id: string) => (await get<Operation>(`/v1/operations/${id}`)).body;
  const emails = async (id: string) => {
    const address = `${service.urls[0]}/v1/exports/${id}/file`;
    const answer = await fetch(address, { headers: { authorization: `Bearer ${token}` } });
    if (answer.status !== 200) return answer.status;
    const { data } = papa.parse<{ email: string }>(await answer.text(), { header: true, skipEmptyLines: true });
    return data.map(({ email }) => email);
  };
  return { post, get, call, workspaceId, fill, start, follow, emails };
}

t.test('a lead that is deleted while a file is written is not in the file', async (t) => {
  const { post, call, start, follow, emails } = await makeWorkspace();
  const { lead } = (await post('/v1/leads', { email: 'gone@crash.example' })).body;
  await post('/v1/leads', { email: 'stays@crash.example' });
  const id = await start();
  let attempts = 0;
  await runnerWith(async () => {
    attempts += 1;
    if (attempts === 1) t.equal((await call('DELETE', `/v1/leads/${lead.id}`)).status, 204);
  }).runDue();
  t.equal(attempts, 2, 'the file is begun again');
  t.match(await follow(id), { state: 'succeeded', export: { rows: 1 } });
  t.strictSame(await emails(id), ['stays@crash.example']);
});

t.test('a file that is begun again and again ends as failed, with the reason', async (t) => {
  const { post, call, start, follow } = await makeWorkspace();
  const id = await start();
  await runnerWith(async () => {
    const { lead } = (await post('/v1/leads', { email: 'gone@crash.example' })).body;
    await call('DELETE', `/v1/leads/${lead.id}`);
  }).runDue();
  t.match(await follow(id), { state: 'failed', error: { code: 'conflict' } });
});

t.test('a cancelled export leaves no file', async (t) => {
  const { call, fill, start, follow, emails, workspaceId } = await makeWorkspace();
  await fill(10);
  const id = await start();
  await runnerWith(() => call('POST', `/v1/operations/${id}/cancel`, {})).runDue();
  t.match(await follow(id), { state: 'cancelled' });
  t.equal(await emails(id), 409);
  const written = await sql('select 1 from export_chunks where workspace_id = $1', [workspaceId]);
  t.strictSame(written, [], 'nothing of it is stored');
});

t.test('killed while it writes, a file is written by another process, once', async (t) => {
  const { fill, start, follow, emails, workspaceId } = await makeWorkspace();
  await fill(12_000);
  const id = await start();
  const child = runChild('operations-child.ts', databaseUrl);
  t.equal(await child.firstLine, 'ready');
  while ((await follow(id)).progress.done === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  child.process.kill('SIGKILL');
  await child.ended;
  const left = await follow(id);
  t.comment(`killed at ${left.progress.done}, ${left.state}`);
  time.now = Date.now() + LEASE_MS + 1_000;
  await apps[1]?.services.exports.runDue();
  t.match(await follow(id), { state: 'succeeded', export: { rows: 12_000 } });
  const found = [await emails(id)].flat();
  t.equal(found.length, 12_000);
  t.equal(new Set(found).size, 12_000, 'each lead once');
  const attempts = await sql<{ n: number }>(
    'select count(distinct export_id)::int as n from export_chunks where workspace_id = $1',
    [workspaceId],
  );
  t.equal(attempts[0]?.n, 1);
});
