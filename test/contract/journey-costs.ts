import assert from 'node:assert/strict';
import type { Client } from 'openapi-fetch';
import type { components, paths } from '../support/generated/api.js';
import { refusal, taken } from './journey.js';

type Api = Client<paths>;
type CostCreate = components['schemas']['CostCreate'];

const NOWHERE = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';

/** What a fair cost, which is corrected and cancelled. */
export async function spend(api: Api): Promise<void> {
  const { id: sourceId } = taken(await api.POST('/v1/sources', { body: { channel: 'event', name: 'Costly fair' } }));
  const body: CostCreate = {
    ...{ sourceId, from: '2026-03-01', before: '2026-03-11', amount: '1000.00', currency: 'EUR', kind: 'event' },
  };
  const add = (more: Partial<CostCreate>) => api.POST('/v1/costs', { body: { ...body, ...more } });
  const first = taken(await add({}));
  assert.equal(refusal(await add({ before: '2026-03-01' })), '422 rule_refused');
  assert.equal(refusal(await add({ sourceId: NOWHERE })), '422 reference_not_found');
  const second = taken(await add({ amount: '900.00', correctsId: first.id }));
  assert.equal(refusal(await add({ correctsId: first.id })), '409 conflict');
  const params = { path: { costId: first.id } };
  assert.equal(taken(await api.GET('/v1/costs/{costId}', { params })).correctedById, second.id);
  const batch = (more: object) => api.POST('/v1/costs/batch', { body: { items: [{ ...body, ...more }] } });
  assert.equal(taken(await batch({ amount: '0', correctsId: second.id })).created, 1);
  const wrong = { mode: 'atomic', items: [{ ...body, sourceId: NOWHERE }] } as const;
  assert.equal(
    refusal(await api.POST('/v1/costs/batch', { body: { ...wrong, items: [...wrong.items] } })),
    '422 rule_refused',
  );
  const listed = taken(await api.GET('/v1/costs', { params: { query: { sourceId, current: true } } }));
  assert.deepEqual(
    listed.data.map(({ amount }) => amount),
    ['0.00'],
  );
  await setRates(api);
}

async function setRates(api: Api): Promise<void> {
  const rate = { base: 'EUR', quote: 'USD', day: '2026-03-01', rate: '1.1' };
  const put = (...rates: (typeof rate)[]) => api.PUT('/v1/exchange-rates', { body: { rates } });
  assert.equal(taken(await put(rate)).set, 1);
  assert.equal(refusal(await put(rate, rate)), '422 rule_refused');
  assert.equal(taken(await api.GET('/v1/exchange-rates')).data[0]?.rate, '1.1');
}
