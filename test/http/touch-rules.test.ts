/** Rules that compare the touches of a lead: decided on write, by time, in the past, in trials and when they are published. */
import t from 'tap';
import type { Static } from 'typebox';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import type { LeadClassification } from '../../src/http/schemas/lead-explanations.js';
import type { ScoreSimulation } from '../../src/http/schemas/scoring.js';
import { fireAllTimers } from './assignment-fixture.js';
import { type LeadOut, openService, type ProblemOut } from './ingest-fixture.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 15, 9, 30);
let now = START;
const service = await openService(t, { instances: 2, clock: () => now });
const { apps, sql } = service;
const iso = (ms: number) => new Date(ms).toISOString();

const FAIR = { channel: 'event', name: 'Fair' } as const;
const FORM = { channel: 'web_form', name: 'Contact' } as const;
/** Two touches at events in a month. */
const TWICE = {
  ...{ type: 'related', relation: 'touches', sourceChannels: ['event'], withinDays: 30 },
  ...{ operator: 'gte', value: 2 },
};

async function makeWorkspace() {
  now = START;
  await sql('delete from timers');
  const workspace = await service.makeWorkspace();
  const { post, get, workspaceId } = workspace;
  const publish = async (path: string, document: object) => {
    const drafted = await post<{ version: number }>(path, { name: 'Ours', document });
    t.equal(drafted.status, 201, drafted.text);
    t.equal((await post<object>(`${path}/${drafted.body.version}/publish`, undefined)).status, 200);
    while ((await apps[0]?.services.jobs.runDue())?.ran);
    return drafted.body.version;
  };
  const defaults = async () =>
    (await get<{ document: { temperature: { rules: object[] } } }>('/v1/classification-policies/1')).body.document;
  /** The default policy with a first rule that makes such leads hot. */
  const publishHot = async (when: object) => {
    const document = await defaults();
    const rule = { id: 'seen', label: 'Seen often', when, temperature: 'hot' };
    const temperature = { ...document.temperature, rules: [rule, ...document.temperature.rules] };
    return publish('/v1/classification-policies', { ...document, temperature });
  };
  /** A submission of the person. */
  const submit = async (name: string, source: object, more: object = {}, options: object = {}) =>
    (await post(`/v1/leads`, { email: `${name}@touches.example`, source, ...more }, options)).body.lead;
  const lead = async (id: string, query = '') => (await get<LeadOut>(`/v1/leads/${id}${query}`)).body;
  const temperature = async (id: string, query = '') => (await lead(id, query)).temperature;
  const stored = async (id: string) =>
    (await sql<{ temperature: string }>('select temperature from leads where id = $1', [id]))[0]?.temperature;
  const compares = async () =>
    (
      await sql<{ touches: boolean | null }>('select compares_touches as touches from workspaces where id = $1', [
        workspaceId,
      ])
    )[0]?.touches;
  return { ...workspace, publish, publishHot, defaults, submit, lead, temperature, stored, compares };
}

t.test('a rule on touches counts the touch that is added, in every process, until time ends it', async (t) => {
  const { publishHot, submit, temperature, stored, get, call } = await makeWorkspace();
  await publishHot(TWICE);
  const { id } = await submit('ada', FAIR);
  const other = await submit('bob', FORM);
  t.same([await temperature(id), await temperature(other.id)], ['cold', 'cold']);
  now += DAY;
  t.equal((await submit('bob', FORM, {}, { instance: 1 })).temperature, 'cold', 'of another channel');
  t.equal((await submit('ada', FAIR, {}, { instance: 1 })).temperature, 'hot', 'in the answer of the touch');
  const { body } = await get<Static<typeof LeadClassification>>(`/v1/leads/${id}/classification`);
  t.match(body, { temperatureReason: { ruleId: 'seen', conditions: undefined } });
  t.match(JSON.stringify(body), /2 touches by event in the last 30 days, which is at least 2/);
  now += DAY;
  t.equal((await call('PATCH', `/v1/leads/${id}`, { jobTitle: 'CTO' })).status, 200);
  t.equal(await stored(id), 'hot', 'a change of something else loads the touches');
  now = START + 30 * DAY;
  await fireAllTimers(t, apps);
  t.equal(await stored(id), 'hot', 'on the last day');
  now = START + 30 * DAY + 10_000;
  await fireAllTimers(t, apps);
  t.not(await stored(id), 'hot', 'the first touch is too old, and the timer came');
  t.equal(await temperature(id, `?asOf=${iso(START + 2 * DAY)}`), 'hot', 'then it was');
  t.equal(await temperature(id, `?asOf=${iso(START + DAY / 2)}`), 'cold', 'before the second touch it was not');
});

t.test('a touch that is reported late counts when it happened', async (t) => {
  const { publishHot, submit, temperature } = await makeWorkspace();
  await publishHot({ ...TWICE, withinDays: 10 });
  const [late, old] = [await submit('late', FAIR), await submit('old', FAIR)];
  await submit('late', FAIR, { occurredAt: iso(START - 9 * DAY) });
  await submit('old', FAIR, { occurredAt: iso(START - 11 * DAY) });
  t.same([await temperature(late.id), await temperature(old.id)], ['hot', 'cold']);
  now += 2 * DAY;
  await fireAllTimers(t, apps);
  t.same([await temperature(late.id), await temperature(old.id)], ['cold', 'cold']);
});

t.test(
  'a lead from before the rule is decided as a new one once it is published, and nothing is loaded without it',
  async (t) => {
    const { publishHot, publish, defaults, submit, temperature, stored, compares } = await makeWorkspace();
    const { id } = await submit('ada', FAIR);
    await submit('ada', FAIR);
    t.same([await compares(), await temperature(id)], [null, 'cold']);
    await publishHot(TWICE);
    t.equal(await compares(), true);
    t.equal(await stored(id), 'hot', 'the job has decided it again');
    await submit('new', FAIR);
    t.equal((await submit('new', FAIR)).temperature, 'hot');
    await publish('/v1/classification-policies', await defaults());
    t.not(await stored(id), 'hot');
    t.equal(await compares(), true, 'leads may still be decided by the version before');
    await publish('/v1/classification-policies', await defaults());
    t.equal(await compares(), false);
  },
);

t.test('rules score touches by source, campaign, period and days since the last', async (t) => {
  const { publish, submit, post } = await makeWorkspace();
  const spring = await submit('spring', { ...FAIR, campaign: 'Spring' });
  const touches = { type: 'related', relation: 'touches' };
  const rules = Object.entries({
    campaign: [{ ...touches, campaignIds: [String(spring.campaignId).toUpperCase()] }, 1],
    source: [{ ...touches, sourceIds: [spring.sourceId], operator: 'eq', value: 2 }, 2],
    once: [{ ...touches, sourceIds: [spring.sourceId], operator: 'eq', value: 1 }, 32],
    period: [{ ...touches, from: iso(START - 20 * DAY), before: iso(START - 10 * DAY) }, 4],
    none: [{ ...touches, sourceChannels: ['web_form'], operator: 'eq', value: 0 }, 8],
    last: [{ ...touches, measure: 'days_since_last', operator: 'lt', value: 3 }, 16],
  }).map(([id, [when, points]]) => ({ id, label: id, when, points }));
  const fit = { ...DEFAULT_SCORE_MODEL.fit, rules, minimum: 0, maximum: 100 };
  const version = await publish('/v1/score-models', { ...DEFAULT_SCORE_MODEL, fit });
  const fitOf = async (lead: { score: { fit: number } }) => lead.score.fit;
  t.equal(await fitOf(await submit('spring', FAIR)), 1 + 2 + 8 + 16);
  t.equal(await fitOf(await submit('form', FORM)), 16);
  t.equal(await fitOf(await submit('past', FAIR, { occurredAt: iso(START - 20 * DAY) })), 4 + 8 + 32);
  t.equal(
    await fitOf(await submit('end', FAIR, { occurredAt: iso(START - 10 * DAY) })),
    8 + 32,
    'the end is no part of it',
  );
  const simulate = async (body: object) =>
    (await post<Static<typeof ScoreSimulation>>(`/v1/score-models/${version}/simulate`, body)).body.score.fit;
  t.equal(await simulate({ lead: { email: 'x@touches.example', source: FORM } }), 16, 'of a hypothetical lead');
  const fair = { email: 'y@touches.example', source: { ...FAIR, name: 'FAIR' } };
  t.equal(await simulate({ lead: fair }), 8 + 16 + 32, 'of a source that exists');
  t.equal(
    await simulate({ lead: { ...fair, source: { ...FAIR, campaign: 'spring' } } }),
    1 + 8 + 16 + 32,
    'and campaign',
  );
  t.equal(await simulate({ leadId: spring.id, at: iso(START + 4 * DAY) }), 1 + 2 + 8, 'at an instant');
});

t.test(
  'a draft is tried on touches that no published policy compares; what rules cannot know is refused',
  async (t) => {
    const { post, submit, compares } = await makeWorkspace();
    const { id } = await submit('ada', FAIR);
    await submit('ada', FAIR);
    const documentOf = (when: object) => ({
      ...DEFAULT_SCORE_MODEL,
      fit: { ...DEFAULT_SCORE_MODEL.fit, rules: [{ id: 'seen', label: 'Seen', when, points: 7 }] },
    });
    const draft = (when: object) =>
      post<{ version: number } & ProblemOut>('/v1/score-models', { name: 'Tried', document: documentOf(when) });
    const { version } = (await draft(TWICE)).body;
    const { body } = await post<object>(`/v1/score-models/${version}/simulate`, { leadId: id });
    t.match(body, { score: { fit: 7 } });
    t.notOk(await compares());
    for (const [when, token] of [
      [{ ...TWICE, from: '-30d' }, '/from'],
      [{ ...TWICE, value: 1_001 }, '/value'],
      [{ ...TWICE, withinDays: 3_650.5 }, '/withinDays'],
      [{ ...TWICE, relation: 'activities', sourceChannels: undefined }, ''],
    ] as const) {
      const refused = await draft(when);
      t.match(
        [refused.status, refused.body.errors?.[0]?.pointer],
        [refused.status, `/document/fit/rules/0/when${token}`],
        refused.text,
      );
      t.ok(refused.status === 400 || refused.status === 422);
    }
    const parked = await post<ProblemOut>(`/v1/leads/${id}/park`, { reason: 'other', wakeWhen: { condition: TWICE } });
    t.match(parked, { status: 422, body: { errors: [{ pointer: '/wakeWhen/condition', code: 'field_unavailable' }] } });
  },
);

t.test(
  'rules count the last 1,000 touches of a lead that arrived, in memory, from the database and in the past',
  async (t) => {
    const { publishHot, post, submit, temperature, stored, call } = await makeWorkspace();
    const counts = { type: 'related', relation: 'touches', sourceChannels: ['event'], operator: 'eq' };
    await publishHot({ ...counts, value: 99 });
    const many = (source: object, length: number) =>
      post('/v1/leads/batch', { items: Array.from({ length }, () => ({ email: 'many@touches.example', source })) });
    const { id } = await submit('many', FAIR);
    t.equal((await many(FAIR, 99)).status, 207);
    t.equal((await many(FORM, 900)).status, 207);
    t.equal(await temperature(id), 'cold', 'all hundred are among the last thousand');
    t.equal((await submit('many', FORM)).temperature, 'hot', 'one is not');
    now += DAY;
    t.equal((await call('PATCH', `/v1/leads/${id}`, { jobTitle: 'CTO' }, { instance: 1 })).status, 200);
    t.equal(await stored(id), 'hot');
    t.equal(await temperature(id, `?asOf=${iso(now)}`), 'hot');
    await publishHot({ ...counts, value: 100 });
    t.not(await stored(id), 'hot');
  },
);
