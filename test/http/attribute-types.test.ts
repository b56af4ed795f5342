/** Conditions on an attribute whose type has changed between number and decimal, and sums of large decimals. */
import t from 'tap';
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
