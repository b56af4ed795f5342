import assert from 'node:assert/strict';
import createClient from 'openapi-fetch';
import type { components, paths } from './client';

type Condition = components['schemas']['ConditionInput'];

const { HEADWATER_URL: baseUrl, HEADWATER_API_KEY: key } = process.env;
const api = createClient<paths>({ baseUrl, headers: { authorization: `Bearer ${key}` } });
const step = (name: string) => console.log(name);

/** The body of a success. */
function body<T>(answer: { data?: T; error?: unknown }): T {
  if (answer.data === undefined) throw new Error(JSON.stringify(answer.error));
  return answer.data;
}

step('create');
const tags = ['engine', 'poet'];
const attributes = { color: 'red', seats: 12, partner: true, sizes: ['7', '8'] };
const created = body(
  await api.POST('/v1/leads', {
    body: {
      firstName: 'Ada',
      lastName: 'Lovelace',
      email: 'ada@analytical-engines.com',
      employeeCount: 1200,
      annualRevenue: '1234567.89',
      tags,
      attributes,
    },
  }),
);
assert.equal(created.outcome, 'created');
const params = { path: { leadId: created.lead.id } };

step('read');
const lead = body(await api.GET('/v1/leads/{leadId}', { params }));
assert.equal(lead.annualRevenue, '1234567.89');
assert.deepEqual(lead.attributes, attributes);

step('patch one field');
const header = { 'If-Match': `"${lead.version}"` };
const patch = { params: { ...params, header }, body: { jobTitle: 'Countess' } };
const patched = body(await api.PATCH('/v1/leads/{leadId}', patch));
assert.equal(patched.jobTitle, 'Countess');
assert.deepEqual([patched.tags, patched.attributes, patched.employeeCount], [tags, attributes, 1200]);

step('stale If-Match');
const stale = await api.PATCH('/v1/leads/{leadId}', patch);
assert.equal(stale.response.status, 412);
assert.equal(stale.error?.code, 'version_mismatch');

const searches: [string, Condition][] = [
  ['search text', { type: 'field', field: 'lastName', operator: 'eq', value: 'Lovelace' }],
  ['search number', { type: 'field', field: 'employeeCount', operator: 'gte', value: 1000 }],
  ['search list', { type: 'field', field: 'lastName', operator: 'in', value: ['Lovelace', 'Babbage'] }],
  ['search boolean', { type: 'field', field: 'attributes.partner', operator: 'eq', value: true }],
];
for (const [name, where] of searches) {
  step(name);
  const found = body(await api.POST('/v1/leads/search', { body: { where } }));
  assert.deepEqual(
    found.data.map(({ id }) => id),
    [lead.id],
  );
}

step('batch');
const items = ['a', 'b', 'c'].map((name) => ({ name: `Batch ${name}`, email: `${name}@batch-company.com` }));
const batch = body(await api.POST('/v1/leads/batch', { body: { items } }));
assert.equal(batch.created, 3);
assert.deepEqual(
  batch.results.map(({ status }) => status),
  [201, 201, 201],
);

step('page');
const ids = new Set<string>();
let cursor: string | null = null;
do {
  const query: { limit: number; cursor?: string } = cursor === null ? { limit: 3 } : { limit: 3, cursor };
  const page: components['schemas']['LeadList'] = body(await api.GET('/v1/leads', { params: { query } }));
  for (const { id } of page.data) ids.add(id);
  cursor = page.nextCursor;
} while (cursor !== null);
assert.equal(ids.size, 4);

step('engagement');
const event = { leadId: lead.id, type: 'demo_requested' as const, externalId: 'web-1' };
const engaged = body(await api.POST('/v1/engagement-events', { body: event }));
assert.ok(engaged.lead.score.engagement > 0);

step('score');
const explained = body(await api.GET('/v1/leads/{leadId}/score', { params }));
const points = [...explained.contributions, ...explained.adjustments].reduce((sum, part) => sum + part.points, 0);
assert.ok(Math.abs(points - explained.score.total) < 0.01);

step('convert');
const products = [{ name: 'Difference engine', quantity: 2, unitPrice: '6250.00' }];
const converted = body(
  await api.POST('/v1/leads/{leadId}/conversion', { params, body: { deal: { currency: 'EUR', products } } }),
);
assert.equal(converted.lead.category, 'customer');
assert.equal(converted.deal.after.amount, '12500.00');

step('problem');
const unknown = { path: { leadId: '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f' } };
const { error, response } = await api.GET('/v1/leads/{leadId}', { params: unknown });
assert.equal(response.status, 404);
const problem: components['schemas']['Problem'] | undefined = error;
assert.equal(problem?.code, 'not_found');
