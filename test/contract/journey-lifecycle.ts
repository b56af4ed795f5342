import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { components, paths } from '../support/generated/api.js';
import { type OperationsAtWork, taken } from './journey.js';

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
  const move = { category: 'prospect' as const, reason: 'Wants a demo' };
  const moved = taken(await api.POST('/v1/leads/{leadId}/category', { params, body: move }));
  assert.deepEqual([moved.stage, moved.stageSince], ['demo', moved.categorySince]);
}

async function publishFunnel(api: Api, work: OperationsAtWork) {
  const [standard] = taken(await api.GET('/v1/funnels')).data;
  assert.ok(standard, 'a workspace begins with one');
  const stages = standard.document.stages.flatMap((stage): (typeof stage)[] => {
    if (stage.category === 'lead') return [{ ...stage, ageingDays: 7 }];
    return stage.category === 'prospect' ? [{ key: 'demo', name: 'Demo', category: 'prospect' }] : [stage];
  });
  const document = { ...standard.document, stages };
  const { version } = taken(await api.POST('/v1/funnels', { body: { name: 'Ours', document } }));
  const params = { path: { version } };
  assert.ok(taken(await api.POST('/v1/funnels/{version}/publish', { params })).rescoreId);
  assert.equal(taken(await api.GET('/v1/funnels/{version}', { params })).status, 'published');
  await work.run();
}
