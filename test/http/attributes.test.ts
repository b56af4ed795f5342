/** Declared attributes: their values on every road, uniqueness, stages, conditions, types and the document of a workspace. */
import t from 'tap';
import type { Static } from 'typebox';
import type { AttributeDefinitionSchema } from '../../src/http/schemas/attribute-definitions.js';
import { type Operation, openAssignment } from './assignment-fixture.js';
import { type BatchOut, type LeadOut, type ProblemOut, together } from './ingest-fixture.js';

type Definition = Static<typeof AttributeDefinitionSchema>;

const service = await openAssignment(t);
const { sql, runOperations } = service;
const PATH = '/v1/attribute-definitions';

/** A workspace with these definitions, and the calls that the subtests share. */
async function makeWorkspace(...definitions: object[]) {
  const workspace = await service.makeWorkspace();
  const { post, get } = workspace;
  const declare = async (body: object) => {
    const made = await post<Definition>(PATH, body);
    t.equal(made.status, 201, made.text);
    return made.body;
  };
  for (const definition of definitions) await declare(definition);
  const create = async (email: string, attributes: object) =>
    (await post('/v1/leads', { email, attributes })).body.lead;
  const lead = async (id: string) => (await get<LeadOut>(`/v1/leads/${id}`)).body;
  const search = async (where: object, sent: object = {}) =>
    post<{ data: LeadOut[] } & ProblemOut>('/v1/leads/search', { where, ...sent });
  const changeType = async (name: string, body: object) => {
    const requested = await post<Operation>(`${PATH}/${name}/type-changes`, body);
    t.equal(requested.status, 202, requested.text);
    await runOperations();
    const { body: operation } = await get<Operation>(`/v1/operations/${requested.body.id}`);
    t.equal(operation.state, 'succeeded', JSON.stringify(operation.error));
    return operation;
  };
  return { ...workspace, declare, create, lead, search, changeType };
}

const SEATS = { name: 'seats', type: 'number' };
const NO_NUMBER = { status: 422, body: { errors: [{ pointer: '/attributes/seats', detail: /takes a number/ }] } };

t.test('values are checked and brought into their form on every road', async (t) => {
  const { post, patch, create, lead, call, get } = await makeWorkspace(SEATS, {
    name: 'plan',
    type: 'one_of',
    options: ['Basic', 'Premium'],
  });
  t.match(
    await post<ProblemOut>('/v1/leads', { email: 'a@roads.example', attributes: { seats: '1.234,50' } }),
    NO_NUMBER,
  );
  t.match(await sql('select 1 from leads where email = $1', ['a@roads.example']), [], 'nothing is written');
  const { id, attributes } = await create('b@roads.example', { seats: '12', plan: 'premium', free: ' as sent ' });
  t.strictSame(attributes, { seats: 12, plan: 'Premium', free: ' as sent ' });
  t.match(await patch<ProblemOut>(`/v1/leads/${id}`, { attributes: { seats: 'many' } }), NO_NUMBER);
  t.match((await patch(`/v1/leads/${id}`, { attributes: { seats: '13' } })).body, { attributes: { seats: 13 } });
  t.match((await patch(`/v1/leads/${id}`, { attributes: { seats: '13' } })).body, { version: 2 }, 'the same value');

  const items = [
    { email: 'c@roads.example', attributes: { seats: 'x' } },
    { email: 'd@roads.example', attributes: { seats: '7' } },
  ];
  const batch = await post<BatchOut>('/v1/leads/batch', { items });
  t.match(batch.body, {
    created: 1,
    refused: 1,
    results: [{ problem: { errors: [{ pointer: '/items/0/attributes/seats' }] } }, {}],
  });
  const patches = [{ leadId: id, attributes: { plan: 'Gold' } }];
  const corrected = await post<{ results: object[] }>('/v1/leads/batch-update', { items: patches });
  t.match(corrected.body.results, [{ problem: { errors: [{ detail: /"Basic", "Premium"/ }] } }], corrected.text);

  const where = { type: 'field', field: 'attributes.seats', operator: 'exists' };
  const requested = await post<Operation>('/v1/leads/bulk', { where, change: { set: { attributes: { seats: 'x' } } } });
  await runOperations();
  const { body: bulk } = await get<Operation>(`/v1/operations/${requested.body.id}`);
  t.match(bulk.bulkChange, { changed: 0, refused: 2 });
  t.match((await lead(id)).attributes, { seats: 13 });

  const key = (await post<{ token: string }>('/v1/api-keys', { name: 'Form', kind: 'capture' })).body.token;
  const headers = { authorization: `Bearer ${key}` };
  const form = (body: object) => call<ProblemOut>('POST', '/v1/capture/leads', body, { headers });
  t.match(await form({ email: 'e@roads.example', attributes: { seats: 'x' } }), NO_NUMBER);
  t.match(await form({ email: 'e@roads.example', attributes: { seats: '5' } }), { status: 201 });
});

t.test('a proposal of a form is checked again when a person accepts it', async (t) => {
  const { post, create, call, get } = await makeWorkspace();
  const { id } = await create('kept@roads.example', { seats: 1 });
  const key = (await post<{ token: string }>('/v1/api-keys', { name: 'Form', kind: 'capture' })).body.token;
  const sent = { email: 'kept@roads.example', attributes: { seats: 'many' } };
  await call('POST', '/v1/capture/leads', sent, { headers: { authorization: `Bearer ${key}` } });
  await post(PATH, SEATS);
  const { data } = (await get<{ data: { id: string; proposal: object | null }[] }>(`/v1/leads/${id}/touches`)).body;
  const touchId = data.find(({ proposal }) => proposal)?.id ?? '';
  const accepted = await post<ProblemOut>(`/v1/leads/${id}/touches/${touchId}/accept`, {});
  t.match(accepted, NO_NUMBER, accepted.text);
});

t.test('undeclared attributes are refused where the workspace takes none', async (t) => {
  const { workspaceId, post, patch, create } = await makeWorkspace(SEATS);
  const { id } = await create('open@undeclared.example', { seats: 1, other: 'kept' });
  t.match(await patch<object>(`/v1/workspaces/${workspaceId}`, { undeclaredAttributes: 'refused' }), {
    body: { undeclaredAttributes: 'refused' },
  });
  const refused = { status: 422, body: { errors: [{ pointer: '/attributes/more', code: 'attribute_undeclared' }] } };
  t.match(await post<ProblemOut>('/v1/leads', { email: 'x@undeclared.example', attributes: { more: 1 } }), refused);
  t.match(await patch<ProblemOut>(`/v1/leads/${id}`, { attributes: { more: 1 } }), refused);
  t.match(await patch(`/v1/leads/${id}`, { jobTitle: 'Weaver' }), { status: 200 }, 'what it has stays');
  t.match((await patch(`/v1/leads/${id}`, { attributes: { other: null } })).body, { attributes: { seats: 1 } });
});

t.test('two leads cannot have one value of a unique attribute, also when both are created at once', async (t) => {
  const { post, patch, create, call, lead, declare } = await makeWorkspace({
    name: 'contract',
    type: 'text',
    unique: true,
  });
  const answers = await together(20, 20, (index) =>
    post<ProblemOut>(
      '/v1/leads',
      { email: `u${index}@unique.example`, attributes: { contract: 'K-1' } },
      { instance: index % 2 },
    ),
  );
  t.equal(answers.filter(({ status }) => status === 201).length, 1);
  t.equal(answers.filter(({ status }) => status === 422).length, 19);
  const [winner] = await sql<{ id: string }>(`select id from leads where attributes ->> 'contract' = 'K-1'`);
  const first = winner?.id ?? '';
  const taken = {
    status: 422,
    body: { errors: [{ pointer: '/attributes/contract', code: 'value_taken', detail: new RegExp(first) }] },
  };
  t.match(
    answers.find(({ status }) => status === 422),
    taken,
  );

  const second = await create('second@unique.example', { contract: 'K-2' });
  t.match(
    await patch<ProblemOut>(`/v1/leads/${second.id}`, { attributes: { contract: 'k-1' } }),
    taken,
    'case makes no difference',
  );
  const items = ['K-3', 'K-3'].map((contract, index) => ({
    email: `b${index}@unique.example`,
    attributes: { contract },
  }));
  t.match((await post<BatchOut>('/v1/leads/batch', { items })).body, { created: 1, refused: 1 });
  t.match(
    await post<BatchOut>('/v1/leads/batch', {
      items: items.map((one) => ({ ...one, email: `x${one.email}` })),
      mode: 'atomic',
    }),
    { status: 422 },
  );

  t.match((await patch(`/v1/leads/${first}`, { attributes: { contract: 'K-9' } })).status, 200);
  t.match(
    (await patch(`/v1/leads/${second.id}`, { attributes: { contract: 'K-1' } })).status,
    200,
    'a value that became free',
  );
  t.match(
    (await post('/v1/leads', { email: 'second@unique.example', attributes: { contract: 'K-4' } })).status,
    200,
    'a touch',
  );
  t.match((await create('third@unique.example', { contract: 'K-1' })).attributes, { contract: 'K-1' });
  await call('DELETE', `/v1/leads/${first}`);
  t.match(
    (await create('fourth@unique.example', { contract: 'K-9' })).attributes,
    { contract: 'K-9' },
    'a deleted lead frees its value',
  );

  const key = (await post<{ token: string }>('/v1/api-keys', { name: 'Form', kind: 'capture' })).body.token;
  const form = await call(
    'POST',
    '/v1/capture/leads',
    { email: 'form@unique.example', attributes: { contract: 'K-9', note: 'x' } },
    { headers: { authorization: `Bearer ${key}` } },
  );
  t.equal(form.status, 201, 'a public page does not learn which values there are');
  const [filled] = await sql<{ id: string }>(`select id from leads where email = 'form@unique.example'`);
  t.strictSame((await lead(filled?.id ?? '')).attributes, { note: 'x' });

  await create('used@unique.example', { badge: 'B-1' });
  const late = await post<ProblemOut>(PATH, { name: 'badge', type: 'text', unique: true });
  t.match(late, { status: 422, body: { errors: [{ pointer: '/unique' }] } });
  await declare({ name: 'badge', type: 'text' });
});

t.test('a default is given at creation only, and a stage requires what is declared for it', async (t) => {
  const { post, patch, get, create, lead } = await makeWorkspace(
    { name: 'plan', type: 'one_of', options: ['Basic', 'Premium'], defaultValue: 'basic' },
    { name: 'contractEnd', type: 'date', requiredForStages: ['prospect'] },
  );
  const { id, attributes } = await create('first@default.example', {});
  t.strictSame(attributes, { plan: 'Basic' });
  await patch(`/v1/leads/${id}`, { attributes: { plan: null } });
  await post('/v1/leads', { email: 'first@default.example', name: 'Ada' });
  t.notOk((await lead(id)).attributes?.plan);
  t.match((await create('second@default.example', { plan: 'Premium' })).attributes, { plan: 'Premium' });

  const move = () => post<ProblemOut>(`/v1/leads/${id}/stage`, { stage: 'prospect', reason: 'Wants a demo' });
  t.match(await move(), {
    status: 422,
    body: { errors: [{ code: 'field_missing', detail: /attributes.contractEnd/ }] },
  });
  await patch(`/v1/leads/${id}`, { attributes: { contractEnd: '2026-05-31' } });
  t.match(await move(), { status: 200 });
  await patch(`${PATH}/contractEnd`, { archived: true });
  const other = await create('third@default.example', {});
  t.match(await post(`/v1/leads/${other.id}/stage`, { stage: 'prospect', reason: 'Wants a demo' }), { status: 200 });
  t.match((await get<{ data: Definition[] }>(`${PATH}?archived=true`)).body.data, [{ name: 'contractEnd' }]);
});

t.test('references have to name a record', async (t) => {
  const { post, create, makeRep, lead } = await makeWorkspace(
    { name: 'advisor', type: 'rep' },
    { name: 'parent', type: 'lead' },
    { name: 'account', type: 'customer' },
  );
  const rep = await makeRep('Ada');
  const parent = await create('parent@reference.example', {});
  const customer = (await post<{ id: string }>('/v1/customers', { email: 'c@reference.example', name: 'Clara' })).body;
  const good = { advisor: rep.id, parent: parent.id, account: customer.id };
  const { id } = await create('child@reference.example', good);
  t.match((await lead(id)).attributes, good);
  const NONE = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';
  const bad = await post<ProblemOut>('/v1/leads', {
    email: 'x@reference.example',
    attributes: { advisor: NONE, parent: NONE, account: NONE },
  });
  t.equal(bad.status, 422);
  t.strictSame(
    bad.body.errors?.map(({ pointer, code }) => [pointer, code]),
    ['advisor', 'parent', 'account'].map((name) => [`/attributes/${name}`, 'reference_not_found']),
  );
});

t.test('conditions know the declared types', async (t) => {
  const { post, create, search } = await makeWorkspace(
    { name: 'price', type: 'decimal' },
    { name: 'renewal', type: 'date' },
    { name: 'seen', type: 'instant' },
    { name: 'plan', type: 'one_of', options: ['Basic', 'Premium'] },
  );
  const on = (days: number) => new Date(service.time.now + days * 86_400_000).toISOString();
  const near = await create('near@conditions.example', {
    price: '0.30',
    renewal: on(10).slice(0, 10),
    seen: on(-1),
    plan: 'Basic',
  });
  const far = await create('far@conditions.example', {
    price: '0.3000000000000000000001',
    renewal: on(90).slice(0, 10),
    seen: on(-40),
  });
  await create('none@conditions.example', {});
  const field = (name: string, operator: string, value: unknown) => ({
    type: 'field',
    field: `attributes.${name}`,
    operator,
    value,
  });
  const cases: [object, string[]][] = [
    [field('price', 'gt', '0.3'), [far.id]],
    [field('price', 'lte', '0.3'), [near.id]],
    [field('renewal', 'within_next', 30), [near.id]],
    [field('renewal', 'gte', '+1mo'), [far.id]],
    [field('seen', 'older_than', 30), [far.id]],
    [field('seen', 'gte', '-7d'), [near.id]],
    [field('seen', 'between', [on(-50), on(-20)]), [far.id]],
    [field('plan', 'eq', 'Basic'), [near.id]],
  ];
  for (const [where, ids] of cases) {
    const found = await search(where);
    t.equal(found.status, 200, found.text);
    t.strictSame(
      found.body.data.map(({ id }) => id),
      ids,
      JSON.stringify(where),
    );
  }
  for (const [where, pointer] of [
    [field('price', 'gt', 1), '/where/value'],
    [field('plan', 'eq', 'Gold'), '/where/value'],
    [field('renewal', 'contains', '2026'), '/where/operator'],
  ] as const) {
    t.match(await search(where), { status: 422, body: { errors: [{ pointer }] } }, JSON.stringify(where));
  }
  const rule = { id: 'r1', label: 'Gold', when: field('plan', 'eq', 'Gold'), teamId: near.id };
  const policy = await post<ProblemOut>('/v1/routing-policies', { name: 'Typed', document: { rules: [rule] } });
  t.match(policy, { status: 422 });
  t.ok(
    policy.body.errors?.some(({ pointer }) => pointer === '/document/rules/0/when/value'),
    policy.text,
  );
});

t.test('the wake condition of a parked lead is checked by the declared types', async (t) => {
  const { post, patch, create, lead } = await makeWorkspace(SEATS);
  const { id } = await create('a@wake.example', { seats: 3 });
  const park = (condition: object) =>
    post<ProblemOut>(`/v1/leads/${id}/park`, { reason: 'bad_timing', wakeWhen: { condition } });
  const seats = { type: 'field', field: 'attributes.seats' };
  t.match(await park({ ...seats, operator: 'starts_with', value: '1' }), {
    status: 422,
    body: { errors: [{ pointer: '/wakeWhen/condition/operator', code: 'operator_invalid' }] },
  });
  t.equal((await park({ ...seats, operator: 'gte', value: 10 })).status, 200);
  await patch(`/v1/leads/${id}`, { attributes: { seats: 12 } });
  const woken = await lead(id);
  t.match(woken, { attributes: { seats: 12 }, parked: undefined });
  t.not(woken.category, 'parked');
});

t.test('sums and averages of decimals are exact', async (t) => {
  const { post, create } = await makeWorkspace({ name: 'price', type: 'decimal' });
  const prices = ['0.1', '0.2', '9007199254740993', '0.000000000000000000001', '-0.3'];
  for (const [index, price] of prices.entries()) await create(`p${index}@sums.example`, { price, zip: '80331' });
  await create('none@sums.example', {});
  const measures = ['sum', 'average', 'median', 'minimum', 'maximum'].map((measure) => ({
    ...{ measure, field: 'attributes.price' },
  }));
  type Aggregated = { groups: { measures: { value: string | null }[] }[] };
  const valuesOf = ({ groups }: Aggregated) => groups[0]?.measures.map(({ value }) => value);
  const { body } = await post<Aggregated>('/v1/leads/aggregate', { measures });
  const sum = '9007199254740993.000000000000000000001';
  t.strictSame(valuesOf(body), [sum, '1801439850948198.6', '0.1', '-0.3', '9007199254740993']);
  const text = { measures: [{ measure: 'sum', field: 'attributes.zip' }] };
  const undeclared = await post<Aggregated>('/v1/leads/aggregate', text);
  t.strictSame(valuesOf(undeclared.body), [null], 'a text that looks like a number is none');
});

t.test('a change of type previews what would not fit, and converts what is certain', async (t) => {
  const { create, lead, changeType, get, post, patch, declare } = await makeWorkspace();
  const ids: string[] = [];
  for (const [index, seats] of ['12', '7.5', '1.234,50', 'many'].entries())
    ids.push((await create(`t${index}@types.example`, { seats })).id);
  await declare({ name: 'seats', type: 'text', defaultValue: 'none' });
  const preview = await changeType('seats', { type: 'number', dryRun: true });
  const totals = { converted: 2, unchanged: 0, unfit: 2, unfitSampleIds: ids.slice(2) };
  t.match(preview, { kind: 'attribute_change', state: 'succeeded', attributeChange: { dryRun: true, ...totals } });
  t.match((await lead(ids[0] ?? '')).attributes, { seats: '12' });
  t.match((await get<Definition>(`${PATH}/seats`)).body, { type: 'text' });

  const done = await changeType('seats', { type: 'number' });
  t.match(done.attributeChange, { dryRun: false, ...totals });
  t.strictSame(
    (await get<Definition>(`${PATH}/seats`)).body.defaultValue,
    undefined,
    'a default that does not fit is removed',
  );
  const values = await Promise.all(ids.map(async (id) => (await lead(id)).attributes?.seats));
  t.strictSame(values, [12, 7.5, '1.234,50', 'many']);
  t.match(await patch(`/v1/leads/${ids[3]}`, { jobTitle: 'Weaver' }), { status: 200 }, 'what does not fit stays');
  t.match(await patch(`/v1/leads/${ids[3]}`, { attributes: { seats: 'more' } }), { status: 422 });
  t.match((await changeType('seats', { type: 'number' })).attributeChange, { converted: 0, unchanged: 2, unfit: 2 });
  await declare({ name: 'code', type: 'text', unique: true });
  t.match(await post(`${PATH}/code/type-changes`, { type: 'number' }), { status: 422 });
});

t.test('definitions are read, changed and kept apart by name', async (t) => {
  const { post, get, patch, call } = await makeWorkspace(SEATS);
  t.match(await post(PATH, { name: 'SE_ATS', type: 'text' }), { status: 409 });
  t.match(await post<ProblemOut>(PATH, { name: 'x', type: 'one_of' }), {
    status: 422,
    body: { errors: [{ pointer: '/options' }] },
  });
  const read = await get<Definition>(`${PATH}/seats`);
  t.match(read.body, { label: 'seats', options: [], unique: false, personal: true, archivedAt: null });
  const options = { headers: { 'if-match': '"7"' } };
  t.match(await call('PATCH', `${PATH}/seats`, { label: 'Seats' }, options), { status: 412 });
  t.match((await patch<Definition>(`${PATH}/seats`, { label: 'Seats' })).body, { label: 'Seats', version: 2 });
  t.match(await get(`${PATH}/Seats`), { status: 404 });
  t.match((await get<{ data: Definition[] }>(`${PATH}?type=number&unique=false`)).body.data, [{ name: 'seats' }]);
  const other = await makeWorkspace();
  t.match(await other.get(`${PATH}/seats`), { status: 404 });
});

t.test('the document of a workspace has its attributes, and changes with them', async (t) => {
  interface Document {
    components: { schemas: Record<string, { properties?: Record<string, object>; additionalProperties?: unknown }> };
  }
  const { workspaceId, get, patch, call, declare } = await makeWorkspace(SEATS);
  const path = `/v1/workspaces/${workspaceId}/openapi.json`;
  const before = await get<Document>(path);
  t.equal(before.status, 200);
  const etag = String(before.headers.etag);
  const again = await call('GET', path, undefined, { headers: { 'if-none-match': etag } });
  t.equal(again.status, 304);
  await declare({ name: 'plan', label: 'Plan', type: 'one_of', options: ['Basic', 'Premium'] });
  const after = await get<Document>(path);
  t.not(after.headers.etag, etag);
  const { schemas } = after.body.components;
  t.match(schemas.LeadAttributesInput?.properties, {
    seats: { type: ['number', 'null'] },
    plan: { $ref: /LeadAttributePlan/ },
  });
  t.match(schemas.LeadCreate?.properties?.attributes, { $ref: '#/components/schemas/LeadAttributesInput' });
  t.match(schemas.Lead?.properties?.attributes, { $ref: '#/components/schemas/LeadAttributes' });
  t.match(schemas.RepCreate?.properties?.attributes, { $ref: '#/components/schemas/AttributesInput' });
  await patch(`/v1/workspaces/${workspaceId}`, { undeclaredAttributes: 'refused' });
  t.equal((await get<Document>(path)).body.components.schemas.LeadAttributesInput?.additionalProperties, false);
  t.match(await (await makeWorkspace()).get(path), { status: 404 });
});

t.test('removing an attribute from a lead that has none changes nothing', async (t) => {
  const { post, patch } = await service.makeWorkspace();
  const { lead } = (await post<{ lead: LeadOut }>('/v1/leads', { email: 'none@attributes.example' })).body;
  for (const attributes of [{ plan: null }, {}])
    t.match(await patch(`/v1/leads/${lead.id}`, { attributes }), { status: 200, body: { version: 1 } });
  t.match(await patch(`/v1/leads/${lead.id}`, { attributes: { plan: 'Basic' } }), { body: { version: 2 } });
  t.match(await patch(`/v1/leads/${lead.id}`, { attributes: { plan: null } }), { body: { version: 3 } });
});
