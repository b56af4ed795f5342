/** Conditions on an attribute whose type has changed between number and decimal, and sums of large decimals. */
import t from 'tap';
import type { LeadOut, ProblemOut } from './ingest-fixture.js';
import { field, inSegment, openSegments } from './segments-fixture.js';

const { makeWorkspace, runPasses, runOperations, fireAll, time } = await openSegments(t);

const PRICE = 'attributes.price';

async function makePriced(type: 'number' | 'decimal') {
  const workspace = await makeWorkspace();
  const { post, create } = workspace;
  const declared = await post('/v1/attribute-definitions', { name: 'price', type });
  t.equal(declared.status, 201, declared.text);
  const value = (price: number) => (type === 'number' ? price : String(price));
  const ids: string[] = [];
  for (const price of [7, 10, 12.5])
    ids.push((await create(`p${price}@types.example`, { attributes: { price: value(price) } })).id);
  const none = (await create('none@types.example')).id;
  const changeType = async (to: string) => {
    const started = await post(`/v1/attribute-definitions/price/type-changes`, { type: to });
    t.equal(started.status, 202, started.text);
    await runOperations();
    await runPasses();
  };
  return { ...workspace, ids, none, value, changeType };
}

for (const [from, to] of [
  ['number', 'decimal'],
  ['decimal', 'number'],
] as const) {
  t.test(`segments keep their leads when an attribute becomes ${to}`, async (t) => {
    const { ids, none, value, changeType, make, members, create, search } = await makePriced(from);
    const [seven = '', ten = '', twelve = ''] = ids;
    const cases: [operator: string, operand: unknown, members: string[]][] = [
      ['gte', value(10), [ten, twelve]],
      ['eq', value(12.5), [twelve]],
      ['neq', value(10), [seven, twelve, none]],
      ['in', [value(7), value(10)], [seven, ten]],
      ['not_in', [value(7), value(10)], [twelve, none]],
      ['between', [value(7), value(11)], [seven, ten]],
    ];
    const segments: string[] = [];
    for (const [operator, operand] of cases)
      segments.push((await make(`By ${operator}`, field(PRICE, operator, operand))).id);
    await runPasses();
    const check = async (when: string, added: Record<string, string[]> = {}) => {
      for (const [index, [operator, , expected]] of cases.entries()) {
        const wanted = [...expected, ...(added[operator] ?? [])].sort();
        t.strictSame(await members(segments[index] ?? ''), wanted, `${operator} ${when}`);
        t.strictSame(await search(inSegment(segments[index] ?? '')), wanted, `${operator} ${when}, searched`);
      }
    };
    await check('before');
    await changeType(to);
    await check('after');
    const { id } = await create('new@types.example', { attributes: { price: to === 'number' ? 10 : '10.0' } });
    await check('of a new lead', { gte: [id], in: [id], between: [id] });
  });
}

t.test('rules and wake conditions keep working when a number becomes decimal, also in the past', async (t) => {
  const { ids, changeType, get, post, patch } = await makePriced('number');
  const [seven = '', , twelve = ''] = ids;
  const list = await get<{ data: { document: { category: { rules: object[] } } }[] }>('/v1/classification-policies');
  const document = list.body.data[0]?.document ?? { category: { rules: [] } };
  const rule = { id: 'dear', label: 'Dear', when: field(PRICE, 'gte', 12), category: 'sql' };
  const draft = await post<{ version: number }>('/v1/classification-policies', {
    name: 'By price',
    document: { ...document, category: { ...document.category, rules: [rule, ...document.category.rules] } },
  });
  await post(`/v1/classification-policies/${draft.body.version}/publish`, {});
  await runOperations();
  const condition = field(PRICE, 'gt', 20);
  t.equal((await post(`/v1/leads/${seven}/park`, { reason: 'bad_timing', wakeWhen: { condition } })).status, 200);
  time.now += 1_000;
  const before = new Date(time.now).toISOString();
  time.now += 1_000;
  const category = async (id: string, asOf = '') => (await get(`/v1/leads/${id}${asOf}`)).body.category;
  t.equal(await category(twelve), 'sql');
  await changeType('decimal');
  t.equal(await category(twelve), 'sql');
  t.equal(await category(twelve, `?asOf=${before}`), 'sql');
  await patch(`/v1/leads/${twelve}`, { attributes: { price: '11.99' } });
  t.not(await category(twelve), 'sql');
  await patch(`/v1/leads/${seven}`, { attributes: { price: '20.01' } });
  await fireAll();
  t.not(await category(seven), 'parked');
});

t.test('a segment on an attribute that became decimal works in wake conditions and new rules', async (t) => {
  const { ids, changeType, make, post, patch, get, members } = await makePriced('number');
  const [seven = '', , twelve = ''] = ids;
  const { id: segmentId } = await make('Dear', field(PRICE, 'gte', 12));
  const park = (id: string, condition: object) =>
    post(`/v1/leads/${id}/park`, { reason: 'bad_timing', wakeWhen: { condition } });
  t.equal((await park(seven, inSegment(segmentId))).status, 200);
  t.equal((await park(twelve, { type: 'not', condition: inSegment(segmentId) })).status, 200);
  await changeType('decimal');
  const category = async (id: string) => (await get(`/v1/leads/${id}`)).body.category;
  await patch(`/v1/leads/${twelve}`, { lastName: 'Twelve' });
  t.equal(await category(twelve), 'parked', 'it is a member as before');
  await patch(`/v1/leads/${seven}`, { attributes: { price: '12.01' } });
  t.not(await category(seven), 'parked');
  t.equal((await park(seven, { type: 'not', condition: inSegment(segmentId) })).status, 200, 'it can be named anew');
  t.strictSame(await members(segmentId), [seven, twelve].sort());
  const { body } = await get<{ data: { document: { category: { rules: object[] } } }[] }>(
    '/v1/classification-policies',
  );
  const document = body.data[0]?.document ?? { category: { rules: [] } };
  const rule = { id: 'dear', label: 'Dear', when: inSegment(segmentId), category: 'sql' };
  const draft = { ...document, category: { ...document.category, rules: [rule] } };
  const made = await post('/v1/classification-policies', { name: 'By segment', document: draft });
  t.equal(made.status, 201, made.text);
});

t.test('very small operands are kept when a number becomes decimal', async (t) => {
  const { ids, changeType, make, members } = await makePriced('number');
  const { id } = await make('More than nothing', field(PRICE, 'gt', 1e-7));
  await changeType('decimal');
  t.strictSame(await members(id), [...ids].sort());
});

t.test('averages and medians of large decimals keep their fraction', async (t) => {
  const { post, create } = await makeWorkspace();
  await post('/v1/attribute-definitions', { name: 'price', type: 'decimal' });
  const large = '100000000000000000000000000000';
  const next = '100000000000000000000000000001';
  for (const [index, price] of [large, next].entries())
    await create(`l${index}@large.example`, { attributes: { price } });
  type Aggregated = { groups: { measures: { value: string | null }[] }[] };
  const measures = ['average', 'median'].map((measure) => ({ measure, field: PRICE }));
  const valuesOf = async () =>
    (await post<Aggregated>('/v1/leads/aggregate', { measures })).body.groups[0]?.measures.map(({ value }) => value);
  t.strictSame(await valuesOf(), [`${large}.5`, `${large}.5`]);
  await create('l2@large.example', { attributes: { price: large } });
  t.strictSame(await valuesOf(), [`${large}.33333333333333333333`, large]);
});

/** A workspace with leads that have these values of an attribute, by value, and one without. */
async function makeValued(declared: string | undefined, values: readonly unknown[]) {
  const workspace = await makeWorkspace();
  const { post, create } = workspace;
  if (declared !== undefined)
    t.equal((await post('/v1/attribute-definitions', { name: 'price', type: declared })).status, 201);
  const ids: string[] = [];
  for (const [index, price] of values.entries())
    ids.push((await create(`v${index}@types.example`, price === undefined ? {} : { attributes: { price } })).id);
  const changeType = (to: object) => post<ProblemOut>('/v1/attribute-definitions/price/type-changes', to);
  const changed = async (type: string) => {
    const answer = await changeType({ type });
    t.equal(answer.status, 202, answer.text);
    await runOperations();
    await runPasses();
  };
  return { ...workspace, ids, changeType, changed };
}

/** Comparisons of equality, before the type changes, with values that fit and values that do not. */
const EQUALITIES: [from: string, to: string, values: unknown[], operand: unknown][] = [
  ['text', 'decimal', ['12.50', '13', 'twelve'], '12.50'],
  ['text', 'decimal', ['12.50', '13', 'twelve'], 'twelve'],
  ['text', 'number', ['12.50', '13', '1.234'], '12.50'],
  ['text', 'number', ['12.50', '13', '1.234'], '1.234'],
  ['text', 'boolean', ['TRUE', 'false', 'maybe'], 'true'],
  ['text', 'instant', ['2026-05-31T09:30:00+02:00', '2026-05-31T09:30:00Z', 'soon'], '2026-05-31T09:30:00+02:00'],
  ['text', 'url', ['HTTPS://Acme.example/A', 'none', undefined], 'https://acme.example/a'],
  ['number', 'text', [1e15, 7.5, 1e-7], 1e15],
  ['number', 'text', [1e15, 7.5, 1e-7], 1e-7],
  ['number', 'decimal', [1e15, 7.5, 1e-7], 1e-7],
  ['decimal', 'number', ['1000000000000000', '1.234', '0.1'], '1.234'],
  ['decimal', 'number', ['1000000000000000', '1.234', '0.1'], '1000000000000000'],
  ['boolean', 'text', [true, false, undefined], true],
];

t.test('conditions of equality select the same leads after each change of a type', async (t) => {
  for (const [from, to, values, operand] of EQUALITIES) {
    const { ids, make, changed, members, search } = await makeValued(from, values);
    const cases = [
      ['eq', operand],
      ['neq', operand],
      ['in', [operand]],
      ['not_in', [operand]],
    ].filter(([, value]) => from !== 'boolean' || !Array.isArray(value)) as [string, unknown][];
    const segments: string[] = [];
    for (const [operator, value] of cases) segments.push((await make(operator, field(PRICE, operator, value))).id);
    await runPasses();
    const before = await Promise.all(segments.map((id) => members(id)));
    t.ok(
      before.every(({ length }) => length > 0 && length < ids.length),
      `${from} ${operand}`,
    );
    await changed(to);
    for (const [index, [operator]] of cases.entries()) {
      const name = `${from} to ${to}: ${operator} ${operand}`;
      t.strictSame(await members(segments[index] ?? ''), before[index], name);
      t.strictSame(await search(inSegment(segments[index] ?? '')), before[index], `${name}, searched`);
    }
  }
});

t.test('a list of options keeps the leads that had one of them', async (t) => {
  const { make, members, post } = await makeValued('text', ['a', 'b', 'ab', undefined]);
  const [is, isNot] = [
    (await make('Is', field(PRICE, 'eq', 'A'))).id,
    (await make('Is not', field(PRICE, 'neq', 'a'))).id,
  ];
  await runPasses();
  const before = [await members(is), await members(isNot)];
  t.strictSame(
    before.map(({ length }) => length),
    [1, 3],
  );
  const body = { type: 'many_of', options: ['a', 'b'] };
  t.equal((await post('/v1/attribute-definitions/price/type-changes', body)).status, 202);
  await runOperations();
  await runPasses();
  t.strictSame([await members(is), await members(isNot)], before);
});

t.test('numbers come back from text and decimal as they were', async (t) => {
  const numbers = [1e15, 123456789012345.6, 1e-7, -0.1, 9007199254740991];
  for (const between of ['text', 'decimal']) {
    const { ids, changed, get } = await makeValued('number', numbers);
    await changed(between);
    await changed('number');
    const back = await Promise.all(
      ids.map(async (id) => (await get<LeadOut>(`/v1/leads/${id}`)).body.attributes?.price),
    );
    t.strictSame(back, numbers, between);
  }
});

t.test('a type by which stored conditions would select other leads is refused, and they are named', async (t) => {
  const { ids, changeType, make, members, post, remove } = await makeValued('text', ['12.50', 'twelve']);
  const { id: segmentId } = await make('Begins', field(PRICE, 'starts_with', '12.5'));
  const condition = field(PRICE, 'contains', 'three');
  t.equal((await post(`/v1/leads/${ids[1]}/park`, { reason: 'bad_timing', wakeWhen: { condition } })).status, 200);
  for (const dryRun of [true, false]) {
    const refused = await changeType({ type: 'number', dryRun });
    t.match(refused, { status: 422, body: { errors: [{ pointer: '/type', code: 'condition_changes' }, {}] } });
    t.match(refused.text, /the segment \\"Begins\\" compares \\"attributes.price\\" by starts_with/);
    t.match(refused.text, new RegExp(`parked lead ${ids[1]}`));
  }
  await runPasses();
  t.strictSame(await members(segmentId), [ids[0]]);
  t.equal((await changeType({ type: 'url', dryRun: true })).status, 202, 'text stays text');
  t.equal((await remove(`/v1/segments/${segmentId}`)).status, 204);
  await post(`/v1/leads/${ids[1]}/park`, { reason: 'bad_timing', wakeWhen: { minimumScore: 99 } });
  t.equal((await changeType({ type: 'number' })).status, 202);
});

t.test(
  'a declaration is refused where stored conditions would select other leads, and changes nothing else',
  async (t) => {
    const due = ['2026-05-31', '2026-05-31T12:00:00.000Z', '2026-06-02'];
    const { make, members, post, workspaceId, patch } = await makeValued(undefined, [...due, 12, '12.5']);
    await patch(`/v1/workspaces/${workspaceId}`, { timeZone: 'Asia/Kolkata' });
    const made = async (name: string, operator: string, value: unknown) =>
      (await make(name, field(PRICE, operator, value))).id;
    const segments = [
      await made('Later', 'gt', '2026-05-31'),
      await made('Equal', 'eq', 12),
      await made('More', 'gte', '12.4'),
    ];
    await runPasses();
    const all = () => Promise.all(segments.map((id) => members(id)));
    const before = await all();
    t.strictSame(
      before.map(({ length }) => length),
      [1, 1, 1],
    );
    const declare = (type: string) => post<ProblemOut>('/v1/attribute-definitions', { name: 'price', type });
    const refused = await declare('instant');
    t.match(refused, { status: 422, body: { errors: [{ pointer: '/type', code: 'condition_changes' }] } });
    t.match(refused.text, /the segment \\"Later\\"/);
    t.equal((await declare('date')).status, 201);
    await runPasses();
    t.strictSame(await all(), before);
  },
);
