import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'openapi-fetch';
import type { paths } from '../support/generated/api.js';
import { type OperationsAtWork, taken } from './journey.js';

type Api = Client<paths>;
type Decision = (industry: string, index: number) => boolean;

/** Leads are won and lost, a model learns from them, a person holds on to it, and the world moves on. */
export async function learnFromLeads(api: Api, work: OperationsAtWork) {
  const began = performance.now();
  const first = await decideLeads(
    api,
    'before',
    120,
    (industry, index) => (industry === 'Software') !== (index % 9 === 0),
  );
  const firstTook = performance.now() - began;
  assert.equal(await train(api, work), 1);
  const params = { path: { version: 1 } };
  const model = taken(await api.GET('/v1/prediction-models/{version}', { params }));
  assert.deepEqual([model.status, model.publishedBy, model.verdict], ['published', 'schedule', 'ok']);
  // And the lead that was recorded with its past.
  assert.equal(model.outcomes.won + model.outcomes.lost, first + 1);
  await predict(api);
  const pinned = taken(await api.POST('/v1/prediction-models/{version}/publish', { params }));
  assert.equal(pinned.publishedBy, 'person');
  await decideLeads(api, 'after', 80, (_, index) => index % 8 !== 0);
  // As long as the first ones took to be decided: until then the second ones are not ripe.
  await sleep(firstTook);
  assert.equal(await train(api, work), 2);
  assert.ok(taken(await api.GET('/v1/prediction-models/{version}', { params })).driftedAt, 'nearly all are won now');
  const released = taken(await api.POST('/v1/prediction-models/{version}/release', { params }));
  assert.equal(released.publishedBy, 'schedule');
  const versions = taken(await api.GET('/v1/prediction-models')).data.map(({ version }) => version);
  assert.deepEqual(versions, [2, 1]);
  await schedule(api);
}

/** They come together and are decided one after the other; returns how many. */
async function decideLeads(api: Api, wave: string, count: number, decision: Decision): Promise<number> {
  const industries = Array.from({ length: count }, (_, index) => (index % 2 === 0 ? 'Software' : 'Retail'));
  const items = industries.map((industry, index) => ({ email: `${wave}-${index}@example.net`, industry }));
  const { results } = taken(await api.POST('/v1/leads/batch', { body: { items } }));
  for (const [index, { id = '' }] of results.entries()) {
    const params = { path: { leadId: id } };
    const body = { deal: { currency: 'EUR', amount: '10' }, won: false };
    if (decision(industries[index] ?? '', index))
      taken(await api.POST('/v1/leads/{leadId}/conversion', { params, body }));
    else taken(await api.POST('/v1/leads/{leadId}/lose', { params, body: { reason: 'price' } }));
  }
  return count;
}

async function train(api: Api, work: OperationsAtWork): Promise<number | undefined> {
  const operation = taken(await api.POST('/v1/prediction-models'));
  await work.run();
  const params = { path: { operationId: operation.id } };
  const ended = taken(await api.GET('/v1/operations/{operationId}', { params }));
  assert.equal(ended.state, 'succeeded');
  return ended.trainPrediction?.predictionModelVersion;
}

async function predict(api: Api) {
  const body = { email: 'next@example.net', industry: 'Software' };
  const { lead } = taken(await api.POST('/v1/leads', { body }));
  const params = { path: { leadId: lead.id } };
  const prediction = taken(await api.GET('/v1/leads/{leadId}/prediction', { params }));
  assert.deepEqual([prediction.verdict, prediction.probability], ['ok', lead.conversionProbability]);
  const query = { sortBy: 'conversionProbability' as const };
  const listed = taken(await api.GET('/v1/leads', { params: { query } }));
  assert.ok(listed.data.some(({ id }) => id === lead.id));
}

async function schedule(api: Api) {
  const before = taken(await api.GET('/v1/prediction-settings'));
  const changed = taken(
    await api.PATCH('/v1/prediction-settings', {
      params: { header: { 'If-Match': `"${before.version}"` } },
      body: { retrainEveryDays: 30 },
    }),
  );
  assert.deepEqual([changed.version, changed.retrainEveryDays], [before.version + 1, 30]);
}
