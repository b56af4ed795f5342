/** Static segments that are changed by a condition, and the removal of segments with many leads. */
import t from 'tap';
import type { Operation } from './assignment-fixture.js';
import type { ProblemOut } from './ingest-fixture.js';
import { field, inSegment, openSegments, type SegmentOut } from './segments-fixture.js';

const service = await openSegments(t);
const { apps, sql, runOperations } = service;
const [first] = apps;
if (first === undefined) throw new Error('no instance of the service');
const { jobs, maintenance } = first.services;
const GERMANY = field('country', 'eq', 'DE');

type SegmentChange = Omit<Operation, 'segmentChange'> & Required<Pick<Operation, 'segmentChange'>>;

/** A workspace with so many leads in Germany and one in France, and a list. */
async function makeWorkspace(people: number) {
  const workspace = await service.makeWorkspace();
  const { post, get, make } = workspace;
  const ids: string[] = [];
  for (let from = 0; from < people; from += 1_000) {
    const items = Array.from({ length: Math.min(1_000, people - from) }, (_, index) => ({
      email: `a${from + index}@lists.example`,
      country: 'DE',
    }));
    const { body, text } = await post<{ results?: { id: string }[] }>('/v1/leads/batch', { items });
    if (body.results?.length !== items.length) throw new Error(text);
    ids.push(...body.results.map(({ id }) => id));
  }
  const french = await workspace.create('french@lists.example', { country: 'FR' });
  const list = await make('List');
  const request = (body: object) => post<SegmentChange>(`/v1/segments/${list.id}/leads/bulk`, body);
  const operation = async (id: string) => (await get<SegmentChange>(`/v1/operations/${id}`)).body;
  const ended = async (body: object) => {
    const requested = await request(body);
    t.equal(requested.status, 202, requested.text);
    await runOperations();
    return operation(requested.body.id);
  };
  return { ...workspace, ids, french, list, request, operation, ended };
}

t.test('the leads of a condition enter a list and leave it, each with one event', async (t) => {
  const { ids, french, list, post, ended, members, segment, eventsOf, pages } = await makeWorkspace(700);
  const [one = '', second = ''] = ids;
  await post(`/v1/segments/${list.id}/leads`, { add: [one, second, french.id] });

  const preview = await ended({ action: 'add', where: GERMANY, dryRun: true });
  t.match(preview, { kind: 'segment_change', state: 'succeeded', progress: { done: 700, total: 700 } });
  t.match(preview.segmentChange, { changed: 698, unchanged: 2, dryRun: true, segmentName: 'List' });
  t.equal((await segment(list.id)).count, 3, 'a dry run changes nothing');

  const added = await ended({ action: 'add', where: GERMANY });
  t.match(added.segmentChange, { changed: 698, unchanged: 2, dryRun: false });
  t.strictSame(added.segmentChange.sampleIds, [...ids].sort().slice(2, 12));
  t.equal((await segment(list.id)).count, 701);
  t.strictSame(await members(list.id), [...ids, french.id].sort());

  const removed = await ended({
    action: 'remove',
    where: {
      type: 'all',
      conditions: [inSegment(list.id), { type: 'not', condition: field('email', 'eq', 'a1@lists.example') }, GERMANY],
    },
  });
  t.match(removed, { progress: { done: 699, total: 699 }, segmentChange: { changed: 699, unchanged: 0 } });
  t.strictSame(await members(list.id), [second, french.id].sort());
  const none = await ended({ action: 'remove', where: { type: 'not', condition: inSegment(list.id) } });
  t.match(none.segmentChange, { changed: 0, unchanged: 699, sampleIds: [] });

  const events = await eventsOf(list.id);
  const count = (type: string) => events.filter((event) => event.type === type).length;
  t.strictSame([count('segment.entered'), count('segment.left')], [701, 699]);
  const causes = await pages<{ cause: string }>('/v1/events?type=segment.left');
  t.strictSame([...new Set(causes.map(({ cause }) => cause))], ['segment_change']);
});

t.test('a cancelled change stays as far as it came, and a repeated one completes it', async (t) => {
  const { list, post, request, operation, ended, segment, eventsOf } = await makeWorkspace(1_200);
  const { body } = await request({ action: 'add', where: GERMANY });
  const turn = jobs.runDue();
  while ((await operation(body.id)).progress.done === 0) await new Promise((resolve) => setTimeout(resolve, 2));
  const cancelled = await post<SegmentChange>(`/v1/operations/${body.id}/cancel`, undefined);
  await turn;
  await runOperations();
  t.equal(cancelled.status, 200, cancelled.text);
  const { count } = await segment(list.id);
  t.comment(`cancelled at ${count} of 1,200`);
  t.ok(count === (await operation(body.id)).progress.done && count >= 500);
  t.match(await ended({ action: 'add', where: GERMANY }), {
    segmentChange: { changed: 1_200 - count, unchanged: count },
  });
  const entered = (await eventsOf(list.id)).map(({ subjectId }) => subjectId);
  t.strictSame([entered.length, new Set(entered).size], [1_200, 1_200]);
});

t.test('changes by a condition are refused as a search or a change by ids would be', async (t) => {
  const { list, make, post, request, operation, remove } = await makeWorkspace(1);
  const dynamic = await make('Germany', GERMANY);
  const asked = { action: 'add', where: GERMANY };
  t.match(await post<ProblemOut>(`/v1/segments/${dynamic.id}/leads/bulk`, asked), { status: 409 });
  t.match(await request({ ...asked, where: field('nothing', 'eq', 'x') }), {
    status: 422,
    body: { errors: [{ pointer: '/where/field', code: 'unknown_field' }] },
  });
  t.match(await request({ ...asked, action: 'replace' }), { status: 400, body: { errors: [{ pointer: '/action' }] } });
  t.match(await request({ action: 'add' }), { status: 400 });
  const { body } = await request(asked);
  t.equal((await remove(`/v1/segments/${list.id}`)).status, 204);
  await runOperations();
  t.match(await operation(body.id), { state: 'failed', error: { code: 'not_found' } });
  t.match(await request(asked), { status: 404 });
});

t.test('a deleted segment is gone at once, and its members are removed later', async (t) => {
  const { workspaceId, ids, list, make, ended, get, call, remove, segment } = await makeWorkspace(1_500);
  const other = await make('Other', GERMANY);
  await service.runPasses();
  await ended({ action: 'add', where: GERMANY });
  t.equal((await segment(list.id)).count, 1_500);
  t.equal((await remove(`/v1/segments/${list.id}`)).status, 204);
  const rows = async (table: string) => {
    const text = `select count(*)::int as count from ${table} where workspace_id = $1 and segment_id = $2`;
    return (await sql<{ count: number }>(text, [workspaceId, list.id]))[0]?.count;
  };
  t.equal(await rows('segment_members'), 1_500, 'no row of a member is deleted with the segment');
  t.equal((await get(`/v1/segments/${list.id}/leads`)).status, 404);
  t.strictSame(
    (await get<{ data: SegmentOut[] }>('/v1/segments')).body.data.map(({ id }) => id),
    [other.id],
  );
  t.match(await get(`/v1/leads/${ids[0]}/segments`), { body: { segments: [{ segmentId: other.id }] } });
  t.equal((await call('DELETE', `/v1/leads/${ids[1]}`)).status, 204);
  t.equal((await make('List')).name, 'List', 'its name is free');

  const gone = await Promise.all(apps.map(({ services }) => services.maintenance.purgeSegmentMembers()));
  t.equal(
    gone.reduce((sum, one) => sum + one, 0),
    1_499,
  );
  for (const table of ['segment_members', 'segment_days', 'removed_segments']) t.equal(await rows(table), 0, table);
  t.equal((await segment(other.id)).count, 1_499, 'other segments keep their members');
  t.equal(await maintenance.purgeSegmentMembers(), 0);
});
