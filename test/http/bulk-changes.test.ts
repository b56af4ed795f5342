/** The same change of many leads: preview, effect, undo. */
import t from 'tap';
import type { Static } from 'typebox';
import type { BulkLeadList } from '../../src/http/schemas/bulk-changes.js';
import { type Operation, openAssignment } from './assignment-fixture.js';
import { eventFaults, type LeadOut, listAll, type ProblemOut } from './ingest-fixture.js';

interface BatchOut extends Record<string, unknown> {
  results: object[];
}
type BulkLead = Static<typeof BulkLeadList>['data'][number];

const service = await openAssignment(t);
const { sql, runOperations } = service;
const CITY = { type: 'field', field: 'city', operator: 'eq', value: 'Turin' };

/** A workspace with so many leads in Turin and one in Lyon, and the calls that the subtests share. */
async function makeWorkspace(people: number) {
  const { workspaceId, post, get, patch, call, makeRep } = await service.makeWorkspace();
  const items = Array.from({ length: people }, (_, index) => ({
    email: `p${index}@bulk.example`,
    city: 'Turin',
    jobTitle: 'Weaver',
    tags: ['known'],
  }));
  const { body, text } = await post<{ results: { id: string }[] }>('/v1/leads/batch', {
    items: [...items, { email: 'other@bulk.example', city: 'Lyon' }],
  });
  const ids = (body.results ?? []).map(({ id }) => id);
  if (ids.length !== people + 1) throw new Error(text);
  const ended = async (path: string, body?: object) => {
    const requested = await post<Operation>(path, body);
    t.equal(requested.status, 202, requested.text);
    await runOperations();
    const { body: operation } = await get<Operation>(`/v1/operations/${requested.body.id}`);
    t.equal(operation.state, 'succeeded');
    return operation;
  };
  const bulk = (body: object) => ended('/v1/leads/bulk', body);
  const undo = ({ id }: Operation) => ended(`/v1/bulk-changes/${id}/undo`);
  const lead = async (id = '') => (await get<LeadOut>(`/v1/leads/${id}`)).body;
  const leadsOf = ({ id }: Operation, query = '') => listAll<BulkLead>(get, `/v1/bulk-changes/${id}/leads${query}`);
  return { workspaceId, ids, post, get, patch, call, makeRep, bulk, undo, lead, leadsOf };
}

t.test(
  'tags are one in every spelling that conditions compare as one, in creation, bulk changes and undo',
  async (t) => {
    const { ids, post, patch, bulk, undo, lead } = await makeWorkspace(1);
    const id = ids[0] ?? '';
    const change = (tags: object) => bulk({ leadIds: [id], change: { tags } });
    t.match((await change({ add: ['KNOWN', 'Straße'] })).bulkChange, { changed: 1 });
    t.same((await lead(id)).tags, ['known', 'Straße']);
    t.match((await change({ add: ['STRASSE'] })).bulkChange, { changed: 0, unchanged: 1 });
    const removal = await change({ remove: [' strasse ', 'Unknown'] });
    t.same((await lead(id)).tags, ['known']);
    await undo(removal);
    t.same((await lead(id)).tags, ['known', 'Straße']);
    await patch(`/v1/leads/${id}`, { tags: ['Known', 'STRASSE'] });
    await undo(await change({ remove: ['strasse'], add: ['hot', 'Hot'] }));
    t.same((await lead(id)).tags, ['Known', 'STRASSE']);
    const { body } = await post<{ lead: LeadOut }>('/v1/leads', {
      email: 'p0@bulk.example',
      tags: ['known', 'Hot', 'hot'],
    });
    t.same(body.lead.tags, ['Known', 'STRASSE', 'Hot']);
  },
);

t.test('tagging 300 leads: one call with a preview, one event for each lead, and an undo', async (t) => {
  const { ids, post, get, patch, bulk, undo, lead, leadsOf } = await makeWorkspace(300);
  const [first = '', second = '', other = ''] = [ids[0], ids[1], ids.at(-1)];
  const change = { where: CITY, change: { tags: { add: ['fair', 'known'], remove: ['cold'] } } };
  const preview = await bulk({ ...change, dryRun: true });
  t.match(preview.bulkChange, { change: 'tags', dryRun: true, changed: 300, unchanged: 0, refused: 0, refusals: [] });
  t.equal(preview.bulkChange?.sampleIds?.length, 10);
  t.match(await lead(first), { version: 1, tags: ['known'] }, 'a dry run changes nothing');
  t.equal((await leadsOf(preview)).length, 300);

  const done = await bulk(change);
  t.match(done, { progress: { done: 300, total: 300 }, bulkChange: { changed: 300, refused: 0 } });
  t.match(await lead(first), { version: 2, tags: ['known', 'fair'] });
  t.match(await lead(other), { version: 1 });
  const updates = await listAll<{ cause: string; requestId: string }>(
    get,
    `/v1/events?subjectId=${first}&type=lead.updated`,
  );
  t.match(updates, [{ cause: 'bulk_change', requestId: done.requestId }]);
  t.match((await bulk(change)).bulkChange, { changed: 0, unchanged: 300 }, 'a repetition changes nothing');

  await patch(`/v1/leads/${first}`, { tags: ['known', 'fair', 'later'] });
  await patch(`/v1/leads/${second}`, { tags: ['known'] });
  const undone = await undo(done);
  t.match(undone.bulkChange, { undoes: done.id, changed: 299, refused: 1 });
  t.same((await lead(first)).tags, ['known', 'later'], 'tags that were added since stay');
  t.same((await lead(ids[2])).tags, ['known']);
  t.match(await leadsOf(undone, '?outcome=refused'), [{ leadId: second, code: 'conflict', detail: /changed again/ }]);
  const again = await post<Operation>(`/v1/bulk-changes/${done.id}/undo`, undefined);
  t.match([again.status, again.body.id], [202, undone.id]);
  t.same(await eventFaults(sql), []);
});

t.test('facts and attributes are set and restored; what was changed again since stays', async (t) => {
  const { ids, patch, bulk, undo, lead } = await makeWorkspace(3);
  const [first = '', second = ''] = ids;
  await patch(`/v1/leads/${first}`, { attributes: { segment: 'retail', shoe: 43 } });
  const done = await bulk({
    leadIds: [first, second, first],
    change: { set: { jobTitle: null, industry: 'Textiles', attributes: { segment: 'industry' } } },
  });
  t.match(done, { progress: { done: 2, total: 2 }, bulkChange: { changed: 2 } });
  const after = await lead(first);
  t.match(after, { industry: 'Textiles', attributes: { segment: 'industry', shoe: 43 } });
  t.notOk(after.jobTitle);
  await patch(`/v1/leads/${first}`, { industry: 'Looms', attributes: { shoe: 44 } });
  t.match((await undo(done)).bulkChange, { changed: 2 });
  t.match(await lead(first), { jobTitle: 'Weaver', industry: 'Looms', attributes: { segment: 'retail', shoe: 44 } });
  const restored = await lead(second);
  t.match(restored, { jobTitle: 'Weaver' });
  t.notOk(restored.industry);
  t.notOk(restored.attributes);
});

t.test('leads that the single call would refuse are left out, with the reason', async (t) => {
  const { ids, post, bulk, undo, lead, leadsOf } = await makeWorkspace(4);
  const [converted = '', parked = ''] = ids;
  await post(`/v1/leads/${converted}/conversion`, { deal: { amount: '10', currency: 'EUR' } });
  const wakeWhen = { at: new Date(Date.now() + 86_400_000).toISOString() };
  await post(`/v1/leads/${parked}/park`, { reason: 'bad_timing', wakeWhen });
  const change = { where: CITY, change: { disqualify: { reason: 'wrong_fit', detail: 'Asked them all' } } };
  const preview = await bulk({ ...change, dryRun: true });
  t.match(preview.bulkChange, { changed: 3, refused: 1, refusals: [{ leads: 1 }] });
  const spam = { reason: 'spam', detail: 'A robot' };
  await post(`/v1/leads/${ids[3]}/disqualify`, spam);
  const before = await lead(ids[2]);
  const done = await bulk(change);
  t.match(done.bulkChange, { changed: 3, refused: 1 });
  t.match(await leadsOf(done, '?outcome=refused'), [{ leadId: converted, outcome: 'refused', code: 'conflict' }]);
  t.match(await lead(ids[2]), { category: 'disqualified', disqualification: { reason: 'wrong_fit' } });
  t.match((await undo(done)).bulkChange, { changed: 3, refused: 0 });
  const restored = await lead(ids[2]);
  t.match(restored, { category: before.category, categoryDecidedBy: 'rule' });
  t.notOk(restored.disqualification);
  t.match(await lead(parked), { category: 'parked', parked: { reason: 'bad_timing', wakeAt: wakeWhen.at } });
  t.match(await lead(ids[3]), { category: 'disqualified', disqualification: spam });
});

t.test('owners, stages and parking are changed and restored', async (t) => {
  const { ids, post, bulk, undo, lead, makeRep } = await makeWorkspace(2);
  const [ada, ben] = [await makeRep('Ada'), await makeRep('Ben')];
  const [first = '', second = ''] = ids;
  await post(`/v1/leads/${first}/owner`, { repId: ada.id, reason: 'First' });
  const assigned = await bulk({ leadIds: [first, second], change: { assign: { repId: ben.id, reason: 'Fair' } } });
  t.match([await lead(first), await lead(second)], [{ ownerId: ben.id }, { ownerId: ben.id }]);
  t.match((await undo(assigned)).bulkChange, { changed: 2, refused: 0 });
  t.match(await lead(first), { ownerId: ada.id });
  t.match(await lead(second), { ownerId: undefined }, 'no rule assigns it');

  const before = await lead(first);
  const staged = await bulk({ leadIds: [first], change: { stage: { stage: 'prospect', reason: 'Met them' } } });
  t.match(await lead(first), { category: 'prospect', categoryDecidedBy: 'person' });
  await undo(staged);
  t.match(await lead(first), { category: before.category, categoryDecidedBy: 'rule' });
  const wakeWhen = { at: new Date(Date.now() + 86_400_000).toISOString() };
  const parked = await bulk({ leadIds: [first], change: { park: { reason: 'bad_timing', wakeWhen } } });
  t.match(await lead(first), { category: 'parked', parked: { wakeAt: wakeWhen.at } });
  await undo(parked);
  const woken = await lead(first);
  t.match(woken, { category: before.category });
  t.notOk(woken.parked);
});

t.test('deleted leads are gone with the values that an undo would need', async (t) => {
  const { workspaceId, ids, call, get, post, bulk, leadsOf } = await makeWorkspace(3);
  const [first = '', second = ''] = ids;
  const done = await bulk({ leadIds: [first, second], change: { set: { need: 'A secret loom' } } });
  await call('DELETE', `/v1/leads/${first}`);
  const rows = await sql('select lead_id from operation_leads where workspace_id = $1', [workspaceId]);
  t.same(rows, [{ lead_id: second }]);
  const removed = await bulk({ leadIds: [second, first], change: { delete: true } });
  t.match(removed.bulkChange, { changed: 1, refused: 1, refusals: [{ code: 'not_found' }] });
  t.equal((await get(`/v1/leads/${second}`)).status, 404);
  t.match((await leadsOf(done)).length, 0);
  t.match(await post(`/v1/bulk-changes/${removed.id}/undo`, undefined), { status: 422 });
});

t.test('a request that cannot work is refused, and names the field', async (t) => {
  const { ids, post } = await makeWorkspace(1);
  const tags = { tags: { add: ['a'] } };
  const repId = ids[0];
  const refusals = [
    { body: { change: tags }, pointer: '/where' },
    { body: { where: CITY, leadIds: [ids[0]], change: tags }, pointer: '/where' },
    { body: { where: CITY, change: {} }, pointer: '/change' },
    { body: { where: CITY, change: { ...tags, delete: true } }, pointer: '/change' },
    { body: { where: CITY, change: { tags: {} } }, pointer: '/change/tags' },
    { body: { where: CITY, change: { assign: { repId, reason: 'x' } } }, pointer: '/change/assign/repId' },
    { body: { where: { ...CITY, field: 'shoe' }, change: tags }, pointer: '/where/field' },
    { body: { where: CITY, change: { set: { email: 'a@b.example' } } }, pointer: '/change/set/email' },
  ];
  for (const { body, pointer } of refusals) {
    const { status, body: problem } = await post<ProblemOut>('/v1/leads/bulk', body);
    t.ok(status === 422 || status === 400, `${pointer} ${status}`);
    t.match(problem.errors, [{ pointer }]);
  }
  const rescore = await post<Operation>('/v1/leads/reassign', {});
  t.match(await post(`/v1/bulk-changes/${rescore.body.id}/undo`, undefined), { status: 422 });
  t.match(await post(`/v1/bulk-changes/${ids[0]}/undo`, undefined), { status: 404 });
});

t.test('a batch of corrections: each item by itself, or all or none', async (t) => {
  const { ids, patch, post, lead } = await makeWorkspace(3);
  const [first = '', second = '', third = ''] = ids;
  await patch(`/v1/leads/${second}`, { city: 'Milan' });
  const items = [
    { leadId: first, jobTitle: 'Head', attributes: { seats: 4 } },
    { leadId: first, jobTitle: 'Head' },
    { leadId: second, ifVersion: 1, jobTitle: 'Head' },
    { leadId: third, email: 'p0@bulk.example' },
    { leadId: '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8eff', jobTitle: 'Head' },
    { leadId: third, jobTitle: 7 },
  ];
  const send = (body: object) => post<BatchOut>('/v1/leads/batch-update', body);
  const partial = await send({ items });
  t.equal(partial.status, 207, partial.text);
  t.match(partial.body, { changed: 1, unchanged: 1, refused: 4 });
  t.match(partial.body.results, [
    { index: 0, status: 200, id: first, version: 2, changed: true },
    { index: 1, status: 200, id: first, version: 2, changed: false },
    { index: 2, status: 412, problem: { code: 'version_mismatch' } },
    { index: 3, status: 422, problem: { errors: [{ pointer: '/items/3/email' }] } },
    { index: 4, status: 404, problem: { code: 'not_found' } },
    { index: 5, status: 400, problem: { errors: [{ pointer: '/items/5/jobTitle' }] } },
  ]);
  t.match(await lead(first), { jobTitle: 'Head', attributes: { seats: 4 }, tags: ['known'], version: 2 });
  const atomic = await send({ mode: 'atomic', items: [{ leadId: second, jobTitle: 'None' }, ...items] });
  t.equal(atomic.status, 422, atomic.text);
  t.match(await lead(second), { jobTitle: 'Weaver' });
});

t.test('a batch of activities: each item by itself, and an external id once', async (t) => {
  const { ids, post, get } = await makeWorkspace(2);
  const [first = '', second = ''] = ids;
  const call = { kind: 'call', direction: 'outgoing', outcome: 'connected' };
  const { status, text, body } = await post<BatchOut>('/v1/activities/batch', {
    items: [
      { leadId: first, ...call, externalId: 'dialler-1' },
      { leadId: second, ...call, externalId: 'dialler-2' },
      { leadId: second, ...call, externalId: 'dialler-2' },
      { leadId: second, ...call, repId: first },
    ],
  });
  t.equal(status, 207, text);
  t.match(body, { recorded: 2, duplicates: 1, refused: 1 });
  t.match(body.results, [
    { status: 201 },
    { status: 201 },
    { status: 200 },
    { problem: { code: 'reference_not_found' } },
  ]);
  t.equal((await listAll(get, `/v1/leads/${second}/activities`)).length, 1);
});
