import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { components, paths } from '../support/generated/api.js';
import { refusal, taken } from './journey.js';

type Api = Client<paths>;
type Schemas = components['schemas'];

const DEAL = { currency: 'EUR', products: [{ name: 'Engine', quantity: 2, unitPrice: '100.05' }] };

/** A lead is won, which is taken back and done again; the customer buys more, leaves and comes back; another lead is lost. */
export async function sellAndKeep(api: Api): Promise<void> {
  const created = taken(
    await api.POST('/v1/leads', { body: { email: 'ada@buys-engines.com', organizationName: 'Buys Engines' } }),
  );
  const lead = { params: { path: { leadId: created.lead.id } } };
  const customerId = await convert(api, lead);
  await workDeal(api, lead.params.path.leadId, customerId);
  await leaveAndReturn(api, customerId);
  const question = { metrics: ['leads_created', 'conversion_rate'], groupBy: ['month'] } as const;
  const asked = { metrics: [...question.metrics], groupBy: [...question.groupBy] };
  const catalogue = taken(await api.GET('/v1/metrics'));
  assert.ok(catalogue.data.some(({ metric }) => metric === 'conversion_rate'));
  const answer = taken(await api.POST('/v1/reports/query', { body: asked }));
  assert.equal(answer.definitions.length, 2);
  const nowhere = { ...asked, groupBy: ['nowhere'] };
  assert.equal(refusal(await api.POST('/v1/reports/query', { body: nowhere })), '422 rule_refused');
  const behind = (more: object) =>
    api.POST('/v1/reports/leads', { body: { question: asked, metric: 'leads_created', ...more } });
  assert.ok(taken(await behind({})).data.length > 0);
  assert.equal(refusal(await behind({ group: 'x' })), '422 rule_refused');
  await shareCredits(api);
  await readRecords(api, asked);
  const report = taken(await api.GET('/v1/reports/sales'));
  assert.deepEqual(
    report.groups.map(({ volume, wonDeals, lostDeals, repeatDeals }) => [volume, wonDeals, lostDeals, repeatDeals]),
    [['220.10', 2, 0, 1]],
  );
  assert.equal(report.retention.repeatCustomers, 1);
  await lose(api);
  await linkEarlier(api);
  await showInterest(api);
}

/** The deals behind a number, and an answer as a file. */
async function readRecords(api: Api, asked: Schemas['ReportQuestion']): Promise<void> {
  const dealsBehind = (metric: 'deals_won' | 'leads_created') =>
    api.POST('/v1/reports/deals', { body: { question: { metrics: ['deals_won'] }, metric } });
  assert.equal(taken(await dealsBehind('deals_won')).data.length, 2);
  assert.equal(refusal(await dealsBehind('leads_created')), '422 rule_refused');
  const file = (body: Schemas['ReportQuestion']) => api.POST('/v1/reports/file', { body, parseAs: 'text' });
  assert.ok(String(taken(await file(asked))).startsWith('month,leads_created,'));
  assert.equal(refusal(await file({ ...asked, groupBy: ['nowhere'] })), '422 rule_refused');
}

/** Each won deal is shared among the touches before it; the credits are followed to the deals. */
async function shareCredits(api: Api): Promise<void> {
  const question = { models: ['first', 'linear'], conversion: 'won_deal' } satisfies Schemas['AttributionQuestion'];
  const report = taken(await api.POST('/v1/reports/attribution', { body: question }));
  assert.equal(report.sample.conversions, 2);
  const tooFew = await api.POST('/v1/reports/attribution', { body: { models: ['data_driven'] } });
  assert.equal(refusal(tooFew), '422 rule_refused');
  const behind = (more: object) =>
    api.POST('/v1/reports/attribution/credits', { body: { question, model: 'linear', ...more } });
  assert.equal(taken(await behind({})).data.length, 2);
  assert.equal(refusal(await behind({ group: 'x' })), '422 rule_refused');
}

async function convert(api: Api, lead: { params: { path: { leadId: string } } }): Promise<string> {
  const body: Schemas['ConversionRequest'] = { deal: DEAL };
  const both = { ...body, dealId: lead.params.path.leadId };
  assert.equal(
    refusal(await api.POST('/v1/leads/{leadId}/conversion/preview', { ...lead, body: both })),
    '422 rule_refused',
  );
  const preview = taken(await api.POST('/v1/leads/{leadId}/conversion/preview', { ...lead, body }));
  assert.equal(refusal(await api.POST('/v1/leads/{leadId}/conversion/undo', lead)), '409 conflict');
  const first = taken(await api.POST('/v1/leads/{leadId}/conversion', { ...lead, body }));
  assert.deepEqual(first.person?.after, preview.person?.after);
  assert.equal(refusal(await api.POST('/v1/leads/{leadId}/conversion', { ...lead, body })), '409 conflict');
  assert.equal(refusal(await api.POST('/v1/leads/{leadId}/conversion/preview', { ...lead, body })), '409 conflict');
  await moveNoFurther(api, lead);
  const undone = taken(await api.POST('/v1/leads/{leadId}/conversion/undo', lead));
  assert.equal(undone.removedDealId, first.deal.dealId);
  assert.equal(undone.lead.category, preview.categoryBefore);
  const again = taken(await api.POST('/v1/leads/{leadId}/conversion', { ...lead, body }));
  assert.deepEqual([again.lead.category, again.deal.after.amount], ['customer', '200.10']);
  return again.organization?.customerId ?? '';
}

/** A converted lead is moved by nothing but the undo. */
async function moveNoFurther(api: Api, lead: { params: { path: { leadId: string } } }): Promise<void> {
  const reason = 'Wants more';
  const wakeWhen = { minimumScore: 100 };
  const answers = [
    await api.POST('/v1/leads/{leadId}/lose', { ...lead, body: { reason: 'price' } }),
    await api.POST('/v1/leads/{leadId}/category', { ...lead, body: { category: 'prospect', reason } }),
    await api.POST('/v1/leads/{leadId}/category/release', lead),
    await api.POST('/v1/leads/{leadId}/stage', { ...lead, body: { stage: 'prospect', reason } }),
    await api.POST('/v1/leads/{leadId}/park', { ...lead, body: { reason: 'bad_timing', wakeWhen } }),
    await api.POST('/v1/leads/{leadId}/disqualify', { ...lead, body: { reason: 'spam' } }),
    await api.POST('/v1/leads/{leadId}/recycle', { ...lead, body: { reason } }),
  ];
  for (const answer of answers) assert.equal(refusal(answer), '409 conflict');
}

/** A further deal, by hand. */
async function workDeal(api: Api, leadId: string, customerId: string): Promise<void> {
  const made = taken(await api.POST('/v1/deals', { body: { customerId, currency: 'EUR' } }));
  const params = { path: { dealId: made.id } };
  assert.equal(refusal(await api.POST('/v1/deals/{dealId}/win', { params, body: {} })), '422 rule_refused');
  assert.equal(refusal(await api.POST('/v1/deals/{dealId}/reopen', { params })), '409 conflict');
  const amount = { amount: '20' };
  const priced = taken(await api.PATCH('/v1/deals/{dealId}', { params, body: amount }));
  assert.deepEqual([priced.version, priced.amount], [2, '20.00']);
  taken(await api.POST('/v1/deals/{dealId}/lose', { params, body: { reason: 'timing' } }));
  assert.equal(
    refusal(await api.POST('/v1/deals/{dealId}/lose', { params, body: { reason: 'timing' } })),
    '409 conflict',
  );
  taken(await api.POST('/v1/deals/{dealId}/reopen', { params }));
  const won = taken(await api.POST('/v1/deals/{dealId}/win', { params, body: { competitor: 'Abacus' } }));
  assert.equal(refusal(await api.POST('/v1/deals/{dealId}/win', { params, body: {} })), '409 conflict');
  assert.deepEqual(taken(await api.GET('/v1/deals/{dealId}', { params })), won);
  const query = { customerId, status: 'won' as const };
  const listed = taken(await api.GET('/v1/deals', { params: { query } })).data;
  assert.deepEqual(
    listed.map(({ leadId: of }) => of),
    [undefined, leadId],
  );
}

async function leaveAndReturn(api: Api, customerId: string): Promise<void> {
  const params = { path: { customerId } };
  assert.equal(refusal(await api.POST('/v1/customers/{customerId}/churn/undo', { params })), '409 conflict');
  const body = { reason: 'service' as const };
  taken(await api.POST('/v1/customers/{customerId}/churn', { params, body }));
  assert.equal(refusal(await api.POST('/v1/customers/{customerId}/churn', { params, body })), '409 conflict');
  taken(await api.POST('/v1/customers/{customerId}/churn/undo', { params }));
  assert.equal(refusal(await api.POST('/v1/customers/{customerId}/return', { params, body: {} })), '409 conflict');
  taken(await api.POST('/v1/customers/{customerId}/churn', { params, body }));
  assert.equal(taken(await api.POST('/v1/customers/{customerId}/return', { params, body: {} })).pastChurns?.length, 1);
  const changed = taken(await api.PATCH('/v1/customers/{customerId}', { params, body: { industry: 'Computing' } }));
  assert.equal(changed.industry, 'Computing');
  assert.deepEqual(taken(await api.GET('/v1/customers/{customerId}', { params })), changed);
  const query = { domain: 'buys-engines.com' };
  assert.equal(taken(await api.GET('/v1/customers', { params: { query } })).data[0]?.id, customerId);
  const known = { kind: 'person' as const, email: 'known@buys-engines.com', organizationId: customerId };
  const { id } = taken(await api.POST('/v1/customers', { body: known }));
  assert.equal(refusal(await api.POST('/v1/customers', { body: known })), '422 rule_refused');
  const purchased = { email: known.email, source: { channel: 'purchased_list' as const, name: 'Bought' } };
  assert.equal(taken(await api.POST('/v1/leads', { body: purchased })).lead.customerId, id);
  const gone = { path: { customerId: id } };
  assert.equal((await api.DELETE('/v1/customers/{customerId}', { params: gone })).response.status, 204);
  assert.equal(refusal(await api.GET('/v1/customers/{customerId}', { params: gone })), '404 not_found');
}

async function lose(api: Api): Promise<void> {
  const { lead } = taken(await api.POST('/v1/leads', { body: { email: 'joan@buys-nothing.com' } }));
  taken(await api.POST('/v1/deals', { body: { leadId: lead.id, currency: 'EUR', amount: '3' } }));
  const params = { path: { leadId: lead.id } };
  const body = { reason: 'competitor' as const, competitor: 'Abacus' };
  const lost = taken(await api.POST('/v1/leads/{leadId}/lose', { params, body }));
  assert.deepEqual([lost.lead.category, lost.lead.loss?.reason, lost.lostDeals.length], ['lost', 'competitor', 1]);
  const urgent = { email: 'joan@buys-nothing.com', purchaseTimeframeDays: 0 };
  const { lead: returned } = taken(await api.POST('/v1/leads', { body: urgent }));
  assert.deepEqual([returned.id, returned.cycles], [lead.id, 1]);
}

/** The other leads of a person, who becomes a customer and whose conversion is undone. */
async function linkEarlier(api: Api): Promise<void> {
  const person = { name: 'Lina Hall', phone: '+4930901899' };
  const submit = async (email: string) => taken(await api.POST('/v1/leads', { body: { ...person, email } })).lead;
  const [earlier, bought] = [await submit('lina@old.example'), await submit('lina@new.example')];
  const lead = { params: { path: { leadId: bought.id } } };
  const { person: customer } = taken(
    await api.POST('/v1/leads/{leadId}/conversion', { ...lead, body: { deal: DEAL } }),
  );
  const customerOf = async () =>
    taken(await api.GET('/v1/leads/{leadId}', { params: { path: { leadId: earlier.id } } })).customerId;
  assert.equal(await customerOf(), customer?.customerId);
  taken(await api.POST('/v1/leads/{leadId}/conversion/undo', lead));
  assert.equal(await customerOf(), undefined);
}

/** A lead that stays closed although it wants to buy. */
async function showInterest(api: Api): Promise<void> {
  const { lead } = taken(await api.POST('/v1/leads', { body: { email: 'spam@spam-engines.com' } }));
  const params = { path: { leadId: lead.id } };
  taken(await api.POST('/v1/leads/{leadId}/disqualify', { params, body: { reason: 'spam' } }));
  const event = { leadId: lead.id, type: 'purchase_requested' } as const;
  const recorded = taken(await api.POST('/v1/engagement-events', { body: event }));
  assert.equal(recorded.lead.category, 'disqualified');
}
