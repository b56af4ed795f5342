/** Rules that compare properties and sources of engagement events: decided on write, by time, in the past and in trials. */
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

const NPS = {
  ...{ type: 'engagement', engagementTypes: ['survey_answered'], withinDays: 30 },
  properties: [
    { name: 'question', operator: 'eq', value: 'nps' },
    { name: 'score', operator: 'lte', value: 6 },
  ],
};

async function makeWorkspace() {
  now = START;
  await sql('delete from timers');
  const workspace = await service.makeWorkspace();
  const { post, get } = workspace;
  const publish = async (path: string, document: object) => {
    const drafted = await post<{ version: number }>(path, { name: 'Ours', document });
    t.equal(drafted.status, 201, drafted.text);
    t.equal((await post<object>(`${path}/${drafted.body.version}/publish`, undefined)).status, 200);
    while ((await apps[0]?.services.jobs.runDue())?.ran);
    return drafted.body.version;
  };
  /** The default policy with a first rule for unhappy people. */
  const publishNps = async () => {
    const { document } = (
      await get<{ document: { temperature: { rules: object[] } } }>('/v1/classification-policies/1')
    ).body;
    const rule = { id: 'unhappy', label: 'Unhappy', when: NPS, temperature: 'hot' };
    const temperature = { ...document.temperature, rules: [rule, ...document.temperature.rules] };
    return publish('/v1/classification-policies', { ...document, temperature });
  };
  let count = 0;
  const lead = async () => (await post('/v1/leads', { email: `p${count++}@details.example` })).body.lead.id;
  const answer = (leadId: string, score: unknown, more: object = {}) =>
    post('/v1/engagement-events', {
      ...{ leadId, type: 'survey_answered', properties: { question: 'NPS', score, comment: 'x y\n"z"' } },
      ...more,
    });
  const temperature = async (id: string, query = '') =>
    (await get<LeadOut>(`/v1/leads/${id}${query}`)).body.temperature;
  return { ...workspace, publish, publishNps, lead, answer, temperature };
}

t.test('a rule on properties decides by every process, until time ends it', async (t) => {
  const { publishNps, lead, answer, temperature, get, call } = await makeWorkspace();
  await publishNps();
  const [low, high, text] = [await lead(), await lead(), await lead()];
  await answer(low, 4);
  await answer(high, 9);
  await answer(text, '4');
  t.same([await temperature(low), await temperature(high), await temperature(text)], ['hot', 'cold', 'cold']);
  const { body } = await get<Static<typeof LeadClassification>>(`/v1/leads/${low}/classification`);
  t.match(body, { temperatureReason: { ruleId: 'unhappy' } });
  // Another process loads the events from the database.
  now += DAY;
  t.equal((await call('PATCH', `/v1/leads/${low}`, { jobTitle: 'CTO' }, { instance: 1 })).status, 200);
  t.equal(await temperature(low), 'hot');
  now = START + 31 * DAY;
  await fireAllTimers(t, apps);
  const [stored] = await sql<{ temperature: string }>('select temperature from leads where id = $1', [low]);
  t.not(stored?.temperature, 'hot', 'the timer came');
  t.equal(await temperature(low, `?asOf=${iso(START + 2 * DAY)}`), 'hot', 'then it was');
});

t.test('what was recorded before the rule counts once it is published, and nothing is loaded without it', async (t) => {
  const { publishNps, lead, answer, temperature, publish, get, workspaceId } = await makeWorkspace();
  const compared = async () =>
    (
      await sql<{ names: string[] | null }>('select compared_properties as names from workspaces where id = $1', [
        workspaceId,
      ])
    )[0]?.names;
  const low = await lead();
  await answer(low, 2);
  t.equal(await compared(), null);
  t.equal(await temperature(low), 'cold');
  await publishNps();
  t.same(await compared(), ['question', 'score']);
  t.equal(await temperature(low), 'hot', 'the job has decided it again');
  const { document } = (await get<{ document: object }>('/v1/classification-policies/1')).body;
  await publish('/v1/classification-policies', document);
  t.not(await temperature(low), 'hot');
  t.same(await compared(), ['question', 'score'], 'leads may still be decided by the version before');
  await publish('/v1/classification-policies', document);
  t.equal(await compared(), null);
});

t.test('a draft is tried on properties that no published policy compares', async (t) => {
  const { post, lead, answer } = await makeWorkspace();
  const low = await lead();
  await answer(low, 3, { source: { channel: 'event', name: 'Survey' } });
  const rule = { id: 'unhappy', label: 'Unhappy', when: NPS, points: 7 };
  const document = { ...DEFAULT_SCORE_MODEL, fit: { ...DEFAULT_SCORE_MODEL.fit, rules: [rule] } };
  const { version } = (await post<{ version: number }>('/v1/score-models', { name: 'Tried', document })).body;
  const simulate = async (body: object) =>
    (await post<Static<typeof ScoreSimulation>>(`/v1/score-models/${version}/simulate`, body)).body;
  t.match(await simulate({ leadId: low }), { score: { fit: 7 } });
  const engagement = [{ type: 'survey_answered', properties: { question: 'nps', score: 6 } }];
  t.match(await simulate({ lead: { email: 'new@details.example' }, engagement }), { score: { fit: 7 } });
  const scopes = ['leads:read', 'scoring:read', 'scoring:write'];
  const made = await post<{ token: string }>('/v1/api-keys', { name: 'Scorer', kind: 'service', scopes });
  const headers = { authorization: `Bearer ${made.body.token}` };
  t.match(
    await post<ProblemOut>('/v1/score-models', { name: 'Tried', document }, { headers }),
    { status: 403, body: { code: 'scope_missing', detail: /engagement:read/ } },
    'its simulation would show the properties',
  );
  t.equal((await post('/v1/score-models', { name: 'Same', document: DEFAULT_SCORE_MODEL }, { headers })).status, 201);
  const refused = await post<ProblemOut>('/v1/score-models', {
    name: 'Bad',
    document: {
      ...document,
      fit: {
        ...document.fit,
        rules: [{ ...rule, when: { ...NPS, properties: [{ name: 'score', operator: 'gte', value: '-3d' }] } }],
      },
    },
  });
  t.match(refused, { status: 422, body: { errors: [{ pointer: '/document/fit/rules/0/when/properties/0/value' }] } });
  const parked = await post<ProblemOut>(`/v1/leads/${low}/park`, { reason: 'other', wakeWhen: { condition: NPS } });
  t.match(parked, { status: 422, body: { errors: [{ pointer: '/wakeWhen/condition/properties' }] } });
});
