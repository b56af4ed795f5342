import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { components, paths } from '../support/generated/api.js';
import { type OperationsAtWork, refusal, sendable, taken } from './journey.js';

type Api = Client<paths>;
type Lead = components['schemas']['Lead'];

const DAY = 86_400_000;

/** A funnel of one's own: stages, what they ask for, and leads that rot in them. */
export async function goThroughFunnel(api: Api, work: OperationsAtWork) {
  await publishFunnel(api, work);
  const made = taken(await api.POST('/v1/leads', { body: { email: 'mary@engines.example', need: 'Looms' } }));
  const params = { path: { leadId: made.lead.id } };
  const read = async (): Promise<Lead> => taken(await api.GET('/v1/leads/{leadId}', { params }));
  assert.deepEqual([made.lead.category, made.lead.stage], ['lead', 'lead']);
  await work.pass(8 * DAY);
  assert.ok((await read()).rottedAt, 'nothing happened for a week');
  taken(await api.POST('/v1/engagement-events', { body: { leadId: made.lead.id, type: 'page_viewed' } }));
  assert.equal((await read()).rottedAt, undefined);
  const move = { stage: 'demo', reason: 'Wants a demo' };
  const moved = taken(await api.POST('/v1/leads/{leadId}/stage', { params, body: move }));
  assert.deepEqual([moved.category, moved.stage], ['prospect', 'demo']);
  const nowhere = await api.POST('/v1/leads/{leadId}/stage', { params, body: { ...move, stage: 'nowhere' } });
  assert.equal(refusal(nowhere), '422 rule_refused');
  const { stays } = taken(await api.GET('/v1/leads/{leadId}/stage-history', { params }));
  assert.deepEqual(
    stays.map(({ stage, leftAt }) => [stage, leftAt === null]),
    [
      ['lead', false],
      ['demo', true],
    ],
  );
  await comeBack(api, work, made.lead.id);
  await takeInterestBack(api);
}

/** A lead that stays closed shows interest, and the interest goes with the timeframe that carried it. */
async function takeInterestBack(api: Api) {
  const submit = async (purchaseTimeframeDays?: number) =>
    taken(await api.POST('/v1/leads', { body: { email: 'interest@journey.test', purchaseTimeframeDays } })).lead;
  const params = { path: { leadId: (await submit()).id } };
  taken(await api.POST('/v1/leads/{leadId}/disqualify', { params, body: { reason: 'spam' } }));
  assert.equal((await submit(0)).returningInterest?.action, 'stay_closed');
  const patched = taken(await api.PATCH('/v1/leads/{leadId}', { params, body: { purchaseTimeframeDays: null } }));
  assert.equal(patched.returningInterest, undefined);
}

/** A lead that comes to an end, three times, and is taken up again. */
async function comeBack(api: Api, work: OperationsAtWork, leadId: string) {
  const params = { path: { leadId } };
  const recycle = (body: components['schemas']['LeadRecycle']) =>
    api.POST('/v1/leads/{leadId}/recycle', { params, body });
  assert.equal(refusal(await recycle({ reason: 'It is open' })), '422 rule_refused');
  const reason = 'only_asked' as const;
  const early = await api.POST('/v1/leads/{leadId}/disqualify', { params, body: { reason } });
  assert.equal(refusal(early), '422 rule_refused', 'not from the demo');
  taken(await api.POST('/v1/leads/{leadId}/category/release', { params }));
  const out = taken(await api.POST('/v1/leads/{leadId}/disqualify', { params, body: { reason } }));
  assert.deepEqual([out.stage, out.disqualification?.reason], ['disqualified', reason]);
  const released = taken(await api.POST('/v1/leads/{leadId}/category/release', { params }));
  assert.equal(released.disqualification, undefined);
  const at = new Date(Date.parse(released.updatedAt) + 30 * DAY).toISOString();
  const park = (wakeWhen: components['schemas']['LeadPark']['wakeWhen']) =>
    api.POST('/v1/leads/{leadId}/park', { params, body: { reason: 'bad_timing', wakeWhen } });
  assert.equal(refusal(await park({ minimumScore: -1 })), '422 rule_refused');
  assert.equal(taken(await park({ at })).parked?.wakeAt, at);
  await work.pass(31 * DAY);
  assert.equal(taken(await api.GET('/v1/leads/{leadId}', { params })).cycles, 1);
  taken(await api.POST('/v1/leads/{leadId}/disqualify', { params, body: { reason } }));
  await work.pass(31 * DAY);
  const back = taken(await recycle({ reason: 'Another line', product: 'Mills' }));
  assert.deepEqual([back.cycles, back.touchCount, back.products], [2, 2, ['Mills']]);
  const deal = { currency: 'EUR', amount: '10' };
  taken(await api.POST('/v1/leads/{leadId}/conversion', { params, body: { deal, won: false } }));
  const late = await api.POST('/v1/leads/{leadId}/disqualify', { params, body: { reason } });
  assert.equal(refusal(late), '409 conflict');
  const { total } = taken(await api.GET('/v1/reports/recycling'));
  assert.equal(total.recycledConverted, 1);
}

async function publishFunnel(api: Api, work: OperationsAtWork) {
  const [standard] = taken(await api.GET('/v1/funnels')).data;
  assert.ok(standard, 'a workspace begins with one');
  const allowedNext = standard.document.stages.flatMap(({ key, category }) =>
    category === 'disqualified' || category === 'prospect' ? [] : key,
  );
  const stages = standard.document.stages.flatMap((stage): (typeof stage)[] => {
    if (stage.category === 'lead') return [{ ...stage, ageingDays: 7 }];
    return stage.category === 'prospect' ? [{ key: 'demo', name: 'Demo', category: 'prospect', allowedNext }] : [stage];
  });
  const document = sendable('FunnelDocument', { ...standard.document, stages });
  const { version } = taken(await api.POST('/v1/funnels', { body: { name: 'Ours', document } }));
  const params = { path: { version } };
  assert.ok(taken(await api.POST('/v1/funnels/{version}/publish', { params })).rescoreId);
  assert.equal(taken(await api.GET('/v1/funnels/{version}', { params })).status, 'published');
  await work.run();
}
