import assert from 'node:assert/strict';
import * as api from './client';

const step = (name: string) => console.log(name);
type Success<T> = T extends { status: 200 | 201 | 207; data: infer D } ? D : never;

/** The body of a success. */
function body<T extends { status: number; data: unknown }>(answer: T): Success<T> {
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.data));
  return answer.data as Success<T>;
}

step('create');
const tags = ['engine', 'poet'];
const attributes = { color: 'red', seats: 12, partner: true, sizes: ['7', '8'] };
const created = body(
  await api.createLead({
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: 'ada@analytical-engines.com',
    employeeCount: 1200,
    annualRevenue: '1234567.89',
    tags,
    attributes,
  }),
);
assert.equal(created.outcome, 'created');
const leadId = created.lead.id;

step('read');
const lead = body(await api.getLead(leadId));
assert.equal(lead.annualRevenue, '1234567.89');
assert.deepEqual(lead.attributes, attributes);

step('patch one field');
const guard = { headers: { 'If-Match': `"${lead.version}"` } };
const patched = body(await api.updateLead(leadId, { jobTitle: 'Countess' }, guard));
assert.equal(patched.jobTitle, 'Countess');
assert.deepEqual([patched.tags, patched.attributes, patched.employeeCount], [tags, attributes, 1200]);

step('stale If-Match');
const stale = await api.updateLead(leadId, { jobTitle: 'Countess' }, guard);
assert.ok(stale.status === 412);
assert.equal(stale.data.code, 'version_mismatch');

const searches: [string, api.ConditionInput][] = [
  ['search text', { type: 'field', field: 'lastName', operator: 'eq', value: 'Lovelace' }],
  ['search number', { type: 'field', field: 'employeeCount', operator: 'gte', value: 1000 }],
  ['search list', { type: 'field', field: 'lastName', operator: 'in', value: ['Lovelace', 'Babbage'] }],
  ['search boolean', { type: 'field', field: 'attributes.partner', operator: 'eq', value: true }],
];
for (const [name, where] of searches) {
  step(name);
  const found = body(await api.searchLeads({ where }));
  assert.deepEqual(
    found.data.map(({ id }) => id),
    [leadId],
  );
}

step('batch');
const items = ['a', 'b', 'c'].map((name) => ({ name: `Batch ${name}`, email: `${name}@batch-company.com` }));
const batch = body(await api.createLeadBatch({ items }));
assert.equal(batch.created, 3);
assert.deepEqual(
  batch.results.map(({ status }) => status),
  [201, 201, 201],
);

step('page');
const ids = new Set<string>();
let cursor: string | null = null;
do {
  const page: api.LeadList = body(await api.listLeads(cursor === null ? { limit: 3 } : { limit: 3, cursor }));
  for (const { id } of page.data) ids.add(id);
  cursor = page.nextCursor;
} while (cursor !== null);
assert.equal(ids.size, 4);

step('engagement');
const event = { leadId, type: 'demo_requested' as const, externalId: 'web-1' };
const engaged = body(await api.createEngagementEvent(event));
assert.ok(engaged.lead.score.engagement > 0);

step('score');
const explained = body(await api.getLeadScore(leadId));
const points = [...explained.contributions, ...explained.adjustments].reduce((sum, part) => sum + part.points, 0);
assert.ok(Math.abs(points - explained.score.total) < 0.01);

step('convert');
const products = [{ name: 'Difference engine', quantity: 2, unitPrice: '6250.00' }];
const converted = body(await api.convertLead(leadId, { deal: { currency: 'EUR', products } }));
assert.equal(converted.lead.category, 'customer');
assert.equal(converted.deal.after.amount, '12500.00');

step('problem');
const missing = await api.getLead('01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f');
assert.ok(missing.status === 404);
const problem: api.Problem = missing.data;
assert.equal(problem.code, 'not_found');
