import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { components, paths } from '../support/generated/api.js';
import { refusal, taken } from './journey.js';

type Api = Client<paths>;

/** A rep refers a lead, which refers another; the chain, its rewards and the report. */
export async function referLeads(api: Api, repId: string): Promise<void> {
  const first = taken(
    await api.POST('/v1/referrals', {
      body: { referrer: { repId }, lead: { email: 'named@example.com' }, rewardAmount: '50.00', rewardCurrency: 'EUR' },
    }),
  );
  const named = await send(api, { email: 'next@example.com', referredBy: { leadId: first.referredLeadId } });
  assert.ok(named.referralId);
  const circle = { referrer: { leadId: named.lead.id }, referredLeadId: first.referredLeadId };
  assert.equal(refusal(await api.POST('/v1/referrals', { body: circle })), '422 rule_refused');
  const params = { path: { referralId: first.id } };
  const change = (body: components['schemas']['ReferralPatch']) =>
    api.PATCH('/v1/referrals/{referralId}', { params, body });
  assert.equal(refusal(await change({ rewardAmount: null })), '422 rule_refused');
  assert.equal(taken(await change({ rewardStatus: 'paid' })).version, 2);
  assert.equal(refusal(await change({ rewardAmount: '60.00' })), '409 conflict');
  assert.equal(taken(await api.GET('/v1/referrals/{referralId}', { params })).rewardStatus, 'paid');
  await followed(api, { first, lastLeadId: named.lead.id });
}

async function send(api: Api, body: components['schemas']['LeadCreate']) {
  return taken(await api.POST('/v1/leads', { body }));
}

async function followed(
  api: Api,
  { first, lastLeadId }: { first: components['schemas']['Referral']; lastLeadId: string },
): Promise<void> {
  const params = { path: { leadId: lastLeadId } };
  const chain = taken(await api.GET('/v1/leads/{leadId}/referrals', { params }));
  assert.deepEqual(
    chain.up.map(({ depth, referral }) => [depth, referral.referrer.kind]),
    [
      [1, 'lead'],
      [2, 'rep'],
    ],
  );
  const query = { referredLeadId: first.referredLeadId };
  assert.deepEqual(
    taken(await api.GET('/v1/referrals', { params: { query } })).data.map(({ id }) => id),
    [first.id],
  );
  const report = taken(await api.GET('/v1/reports/referrals', { params: { query: { groupBy: 'depth' } } }));
  assert.deepEqual(
    report.groups.map(({ key, referrals }) => [key, referrals]),
    [
      ['1', 1],
      ['2', 1],
    ],
  );
  assert.equal(report.total.conversionRate, 0);
}
