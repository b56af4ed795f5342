import t from 'tap';
import type { Static } from 'typebox';
import { randomStream } from '../../src/core/prediction/random.js';
import type { OperationSchema } from '../../src/http/schemas/operations.js';
import type {
  LeadPredictionSchema,
  PredictionModelSchema,
  PredictionSettingsSchema,
} from '../../src/http/schemas/predictions.js';
import { openTestApp, type TestApp } from '../support/app.js';
import {
  type BatchOut,
  type Call,
  caller,
  type LeadOut,
  type Page,
  type ProblemOut,
  type Result,
} from './ingest-fixture.js';

type Model = Static<typeof PredictionModelSchema>;
type Prediction = Static<typeof LeadPredictionSchema>;
type Operation = Static<typeof OperationSchema>;
type Settings = Static<typeof PredictionSettingsSchema>;
interface Event {
  type: string;
  subjectId: string;
  after: Record<string, unknown>;
}

const DEAL = { deal: { amount: '10', currency: 'EUR' } };
const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
let now = Date.parse('2026-01-05T08:00:00Z');
let app: TestApp;
let url = '';

t.before(async () => {
  app = await openTestApp(t, { clock: () => now });
  url = await app.server.listen({ host: '127.0.0.1', port: 0 });
});

/** The caller of a workspace of a subtest's own. */
async function makeWorkspace(): Promise<Call> {
  return caller([url], (await app.makeWorkspace()).adminKey);
}

/** Runs what is under way until nothing is left. */
async function settle(): Promise<void> {
  while ((await app.services.jobs.runDue()).ran > 0);
}

async function train(call: Call): Promise<Operation> {
  const { body, status } = await call<Operation>('POST', '/v1/prediction-models');
  t.equal(status, 202);
  await settle();
  const { body: ended } = await call<Operation>('GET', `/v1/operations/${body.id}`);
  t.equal(ended.state, 'succeeded');
  return ended;
}

const versionOf = ({ trainPrediction }: Operation) => trainPrediction?.predictionModelVersion ?? 0;
const model = async (call: Call, version: number) =>
  (await call<Model>('GET', `/v1/prediction-models/${version}`)).body;
const predict = async (call: Call, leadId: string, asOf?: number) => {
  const query = asOf === undefined ? '' : `?asOf=${new Date(asOf).toISOString()}`;
  return (await call<Prediction>('GET', `/v1/leads/${leadId}/prediction${query}`)).body;
};
const events = async (call: Call, type: string) =>
  (await call<Page<Event>>('GET', `/v1/events?type=${type}`)).body.data;

let people = 0;
const random = randomStream(5);

/** So many are decided in the same minute, at once. */
const TOGETHER = 10;

/** Leads that arrive together and are decided a few each minute; `chance` that one is won, by its industry. */
async function decide(call: Call, count: number, chance: Record<string, number>): Promise<void> {
  const industries = Object.keys(chance);
  const leads = Array.from({ length: count }, (_, index) => {
    const industry = industries[index % industries.length] as string;
    const item = { email: `person@company-${people++}.com`, industry, attributes: { size: index % 4 } };
    return { item, won: random() < (chance[industry] ?? 0) };
  });
  const { body } = await call<BatchOut>('POST', '/v1/leads/batch', { items: leads.map(({ item }) => item) });
  for (let from = 0; from < count; from += TOGETHER) {
    now += MINUTE;
    const decided = body.results.slice(from, from + TOGETHER).map(async ({ id, index }) => {
      if (leads[index]?.won) await call('POST', `/v1/leads/${id}/conversion`, DEAL);
      else await call('POST', `/v1/leads/${id}/lose`, { reason: 'price' });
      if (leads[index]?.won) await call('PATCH', `/v1/leads/${id}`, { attributes: { contract: `C-${index % 5}` } });
    });
    await Promise.all(decided);
  }
}

const SIGNAL = { Software: 0.85, Retail: 0.2, Mining: 0.05 };

async function newLead(call: Call, industry: string): Promise<LeadOut> {
  const body = { email: `person@company-${people++}.com`, industry };
  return (await call<Result>('POST', '/v1/leads', body)).body.lead;
}

t.test('a workspace learns, predicts, sorts and decides by what it has learnt', async (t) => {
  const call = await makeWorkspace();
  const early = await newLead(call, 'Software');
  t.equal(early.conversionProbability, undefined);
  const unknowing = await predict(call, early.id);
  t.match(unknowing, { verdict: 'not_trained' });
  const atFirst = now;
  await decide(call, 150, SIGNAL);
  const operation = await train(call);
  t.match(operation.trainPrediction, {
    trainedBy: 'request',
    predictionModelVersion: 1,
    verdict: 'ok',
    published: true,
  });
  const trained = await model(call, 1);
  t.match(trained, {
    status: 'published',
    publishedBy: 'schedule',
    validation: { on: 'later' },
    leaks: [{ field: 'attributes.contract', reason: 'filled_after_outcome' }],
  });
  t.equal(trained.outcomes.won + trained.outcomes.lost, 150);
  t.ok(trained.fields.includes('industry'));

  const [good, poor] = [await newLead(call, 'software'), await newLead(call, 'Mining')];
  t.ok((good.conversionProbability ?? 0) > (poor.conversionProbability ?? 1));
  t.equal(good.predictionModelVersion, 1);
  const { body: rescored } = await call<LeadOut>('GET', `/v1/leads/${early.id}`);
  t.equal(rescored.conversionProbability, good.conversionProbability, 'leads of before were decided anew');

  const tried = await call<{ conversionProbability: number }>('POST', '/v1/score-models/1/simulate', {
    leadId: good.id,
  });
  t.equal(tried.body.conversionProbability, good.conversionProbability, 'a simulation returns it too');
  const prediction = await predict(call, good.id);
  t.match(prediction, {
    verdict: 'ok',
    modelVersion: 1,
    probability: good.conversionProbability,
    outcomes: trained.outcomes,
  });
  const units = (logOdds: number) => Math.round(logOdds * 10_000);
  const sum = prediction.contributions?.reduce(
    (total, { logOdds }) => total + units(logOdds),
    units(prediction.base ?? 0),
  );
  t.equal(units(prediction.logOdds ?? 0), sum, 'contributions sum exactly');
  t.ok(
    (prediction.interval?.low ?? 1) < (prediction.probability ?? 0) &&
      (prediction.probability ?? 1) < (prediction.interval?.high ?? 0),
  );

  const predictedAt = now;
  now += MINUTE;

  const listed = async (query: string) =>
    (await call<Page<LeadOut>>('GET', `/v1/leads?sortBy=conversionProbability&${query}`)).body;
  const first = await listed('limit=2');
  t.strictSame(new Set(first.data.map(({ id }) => id)), new Set([early.id, good.id]));
  const second = await listed(`limit=2&cursor=${first.nextCursor}`);
  t.strictSame(
    [second.data.map(({ id }) => id), second.hasMore],
    [[poor.id], false],
    'the decided ones have no probability and are not in this list',
  );
  t.equal((await listed('order=asc')).data[0]?.id, poor.id);

  const sort = [{ field: 'conversionProbability', direction: 'asc' }];
  const search = async (body: object) => (await call<Page<LeadOut>>('POST', '/v1/leads/search', body)).body;
  const likely = { type: 'field', field: 'conversionProbability', operator: 'gte', value: 0.5 };
  t.equal((await search({ where: likely, sort })).data.length, 2);
  const all = await search({ sort, limit: 151 });
  t.equal(all.data.length, 151);
  t.strictSame(
    all.data.slice(1, 4).map(({ conversionProbability: one = null }) => one !== null && one >= 0.5),
    [true, true, false],
    'the two likely ones follow the other, and leads without one come last',
  );
  const rest = await search({ sort, limit: 151, cursor: all.nextCursor });
  t.equal(rest.data.length, 2);
  t.ok(rest.data.every(({ conversionProbability: one = null }) => one === null));

  const { body: policy } = await call<{ document: { temperature: object } }>('GET', '/v1/classification-policies/1');
  const temperature = {
    rules: [{ id: 'likely', label: 'Likely', when: likely, temperature: 'hot' }],
    fallback: 'cold',
  };
  const document = { ...policy.document, temperature };
  const { body: draft } = await call<{ version: number }>('POST', '/v1/classification-policies', {
    name: 'P',
    document,
  });
  await call('POST', `/v1/classification-policies/${draft.version}/publish`);
  await settle();
  for (const { id, temperature } of [
    { ...good, temperature: 'hot' },
    { ...poor, temperature: 'cold' },
  ]) {
    t.equal((await call<LeadOut>('GET', `/v1/leads/${id}`)).body.temperature, temperature);
    const { body } = await call<{ temperatureReason: { text: string } }>('GET', `/v1/leads/${id}/classification`);
    if (temperature === 'hot') t.match(body.temperatureReason.text, /conversionProbability/);
  }
  await call('POST', `/v1/leads/${good.id}/conversion`, DEAL);
  t.equal((await call<LeadOut>('GET', `/v1/leads/${good.id}`)).body.conversionProbability, undefined);
  t.match(await predict(call, good.id), { verdict: 'decided', probability: undefined });
  t.strictSame(await predict(call, good.id, predictedAt), prediction, 'the past has its own prediction');
  t.strictSame(await predict(call, early.id, atFirst), unknowing);
  t.match(await predict(call, good.id, now + DAY), { verdict: 'decided' }, 'the future has the prediction of now');
  const before = await call<ProblemOut>('GET', `/v1/leads/${good.id}/prediction?asOf=2020-01-01T00:00:00Z`);
  t.equal(before.status, 404);
});

t.test('a training of a process that ends is continued by another, with the same result', async (t) => {
  const call = await makeWorkspace();
  await decide(call, 90, SIGNAL);
  const { body: queued } = await call<Operation>('POST', '/v1/prediction-models');
  t.equal((await call<Operation>('POST', '/v1/prediction-models')).body.id, queued.id, 'one at a time');
  const ending = new AbortController();
  const turn = app.services.jobs.runDue(ending.signal);
  const state = async () => (await call<Operation>('GET', `/v1/operations/${queued.id}`)).body.state;
  while ((await state()) === 'queued');
  ending.abort();
  t.match(await turn, { failures: [] });
  t.equal(await state(), 'running');
  t.equal((await call<Page<Model>>('GET', '/v1/prediction-models')).body.data.length, 0);
  await settle();
  t.equal(await state(), 'succeeded');
});

t.test('too few outcomes, and outcomes without a pattern, are refused with the reason', async (t) => {
  const call = await makeWorkspace();
  const lead = await newLead(call, 'Software');
  t.match((await train(call)).trainPrediction, { verdict: 'insufficient_outcomes' }, 'nothing at all was decided');
  await decide(call, 30, { Software: 0.5, Retail: 0.5 });
  t.match((await train(call)).trainPrediction, { verdict: 'insufficient_outcomes', published: false, rescoreId: null });
  const few = await predict(call, lead.id);
  t.match(few, { verdict: 'insufficient_outcomes', needed: { won: 30, lost: 30 }, modelVersion: 2 });
  const sum = ({ outcomes }: Prediction) => (outcomes?.won ?? 0) + (outcomes?.lost ?? 0);
  t.equal(sum(few), 30);
  const { body: lost } = await call<Page<LeadOut>>('GET', '/v1/leads?category=lost&limit=1');
  const leadId = lost.data[0]?.id ?? '';
  now += MINUTE;
  await call('POST', '/v1/engagement-events', { leadId, type: 'demo_requested' });
  t.not((await call<LeadOut>('GET', `/v1/leads/${leadId}`)).body.category, 'lost');
  await train(call);
  const again = await predict(call, lead.id);
  t.strictSame([sum(again), again.outcomes?.won], [30, few.outcomes?.won], 'a lost lead that came back still teaches');
  await decide(call, 120, { Software: 0.5, Retail: 0.5, Mining: 0.5 });
  t.match((await train(call)).trainPrediction, { verdict: 'no_signal', published: false });
  t.match(await model(call, 4), { status: 'refused', verdict: 'no_signal', publishedAt: null });
  t.match(await predict(call, lead.id), { verdict: 'no_signal', modelVersion: 4, probability: undefined });
  const refused = await call<ProblemOut>('POST', '/v1/prediction-models/4/publish');
  t.match([refused.status, refused.body.code], [422, 'rule_refused']);
  t.equal((await newLead(call, 'Software')).conversionProbability, undefined);
});

t.test(
  'a model is replaced by one that is not worse, unless a person published it; drift is reported once',
  async (t) => {
    const call = await makeWorkspace();
    await decide(call, 120, SIGNAL);
    t.equal(versionOf(await train(call)), 1);
    const pinned = await call<Model>('POST', '/v1/prediction-models/1/publish');
    t.match(pinned.body, { status: 'published', publishedBy: 'person' });
    t.match((await call<Model>('POST', '/v1/prediction-models/1/publish')).body, { publishedBy: 'person' });
    // Everything sells far better than before.
    now += DAY;
    await decide(call, 150, { Software: 0.98, Retail: 0.75, Mining: 0.45 });
    t.match((await train(call)).trainPrediction, { predictionModelVersion: 2, verdict: 'ok', published: false });
    const turned = await model(call, 2);
    t.match(turned, { status: 'trained', comparison: { version: 1, decision: 'replace' } });
    t.ok((turned.comparison?.gain ?? 0) > 0);
    t.match(await model(call, 1), { status: 'published', drift: { drifted: true, calibration: { drifted: true } } });
    t.ok((await model(call, 1)).driftedAt);

    t.match((await call<Model>('POST', '/v1/prediction-models/2/release')).body, {
      status: 'trained',
      publishedBy: null,
    });
    t.match((await call<Model>('POST', '/v1/prediction-models/1/release')).body, { publishedBy: 'schedule' });
    t.match((await train(call)).trainPrediction, { predictionModelVersion: 3, published: true });
    t.match([(await model(call, 1)).status, (await model(call, 3)).status], ['retired', 'published']);
    const drifted = await events(call, 'prediction_model.drifted');
    t.strictSame(
      drifted.map(({ subjectId }) => subjectId),
      ['1'],
      'once, however often it is found',
    );
    t.strictSame(
      (await events(call, 'prediction_model.published')).map(({ after }) => [after.version, after.publishedBy]),
      [
        [1, 'schedule'],
        [1, 'person'],
        [3, 'schedule'],
      ],
    );
    const lead = await newLead(call, 'Mining');
    const [prediction, predictedAt] = [await predict(call, lead.id), now];
    t.match(prediction, { verdict: 'ok', modelVersion: 3 });
    now += MINUTE;
    const back = await call<Model>('POST', '/v1/prediction-models/1/publish');
    t.match(back.body, { status: 'published', publishedBy: 'person', rescoreId: String });
    await settle();
    const { body: now1 } = await call<LeadOut>('GET', `/v1/leads/${lead.id}`);
    t.equal(now1.predictionModelVersion, 1);
    t.ok((now1.conversionProbability ?? 1) < (lead.conversionProbability ?? 0));
    t.match(await predict(call, lead.id), { modelVersion: 1, probability: now1.conversionProbability });
    t.strictSame(await predict(call, lead.id, predictedAt), prediction, 'by the model of then');
  },
);

t.test('models are trained on the schedule of the workspace, when there is something to learn', async (t) => {
  const call = await makeWorkspace();
  const settings = () => call<Settings>('GET', '/v1/prediction-settings');
  const patch = (body: object) => call<Settings>('PATCH', '/v1/prediction-settings', body);
  const trainings = async () => (await call<Page<Model>>('GET', '/v1/prediction-models')).body.data;
  t.strictSame((await settings()).body, { version: 1, retrainEveryDays: 7, minimumNewOutcomes: 50 });
  await decide(call, 100, SIGNAL);
  now += 6 * DAY;
  await app.services.timers.fireDue();
  await settle();
  t.equal((await trainings()).length, 0, 'not before its time');
  now += DAY;
  await Promise.all([app.services.timers.fireDue(), app.services.timers.fireDue()]);
  await settle();
  t.match(await trainings(), [{ version: 1, trainedBy: 'schedule', status: 'published' }]);
  await decide(call, 40, SIGNAL);
  now += 7 * DAY;
  await app.services.timers.fireDue();
  await settle();
  t.equal((await trainings()).length, 1, 'too little is new');
  t.match((await patch({ retrainEveryDays: 2, minimumNewOutcomes: 30 })).body, { version: 2, retrainEveryDays: 2 });
  t.equal((await patch({ retrainEveryDays: 2 })).body.version, 2, 'nothing changed');
  now += 2 * DAY;
  await app.services.timers.fireDue();
  await settle();
  t.equal((await trainings()).length, 2);
  t.match((await patch({ retrainEveryDays: null })).body, { version: 3, retrainEveryDays: null });
  await decide(call, 60, SIGNAL);
  now += 30 * DAY;
  await app.services.timers.fireDue();
  await settle();
  t.equal((await trainings()).length, 2, 'only when asked for');
  t.equal((await events(call, 'prediction_settings.updated')).length, 2);
});
