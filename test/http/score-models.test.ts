import t from 'tap';
import type { Static } from 'typebox';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import type { LeadScoreSchema } from '../../src/http/schemas/lead-explanations.js';
import type { LeadCounterfactual, ScoreSimulation } from '../../src/http/schemas/scoring.js';
import { type LeadOut, openService, type ProblemOut } from './ingest-fixture.js';

type Simulation = Static<typeof ScoreSimulation>;
type Counterfactuals = Static<typeof LeadCounterfactual>;

const DAY = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY).toISOString();
const service = await openService(t);
const { apps, sql } = service;

/** Every new kind of rule and condition, in one document. */
const MODEL = {
  fit: {
    rules: [
      {
        id: 'complete',
        label: 'Nearly complete',
        points: 7,
        when: { type: 'field', field: 'contact.completeness', operator: 'gte', value: 30 },
      },
      {
        id: 'renewal',
        label: 'Renews soon',
        points: 4.5,
        when: { type: 'field', field: 'attributes.renewal', operator: 'within_next', value: 60 },
      },
      {
        id: 'new',
        label: 'New here',
        points: 1,
        when: { type: 'field', field: 'createdAt', operator: 'within_last', value: 30 },
      },
      {
        id: 'silent',
        label: 'Silent',
        points: -2,
        when: { type: 'engagement', measure: 'days_since_last', operator: 'gt', value: 90 },
      },
    ],
    minimum: -50,
    maximum: 50,
  },
  engagement: {
    rules: [
      {
        id: 'fair',
        label: 'At a fair',
        engagementTypes: ['event_attended'],
        sourceChannels: ['event'],
        points: 10,
        frequency: { type: 'every' },
        decay: { type: 'linear', days: 10 },
        minimum: 3,
      },
      {
        id: 'views',
        label: 'Days with views',
        engagementTypes: ['page_viewed'],
        points: 1,
        countBy: 'day',
        frequency: { type: 'per_window', count: 1, days: 7 },
        decay: { type: 'none' },
      },
    ],
    minimum: 0,
    maximum: 50,
  },
  total: { minimum: -50, maximum: 100 },
  grade: { fitBounds: [10, 5], engagementBounds: [10, 5] },
};

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { workspaceId, post, patch, get } = await service.makeWorkspace();
  const send = async (input: object): Promise<LeadOut> => (await post('/v1/leads', input)).body.lead;
  const record = (event: object) => post('/v1/engagement-events', event);
  const draft = async (document: object) => {
    const answer = await post<{ version: number }>('/v1/score-models', { name: 'Tried', document });
    t.equal(answer.status, 201, answer.text);
    return answer.body.version;
  };
  const publish = (version: number) => post(`/v1/score-models/${version}/publish`, undefined);
  const simulate = (version: number, body: object, headers?: Record<string, string>) =>
    post<Simulation>(`/v1/score-models/${version}/simulate`, body, headers);
  return { workspaceId, draft, publish, send, record, get, simulate, post, patch };
}

t.test('a model of all kinds of rules scores in the pipeline as in the explanation and in a simulation', async (t) => {
  const { draft, publish, send, record, get, simulate } = await makeWorkspace();
  const version = await draft(MODEL);
  await publish(version);
  const attributes = { renewal: new Date(Date.now() + 30 * DAY).toISOString().slice(0, 10) };
  const lead = await send({ email: 'all@acme-tools.com', name: 'Ada Lovelace', country: 'DE', attributes });
  t.same(lead.score, { fit: 10.5, engagement: 0, total: 10.5 }, 'complete, renewing, new and silent');
  const fair = { channel: 'event', name: 'Spring fair' };
  await record({ leadId: lead.id, type: 'event_attended', occurredAt: daysAgo(20), source: fair });
  await record({ leadId: lead.id, type: 'event_attended', occurredAt: daysAgo(1) });
  const [today, then] = [daysAgo(0), daysAgo(21)];
  for (const occurredAt of [today, today, then, then]) {
    await record({ leadId: lead.id, type: 'page_viewed', occurredAt });
  }
  const touched = await send({ email: 'all@acme-tools.com' });
  t.same(touched.score, { fit: 12.5, engagement: 5, total: 17.5 }, 'floor of the fair, two weeks with views');
  t.equal(touched.grade, 'A2');
  const { body: explained } = await get<Static<typeof LeadScoreSchema>>(`/v1/leads/${lead.id}/score`);
  t.same(explained.score, touched.score);
  t.match(
    explained.contributions.find(({ ruleId }) => ruleId === 'fair'),
    { points: 3, pointsBeforeCap: 0, pointsBeforeDecay: 10, bound: 'rule_minimum', events: [{ points: 0 }] },
  );
  const { body: simulated } = await simulate(version, { leadId: lead.id, at: touched.scoredAt });
  t.same(simulated.score, touched.score);
  t.same(simulated.contributions, explained.contributions);
  const { temperature, category, grade } = touched;
  t.match(simulated, { temperature, category, grade, scoreModelVersion: version, leadId: lead.id });
});

t.test('a draft is tried on leads without deciding anything', async (t) => {
  const { send, draft, simulate, post, get } = await makeWorkspace();
  const lead = await send({ email: 'tried@acme-tools.com' });
  const generous = { ...DEFAULT_SCORE_MODEL, total: { minimum: 90, maximum: 100 } };
  const version = await draft(generous);
  const before = await sql('select event_sequence, config_version, (select count(*) from leads) from workspaces');
  t.match((await simulate(version, { leadId: lead.id })).body, { score: { total: 90 }, category: 'mql' });
  const made = { lead: { email: 'madeup@gmail.com', country: 'Germany' }, engagement: [{ type: 'demo_requested' }] };
  const { body } = await simulate(version, { ...made, at: '2026-01-01T00:00:00Z' });
  t.match(body, { leadId: undefined, at: '2026-01-01T00:00:00.000Z', temperature: 'hot', category: 'sql' });
  t.match(body.contributions, [{ ruleId: 'demo-requested', eventIds: ['00000000-0000-7000-8000-000000000000'] }]);
  const long = [{ type: 'demo_requested', occurredAt: '2025-12-02T00:00:00Z' }];
  t.equal(
    (await simulate(version, { ...made, engagement: long, at: '2026-01-01T00:00:00Z' })).body.score.engagement,
    12.5,
  );
  t.same(await sql('select event_sequence, config_version, (select count(*) from leads) from workspaces'), before);
  for (const wrong of [{}, { leadId: lead.id, lead: {} }]) {
    t.match((await post<ProblemOut>(`/v1/score-models/${version}/simulate`, wrong)).body, { status: 422 });
  }
  t.equal((await simulate(999, { leadId: lead.id })).status, 404);
  t.equal((await get(`/v1/leads/${lead.id}`)).body.version, 1, 'the lead is as it was');
});

t.test('what happened after the instant is left out', async (t) => {
  const { send, record, draft, simulate } = await makeWorkspace();
  const lead = await send({ email: 'past@acme-tools.com' });
  await record({ leadId: lead.id, type: 'demo_requested', occurredAt: daysAgo(2) });
  const version = await draft(DEFAULT_SCORE_MODEL);
  t.equal((await simulate(version, { leadId: lead.id, at: daysAgo(3) })).body.score.engagement, 0);
  t.ok((await simulate(version, { leadId: lead.id, at: daysAgo(1) })).body.score.engagement > 20);
  const ready = await send({ email: 'ready@acme-tools.com', purchaseTimeframeDays: 0 });
  t.equal(ready.temperature, 'hot');
  const { body } = await simulate(version, { leadId: ready.id, at: daysAgo(400) });
  t.notMatch(body.temperatureReason.text, /dwell/, 'a class of later holds nothing');
});

t.test('a change that a counterfactual names lifts the lead when it happens', async (t) => {
  const { publish, draft, send, get, patch, record } = await makeWorkspace();
  await publish(await draft(DEFAULT_SCORE_MODEL));
  const lead = await send({ email: 'lift@gmail.com' });
  t.match(lead, { temperature: 'cold', category: 'suspect' });
  const ask = async () => (await get<Counterfactuals>(`/v1/leads/${lead.id}/counterfactual`)).body.counterfactuals;
  const [temperature] = await ask();
  t.match(temperature, {
    outcome: 'found',
    from: 'cold',
    changes: [{ type: 'fact_set', field: 'purchaseTimeframeDays', operator: 'lte', value: 60 }],
  });
  const { body: warmed } = await patch(`/v1/leads/${lead.id}`, { purchaseTimeframeDays: 60 });
  const { score, category, grade } = warmed;
  t.match(temperature?.result, { temperature: warmed.temperature, score, category, grade });
  const [next] = await ask();
  const [change] = next?.changes ?? [];
  t.match(change, { type: 'engagement_recorded', engagementType: 'demo_requested' });
  await record({ leadId: lead.id, type: 'demo_requested' });
  const { body: hot } = await get(`/v1/leads/${lead.id}`);
  t.match(next?.result, { temperature: hot.temperature, category: hot.category, score: hot.score });
  t.match(await ask(), [{ outcome: 'already_best' }, { outcome: 'already_best' }, {}]);
});

t.test('a document that cannot work is refused with every place', async (t) => {
  const { post } = await makeWorkspace();
  const [complete] = MODEL.fit.rules;
  const [fair] = MODEL.engagement.rules;
  const wrong = {
    ...MODEL,
    fit: {
      ...MODEL.fit,
      rules: [
        { ...complete, when: { type: 'field', field: 'createdAt', operator: 'eq', value: 3 } },
        { ...complete, id: 'b', when: { type: 'engagement', measure: 'count', operator: 'eq', value: 0.5 } },
        { ...complete, id: 'c', when: { type: 'engagement', minimumCount: 2, operator: 'eq', value: 1 } },
        { ...complete, id: 'd', when: { type: 'field', field: 'createdAt', operator: 'gt', value: 'soon' } },
      ],
    },
    engagement: { ...MODEL.engagement, rules: [{ ...fair, minimum: 5, maximum: 4 }] },
  };
  const { body } = await post<ProblemOut>('/v1/score-models', { name: 'Wrong', document: wrong });
  t.same(body.errors?.map(({ pointer, code }) => `${pointer} ${code}`).sort(), [
    '/document/engagement/rules/0/minimum bounds_invalid',
    '/document/fit/rules/0/when/operator operator_invalid',
    '/document/fit/rules/1/when/value value_invalid',
    '/document/fit/rules/2/when/minimumCount value_invalid',
    '/document/fit/rules/3/when/value value_invalid',
  ]);
});

t.test('values of normalised facts have any spelling in searches and rules', async (t) => {
  const { workspaceId, draft, publish, send, get, post, patch } = await makeWorkspace();
  const { status, text } = await patch(`/v1/workspaces/${workspaceId}`, { defaultCountry: 'DE' });
  t.equal(status, 200, text);
  const lead = await send({ email: 'Ada@Acme-Tools.com', country: 'Deutschland', phone: '030 901820' });
  const field = (name: string, operator: string, value: unknown) => ({ type: 'field', field: name, operator, value });
  const idsOf = async (where: object) => {
    const { body } = await post<{ data: LeadOut[] }>('/v1/leads/search', { where });
    return body.data.map(({ id }) => id);
  };
  for (const [name, value] of [
    ['country', 'Germany'],
    ['phoneNormalized', '030 901820'],
    ['emailNormalized', 'Ada Lovelace <ADA@acme-tools.com>'],
    ['domain', 'https://www.acme-tools.com/'],
  ] as const) {
    t.same(await idsOf(field(name, 'eq', value)), [lead.id], name);
    t.same(await idsOf(field(name, 'in', [value])), [lead.id], name);
    const without = { type: 'not', condition: { type: 'any', conditions: [field(name, 'not_in', [value])] } };
    t.same(await idsOf(without), [lead.id], name);
    t.same(await idsOf(field(name, 'neq', value)), [], name);
  }
  const [complete] = MODEL.fit.rules;
  const modelOf = (when: object) => ({ ...MODEL, fit: { ...MODEL.fit, rules: [{ ...complete, when }] } });
  const version = await draft(modelOf(field('country', 'eq', 'Germany')));
  const stored = await get<{ document: typeof MODEL }>(`/v1/score-models/${version}`);
  t.equal(stored.body.document.fit.rules[0]?.when.value, 'DE');
  await publish(version);
  t.match(await send({ email: 'new@acme-looms.com', country: 'Germany' }), { score: { fit: 7 } });
  const document = modelOf(field('country', 'in', ['Germany', 'Nowhere']));
  const { body: wrong } = await post<ProblemOut>('/v1/score-models', { name: 'Wrong', document });
  t.match(wrong, { status: 422, errors: [{ pointer: '/document/fit/rules/0/when/value/1', code: 'value_invalid' }] });
  for (const [name, value] of [
    ['country', 'Nowhere'],
    ['timeZone', 'Mars/Base'],
    ['phoneNormalized', '12'],
  ] as const) {
    const where = { type: 'all', conditions: [field(name, 'eq', value)] };
    const { body } = await post<ProblemOut>('/v1/leads/search', { where });
    t.match(body, { status: 422, errors: [{ pointer: '/where/conditions/0/value', code: 'value_invalid' }] }, name);
    const { body: rerun } = await post<ProblemOut>('/v1/leads/reassign', { where });
    t.match(rerun, { status: 422, errors: [{ pointer: '/where/conditions/0/value' }] }, name);
    const parking = { reason: 'bad_timing', wakeWhen: { condition: field(name, 'eq', value) } };
    const { body: parked } = await post<ProblemOut>(`/v1/leads/${lead.id}/park`, parking);
    t.match(parked, { status: 422, errors: [{ pointer: '/wakeWhen/condition/value' }] }, name);
  }
});

t.test('a product line has a model of its own, until that is retired', async (t) => {
  const { draft, publish, send, get, post, patch } = await makeWorkspace();
  const general = await draft(DEFAULT_SCORE_MODEL);
  await publish(general);
  const cloudly = { ...DEFAULT_SCORE_MODEL, total: { minimum: 90, maximum: 100 } };
  const decideAnew = () => Promise.all(apps.map(({ services }) => services.jobs.runDue()));
  const early = await send({ email: 'early@lines.com', products: ['cloud'] });
  t.equal(early.scoreModelVersion, general);
  const versionOf = async ({ id }: LeadOut) => (await get(`/v1/leads/${id}`)).body.scoreModelVersion;
  const made = { name: 'For the cloud', productLine: ' Cloud ', document: cloudly };
  const { body: drafted } = await post<{ version: number; productLine: string }>('/v1/score-models', made);
  t.equal(drafted.productLine, 'cloud');
  t.match((await post(`/v1/score-models/${drafted.version}/retire`, undefined)).body, { status: 'draft' });
  t.match((await post('/v1/score-models', { ...made, productLine: null })).body, {
    productLine: null,
    status: 'draft',
  });
  await publish(drafted.version);
  t.match((await get<{ status: string }>(`/v1/score-models/${general}`)).body, {
    status: 'published',
    productLine: null,
  });

  await decideAnew();
  t.equal(await versionOf(early), drafted.version, 'who was there before follows');
  const other = await send({ email: 'desk@lines.com', products: ['Desk', 'Chair'] });
  t.equal(other.scoreModelVersion, general);
  const lead = await send({ email: 'cloud@lines.com', products: ['Desk', 'CLOUD'] });
  t.match(lead, { scoreModelVersion: drafted.version, score: { total: 90 } });
  const { body: explained } = await get<Static<typeof LeadScoreSchema>>(`/v1/leads/${lead.id}/score`);
  t.match(explained, { scoreModelVersion: drafted.version, score: { total: 90 } });
  t.match((await get(`/v1/leads/${lead.id}/counterfactual`)).body, { scoreModelVersion: drafted.version });
  const turned = (await patch<LeadOut>(`/v1/leads/${other.id}`, { products: ['Cloud'] })).body;
  t.match(turned, { scoreModelVersion: drafted.version, score: { total: 90 } });

  const { body: second } = await post<{ version: number }>('/v1/score-models', { ...made, productLine: 'CLOUD' });
  await publish(second.version);
  t.match((await get(`/v1/score-models/${drafted.version}`)).body, { status: 'retired' }, 'one for each line');
  t.match((await post<ProblemOut>(`/v1/score-models/${general}/retire`, undefined)).body, { code: 'conflict' });
  const retire = () => post<{ status: string }>(`/v1/score-models/${second.version}/retire`, undefined);
  t.match((await retire()).body, { status: 'retired', productLine: 'cloud' });
  t.match((await retire()).body, { status: 'retired' }, 'once more changes nothing');
  t.equal((await send({ email: 'cloud@lines.com', tags: ['again'] })).scoreModelVersion, general);
  await decideAnew();
  t.equal(await versionOf(early), general, 'and goes back');
});

t.test('points have two decimals, as they are written', async (t) => {
  const { post } = await makeWorkspace();
  const withPoints = (points: number) => ({
    ...MODEL,
    fit: { ...MODEL.fit, rules: MODEL.fit.rules.map((rule) => ({ ...rule, points })) },
  });
  for (const points of [4.6, -128.01, 0.07, 0.29, 1.11, -1.11, 1.15, 2.3, 7.77, 9999.99])
    t.equal((await post('/v1/score-models', { name: 'Steps', document: withPoints(points) })).status, 201, `${points}`);
  for (const points of [4.605, 0.001, 1.1500001, 0.0100000001])
    t.match(await post<ProblemOut>('/v1/score-models', { name: 'Steps', document: withPoints(points) }), {
      status: 400,
      body: { errors: [{ code: 'wrong_step' }] },
    });
});

t.test('a number in an address is written as in JSON', async (t) => {
  const { get } = await makeWorkspace();
  for (const text of ['1', '-0.5', '1.5e-3', '2E+1', '1e-71'])
    t.equal((await get(`/v1/leads?minimumScore=${encodeURIComponent(text)}`)).status, 200, text);
  for (const text of ['0x10', '1e400', 'Infinity', '1e', '', '.5'])
    t.equal((await get(`/v1/leads?minimumScore=${encodeURIComponent(text)}`)).status, 400, text);
  t.equal((await get('/v1/leads?limit=1e1')).status, 400, 'a whole number has digits only');
});
