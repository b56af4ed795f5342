import t from 'tap';
import { type LeadOut, openService, type ProblemOut } from './ingest-fixture.js';

const service = await openService(t);
const CREATED = { source: { channel: 'web_form', name: 'Website' } };

t.test('money is decimal text, exact to the cent, in requests, answers and events', async (t) => {
  const { post, get, patch } = await service.makeWorkspace();
  for (const amount of ['1234567.89', '9999999999999.99', '0.07', '5']) {
    const { body } = await post('/v1/leads', {
      ...CREATED,
      email: `money-${amount}@shapes.example`,
      ...{ budgetAmount: amount, budgetCurrency: 'EUR', annualRevenue: amount },
    });
    const text = amount === '5' ? '5.00' : amount;
    t.match(body.lead, { budgetAmount: text, annualRevenue: text });
    const { body: events } = await get<{ data: unknown[] }>(`/v1/events?type=lead.created&subjectId=${body.lead.id}`);
    t.match(events.data, [{ after: { facts: { budgetAmount: text } } }]);
    const more = { type: 'field', field: 'annualRevenue', operator: 'gte', value: Number(amount) };
    const { body: found } = await post<{ data: LeadOut[] }>('/v1/leads/search', { where: more });
    t.ok(
      found.data.some(({ id }) => id === body.lead.id),
      'compared as a number',
    );
    const same = await patch<LeadOut>(`/v1/leads/${body.lead.id}`, { budgetAmount: text });
    t.match(same.body, { version: 1 }, 'what was read can be sent again, and changes nothing');
  }
  for (const wrong of [5000, '5e3', '-1', '1.234', '12345678901234', '']) {
    const refused = await post<ProblemOut>('/v1/leads', { email: 'wrong@shapes.example', budgetAmount: wrong });
    t.match(refused.body, { status: 400, errors: [{ pointer: '/budgetAmount' }] }, String(wrong));
  }
});

t.test('a patch keeps the lists that it does not name, and null clears a list', async (t) => {
  const { post, patch } = await service.makeWorkspace();
  const { body } = await post('/v1/leads', {
    ...{ email: 'lists@shapes.example', tags: ['fair'], products: ['Engine'], otherPhones: null },
  });
  const path = `/v1/leads/${body.lead.id}`;
  t.equal(body.lead.otherPhones, undefined, 'null is as good as absent in a create');
  t.match((await patch<LeadOut>(path, { jobTitle: 'CTO' })).body, { tags: ['fair'], products: ['Engine'] });
  const { body: cleared } = await patch<LeadOut>(path, { tags: null });
  t.strictSame([cleared.tags ?? [], cleared.products], [[], ['Engine']]);
  const { body: rep } = await post<{ id: string }>('/v1/reps', { name: 'Ada', languages: ['en'], skills: null });
  t.match((await patch(`/v1/reps/${rep.id}`, { languages: null })).body, { languages: [], skills: [] });
});

t.test('values of conditions are plain, and lists and conditions that do not apply may be null', async (t) => {
  const { post } = await service.makeWorkspace();
  const attributes = { plan: 'pro', seats: 12, trial: true, modules: ['crm', 'mail'] };
  const { body } = await post('/v1/leads', { email: 'plain@shapes.example', attributes });
  t.strictSame(body.lead.attributes, attributes);
  const find = async (condition: object, more: object = {}) =>
    await post<{ data: LeadOut[] } & ProblemOut>('/v1/leads/search', { where: condition, ...more });
  const field = (name: string, operator: string, value: unknown) => ({
    ...{ type: 'field', field: `attributes.${name}`, operator, value },
    ...{ conditions: null, engagementTypes: null, sourceChannels: null, condition: null },
  });
  for (const condition of [
    field('plan', 'eq', 'pro'),
    field('plan', 'in', ['free', 'pro']),
    field('seats', 'gte', 12),
    field('trial', 'eq', true),
    { type: 'not', condition: field('plan', 'eq', 'free'), conditions: null },
  ])
    t.equal((await find(condition, { sort: [] })).body.data.length, 1, JSON.stringify(condition));
  t.match((await find({ ...field('plan', 'eq', 'pro'), conditions: [] })).body, {
    status: 400,
    errors: [{ pointer: '/where/conditions', code: 'unknown_field' }],
  });
  t.match((await find({ type: 'not', condition: null })).body, { status: 400, errors: [{ code: 'required' }] });
  t.match((await find(field('plan', 'eq', { is: 'pro' }))).body, { errors: [{ pointer: '/where/value' }] });
});

t.test('the document is served in OpenAPI 3.1 and 3.0', async (t) => {
  const { get } = await service.makeWorkspace();
  t.match((await get('/openapi.json')).body, { openapi: '3.1.1' });
  const { body } = await get<{ openapi: string; components: { schemas: Record<string, object> } }>('/openapi-3.0.json');
  t.equal(body.openapi, '3.0.3');
  t.match(body.components.schemas.LeadPatch, { properties: { tags: { type: 'array', nullable: true } } });
  t.notMatch(JSON.stringify(body), /"type":\[/, 'no list of types');
});
