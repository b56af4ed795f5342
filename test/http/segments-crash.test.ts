import t from 'tap';
import { runChild } from '../support/child.js';
import { openService } from './ingest-fixture.js';
import type { SegmentOut } from './segments-fixture.js';

const { apps, databaseUrl, sql, makeWorkspace } = await openService(t, { instances: 2 });
const MANY = 4_000;

t.test('a pass that is killed midway goes on in other processes, and each lead enters once', async (t) => {
  const { post, get, workspaceId } = await makeWorkspace();
  for (let from = 0; from < MANY; from += 1_000) {
    const items = Array.from({ length: 1_000 }, (_, index) => ({
      lead: { email: `a${from + index}@crash.example`, country: 'DE' },
    }));
    const sent = await post('/v1/leads/batch', { items: items.map(({ lead }) => lead) });
    t.equal(sent.status, 207, sent.text.slice(0, 500));
  }
  const condition = { type: 'field', field: 'country', operator: 'eq', value: 'DE' };
  const { body } = await post<SegmentOut>('/v1/segments', { name: 'Germany', kind: 'dynamic', condition });
  const segment = async () => (await get<SegmentOut>(`/v1/segments/${body.id}`)).body;
  const child = runChild('operations-child.ts', databaseUrl);
  t.equal(await child.firstLine, 'ready');
  while ((await segment()).count === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  child.process.kill('SIGKILL');
  await child.ended;
  t.comment(`killed at ${(await segment()).count} of ${MANY}`);
  // As if the lease of the killed process had expired.
  await sql('update segments set pass_due_at = now() where workspace_id = $1', [workspaceId]);
  while ((await Promise.all(apps.map(({ services }) => services.segmentPasses.runDue()))).some(({ ran }) => ran > 0));
  t.match(await segment(), { count: MANY, status: 'current' });
  const [events] = await sql<{ leads: number; events: number }>(
    `select count(distinct subject_id)::int as leads, count(*)::int as events from events
      where workspace_id = $1 and type = 'segment.entered'`,
    [workspaceId],
  );
  t.strictSame(events, { leads: MANY, events: MANY });
});
