/** Segments: their members on every road, their events, their versions and sizes, and their names in conditions. */
import t from 'tap';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import { segmentBasis, segmentsOf } from '../../src/services/transactions/segments.js';
import type { ProblemOut } from './ingest-fixture.js';
import { field, inSegment, openSegments, type SegmentOut } from './segments-fixture.js';

const service = await openSegments(t);
const { runPasses, makeWorkspace, time } = service;
const GERMANY = field('country', 'eq', 'DE');
const DAY = 86_400_000;

t.test('leads enter and leave a dynamic segment in the transaction that changes them', async (t) => {
  const { make, create, members, patch, eventsOf, segment, get, remove } = await makeWorkspace();
  const { id } = await make('Germany', GERMANY);
  const lead = await create('a@enter.example', { country: 'DE' });
  const other = await create('b@enter.example', { country: 'FR' });
  t.strictSame(await members(id), [lead.id]);
  await patch(`/v1/leads/${other.id}`, { country: 'DE' });
  t.strictSame(await members(id), [lead.id, other.id].sort());
  t.match(await segment(id), { count: 2, updates: 'immediate', status: 'filling' });
  await patch(`/v1/leads/${lead.id}`, { country: 'AT' });
  t.match((await get(`/v1/leads/${other.id}/segments`)).body, { segments: [{ segmentId: id, name: 'Germany' }] });
  t.strictSame((await get<{ segments: object[] }>(`/v1/leads/${lead.id}/segments`)).body.segments, []);
  t.strictSame(
    (await eventsOf(id)).map(({ type, subjectId, after: { version } }) => [type, subjectId, version]),
    [
      ['segment.entered', lead.id, 1],
      ['segment.entered', other.id, 1],
      ['segment.left', lead.id, 1],
    ],
  );
  t.equal((await remove(`/v1/leads/${other.id}`)).status, 204);
  t.match(await segment(id), { count: 0 });
  t.equal((await eventsOf(id)).filter(({ type }) => type === 'segment.left').length, 1, 'a deletion is no event');
  await runPasses();
  t.match(await segment(id), { count: 0, status: 'current' });
});

t.test('a new segment, and one with another condition, get the leads that exist', async (t) => {
  const { make, create, members, patch, pages, segment, eventsOf } = await makeWorkspace();
  const german = await create('a@fill.example', { country: 'DE' });
  const french = await create('b@fill.example', { country: 'FR' });
  const { id } = await make('Market', GERMANY);
  await runPasses();
  t.strictSame(await members(id), [german.id]);
  const changed = await patch<SegmentOut>(`/v1/segments/${id}`, { condition: field('country', 'eq', 'FR') });
  t.match(changed.body, { version: 2, conditionVersion: 2, status: 'filling' }, changed.text);
  await runPasses();
  t.strictSame(await members(id), [french.id]);
  t.match(await segment(id), { status: 'current', count: 1 });
  t.strictSame((await eventsOf(id)).map(({ type, after: { version } }) => [type, version]).sort(), [
    ['segment.entered', 1],
    ['segment.entered', 2],
    ['segment.left', 2],
  ]);
  t.match(await pages(`/v1/segments/${id}/versions`), [{ version: 2 }, { version: 1, condition: GERMANY }]);
  t.match(await pages(`/v1/segments/${id}/sizes`), [{ day: '2026-01-15', entered: 2, left: 1, count: 1 }]);
  t.match(await patch(`/v1/segments/${id}`, { name: 'Market' }), { body: { version: 2 } }, 'the same name');
});

t.test('time, tasks, deals and properties of events move members by passes', async (t) => {
  const { make, create, members, post, segment } = await makeWorkspace();
  const recent = await make('Recent', field('createdAt', 'within_last', 7));
  const thisMonth = await make('This month', field('createdAt', 'during', 'this_month'));
  const busy = await make('Busy', { type: 'related', relation: 'activities', kinds: ['call'] });
  const lead = await create('a@passes.example');
  await runPasses();
  t.strictSame(
    [await members(recent.id), await members(thisMonth.id), await members(busy.id)],
    [[lead.id], [lead.id], []],
  );
  t.match(await segment(recent.id), { updates: 'periodic' });
  const called = await post(`/v1/leads/${lead.id}/activities`, {
    kind: 'call',
    outcome: 'connected',
    direction: 'outgoing',
  });
  t.equal(called.status, 201, called.text);
  time.now += 60_000;
  await runPasses();
  t.strictSame(await members(busy.id), [lead.id]);
  time.now += 8 * DAY;
  await runPasses();
  t.strictSame([await members(recent.id), await members(thisMonth.id)], [[], [lead.id]]);
  time.now += 20 * DAY;
  await runPasses();
  t.strictSame(await members(thisMonth.id), []);
});

t.test('a static segment has the leads that are added and not removed', async (t) => {
  const { make, create, members, post, eventsOf, search } = await makeWorkspace();
  const { id } = await make('List');
  const [one, two] = [await create('a@list.example'), await create('b@list.example')];
  const path = `/v1/segments/${id}/leads`;
  const unknown = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';
  t.match(await post(path, { add: [one.id, two.id, unknown] }), {
    body: { added: 2, removed: 0, unknownLeadIds: [unknown] },
  });
  t.match(await post(path, { add: [one.id], remove: [two.id] }), {
    body: { added: 0, removed: 1, unknownLeadIds: [] },
  });
  t.strictSame(await members(id), [one.id]);
  t.strictSame(await search(inSegment(id)), [one.id]);
  t.strictSame(await search({ type: 'not', condition: inSegment(id) }), [two.id]);
  t.strictSame(
    (await eventsOf(id)).map(({ type }) => type),
    ['segment.entered', 'segment.entered', 'segment.left'],
  );
  t.match(await post<ProblemOut>(path, { add: [one.id], remove: [one.id] }), { status: 422 });
  const dynamic = await make('Dynamic', GERMANY);
  t.match(await post<ProblemOut>(`/v1/segments/${dynamic.id}/leads`, { add: [one.id] }), { status: 409 });
});

t.test('segments are named in searches, counts, segments and rules', async (t) => {
  const { make, create, post, patch, get, search, members, segment } = await makeWorkspace();
  const dach = await make('DACH', field('country', 'in', ['DE', 'AT', 'CH']));
  const target = await make('Target', { type: 'all', conditions: [inSegment(dach.id), field('need', 'exists')] });
  const german = await create('a@named.example', { country: 'DE', need: 'Looms' });
  const french = await create('b@named.example', { country: 'FR', need: 'Looms' });
  t.strictSame(await search(inSegment(target.id)), [german.id]);
  t.strictSame(await members(target.id), [german.id]);
  t.match(await post('/v1/leads/count', { where: inSegment(dach.id) }), { body: { count: 1 } });
  const document = {
    purpose: 'other',
    key: 'dach',
    enterWhen: inSegment(target.id),
    steps: [{ type: 'task', key: 'ring', kind: 'call', title: 'Call', due: { after: 8, unit: 'calendar_hours' } }],
  };
  const draft = await post<{ version: number }>('/v1/sequences', { name: 'DACH', document });
  t.equal(draft.status, 201, draft.text);
  t.equal((await post(`/v1/sequences/${draft.body.version}/publish`, undefined)).status, 200);
  const inSequences = async (email: string, country: string) => {
    const { id } = await create(email, { country, need: 'Looms' });
    const read = await get<{ sequences: { key: string }[] }>(`/v1/leads/${id}/sequences`);
    t.equal(read.status, 200, read.text);
    return read.body.sequences.some(({ key }) => key === 'dach');
  };
  t.strictSame([await inSequences('c@named.example', 'CH'), await inSequences('d@named.example', 'FR')], [true, false]);
  await patch(`/v1/segments/${dach.id}`, { condition: field('country', 'in', ['DE', 'FR']) });
  await runPasses();
  t.strictSame(
    (await members(target.id)).filter((id) => [german.id, french.id].includes(id)),
    [german.id, french.id],
  );
  t.match(await segment(target.id), { conditionVersion: 1, count: 3 }, 'segments that name it follow');
  t.strictSame([await inSequences('e@named.example', 'CH'), await inSequences('f@named.example', 'FR')], [false, true]);
});

t.test('rules refuse what only searches know, and a segment in use stays as rules need it', async (t) => {
  const { make, post, patch, remove, makeRep, makeTeam } = await makeWorkspace();
  const teamId = await makeTeam('Europe', [await makeRep('Grace')]);
  const list = await make('List');
  const tasks = await make('Tasks', { type: 'related', relation: 'tasks' });
  const german = await make('Germany', GERMANY);
  const outer = await make('Outer', { type: 'not', condition: inSegment(german.id) });
  const routing = (segmentId: string) => ({
    name: 'Routing',
    document: { rules: [{ id: 'r', label: 'R', when: inSegment(segmentId), teamId }] },
  });
  for (const [id, code] of [
    [list.id, 'field_unavailable'],
    [tasks.id, 'field_unavailable'],
    ['01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f', 'segment_unknown'],
  ] as const) {
    const refused = await post<ProblemOut>('/v1/routing-policies', routing(id));
    t.match(refused, { status: 422, body: { errors: [{ pointer: '/document/rules/0/when/segmentId', code }] } });
    t.equal(refused.body.errors?.length, 1, refused.text);
  }
  t.equal((await post('/v1/routing-policies', routing(outer.id))).status, 201);
  t.match(await remove(`/v1/segments/${outer.id}`), { status: 409, body: { detail: /routing policy 2/ } });
  t.match(await remove(`/v1/segments/${german.id}`), { status: 409, body: { detail: /segment "Outer"/ } });
  t.match(await patch<ProblemOut>(`/v1/segments/${german.id}`, { condition: inSegment(list.id) }), {
    status: 422,
    body: { errors: [{ pointer: '/condition', detail: /routing policy 2/ }] },
  });
  t.match(await patch<ProblemOut>(`/v1/segments/${german.id}`, { condition: inSegment(outer.id) }), {
    status: 422,
    body: { errors: [{ pointer: '/condition/segmentId', code: 'segment_circle' }] },
  });
  t.equal((await remove(`/v1/segments/${list.id}`)).status, 204);
});

t.test('a workspace has 200 segments at most, and bad conditions are refused', async (t) => {
  const { post, make, workspaceId } = await makeWorkspace();
  const { id } = await make('First');
  await service.sql(
    `insert into segments select workspace_id, gen_random_uuid(), 1, 'S' || n, 's' || n, null, kind, condition, 0, filled_at, null, 1,
       null, created_at, updated_at from segments, generate_series(2, 200) n where workspace_id = $1`,
    [workspaceId],
  );
  const create = (body: object) => post<ProblemOut>('/v1/segments', body);
  t.match(await create({ name: 'One more', kind: 'static' }), { status: 422, body: { detail: /at most 200/ } });
  await service.sql('delete from segments where workspace_id = $1 and id <> $2', [workspaceId, id]);
  t.match(await create({ name: 'None', kind: 'dynamic' }), {
    status: 422,
    body: { errors: [{ pointer: '/condition' }] },
  });
  t.match(await create({ name: 'Both', kind: 'static', condition: GERMANY }), { status: 422 });
  t.match(await create({ name: ' first ', kind: 'static' }), { status: 409 });
  t.match(await create({ name: 'Odd', kind: 'dynamic', condition: field('nothing', 'eq', 1) }), {
    status: 422,
    body: { errors: [{ pointer: '/condition/field', code: 'unknown_field' }] },
  });
});

t.test(
  'the segments of a workspace have at most 5,000 comparisons together, each with those that it names',
  async (t) => {
    const { post, make, patch } = await makeWorkspace();
    const any = (conditions: object[]) => ({ type: 'any', conditions });
    const cities = (count: number) => any(Array.from({ length: count }, (_, index) => field('city', 'eq', `${index}`)));
    const { id } = await make('Fifty', cities(50));
    for (let made = 0; made < 9; made += 1) await make(`Five hundred ${made}`, any(Array(10).fill(inSegment(id))));
    const small = await make('Small', cities(1));
    const tooMany = { name: 'Too many', kind: 'dynamic', condition: any(Array(10).fill(inSegment(id))) };
    for (const refused of [
      await post<ProblemOut>('/v1/segments', tooMany),
      await patch<ProblemOut>(`/v1/segments/${small.id}`, { condition: tooMany.condition }),
    ])
      t.match(refused, { status: 422, body: { errors: [{ pointer: '/condition', detail: /at most 5000 / }] } });
    t.equal((await patch(`/v1/segments/${id}`, { condition: cities(49) })).status, 200);
  },
);

t.test('an evaluation of many comparisons gives other requests a turn at least every 150', async (t) => {
  const when = (text: string) => ({ type: 'field', field: 'city', operator: 'contains', value: text }) as const;
  const conditions = Array.from({ length: 50 }, (_, index) => when(`x${index}`));
  const kept = Array.from({ length: 20 }, (_, index) => ({
    ...{ id: `${index}`, name: '', conditionVersion: 1 },
    condition: { type: 'any', conditions: index === 7 ? [when('berlin')] : conditions } as const,
  }));
  let looks = 0;
  const due = () => {
    looks += 1;
    return undefined;
  };
  const subject = { facts: { city: 'Berlin' }, engagement: [] } as never;
  const found = await segmentsOf(subject, segmentBasis(kept as never), { due, take: async () => undefined });
  t.strictSame(
    found.map(({ id }) => id),
    ['7'],
  );
  t.ok(looks >= 9, `${looks} looks at the clock`);
});

t.test(
  'a version of a policy is not published again when its segment is gone or no longer works in rules',
  async (t) => {
    const { make, post, patch, remove, create } = await makeWorkspace();
    const publish = (version: number) => post<ProblemOut>(`/v1/routing-policies/${version}/publish`, undefined);
    const versions: number[] = [];
    const segments = [await make('Gone', GERMANY), await make('Tasks', GERMANY), await make('Stays', GERMANY)];
    for (const { id } of segments) {
      const document = { rules: [], anyRep: { when: inSegment(id) } };
      versions.push(
        (await post<{ version: number }>('/v1/routing-policies', { name: 'Of it', document })).body.version,
      );
      t.equal((await publish(versions.at(-1) ?? 0)).status, 200);
    }
    t.equal((await publish(1)).status, 200);
    const [gone, tasks] = segments;
    t.equal((await remove(`/v1/segments/${gone?.id}`)).status, 204);
    const related = { type: 'related', relation: 'tasks' };
    t.equal((await patch(`/v1/segments/${tasks?.id}`, { condition: related })).status, 200);
    const [ofGone = 0, ofTasks = 0, ofStays = 0] = versions;
    for (const [version, code] of [
      [ofGone, 'segment_unknown'],
      [ofTasks, 'field_unavailable'],
    ] as const)
      t.match(await publish(version), {
        status: 422,
        body: { code: 'rule_refused', errors: [{ pointer: '/document/anyRep/when/segmentId', code }] },
      });
    t.ok((await create('after@publish.example', { country: 'DE' })).id, 'leads still come in');
    t.equal((await publish(ofStays)).status, 200);
  },
);

t.test('a segment gets no condition that a policy which names it could not have', async (t) => {
  const { make, post, patch, create } = await makeWorkspace();
  const { id } = await make('Named', GERMANY);
  const named = (key: string) => ({
    ...{ id: key, label: key, points: 1 },
    when: { type: 'any', conditions: Array(20).fill(inSegment(id)) },
  });
  const document = { ...DEFAULT_SCORE_MODEL, fit: { minimum: 0, maximum: 50, rules: [named('a'), named('b')] } };
  const draft = await post<{ version: number }>('/v1/score-models', { name: 'Named', document });
  t.equal(draft.status, 201, draft.text);
  t.equal((await post(`/v1/score-models/${draft.body.version}/publish`, undefined)).status, 200);
  const big = await make('Big', { type: 'any', conditions: Array(26).fill(field('city', 'eq', 'x')) });
  const rule = { ...named('a'), when: { type: 'any', conditions: Array(40).fill(inSegment(big.id)) } };
  const tooMany = { name: 'Big', document: { ...document, fit: { ...document.fit, rules: [rule] } } };
  t.match(await post<ProblemOut>('/v1/score-models', tooMany), {
    status: 422,
    body: { errors: [{ pointer: '/document', code: 'too_many_leaves' }] },
  });
  const any = { type: 'any', conditions: Array.from({ length: 26 }, (_, index) => field('city', 'eq', `${index}`)) };
  for (const condition of [field('score.total', 'gte', 10), field('category', 'eq', 'mql'), any])
    t.match(await patch<ProblemOut>(`/v1/segments/${id}`, { condition }), {
      status: 422,
      body: { errors: [{ pointer: '/condition', detail: /score model 2/ }] },
    });
  const few = { type: 'any', conditions: any.conditions.slice(0, 2) };
  t.equal((await patch(`/v1/segments/${id}`, { condition: few })).status, 200);
  t.ok((await create('score@named.example', { city: '1' })).id);
});
