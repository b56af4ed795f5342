import t from 'tap';
import { runChild } from '../support/child.js';
import { openService } from './ingest-fixture.js';
import type { SegmentOut } from './segments-fixture.js';

const { apps, databaseUrl, sql, makeWorkspace } = await openService(t, { instances: 2 });
const MANY = 4_000;

async function makeLeads(domain: string) {
  const { post, get, workspaceId } = await makeWorkspace();
  for (let from = 0; from < MANY; from += 1_000) {
    const items = Array.from({ length: 1_000 }, (_, index) => ({
      email: `a${from + index}@${domain}`,
      country: 'DE',
    }));
    const sent = await post('/v1/leads/batch', { items });
    if (sent.status !== 207) throw new Error(sent.text.slice(0, 500));
  }
  const segment = async (id: string) => (await get<SegmentOut>(`/v1/segments/${id}`)).body;
  /** A process of its own that does background work, killed once the segment has members. */
  const killMidway = async (id: string) => {
    const child = runChild('operations-child.ts', databaseUrl);
    if ((await child.firstLine) !== 'ready') throw new Error('the process did not start');
    while ((await segment(id)).count === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    child.process.kill('SIGKILL');
    await child.ended;
    return (await segment(id)).count;
  };
  const entered = async () => {
    const [events] = await sql<{ leads: number; events: number }>(
      `select count(distinct subject_id)::int as leads, count(*)::int as events from events
        where workspace_id = $1 and type = 'segment.entered'`,
      [workspaceId],
    );
    return events;
  };
  return { workspaceId, post, segment, killMidway, entered };
}

const GERMANY = { type: 'field', field: 'country', operator: 'eq', value: 'DE' };

t.test('a pass that is killed midway goes on in other processes, and each lead enters once', async (t) => {
  const { workspaceId, post, segment, killMidway, entered } = await makeLeads('crash.example');
  const { body } = await post<SegmentOut>('/v1/segments', { name: 'Germany', kind: 'dynamic', condition: GERMANY });
  t.comment(`killed at ${await killMidway(body.id)} of ${MANY}`);
  // As if the lease of the killed process had expired.
  await sql('update segments set pass_due_at = now() where workspace_id = $1', [workspaceId]);
  while ((await Promise.all(apps.map(({ services }) => services.segmentPasses.runDue()))).some(({ ran }) => ran > 0));
  t.match(await segment(body.id), { count: MANY, status: 'current' });
  t.strictSame(await entered(), { leads: MANY, events: MANY });
});

t.test('a change of a list by a condition that is killed midway goes on, and each lead enters once', async (t) => {
  const { workspaceId, post, segment, killMidway, entered } = await makeLeads('list.example');
  const { body } = await post<SegmentOut>('/v1/segments', { name: 'List', kind: 'static' });
  const asked = await post(`/v1/segments/${body.id}/leads/bulk`, { action: 'add', where: GERMANY });
  t.equal(asked.status, 202, asked.text);
  const count = await killMidway(body.id);
  t.comment(`killed at ${count} of ${MANY}`);
  t.ok(count > 0);
  await sql('update operations set due_at = now() where workspace_id = $1 and due_at is not null', [workspaceId]);
  while ((await Promise.all(apps.map(({ services }) => services.jobs.runDue()))).some(({ ran }) => ran > 0));
  t.match(await segment(body.id), { count: MANY });
  t.strictSame(await entered(), { leads: MANY, events: MANY });
});
