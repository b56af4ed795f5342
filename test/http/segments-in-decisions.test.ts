/** Segments in wake conditions of parked leads, and decisions again after a segment that rules name has changed. */
import t from 'tap';
import type { ProblemOut } from './ingest-fixture.js';
import { field, inSegment, openSegments } from './segments-fixture.js';

const { makeWorkspace, time, runOperations, fireAll } = await openSegments(t);
const DAY = 86_400_000;

type Workspace = Awaited<ReturnType<typeof makeWorkspace>>;

const park = ({ post }: Workspace, id: string, condition: object) =>
  post<ProblemOut>(`/v1/leads/${id}/park`, { reason: 'bad_timing', wakeWhen: { condition } });

t.test('a parked lead wakes when it fits the condition of a segment', async (t) => {
  const workspace = await makeWorkspace();
  const { create, make, get, patch } = workspace;
  const { id: segmentId } = await make('Austria', field('country', 'eq', 'AT'));
  const { id } = await create('wakes@park.example', { country: 'DE' });
  const { id: other } = await create('sleeps@park.example', { country: 'DE' });
  for (const one of [id, other]) {
    const parked = await park(workspace, one, { type: 'all', conditions: [inSegment(segmentId)] });
    t.equal(parked.status, 200, parked.text);
  }
  await patch(`/v1/leads/${other}`, { city: 'Berlin' });
  t.equal((await get(`/v1/leads/${other}`)).body.category, 'parked');
  await patch(`/v1/leads/${id}`, { country: 'AT' });
  t.not((await get(`/v1/leads/${id}`)).body.category, 'parked');
  // The segment gets another condition: the lead is looked at within a day.
  await patch(`/v1/segments/${segmentId}`, { condition: field('country', 'eq', 'DE') });
  time.now += DAY + 1;
  await fireAll();
  t.not((await get(`/v1/leads/${other}`)).body.category, 'parked');
});

t.test('a wake condition with a segment that cannot work is refused with the reason', async (t) => {
  const workspace = await makeWorkspace();
  const { create, make } = workspace;
  const { id } = await create('refused@park.example', { country: 'DE' });
  const refusal = async (condition: object) => {
    const { status, body } = await park(workspace, id, condition);
    t.equal(status, 422);
    return body.errors?.[0];
  };
  const { id: fixed } = await make('List');
  const { id: searching } = await make('Overdue', { type: 'related', relation: 'tasks', statuses: ['open'] });
  const { id: german } = await make('Germany', field('country', 'eq', 'DE'));
  const pointer = '/wakeWhen/condition/conditions/0/segmentId';
  const any = (segmentId: string) => ({ type: 'any', conditions: [inSegment(segmentId)] });
  t.match(await refusal(any(fixed)), { pointer, code: 'field_unavailable', detail: /static segment/ });
  t.match(await refusal(any(searching)), { pointer, code: 'field_unavailable', detail: /parts that work in searches/ });
  const unknown = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';
  t.match(await refusal(any(unknown)), { pointer, code: 'segment_unknown' });
  const holds = await park(workspace, id, inSegment(german));
  t.equal(holds.status, 422);
  t.match(holds.body.errors?.[0]?.detail ?? holds.body.detail, /already holds/);
});

t.test(
  'a segment of a wake condition that only searches can evaluate, or is gone, wakes no lead and harms no write',
  async (t) => {
    const workspace = await makeWorkspace();
    const { create, make, get, patch, remove, segment } = workspace;
    const { id: segmentId } = await make('Austria', field('country', 'eq', 'AT'));
    const { id } = await create('keeps@park.example', { country: 'DE' });
    await park(workspace, id, inSegment(segmentId));
    const { id: other } = await create('member@park.example', { country: 'AT' });
    t.equal((await park(workspace, other, { type: 'not', condition: inSegment(segmentId) })).status, 200);
    const tasks = { type: 'related', relation: 'tasks', operator: 'eq', value: 0 };
    t.equal((await patch(`/v1/segments/${segmentId}`, { condition: tasks })).status, 200);
    t.equal((await patch(`/v1/leads/${id}`, { country: 'AT' })).status, 200);
    t.equal((await get(`/v1/leads/${id}`)).body.category, 'parked');
    t.equal((await patch(`/v1/leads/${other}`, { city: 'Graz' })).status, 200);
    t.equal((await get(`/v1/leads/${other}`)).body.category, 'parked', 'nor by its negation');
    t.equal((await segment(segmentId)).id, segmentId);
    t.equal((await remove(`/v1/segments/${segmentId}`)).status, 204);
    t.equal((await patch(`/v1/leads/${id}`, { city: 'Wien' })).status, 200);
    t.equal((await get(`/v1/leads/${id}`)).body.category, 'parked');
  },
);

t.test(
  'leads are decided again when a segment that the classification policy names gets another condition',
  async (t) => {
    const { create, make, get, post, patch, search } = await makeWorkspace();
    const { id: segmentId } = await make('Chosen', field('country', 'eq', 'AT'));
    const { id } = await create('decided@rules.example', { country: 'DE' });
    const list = await get<{ data: { document: { category: { rules: object[] } } }[] }>('/v1/classification-policies');
    const document = list.body.data[0]?.document ?? { category: { rules: [] } };
    const rule = { id: 'chosen', label: 'Chosen', when: inSegment(segmentId), category: 'sql' };
    const draft = await post<{ version: number }>('/v1/classification-policies', {
      name: 'By segment',
      document: { ...document, category: { ...document.category, rules: [rule, ...document.category.rules] } },
    });
    await post(`/v1/classification-policies/${draft.body.version}/publish`, {});
    await runOperations();
    const category = async () => (await get(`/v1/leads/${id}`)).body.category;
    t.not(await category(), 'sql');
    await patch(`/v1/segments/${segmentId}`, { condition: field('country', 'eq', 'DE') });
    t.equal(await category(), 'sql', 'a read is exact at once');
    await runOperations();
    t.strictSame(await search(field('category', 'eq', 'sql')), [id]);
  },
);
