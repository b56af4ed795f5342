import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { components, paths } from '../support/generated/api.js';
import { type OperationsAtWork, refusal, sendable, taken } from './journey.js';

type Api = Client<paths>;
type Schemas = components['schemas'];

const MINUTE = 60_000;

/** Marketing hands leads to sales, who answers or does not; and promises about them are kept or broken. */
export async function handToSales(api: Api, work: OperationsAtWork) {
  await agree(api);
  const hot = async (email: string) => {
    const body = { email, country: 'DE', purchaseTimeframeDays: 0 };
    return taken(await api.POST('/v1/leads', { body })).lead;
  };
  await keepAndBreakPromises(api, work, await hot('slow@contract.example'));
  await goBackAndForth(api, await hot('fussy@contract.example'));
  for (const groupBy of ['source', 'rep'] as const) {
    const params = { query: { groupBy } };
    assert.ok(taken(await api.GET('/v1/reports/handoff-acceptance', { params })).groups.length > 0);
    assert.ok(taken(await api.GET('/v1/reports/sla-attainment', { params })).groups.length > 0);
    taken(await api.GET('/v1/reports/speed-to-lead', { params }));
  }
}

async function agree(api: Api) {
  const [standard] = taken(await api.GET('/v1/handoff-policies')).data;
  assert.ok(standard, 'a workspace begins with one');
  const handoff = { ...sendable('HandoffPolicyDocument', standard.document), automatic: [], maximumOffers: 9 };
  const agreed = taken(await api.POST('/v1/handoff-policies', { body: { name: 'Ours', document: handoff } }));
  const handoffPath = { params: { path: { version: agreed.version } } };
  taken(await api.POST('/v1/handoff-policies/{version}/publish', handoffPath));
  assert.equal(taken(await api.GET('/v1/handoff-policies/{version}', handoffPath)).status, 'published');
  const rule = { label: 'Ours', withinMinutes: 60, hours: 'always' as const };
  const rules: Schemas['SlaRuleInput'][] = [
    { ...rule, id: 'touch', clock: 'first_touch', warnAtPercent: 50, onBreach: ['notify', 'reassign'] },
    { ...rule, id: 'accept', clock: 'acceptance', withinMinutes: 600 },
  ];
  const bad = { name: 'Nowhere', document: { rules, timeZone: 'Mars/Olympus' } };
  assert.equal(refusal(await api.POST('/v1/sla-policies', { body: bad })), '422 rule_refused');
  const promised = taken(await api.POST('/v1/sla-policies', { body: { name: 'Ours', document: { rules } } }));
  const slaPath = { params: { path: { version: promised.version } } };
  taken(await api.POST('/v1/sla-policies/{version}/publish', slaPath));
  assert.equal(taken(await api.GET('/v1/sla-policies/{version}', slaPath)).status, 'published');
  assert.ok(taken(await api.GET('/v1/sla-policies')).data.length > 1);
}

/** The first rep does nothing and loses it, the second accepts, and then breaks the next promise. */
async function keepAndBreakPromises(api: Api, work: OperationsAtWork, lead: Schemas['Lead']) {
  const params = { path: { leadId: lead.id } };
  const read = async () => taken(await api.GET('/v1/leads/{leadId}', { params }));
  const clocks = async () => taken(await api.GET('/v1/leads/{leadId}/sla', { params })).clocks;
  const offered = taken(await api.POST('/v1/leads/{leadId}/handoff', { params, body: {} }));
  assert.deepEqual([offered.handoff?.status, offered.handoff?.repId], ['offered', lead.ownerId]);
  assert.equal(refusal(await api.POST('/v1/leads/{leadId}/handoff', { params, body: {} })), '409 conflict');
  const pause = { params, body: { reason: 'Asked to be left alone' } };
  taken(await api.POST('/v1/leads/{leadId}/sla/pause', pause));
  assert.equal(refusal(await api.POST('/v1/leads/{leadId}/sla/pause', pause)), '409 conflict');
  taken(await api.POST('/v1/leads/{leadId}/sla/resume', { params }));
  assert.equal(refusal(await api.POST('/v1/leads/{leadId}/sla/resume', { params })), '409 conflict');
  await work.pass(30 * MINUTE);
  assert.ok((await clocks()).find(({ clock }) => clock === 'first_touch')?.warnedAt);
  await work.pass(31 * MINUTE);
  const next = await read();
  assert.notEqual(next.ownerId, lead.ownerId);
  assert.equal(next.handoff?.offerNumber, 2);
  const accept = { params, body: { repId: next.ownerId ?? '' } };
  assert.equal(taken(await api.POST('/v1/leads/{leadId}/handoff/accept', accept)).category, 'prospect');
  assert.equal(refusal(await api.POST('/v1/leads/{leadId}/handoff/accept', accept)), '409 conflict');
  assert.ok((await clocks()).some(({ status, clock }) => clock === 'acceptance' && status === 'met'));
  await work.pass(61 * MINUTE);
  assert.equal((await read()).queue?.reason, 'no_eligible_rep', 'both have broken their promise');
  const first = (await clocks()).findLast(({ clock }) => clock === 'first_touch');
  const occurredAt = new Date(Date.parse(first?.startedAt ?? '') + 10 * MINUTE).toISOString();
  taken(await api.POST('/v1/leads/{leadId}/activities', { params, body: { kind: 'call', occurredAt } }));
  assert.ok((await clocks()).some(({ status, endedAt }) => status === 'met' && endedAt === occurredAt));
}

/** No rep takes it; marketing offers it anew, and withdraws the offer. */
async function goBackAndForth(api: Api, lead: Schemas['Lead']) {
  const params = { path: { leadId: lead.id } };
  const reject = (reason: Schemas['HandoffReject']['reason']) =>
    api.POST('/v1/leads/{leadId}/handoff/reject', { params, body: { reason, evidence: 'Said so on the phone' } });
  taken(await api.POST('/v1/leads/{leadId}/handoff', { params, body: {} }));
  assert.equal(taken(await reject('no_capacity')).handoff?.offerNumber, 2);
  const back = taken(await reject('not_my_territory'));
  assert.deepEqual([back.queue?.reason, back.handoff?.next], ['no_eligible_rep', 'next_rep']);
  assert.equal(refusal(await reject('no_need')), '409 conflict');
  const again = taken(await api.POST('/v1/leads/{leadId}/handoff', { params, body: {} }));
  assert.deepEqual([again.handoff?.status, again.handoff?.offerNumber], ['offered', 1]);
  const withdrawn = taken(await api.POST('/v1/leads/{leadId}/handoff/withdraw', { params }));
  assert.equal(withdrawn.handoff?.reason, 'request');
  assert.equal(refusal(await api.POST('/v1/leads/{leadId}/handoff/withdraw', { params })), '409 conflict');
  const offers = taken(await api.GET('/v1/leads/{leadId}/handoffs', { params })).data;
  assert.deepEqual(
    offers.map(({ status }) => status),
    ['withdrawn', 'rejected', 'rejected'],
  );
  const rejected = taken(await api.GET('/v1/handoffs', { params: { query: { status: 'rejected' } } })).data;
  assert.equal(rejected.length, 2);
}
