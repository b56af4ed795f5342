import t from 'tap';
import type { Static } from 'typebox';
import type { ClockAdvancedSchema, WorkspaceClockSchema } from '../../src/http/schemas/clock.js';
import type { EventSchema } from '../../src/http/schemas/events.js';
import type { LeadClassification } from '../../src/http/schemas/lead-explanations.js';
import { caller, type LeadOut, listAll, openService, type ProblemOut, type Result } from './ingest-fixture.js';

type Advanced = Static<typeof ClockAdvancedSchema>;
type Clock = Static<typeof WorkspaceClockSchema>;
type EventOut = Static<typeof EventSchema>;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 15, 9, 30);
let real = START;
const service = await openService(t, { instances: 2, clock: () => real });
const { apps, urls, sql } = service;
const at = (ms: number) => new Date(ms).toISOString();

/** A sandbox of a subtest's own, and the calls that the subtests share. */
async function makeSandbox() {
  real = START;
  const body = { name: 'Sandbox', sandbox: true };
  const { body: made } = await service.post<{ workspace: { id: string }; apiKey: { token: string } }>(
    '/v1/workspaces',
    body,
  );
  const { id } = made.workspace;
  const call = caller(urls, made.apiKey.token);
  const path = `/v1/workspaces/${id}/clock`;
  return {
    id,
    path,
    call,
    post: <Body = Result>(path: string, body?: unknown, instance = 0) => call<Body>('POST', path, body, { instance }),
    get: <Body = LeadOut>(path: string, instance = 0) => call<Body>('GET', path, undefined, { instance }),
    clock: async (instance = 0) => (await call<Clock>('GET', path, undefined, { instance })).body,
    advance: async (body: object, instance = 0) =>
      (await call<Advanced>('POST', `${path}/advance`, body, { instance })).body,
    eventsOf: (leadId: string) =>
      listAll<EventOut>((path) => call('GET', path), `/v1/events?subjectId=${encodeURIComponent(leadId)}`),
  };
}

t.test('decay moves a class as of the instant at which it is due', async (t) => {
  const { advance, post, get, clock, eventsOf } = await makeSandbox();
  const { body } = await post('/v1/leads', { email: 'hot@sandbox.example', purchaseTimeframeDays: 0 });
  const { id } = body.lead;
  t.match(body.lead, { temperature: 'hot', createdAt: at(START) });
  const lapses = START + 14 * DAY + 1;

  t.match(await advance({ to: at(lapses - 1) }), { now: at(lapses - 1), timersEffective: 0, complete: true });
  t.equal((await get(`/v1/leads/${id}`)).body.temperature, 'hot', 'a millisecond too early');
  const moved = await advance({ seconds: 86_400 }, 1);
  t.match(moved, { now: at(lapses - 1 + DAY), timersEffective: 1, complete: true });
  t.match(await clock(), { now: moved.now, aheadSeconds: (lapses - 1 + DAY - START) / 1_000, sandbox: true });
  const { body: cold } = await get(`/v1/leads/${id}`);
  t.match(cold, { temperature: 'cold', category: 'lead', categorySince: at(lapses), scoredAt: moved.now });
  const fallen = (await eventsOf(id)).find(({ cause, type }) => cause === 'decay' && type === 'lead.classified');
  t.match(fallen, { type: 'lead.classified', occurredAt: at(lapses), actorId: 'timers' });
  t.match((await get(`/v1/leads/${id}?asOf=${at(lapses - 1)}`)).body, { temperature: 'hot' });

  const { body: later } = await post('/v1/leads', { email: 'later@sandbox.example' }, 1);
  t.equal(later.lead.createdAt, moved.now, 'who comes now comes by the moved clock, in every process');
});

t.test('timers that an advance passes fire at their own instants, oldest first', async (t) => {
  const { advance, post, eventsOf } = await makeSandbox();
  const days = [9, 3, 6];
  const leads = [];
  for (const day of days) {
    const timeframeStatedAt = at(START - (14 - day) * DAY);
    const email = `in-${day}@sandbox.example`;
    leads.push((await post('/v1/leads', { email, purchaseTimeframeDays: 0, timeframeStatedAt })).body.lead);
  }
  const moved = await advance({ seconds: 10 * 86_400 });
  t.match(moved, { timersEffective: 3, complete: true });
  const emitted = await Promise.all(
    leads.map(async ({ id }) => (await eventsOf(id)).find(({ cause }) => cause === 'decay')),
  );
  t.strictSame(
    emitted.map((event) => event?.occurredAt),
    days.map((day) => at(START + day * DAY + 1)),
  );
  const [ninth = 0, third = 0, sixth = 0] = emitted.map((event) => event?.sequence);
  t.ok(third < sixth && sixth < ninth, 'the log has them in that order');
});

t.test('a lease runs out, a search and an explanation know the time', async (t) => {
  const { advance, post, get, eventsOf } = await makeSandbox();
  const { body: rep } = await post<{ id: string }>('/v1/reps', { name: 'Grace' });
  const { body } = await post('/v1/leads', { email: 'leased@sandbox.example' });
  const { id } = body.lead;
  const claimed = await post<{ lead: LeadOut }>(`/v1/reps/${rep.id}/next-lead`, { leaseSeconds: 1_800 });
  t.equal(claimed.status, 200);
  t.match((await get(`/v1/leads/${id}`)).body, { leaseUntil: at(START + HOUR / 2) });
  await advance({ seconds: 1_799 });
  t.ok((await get<LeadOut>(`/v1/leads/${id}`)).body.leaseUntil);
  await advance({ seconds: 2 });
  t.notOk((await get<LeadOut>(`/v1/leads/${id}`)).body.leaseUntil);
  const ended = (await eventsOf(id)).find(({ type }) => type === 'lead.lease_ended');
  t.match(ended, { cause: 'expired', occurredAt: at(START + HOUR / 2) });

  const where = { type: 'field', field: 'createdAt', operator: 'older_than', value: 1 };
  const search = async () => (await post<{ data: LeadOut[] }>('/v1/leads/search', { where }, 1)).body;
  const before = await search();
  t.strictSame(before.data?.length, 0, JSON.stringify(before));
  await advance({ seconds: 2 * 86_400 });
  t.strictSame((await search()).data.length, 1);
  const { body: why } = await get<Static<typeof LeadClassification>>(`/v1/leads/${id}/counterfactual`);
  t.match(why, { at: at(START + 1_801_000 + 2 * DAY) });
});

t.test('two that advance at once add up, and a repetition moves nothing', async (t) => {
  const { advance, post, clock, call, path } = await makeSandbox();
  for (let n = 0; n < 5; n += 1) {
    await post('/v1/leads', { email: `race-${n}@sandbox.example`, purchaseTimeframeDays: 0 });
  }
  const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => advance({ seconds: 2 * 86_400 }, n % 2)));
  t.equal((await clock()).aheadSeconds, 20 * 86_400);
  t.equal(
    answers.reduce((sum, { timersEffective }) => sum + timersEffective, 0),
    5,
    'each timer fired once',
  );
  t.strictSame(new Set(answers.map(({ aheadSeconds }) => aheadSeconds)).size, 10);

  const headers = { 'idempotency-key': 'once' };
  const send = (instance: number) => call<Advanced>('POST', `${path}/advance`, { seconds: 60 }, { headers, instance });
  const again = await Promise.all([0, 1, 0, 1].map(send));
  t.equal(new Set(again.map(({ text }) => text)).size, 1);
  t.equal((await clock()).aheadSeconds, 20 * 86_400 + 60);
  real += 23 * HOUR;
  t.equal((await send(0)).headers['idempotent-replayed'], 'true', 'answers are remembered by real time');
});

t.test('in real time a moved clock goes on, and what becomes due fires by itself', async (t) => {
  const { advance, post, get, clock } = await makeSandbox();
  await advance({ seconds: 100 * 86_400 });
  const { body } = await post('/v1/leads', { email: 'ahead@sandbox.example', purchaseTimeframeDays: 0 });
  const made = real + 100 * DAY;
  t.equal(body.lead.createdAt, at(made));
  real += 14 * DAY + 5_000;
  t.equal((await clock(1)).now, at(real + 100 * DAY));
  const fire = () => Promise.all(apps.map(({ services }) => services.timers.fireDue()));
  t.ok((await fire()).some(({ effective }) => effective > 0));
  t.match((await get(`/v1/leads/${body.lead.id}`)).body, { temperature: 'cold', scoredAt: at(real + 100 * DAY) });
});

t.test('an advance over too many timers stops part of the way, and the next one goes on', async (t) => {
  const { id, advance, post, clock } = await makeSandbox();
  const now = Date.parse((await clock()).now);
  const items = Array.from({ length: 1_000 }, (_, n) => ({
    email: `many-${n}@sandbox.example`,
    purchaseTimeframeDays: 0,
    timeframeStatedAt: at(now - (n % 10) * DAY),
  }));
  for (const part of [1, 2, 3]) {
    const batch = items.map((item) => ({ ...item, email: `${part}-${item.email}` }));
    await post('/v1/leads/batch', { items: batch });
  }
  const first = await advance({ seconds: 20 * 86_400 });
  t.match(first, { complete: false });
  t.ok(first.timersFired <= 2_000 && first.timersFired > 1_500, `${first.timersFired}`);
  t.equal((await clock()).now, first.now, 'the clock stands where it stopped');
  const rest = await advance({ to: at(now + 20 * DAY) });
  t.match(rest, { complete: true, now: at(now + 20 * DAY) });
  t.equal(first.timersEffective + rest.timersEffective, 3_000);
  const [left] = await sql<{ count: string }>('select count(*) from timers where workspace_id = $1 and kind = $2', [
    id,
    'lead_review',
  ]);
  t.equal(left?.count, '0');
});

t.test('no other clock can be moved, and none goes back', async (t) => {
  const { path, call, post } = await makeSandbox();
  const refused = async (body: object) => (await call<ProblemOut>('POST', `${path}/advance`, body)).body;
  t.match(await refused({ to: at(START - DAY) }), { status: 422, errors: [{ pointer: '/to', code: 'not_ahead' }] });
  t.match(await refused({ to: at(real + 4_000 * DAY) }), { status: 400, errors: [{ code: 'too_late' }] });
  t.equal((await call('POST', `${path}/advance`, { seconds: 300_000_000 })).status, 200);
  const tooFar = { status: 422, errors: [{ pointer: '/seconds', code: 'too_far' }] };
  t.match(await refused({ seconds: 300_000_000 }), tooFar, 'also in steps');
  t.match(await refused({ to: at(real + DAY), seconds: 1 }), { status: 422, code: 'rule_refused' });
  t.match(await refused({ seconds: 0 }), { status: 400 });
  const { body: mine } = await service.get<{ data: { id: string; sandbox: boolean }[] }>('/v1/workspaces');
  const ordinary = mine.data.find(({ sandbox }) => !sandbox);
  const other = `/v1/workspaces/${ordinary?.id}/clock`;
  t.match((await service.get<Clock>(other)).body, { sandbox: false, aheadSeconds: 0, now: at(real) });
  const { body: problem } = await service.post<ProblemOut>(`${other}/advance`, { seconds: 60 });
  t.match(problem, { status: 409, code: 'conflict', detail: /sandbox/ });
  t.equal((await post<ProblemOut>(`${other}/advance`, { seconds: 60 })).status, 404, 'other workspaces are not found');
});
