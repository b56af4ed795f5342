import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { components, paths } from '../support/generated/api.js';
import { taken } from './journey.js';
import { comeToKnow } from './journey-visitors.js';

type Api = Client<paths>;
type Schemas = components['schemas'];

const DEAL = { currency: 'EUR', products: [{ name: 'Engine', quantity: 1, unitPrice: '90.00' }] };

/** From the first anonymous view to a won deal, its undo, a second deal, and a referral that becomes a customer. */
export async function liveThrough(api: Api): Promise<void> {
  const lead = await comeToKnow(api);
  const { customerId, dealId } = await buy(api, lead);
  await buyAgain(api, customerId);
  const body = { email: 'friend@recommended.example', referredBy: { customerId } };
  const named = taken(await api.POST('/v1/leads', { body }));
  const params = { path: { referralId: named.referralId ?? '' } };
  const referral = taken(await api.GET('/v1/referrals/{referralId}', { params }));
  assert.deepEqual(referral.referrer, { kind: 'customer', customerId, leadId: lead.id });
  const friend = await convert(api, named.lead.id);
  assert.equal(friend.lead.category, 'customer');
  assert.equal(taken(await api.GET('/v1/referrals/{referralId}', { params })).status, 'converted');
  const chain = taken(await api.GET('/v1/leads/{leadId}/referrals', { params: { path: { leadId: lead.id } } }));
  assert.deepEqual(
    chain.down.map(({ depth, referral: { referredLeadId, status } }) => [depth, referredLeadId, status]),
    [[1, named.lead.id, 'converted']],
  );
  await assertEvents(api, lead.id, dealId);
}

const convert = async (api: Api, leadId: string) =>
  taken(await api.POST('/v1/leads/{leadId}/conversion', { params: { path: { leadId } }, body: { deal: DEAL } }));

/** Won, taken back as if it had not been, and won for good. */
async function buy(api: Api, lead: Schemas['Lead']): Promise<{ customerId: string; dealId: string }> {
  const params = { path: { leadId: lead.id } };
  const first = await convert(api, lead.id);
  assert.equal(first.lead.category, 'customer');
  const undone = taken(await api.POST('/v1/leads/{leadId}/conversion/undo', { params }));
  // When it was looked at last is no part of where a lead stands.
  const { version: _, updatedAt: __, scoredAt: ___, ...before } = lead;
  const { version: v, updatedAt: u, scoredAt: s, ...after } = undone.lead;
  assert.ok(v > lead.version && u >= lead.updatedAt && s >= lead.scoredAt);
  assert.deepEqual(after, before, 'all of it is as it was');
  const won = await convert(api, lead.id);
  const { dealId = '' } = won.deal;
  assert.equal(taken(await api.GET('/v1/deals/{dealId}', { params: { path: { dealId } } })).status, 'won');
  return { customerId: won.organization?.customerId ?? won.person?.customerId ?? '', dealId };
}

async function buyAgain(api: Api, customerId: string): Promise<void> {
  const made = taken(await api.POST('/v1/deals', { body: { customerId, currency: 'EUR', amount: '30' } }));
  const params = { path: { dealId: made.id } };
  assert.equal(taken(await api.POST('/v1/deals/{dealId}/win', { params, body: {} })).status, 'won');
  const query = { customerId, status: 'won' as const };
  assert.equal(taken(await api.GET('/v1/deals', { params: { query } })).data.length, 2);
}

/** The events of the lead reproduce the journey, from its events as a visitor. */
async function assertEvents(api: Api, leadId: string, dealId: string): Promise<void> {
  const query = { subjectId: leadId, limit: 200 };
  const types = taken(await api.GET('/v1/events', { params: { query } })).data.map(({ type }) => type);
  const way = ['lead.created', 'engagement.recorded', 'lead.converted', 'lead.conversion_undone', 'lead.converted'];
  const found = way.reduce((from, type) => types.indexOf(type as (typeof types)[number], from) + 1, 0);
  assert.ok(found > 0 && dealId !== '', `${types}`);
}
