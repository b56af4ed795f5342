import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { paths } from '../support/generated/api.js';
import { type OperationsAtWork, refusal, taken } from './journey.js';

type Api = Client<paths>;

/** The pipeline is forecast. A target is set, read with its progress, changed and deleted; one of the past keeps its value. */
export async function reachTargets(api: Api, { checkTargets }: Pick<OperationsAtWork, 'checkTargets'>): Promise<void> {
  const terms = { metric: 'leads_created', period: 'month', from: '2020-02-01', value: '5' } as const;
  const old = taken(await api.POST('/v1/targets', { body: terms }));
  assert.equal(old.before, '2020-03-01');
  assert.equal(refusal(await api.POST('/v1/targets', { body: { ...terms, value: '0' } })), '422 rule_refused');
  const params = { path: { targetId: old.id } };
  assert.equal(refusal(await api.PATCH('/v1/targets/{targetId}', { params, body: { value: '6' } })), '409 conflict');
  // The clock of the journey is ahead, but it began this year.
  const year = new Date().getUTCFullYear();
  const ofYear = { ...terms, period: 'year' } as const;
  const reached = taken(await api.POST('/v1/targets', { body: { ...ofYear, from: `${year}-01-01`, value: '1' } }));
  const made = taken(await api.POST('/v1/targets', { body: { ...ofYear, from: `${year + 10}-01-01` } }));
  await checkTargets();
  const running = { path: { targetId: made.id } };
  const change = (value: string) => api.PATCH('/v1/targets/{targetId}', { params: running, body: { value } });
  assert.equal(taken(await change('6')).value, '6');
  assert.equal(refusal(await change('0.5')), '422 rule_refused');
  assert.equal(taken(await api.GET('/v1/targets/{targetId}', { params: running })).version, 2);
  const progress = taken(await api.GET('/v1/targets/{targetId}/progress', { params }));
  assert.deepEqual([progress.status, progress.actual, progress.notProjected], ['ended', '0', 'ended']);
  assert.equal(taken(await api.GET('/v1/targets')).data.length, 3);
  assert.equal(taken(await api.GET('/v1/reports/targets')).data.length, 3);
  const forecast = taken(await api.GET('/v1/reports/forecast'));
  const deals = taken(await api.GET('/v1/reports/forecast/deals', { params: { query: { limit: 200 } } }));
  assert.equal(
    forecast.totals.reduce((count, total) => count + total.deals, 0),
    deals.data.length,
  );
  for (const one of [params, running, { path: { targetId: reached.id } }])
    assert.equal((await api.DELETE('/v1/targets/{targetId}', { params: one })).response.status, 204);
}
