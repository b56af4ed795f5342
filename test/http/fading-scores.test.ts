import t from 'tap';
import type { Static } from 'typebox';
import { DEFAULT_SCORE_MODEL } from '../../src/core/defaults/score-model.js';
import type { LeadClassification, LeadScoreSchema } from '../../src/http/schemas/lead-explanations.js';
import type { ScoreSimulation } from '../../src/http/schemas/scoring.js';
import { fireAllTimers } from './assignment-fixture.js';
import { type LeadOut, listAll, openService, type ProblemOut } from './ingest-fixture.js';

type ScoreOut = Static<typeof LeadScoreSchema>;
type ClassOut = Static<typeof LeadClassification>;
type Simulation = Static<typeof ScoreSimulation>;

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 15, 9, 30);
let now = START;
const service = await openService(t, { clock: () => now });
const { apps, sql } = service;
const iso = (ms: number) => new Date(ms).toISOString();

async function makeWorkspace() {
  now = START;
  // Timers that other subtests left would be due as well.
  await sql('delete from timers');
  const { post, get, patch, call } = await service.makeWorkspace();
  const lead = async (email: string, engagement: string[]): Promise<LeadOut> => {
    const { body } = await post('/v1/leads', { email });
    for (const type of engagement) await post('/v1/engagement-events', { leadId: body.lead.id, type });
    return (await get(`/v1/leads/${body.lead.id}`)).body;
  };
  const simulated = async (leadId: string) =>
    (await post<Simulation>('/v1/score-models/1/simulate', { leadId })).body.score;
  return { post, get, patch, call, lead, simulated };
}

t.test('answers about one lead are exact at the instant of the answer, which they name', async (t) => {
  const { post, get, lead, simulated } = await makeWorkspace();
  const {
    id,
    score: fresh,
    version,
    scoredAt,
  } = await lead('forms@fading.example', ['form_submitted', 'form_submitted']);
  t.equal(scoredAt, iso(START));
  now = START + 300 * DAY;
  const exact = await simulated(id);
  t.ok(exact.engagement < fresh.engagement / 10, 'it has faded');
  const { body } = await get(`/v1/leads/${id}`);
  t.strictSame([body.score, body.scoredAt, body.version], [exact, iso(now), version], 'the lead');
  const { body: score } = await get<ScoreOut>(`/v1/leads/${id}/score`);
  t.strictSame([score.score, score.scoredAt], [exact, iso(now)], 'the score with its reasons');
  const sum = score.contributions.reduce((points, part) => points + Math.round(part.points * 100), 0);
  t.equal(sum, Math.round(exact.total * 100), 'the parts sum to it');
  const { body: classes } = await get<ClassOut>(`/v1/leads/${id}/classification`);
  t.match(classes, {
    temperature: body.temperature,
    category: body.category,
    grade: body.grade,
    classifiedAt: iso(now),
  });
  const { body: parked } = await post<LeadOut>(`/v1/leads/${id}/park`, {
    reason: 'bad_timing',
    wakeWhen: { at: iso(now + DAY) },
  });
  t.strictSame([parked.score, parked.scoredAt], [exact, iso(now)], 'the answer to a write that does not score');
});

t.test('an earlier instant has the score of then, and a cached answer is valid until the score fades', async (t) => {
  const { get, lead, call } = await makeWorkspace();
  const { id } = await lead('then@fading.example', ['meeting_booked']);
  now = START + 10 * DAY;
  const then = await get(`/v1/leads/${id}`);
  const etag = String(then.headers.etag);
  now = START + 40 * DAY;
  t.strictSame((await get(`/v1/leads/${id}?asOf=${iso(START + 10 * DAY)}`)).body, then.body);
  const known = await get(`/v1/leads/${id}`, { headers: { 'if-none-match': etag } });
  t.equal(known.status, 200, 'the score has faded since');
  t.ok(known.body.score.total < then.body.score.total);
  const patched = await call(
    'PATCH',
    `/v1/leads/${id}`,
    { jobTitle: 'CTO' },
    { headers: { 'if-match': String(known.headers.etag) } },
  );
  t.equal(patched.status, 200, 'the tag of a faded answer names the version to change');
  await fireAllTimers(t, apps);
  const reviewed = await get(`/v1/leads/${id}`);
  const again = await get(`/v1/leads/${id}`, { headers: { 'if-none-match': String(reviewed.headers.etag) } });
  t.equal(again.status, 304, 'nothing has changed since the review');
});

t.test('answers about one version that differ by time alone have different tags', async (t) => {
  const { post, get } = await makeWorkspace();
  const rule = { id: 'second-day', label: 'Second day', points: -0.5 };
  const when = (days: number) => ({ type: 'field', field: 'createdAt', operator: 'older_than', value: days });
  const conditions = [when(1), { type: 'not', condition: when(2) }];
  const rules = [...DEFAULT_SCORE_MODEL.fit.rules, { ...rule, when: { type: 'all', conditions } }];
  const document = { ...DEFAULT_SCORE_MODEL, fit: { ...DEFAULT_SCORE_MODEL.fit, rules } };
  const { body } = await post<{ version: number }>('/v1/score-models', { name: 'Days', document });
  await post(`/v1/score-models/${body.version}/publish`, undefined);
  const { lead } = (await post('/v1/leads', { email: 'days@fading.example' })).body;
  const scores = [];
  const tags = [];
  for (const day of [0.5, 1.5, 2.5]) {
    now = START + day * DAY;
    const { headers, body: read } = await get(`/v1/leads/${lead.id}`);
    scores.push(read.score.total - lead.score.total);
    tags.push(String(headers.etag));
  }
  t.strictSame(scores, [0, -0.5, 0]);
  const [first, second, third] = tags;
  t.equal(first, third);
  t.not(first, second);
  const status = async (tag = '') => (await get(`/v1/leads/${lead.id}`, { headers: { 'if-none-match': tag } })).status;
  t.strictSame(
    [await status(second), await status(first)],
    [200, 304],
    'what the caller has is another answer, or the same',
  );
});

t.test(
  'the answer to a write has the tag of the same answer to a read, also when time alone has changed the lead',
  async (t) => {
    const { get, lead, call } = await makeWorkspace();
    const { id } = await lead('write@fading.example', ['meeting_booked']);
    const stored = String((await get(`/v1/leads/${id}`)).headers.etag);
    now = START + 10 * DAY;
    // It changes nothing, so the lead is not scored; the answer is exact all the same.
    const written = await call<LeadOut>('PATCH', `/v1/leads/${id}`, { email: 'write@fading.example' });
    const tag = String(written.headers.etag);
    t.not(tag, stored, 'it is another answer than that of the stored version');
    const read = await get(`/v1/leads/${id}`);
    t.strictSame([String(read.headers.etag), read.body], [tag, written.body]);
    const status = async () => (await get(`/v1/leads/${id}`, { headers: { 'if-none-match': tag } })).status;
    t.equal(await status(), 304);
    now += 20 * DAY;
    t.equal(await status(), 200, 'it has faded since');
    const matched = await call('PATCH', `/v1/leads/${id}`, { jobTitle: 'CTO' }, { headers: { 'if-match': tag } });
    t.equal(matched.status, 200, 'If-Match looks at the version');
  },
);

t.test('the next action is that of the class at the instant of the answer', async (t) => {
  const { post, get } = await makeWorkspace();
  const stated = { email: 'soon@fading.example', purchaseTimeframeDays: 90 };
  const { id } = (await post('/v1/leads', stated)).body.lead;
  const entry = async () => (await get<{ entryId: string }>(`/v1/leads/${id}/next-action`)).body.entryId;
  t.equal(await entry(), 'lead');
  // No timer has fired: the stored class is still that of before.
  now = START + 30 * DAY;
  t.equal((await get(`/v1/leads/${id}`)).body.category, 'mql');
  t.equal(await entry(), 'mql');
});

t.test('lists, filters and searches are off by less than a point, at any time', async (t) => {
  const { post, get, lead, simulated } = await makeWorkspace();
  const { id: steady } = (await post('/v1/leads', { email: 'steady@fading.example', need: 'pumps', budgetAmount: '5' }))
    .body.lead;
  const { id } = await lead('two-forms@fading.example', ['form_submitted', 'form_submitted']);
  const byScore = async () => (await listAll<LeadOut>(get, '/v1/leads?sortBy=score')).map((one) => one.id);
  t.strictSame(
    await byScore(),
    [id, steady].sort((a, b) => (a === id ? -1 : b === id ? 1 : 0)),
    'interest leads at first',
  );
  let reviews = 0;
  for (const day of [1, 3, 10, 30, 31, 90, 300]) {
    now = START + day * DAY;
    reviews += await fireAllTimers(t, apps);
    const exact = await simulated(id);
    const stored = (await listAll<LeadOut>(get, '/v1/leads')).find((one) => one.id === id)?.score;
    for (const part of ['fit', 'engagement', 'total'] as const) {
      const off = Math.abs((stored?.[part] ?? Number.NaN) - exact[part]);
      t.ok(off < 1, `day ${day}: ${part} is off by ${off}`);
    }
  }
  t.ok(reviews >= 5, `${reviews} reviews`);
  t.strictSame(await byScore(), [steady, id], 'who has cooled down comes last');
  const where = { type: 'field', field: 'score.engagement', operator: 'gte', value: 4.9 };
  t.strictSame(
    (await post<{ data: LeadOut[] }>('/v1/leads/search', { where })).body.data,
    [],
    'not found by old interest',
  );
});

t.test('the model says how far a stored score may stray', async (t) => {
  const { post, lead, simulated } = await makeWorkspace();
  const publish = async (maximumDrift: number) => {
    const draft = await post<{ version: number }>('/v1/score-models', {
      name: 'Drift',
      document: { ...DEFAULT_SCORE_MODEL, maximumDrift },
    });
    if (draft.status === 201) await post(`/v1/score-models/${draft.body.version}/publish`, undefined);
    return draft;
  };
  const { status, body } = await publish(0.01);
  t.equal(status, 400);
  t.match(body as unknown as ProblemOut, { errors: [{ pointer: '/document/maximumDrift' }] });
  t.equal((await publish(5)).status, 201);
  const { id, score } = await lead('coarse@fading.example', ['meeting_booked']);
  for (let day = 1; ; day++) {
    now = START + day * DAY;
    const changed = await fireAllTimers(t, apps);
    const exact = await simulated(id);
    if (changed === 0) {
      t.ok(score.engagement - exact.engagement < 5, `day ${day}: not off by five points yet`);
      continue;
    }
    t.ok(score.engagement - exact.engagement > 4.3, 'reviewed when it is nearly off by five points');
    break;
  }
});

t.test('a score that faded before this version is reviewed after the upgrade', async (t) => {
  const { get, lead, simulated } = await makeWorkspace();
  const { id, version } = await lead('upgraded@fading.example', ['form_submitted', 'form_submitted']);
  const later = START + 400 * DAY;
  await sql('update leads set review_at = $2 where id = $1', [id, new Date(later)]);
  now = START + 300 * DAY;
  await sql(`update timers set due_at = $2 where subject_id = $1 and kind = 'lead_review'`, [id, new Date(now)]);
  await fireAllTimers(t, apps);
  const [stored] = await listAll<LeadOut>(get, '/v1/leads');
  t.strictSame(stored?.score, await simulated(id));
  t.equal(stored?.version, version + 1, 'looked at once, and changed once');
  const timers = await sql<{ due: Date }>('select due_at as due from timers where subject_id = $1', [id]);
  t.ok(
    timers.every(({ due }) => due.getTime() > now),
    'nothing is due over and over',
  );
});
