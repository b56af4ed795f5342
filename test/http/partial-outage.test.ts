/** One server of several does not answer: what belongs to other workspaces goes on. */
import t from 'tap';
import { type App, openApp } from '../../src/app.js';
import { bootstrap } from '../../src/services/bootstrap.js';
import { administer } from '../support/server.js';
import { openService } from './ingest-fixture.js';

/** Makes every statement that reads rows of the workspace in the table fail, as that of a server that is gone. */
async function loseRows(url: string, table: string, workspaceId: string): Promise<void> {
  await administer(
    url,
    `create or replace function lost_${table}(id uuid) returns boolean language plpgsql as $$
       begin
         if id = '${workspaceId}' then
           raise exception 'connection to the remote node worker-1:5432 failed' using errcode = '08006';
         end if;
         return true;
       end $$`,
    `alter table ${table} rename to ${table}_kept`,
    `create view ${table} as select * from ${table}_kept where lost_${table}(workspace_id)`,
  );
}

t.test('timers and jobs of other workspaces run while the rows of one cannot be read', async (t) => {
  const service = await openService(t);
  const [lost, well] = [await service.makeWorkspace(), await service.makeWorkspace()];
  const [{ services }] = service.apps as [App];
  for (const { post } of [lost, well]) {
    const { lead } = (await post('/v1/leads', { email: 'ada@partial.example' })).body;
    t.equal((await post('/v1/erasures', { leadId: lead.id })).status, 202);
  }
  const due = `insert into timers (workspace_id, kind, subject_id, due_at) values ($1, 'prediction_training', $1, now() - interval '1 hour')
    on conflict (workspace_id, kind, subject_id) do update set due_at = excluded.due_at`;
  for (const { workspaceId } of [lost, well]) await service.sql(due, [workspaceId]);
  await loseRows(service.databaseUrl, 'timers', lost.workspaceId);
  await loseRows(service.databaseUrl, 'operations', lost.workspaceId);

  const round = await services.timers.fireDue();
  t.ok(round.found > 0, 'due timers were found');
  const left = await service.sql<{ workspace_id: string }>(
    `select workspace_id from timers_kept where kind = 'prediction_training' and due_at <= now()`,
  );
  t.ok(
    left.some(({ workspace_id }) => workspace_id === lost.workspaceId),
    'the one that cannot be read is due still',
  );
  t.notOk(
    left.some(({ workspace_id }) => workspace_id === well.workspaceId),
    'the other one was fired',
  );
  t.equal((await services.timers.fireDue()).failed, 0, 'the next round goes on as well');

  await services.jobs.runDue();
  const jobs = await service.sql<{ workspace_id: string; state: string }>(
    'select workspace_id, state from operations_kept',
  );
  t.equal(jobs.find(({ workspace_id }) => workspace_id === well.workspaceId)?.state, 'succeeded');
  t.equal(jobs.find(({ workspace_id }) => workspace_id === lost.workspaceId)?.state, 'queued');
  const refused = await lost.get('/v1/operations');
  t.match(refused, { status: 503, body: { code: 'database_unavailable' } }, 'its own requests are refused');
  t.ok(refused.headers['retry-after'], 'with the time to wait');
  t.equal((await well.get('/v1/operations')).status, 200);
});

t.test('a process starts while no table of a workspace can be read', async (t) => {
  const service = await openService(t);
  const tables = await service.sql<{ name: string }>(
    `select distinct table_name as name from information_schema.columns where table_schema = 'public'
        and (column_name = 'workspace_id' or table_name = 'workspaces')
        and table_name not in ('api_key_directory', 'connector_addresses')`,
  );
  t.ok(tables.length > 60, `${tables.length} tables`);
  await administer(service.databaseUrl, ...tables.map(({ name }) => `alter table ${name} rename to ${name}_gone`));
  const log = { info: () => undefined, error: () => undefined };
  const app = await openApp({ connection: service.databaseUrl, poolSize: 2, log, timersEveryMs: 0, jobsEveryMs: 0 });
  t.teardown(() => app.close());
  const made = await bootstrap(app.store, app.issuer, { newId: app.newId, now: app.clock(), adminKey: service.token });
  t.equal(made, undefined, 'it makes no second first workspace');
  await app.server.ready();
  const ready = await app.server.inject({ method: 'GET', url: '/readyz' });
  t.equal(ready.statusCode, 200, ready.body);
});
