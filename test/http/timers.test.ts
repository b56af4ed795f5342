import t from 'tap';
import type { Static } from 'typebox';
import { createClient } from '../../src/db/client.js';
import { DUE_TIMERS } from '../../src/db/repositories/timers.js';
import type { EventSchema } from '../../src/http/schemas/events.js';
import type { LeadClassification } from '../../src/http/schemas/lead-explanations.js';
import { openTestApp } from '../support/app.js';
import { createTestDatabase } from '../support/database.js';
import {
  eventFaults,
  type LeadOut,
  listAll,
  offerOnRequest,
  openService,
  type ProblemOut,
  together,
} from './ingest-fixture.js';

type EventOut = Static<typeof EventSchema>;
type ClassOut = Static<typeof LeadClassification>;

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 15, 9, 30);
let now = START;
const statements: string[] = [];
const service = await openService(t, {
  instances: 2,
  clock: () => now,
  onStatement: (name) => void statements.push(name),
});
const { apps, sql } = service;

/** Fires until nothing is due, in every process at once. */
async function fireAll(): Promise<number> {
  const rounds = await Promise.all(apps.map(({ services }) => services.timers.fireDue()));
  return rounds.reduce((sum, { effective, failed }) => sum + effective + failed * 1e6, 0);
}
const at = (ms: number) => new Date(ms).toISOString();
const timersOf = (leadId: string) =>
  sql<{ due: Date }>('select due_at as due from timers where subject_id = $1', [leadId]).then((rows) =>
    rows.map(({ due }) => due.toISOString()),
  );

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  now = START;
  // Timers that other subtests left would be due as well.
  await sql('delete from timers');
  const { post, get, patch, call } = await service.makeWorkspace();
  const eventsOf = (leadId: string) => listAll<EventOut>(get, `/v1/events?subjectId=${leadId}`);
  const classOf = async (leadId: string) => (await get<ClassOut>(`/v1/leads/${leadId}/classification`)).body;
  return { post, classOf, get, eventsOf, patch, call };
}

t.test('a wish to buy is believed for two weeks, and lapses on time', async (t) => {
  const { post, classOf, get, eventsOf, patch } = await makeWorkspace();
  const { body } = await post('/v1/leads', { email: 'hot@time.example', purchaseTimeframeDays: 0 });
  const { id } = body.lead;
  t.match(body.lead, { temperature: 'hot', category: 'sql', categoryDecidedBy: 'rule', categorySince: at(START) });
  const lapses = START + 14 * DAY + 1;
  const ahead = await classOf(id);
  t.match(ahead, { nextChangeAt: at(lapses), nextChange: { temperature: 'cold', category: 'lead' } });
  t.same(await timersOf(id), [at(lapses)]);

  now = lapses - 1;
  t.equal(await fireAll(), 0, 'a millisecond too early');
  now = lapses + 4_000;
  t.equal(await fireAll(), 1);
  const { body: fallen } = await get<LeadOut>(`/v1/leads/${id}`);
  t.match(fallen, { version: 2, temperature: 'cold', category: 'lead', categorySince: at(now), scoredAt: at(now) });
  t.match((await classOf(id)).categoryReason.ruleId, 'lead-stated');
  const [scored, event, queued, ...more] = (await eventsOf(id)).filter(({ cause }) => cause === 'decay');
  t.match(scored, { type: 'lead.scored' }, 'the timeframe has passed for the score as well');
  t.match(event, {
    type: 'lead.classified',
    actorKind: 'system',
    actorId: 'timers',
    before: { temperature: 'hot', category: 'sql' },
    after: { temperature: 'cold', category: 'lead' },
  });
  t.match(queued, { type: 'lead.queued', after: { reason: 'no_rule_matched' } }, 'it waits for no rep any more');
  t.same(more, []);
  t.same(await timersOf(id), [], 'and nothing is awaited any more');

  await patch(`/v1/leads/${id}`, { purchaseTimeframeDays: 90 });
  t.match(await classOf(id), {
    temperature: 'cold',
    nextChangeAt: at(now + 30 * DAY),
    nextChange: { temperature: 'warm' },
  });
  now += 30 * DAY;
  t.equal(await fireAll(), 1, 'time alone lifts a lead as well');
  t.match((await get<LeadOut>(`/v1/leads/${id}`)).body, { temperature: 'warm', category: 'mql', version: 4 });
});

t.test('hundreds fall at once, in two processes: each exactly once', async (t) => {
  const { post, get, eventsOf } = await makeWorkspace();
  const count = 450;
  const ids = await together(count, 32, async (index) => {
    const { body } = await post('/v1/leads', { email: `crowd-${index}@time.example` });
    await post('/v1/engagement-events', { leadId: body.lead.id, type: 'demo_requested' });
    return body.lead.id;
  });
  const rows = await sql<{ due: Date }>('select due_at as due from timers where kind = $1', ['lead_review']);
  t.equal(rows.length, count, 'one for each lead');
  now += 14 * DAY + 1;
  t.equal(await fireAll(), count, 'what both processes found, one of them did');
  t.equal(await fireAll(), 0);
  const fallen = await listAll<EventOut>(get, '/v1/events?type=lead.classified');
  const falls = fallen.filter(({ cause, subjectId }) => cause === 'decay' && ids.includes(subjectId));
  t.equal(falls.length, count);
  t.equal(new Set(falls.map(({ subjectId }) => subjectId)).size, count, 'one fall for each lead');
  t.ok(falls.every(({ after }) => (after as { temperature: string }).temperature === 'cold'));
  const scored = await eventsOf(ids[0] ?? '');
  t.match(
    scored.filter(({ cause }) => cause === 'decay').map(({ type }) => type),
    ['lead.scored', 'lead.classified'],
  );
  t.same(await eventFaults(sql), []);
});

t.test('a timer that fires too late, or for a deleted lead, changes nothing and is removed', async (t) => {
  const { post, get, call } = await makeWorkspace();
  const { body } = await post('/v1/leads', { email: 'stray@time.example', purchaseTimeframeDays: 0 });
  const { id } = body.lead;
  const [due] = await timersOf(id);
  await sql('update timers set due_at = $2 where subject_id = $1', [id, at(now - DAY)]);
  t.equal(await fireAll(), 0, 'the lead is not due, whatever the timer says');
  t.same(await timersOf(id), [due], 'and the timer is put right');
  t.equal((await get<LeadOut>(`/v1/leads/${id}`)).body.version, 1);
  t.equal((await call('DELETE', `/v1/leads/${id}`)).status, 204);
  t.same(await timersOf(id), [], 'a lead takes its timer along');
  const orphan = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';
  await sql(
    `insert into timers (workspace_id, kind, subject_id, due_at) select id, 'lead_review', $1, $2 from workspaces`,
    [orphan, at(now - DAY)],
  );
  t.equal(await fireAll(), 0);
  t.same(await timersOf(orphan), []);
});

t.test('a lead that time does not move costs no statement more', async (t) => {
  const { post } = await makeWorkspace();
  statements.length = 0;
  await post('/v1/leads', { email: 'plain@time.example', need: 'a heater' });
  t.notOk(
    statements.some((name) => /timers/.test(name)),
    statements.join(', '),
  );
});

t.test('bands and dwells: a policy sets how hard a lead is to move', async (t) => {
  const { get, post, patch, classOf } = await makeWorkspace();
  const { body: list } = await get<{ data: { document: { category: { rules: object[] } } }[] }>(
    '/v1/classification-policies',
  );
  const document = structuredClone(list.data[0]?.document);
  if (!document) return t.fail('no policy');
  Object.assign(document.category, {
    minimumDwellHours: 48,
    guards: [
      {
        id: 'reachable',
        label: 'Somebody to call',
        category: 'sql',
        requires: { type: 'field', field: 'phoneNormalized', operator: 'exists' },
      },
    ],
  });
  const { body: draft } = await post<{ version: number }>('/v1/classification-policies', { name: 'Calm', document });
  t.equal((await post(`/v1/classification-policies/${draft.version}/publish`, undefined)).status, 200);

  const { body } = await post('/v1/leads', { email: 'dwell@time.example' });
  const { id } = body.lead;
  t.equal(body.lead.category, 'suspect');
  await patch(`/v1/leads/${id}`, { need: 'a heater' });
  const held = await classOf(id);
  t.match(held, {
    category: 'suspect',
    nextChangeAt: at(now + 2 * DAY),
    nextChange: { category: 'lead' },
  });
  t.match(held.categoryReason, { ruleId: null, text: /minimum dwell keeps it suspect until/ });
  now += 2 * DAY;
  t.equal(await fireAll(), 1, 'the end of the dwell decides anew');
  t.equal((await classOf(id)).category, 'lead');

  now += 2 * DAY;
  await patch(`/v1/leads/${id}`, { purchaseTimeframeDays: 0 });
  t.match(await classOf(id), { temperature: 'hot', category: 'lead' }, 'without a phone it is no SQL');
  await patch(`/v1/leads/${id}`, { phone: '+4930901820' });
  t.match(await classOf(id), { temperature: 'hot', category: 'sql' });
  await patch(`/v1/leads/${id}`, { purchaseIntent: 'none' });
  t.equal((await classOf(id)).category, 'disqualified', 'which waits for no dwell');
  await post('/v1/classification-policies/1/publish', undefined);
});

t.test('what a person decided stays until it is released', async (t) => {
  const { post, get, classOf, patch, eventsOf } = await makeWorkspace();
  await post('/v1/leads', { email: 'waiting@time.example' });
  const { body: rep } = await post<{ id: string }>('/v1/reps', { name: 'Grace' });
  const { body: team } = await post<{ id: string }>('/v1/teams', {
    name: 'T',
    members: [{ repId: rep.id, weight: 1 }],
  });
  await offerOnRequest({ post });
  const document = { rules: [], fallbackTeamId: team.id };
  const { body: routing } = await post<{ version: number }>('/v1/routing-policies', { name: 'All', document });
  await post(`/v1/routing-policies/${routing.version}/publish`, undefined);
  await fireAll();
  const all = async () => (await get<{ openLeads: number }>(`/v1/reps/${rep.id}`)).body.openLeads;
  const others = await all();
  t.equal(others, 1, 'the lead that waited has an owner');
  const openLeads = async () => (await all()) - others;

  const { body } = await post('/v1/leads', { email: 'moved@time.example', purchaseTimeframeDays: 0 });
  const { id } = body.lead;
  const path = `/v1/leads/${id}/lose`;
  t.equal(body.lead.ownerId, rep.id);
  t.equal(await openLeads(), 1);
  const lost = { reason: 'other', detail: 'Chose a rival', competitor: 'Rival' };
  const stale = await post<ProblemOut>(path, lost, { headers: { 'if-match': '"7"' } });
  t.equal(stale.status, 412);

  const headers = { 'if-match': '"1"', 'idempotency-key': 'move-1' };
  const moved = await post<{ lead: LeadOut }>(path, lost, { headers });
  t.match(moved.body.lead, { version: 3, category: 'lost', categoryDecidedBy: 'person', moveReason: 'Chose a rival' });
  t.match(moved.headers.etag, /^"3[.][0-9a-f]+"$/);
  t.equal((await post(path, lost, { headers })).text, moved.text, 'once, however often it is sent');
  t.equal((await post<{ lead: LeadOut }>(path, lost)).body.lead.version, 3, 'the same decision again is none');
  t.equal(await openLeads(), 0, 'a lost lead is no open lead');
  const explained = await classOf(id);
  t.match(explained.categoryReason.text, /lost was set by API key .*Chose a rival/);
  t.match(explained, {
    temperature: 'hot',
    competitor: 'Rival',
    nextChange: { temperature: 'cold', category: 'lost' },
  });

  await post('/v1/engagement-events', { leadId: id, type: 'email_replied' });
  await patch(`/v1/leads/${id}`, { need: 'another heater' });
  now += 20 * DAY;
  await fireAll();
  t.match((await get<LeadOut>(`/v1/leads/${id}`)).body, { category: 'lost', temperature: 'cold' }, 'only warmth goes');
  const emitted = (await eventsOf(id)).filter(({ cause }) => cause === 'manual');
  t.match(emitted, [
    {
      type: 'lead.classified',
      actorKind: 'api_key',
      before: { category: 'sql', categoryDecidedBy: 'rule' },
      after: { category: 'lost', categoryDecidedBy: 'person', moveReason: 'Chose a rival', competitor: 'Rival' },
    },
  ]);

  const { body: released } = await post<LeadOut>(`/v1/leads/${id}/category/release`, undefined);
  t.match(released, { category: 'lead', categoryDecidedBy: 'rule', temperature: 'cold', categorySince: at(now) });
  t.notOk(released.moveReason ?? released.competitor);
  t.equal(await openLeads(), 1);
  t.equal(
    (await post<LeadOut>(`/v1/leads/${id}/category/release`, undefined)).body.version,
    released.version,
    'nothing to release',
  );
  const [event] = (await eventsOf(id)).filter(({ cause }) => cause === 'release');
  t.match(event, { before: { category: 'lost' }, after: { category: 'lead', categoryDecidedBy: 'rule' } });
});

t.test('the loop fires by itself, and stops in order', async (t) => {
  let later = START;
  const { url } = await createTestDatabase();
  const app = await openTestApp(t, { connection: url, clock: () => later, timersEveryMs: 20 });
  const inject = (method: 'GET' | 'POST', path: string, payload?: object) =>
    app.server.inject({
      method,
      url: path,
      headers: { authorization: `Bearer ${app.adminKey}` },
      ...(payload && { payload }),
    });
  const made = await inject('POST', '/v1/leads', { email: 'loop@time.example', purchaseTimeframeDays: 0 });
  const { id } = made.json<{ lead: LeadOut }>().lead;
  later += 15 * DAY;
  for (let tries = 0; tries < 250; tries += 1) {
    if ((await inject('GET', `/v1/leads/${id}`)).json<LeadOut>().temperature === 'cold') break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  t.equal((await inject('GET', `/v1/leads/${id}`)).json<LeadOut>().temperature, 'cold');
  t.match((await inject('GET', '/metrics')).body, /^timers_lag_seconds \d/m);
});

t.test('among a million timers, those that are due are found by the index alone', async (t) => {
  const { url } = await createTestDatabase();
  const client = createClient(url);
  await client.connect();
  t.teardown(() => client.end());
  await client.query(
    `insert into timers (workspace_id, kind, subject_id, due_at)
     select ('00000000-0000-0000-0000-' || lpad((n % 50)::text, 12, '0'))::uuid, 'lead_review',
            ('00000000-0000-0000-0001-' || lpad(n::text, 12, '0'))::uuid,
            timestamptz '2026-01-01' + n * interval '1 second'
       from generate_series(1, 1000000) n`,
  );
  await client.query('vacuum analyze timers');
  const values = [new Date('2026-01-01T01:00:00Z'), ['lead_review'], 1_000];
  const { rows } = await client.query(`explain (analyze, buffers, format json) ${DUE_TIMERS}`, values);
  const [{ Plan: plan, 'Execution Time': milliseconds }] = rows[0]['QUERY PLAN'];
  const text = JSON.stringify(plan);
  t.match(text, /"Index Only Scan".*"timers_due"/);
  t.notMatch(text, /Seq Scan|"Sort"/);
  t.ok(plan['Shared Hit Blocks'] + plan['Shared Read Blocks'] < 100, `${plan['Shared Hit Blocks']} pages`);
  t.comment(`${milliseconds} ms`);
});
