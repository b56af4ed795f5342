import t from 'tap';
import type { Static } from 'typebox';
import type { RotationSchema } from '../../src/http/schemas/assignment.js';
import type { NextLead } from '../../src/http/schemas/lead-owners.js';
import type { RoutingComparison, RoutingSimulation } from '../../src/http/schemas/routing.js';
import {
  type Assignment,
  at,
  HOUR,
  OFFICE,
  type Operation,
  openAssignment,
  type Rep,
  START,
} from './assignment-fixture.js';
import { eventFaults, type LeadOut, listAll, type ProblemOut, together } from './ingest-fixture.js';

const service = await openAssignment(t);
const { sql, fireAll, runOperations } = service;

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, get, patch, makeRep, makeTeam, publish, send, read, loadOf } = await service.makeWorkspace();
  const reassignmentsOf = async ({ id }: Rep) => {
    const { body } = await get<{ data: Operation[] }>('/v1/operations?kind=reassign');
    return body.data.filter(({ reassign }) => reassign?.repId === id);
  };
  return { makeRep, patch, get, makeTeam, publish, send, read, loadOf, post, reassignmentsOf };
}

t.test('a rep is kept in the official spelling, and refused when it cannot work', async (t) => {
  const { makeRep, patch, get } = await makeWorkspace();
  const settings = { timeZone: 'europe/london', languages: ['EN-gb'], holidaysCountry: 'GB', workingHours: OFFICE };
  const rep = await makeRep('Ada', { ...settings, skills: [{ name: 'crm', level: 3 }], dailyCap: 5 });
  t.match(rep, { timeZone: 'Europe/London', languages: ['en-GB'], dailyCap: 5, burstCap: null, absences: [] });
  const { body: same } = await patch<Rep>(`/v1/reps/${rep.id}`, { dailyCap: 5, burstCap: null, absences: [] });
  t.equal(same.version, 1, 'nothing new');
  const { body: changed } = await patch<Rep>(`/v1/reps/${rep.id}`, { dailyCap: null, skills: [], capacity: 3 });
  t.match(changed, { version: 2, dailyCap: null, skills: [], capacity: 3, timeZone: 'Europe/London' });
  t.same((await get(`/v1/reps/${rep.id}`)).body, changed);
  const wrong = {
    timeZone: 'Mars/Olympus',
    languages: ['not a language'],
    absences: [{ from: at(service.time.now), to: at(service.time.now) }],
    territories: [{ minimumEmployees: 5, maximumEmployees: 4 }],
  };
  const refused = await patch<ProblemOut>(`/v1/reps/${rep.id}`, wrong);
  t.equal(refused.status, 422);
  t.same(refused.body.errors?.map(({ pointer }) => pointer).sort(), [
    '/absences/0/to',
    '/languages/0',
    '/territories/0/maximumEmployees',
    '/timeZone',
  ]);
  const nowhere = await patch<ProblemOut>(`/v1/reps/${rep.id}`, { holidaysRegion: 'ZZZ' });
  t.match(nowhere.body.errors, [{ pointer: '/holidaysRegion', code: 'unknown_holidays' }]);
});

t.test('a lead that waits for working hours is assigned when they begin, exactly once', async (t) => {
  const { makeRep, makeTeam, publish, send, get, read, patch } = await makeWorkspace();
  const london = await makeRep('London', { timeZone: 'Europe/London', workingHours: OFFICE });
  const york = await makeRep('York', { timeZone: 'America/New_York', workingHours: OFFICE });
  const teamId = await makeTeam('Hours', [london, york]);
  await publish({ rules: [{ id: 'hours', label: 'Hours', teamId, availability: { mode: 'hold' } }] });
  const lead = await send('early@hours.example');
  t.match(lead.queue, { reason: 'held', nextEligibleAt: at(START + 3 * HOUR) });
  t.equal(lead.teamId, teamId);
  const decision = (await get<Assignment>(`/v1/leads/${lead.id}/assignment`)).body.decision;
  t.match(decision, { outcome: 'queued', nextEligibleAt: at(START + 3 * HOUR), rules: [{ outcome: 'held' }] });
  const candidates = new Map(decision?.candidates.map((one) => [one.repId, one]));
  t.match(candidates.get(london.id), { failedOn: 'not_working', eligibleFrom: at(START + 3 * HOUR) });
  t.match(candidates.get(york.id), { failedOn: 'not_working', eligibleFrom: at(START + 8 * HOUR) });

  service.time.now = START + 3 * HOUR - 1;
  await fireAll();
  t.equal((await read(lead.id)).version, 1, 'not a millisecond too early, and still the same version');
  service.time.now = START + 3 * HOUR;
  await fireAll();
  t.match(await read(lead.id), { ownerId: london.id, version: 2, effort: 1 });
  const timers = await sql<{ kind: string }>('select kind from timers where subject_id = $1', [lead.id]);
  t.same(
    timers.filter(({ kind }) => kind !== 'sequence_step'),
    [],
    'nothing is awaited any more',
  );
  const away = { absences: [{ from: at(service.time.now), to: at(service.time.now + 24 * HOUR) }] };
  await patch(`/v1/reps/${london.id}`, away);
  t.match((await send('later@hours.example')).queue, { nextEligibleAt: at(START + 8 * HOUR) });
});

t.test('leads that wait for an absent rep are given to it a few at a time', async (t) => {
  const { makeRep, makeTeam, publish, send, loadOf } = await makeWorkspace();
  const back = service.time.now + HOUR;
  const alone = await makeRep('Alone', {
    absences: [{ from: at(service.time.now), to: at(back) }],
    burstCap: 2,
    burstMinutes: 30,
  });
  const teamId = await makeTeam('Alone', [alone]);
  const when = { type: 'field', field: 'tags', operator: 'contains', value: 'heap' };
  await publish({ rules: [{ id: 'alone', label: 'Alone', teamId, when }] });
  for (let index = 0; index < 5; index += 1) await send(`heap${index}@back.example`, { tags: ['heap'] });
  const load: number[] = [];
  for (const minutes of [0, 29, 30, 60]) {
    service.time.now = back + minutes * 60_000;
    await fireAll();
    load.push((await loadOf(alone))[0] ?? 0);
  }
  t.same(load, [2, 2, 4, 5]);
});

t.test('a lead that waits for capacity is assigned as soon as there is some', async (t) => {
  const { makeRep, makeTeam, publish, loadOf, send, patch, read, post } = await makeWorkspace();
  await send('waiting@room.example');
  const small = await makeRep('Small', { effortCapacity: 3 });
  const teamId = await makeTeam('Room', [small]);
  await publish({ rules: [{ id: 'room', label: 'Room', teamId }] });
  await fireAll();
  const before = await loadOf(small);
  t.same(before, [1, 1], 'it got the one that waited');
  const hot = await send('hot@room.example', { purchaseTimeframeDays: 0 });
  t.match(hot.queue, { reason: 'no_eligible_rep' });
  t.notOk(hot.queue?.nextEligibleAt, 'time alone gives no room');
  await patch(`/v1/reps/${small.id}`, { effortCapacity: 4 });
  await fireAll();
  t.match(await read(hot.id), { ownerId: small.id, effort: 3 });
  const next = await send('next@room.example', { purchaseTimeframeDays: 0 });
  t.ok(next.queue);
  await post(`/v1/leads/${hot.id}/lose`, { reason: 'no_budget' });
  await fireAll();
  t.equal((await read(next.id)).ownerId, small.id, 'a closed lead makes room');
  const [[sum]] = [
    await sql<{ effort: number }>('select sum(effort)::int as effort from leads where owner_id = $1', [small.id]),
  ];
  t.equal((await loadOf(small))[1], sum?.effort ?? 0, 'the effort is that of the leads');
});

t.test('leases: two reps never hold the same lead, and none is lost', async (t) => {
  const { makeRep, makeTeam, publish, post, get, read } = await makeWorkspace();
  const reps = await Promise.all(Array.from({ length: 8 }, (_, index) => makeRep(`Claimer ${index}`)));
  const teamId = await makeTeam('Claimers', reps);
  const onlyPool = { type: 'field', field: 'tags', operator: 'contains', value: 'pool' };
  await publish({ rules: [{ id: 'pool', label: 'Pool', when: onlyPool, teamId, strategy: 'claim' }] });
  const items = Array.from({ length: 200 }, (_, index) => ({ email: `pool${index}@claims.example`, tags: ['pool'] }));
  await post('/v1/leads/batch', { items });
  const claim = async (index: number) => {
    const repId = reps[index % reps.length]?.id ?? '';
    const instance = (index >> 3) % 2;
    const { body } = await post<Static<typeof NextLead>>(
      `/v1/reps/${repId}/next-lead`,
      { leaseSeconds: 60 },
      { instance },
    );
    const { lead } = body;
    if (lead === undefined) return undefined;
    const path = `/v1/leads/${lead.id}/lease/take`;
    const taken = await post<LeadOut>(path, { repId }, { instance: 1 - instance });
    return taken.status === 200 ? { leadId: lead.id, repId, ownerId: taken.body.ownerId } : { conflict: taken.status };
  };
  // Each rep one claim at a time, as it would answer the same to both.
  const outcomes = (
    await together(8, 8, async (lane) => {
      const found = [];
      for (let round = 0; round < 60; round += 1) found.push(await claim(lane + 8 * round));
      return found;
    })
  ).flat();
  const taken = outcomes.filter((one) => one && 'leadId' in one) as {
    leadId: string;
    repId: string;
    ownerId: string;
  }[];
  t.equal(new Set(taken.map(({ leadId }) => leadId)).size, taken.length, 'each once');
  t.ok(taken.every(({ repId, ownerId }) => repId === ownerId));
  t.ok(taken.length >= 200, `${taken.length} taken`);
  t.same(
    outcomes.filter((one) => one && 'conflict' in one),
    [],
  );
  const [left] = await sql<{ count: string }>(`select count(*) from leads where team_id = $1 and owner_id is null`, [
    teamId,
  ]);
  t.equal(left?.count, '0');
  const { body } = await get<Static<typeof RotationSchema>>(`/v1/teams/${teamId}/rotation`);
  t.equal(
    body.entries.reduce((sum, { given }) => sum + given, 0),
    200,
    'claims count in the ledger',
  );

  await post('/v1/leads', { email: 'one@claims.example', tags: ['pool'], purchaseTimeframeDays: 0 });
  const [first, second] = reps as [Rep, Rep];
  const next = (rep: Rep) => post<Static<typeof NextLead>>(`/v1/reps/${rep.id}/next-lead`, { leaseSeconds: 60 });
  const held = (await next(first)).body.lead;
  t.match(held, { email: 'one@claims.example', leaseRepId: first.id, leaseUntil: at(service.time.now + 60_000) });
  t.not((await next(second)).body.lead?.id, held?.id);
  service.time.now += 60_000;
  await fireAll();
  t.match(await read(held?.id ?? ''), { queue: { reason: 'claim_pool' } });
  t.notOk((await read(held?.id ?? '')).leaseRepId, 'the lease has ended by itself');
  t.equal((await post(`/v1/leads/${held?.id}/lease/take`, { repId: first.id })).status, 409);
  t.equal((await next(second)).body.lead?.id, held?.id);
});

t.test(
  'the leads of a rep who leaves go to the others, those assigned by hand stay, and the rep is credited',
  async (t) => {
    const { makeRep, makeTeam, publish, send, post, patch, get, reassignmentsOf, read, loadOf } = await makeWorkspace();
    const [stays, leaves] = [await makeRep('Stays'), await makeRep('Leaves')];
    const teamId = await makeTeam('Leaving', [stays, leaves]);
    await publish({
      rules: [{ id: 'all', label: 'All', teamId, when: { type: 'field', field: 'need', operator: 'exists' } }],
    });
    const leads = [];
    for (let index = 0; index < 10; index += 1)
      leads.push(await send(`leaving${index}@reps.example`, { need: 'heat' }));
    const theirs = leads.filter(({ ownerId }) => ownerId === leaves.id);
    t.equal(theirs.length, 5);
    const kept = theirs[0]?.id ?? '';
    await post(`/v1/leads/${kept}/owner`, { repId: leaves.id, reason: 'Old friend' });
    await patch(`/v1/reps/${leaves.id}`, { active: false });
    t.match(await get<object>(`/v1/reps/${leaves.id}/reassignment`).then(({ body }) => body), {
      movable: 4,
      byHand: 1,
    });
    await runOperations();
    const [operation] = await reassignmentsOf(leaves);
    t.match(operation, { state: 'succeeded', reassign: { cause: 'inactive', reassigned: 4, queued: 0 } });
    t.equal((await read(kept)).ownerId, leaves.id);
    t.same([(await loadOf(stays))[0], (await loadOf(leaves))[0]], [9, 1]);
    const rotation = (await get<Static<typeof RotationSchema>>(`/v1/teams/${teamId}/rotation`)).body;
    t.same(rotation.entries.map(({ given }) => given).sort(), [1, 9].map((n) => n).sort());
    t.strictSame(await eventFaults(sql), []);
  },
);

t.test(
  'a rep that was deactivated by mistake keeps the leads that were not reassigned yet, and one that keeps its leads keeps all',
  async (t) => {
    const { makeRep, makeTeam, publish, send, patch, reassignmentsOf, loadOf } = await makeWorkspace();
    const [hasty, keeps] = [await makeRep('Hasty'), await makeRep('Keeps', { whenInactive: 'keep' })];
    const teamId = await makeTeam('Hasty', [hasty, keeps]);
    await publish({ rules: [{ id: 'all', label: 'All', teamId }] });
    for (let index = 0; index < 4; index += 1) await send(`hasty${index}@reps.example`);
    await patch(`/v1/reps/${hasty.id}`, { active: false });
    await patch(`/v1/reps/${hasty.id}`, { active: true });
    await patch(`/v1/reps/${keeps.id}`, { active: false });
    await runOperations();
    t.match(await reassignmentsOf(hasty), [{ state: 'cancelled' }]);
    t.same(await reassignmentsOf(keeps), []);
    t.same([(await loadOf(hasty))[0], (await loadOf(keeps))[0]], [2, 2]);
  },
);

t.test(
  'the leads of a rep who is absent for long go when the absence begins, and those that no rep takes come back bit by bit',
  async (t) => {
    const { makeRep, makeTeam, publish, post, loadOf, reassignmentsOf, patch, get } = await makeWorkspace();
    const [from, to] = [service.time.now + HOUR, service.time.now + 25 * HOUR];
    const absences = [{ from: at(from), to: at(to) }];
    const away = await makeRep('Away', { absences, whenAbsent: 'reassign' });
    const helper = await makeRep('Helper', { capacity: 5 });
    const teamId = await makeTeam('Absences', [away, helper]);
    await publish({
      rules: [
        {
          id: 'all',
          label: 'All',
          teamId,
          when: { type: 'field', field: 'tags', operator: 'contains', value: 'away' },
        },
      ],
    });
    const items = Array.from({ length: 30 }, (_, index) => ({ email: `away${index}@reps.example`, tags: ['away'] }));
    await post('/v1/leads/batch', { items });
    t.same([(await loadOf(away))[0], (await loadOf(helper))[0]], [25, 5]);
    service.time.now = from - 1;
    await fireAll();
    await runOperations();
    t.same(await reassignmentsOf(away), [], 'not a millisecond too early');
    await patch(`/v1/reps/${helper.id}`, { capacity: 8 });
    service.time.now = from;
    await fireAll();
    await runOperations();
    t.match(await reassignmentsOf(away), [
      { state: 'succeeded', reassign: { cause: 'absent', reassigned: 3, queued: 22 } },
    ]);
    t.same([(await loadOf(away))[0], (await loadOf(helper))[0]], [0, 8]);
    const waiting = (await listAll(get, '/v1/leads'))
      .filter(({ tags }) => tags?.includes('away'))
      .flatMap(({ queue }) => queue?.nextEligibleAt ?? []);
    t.same(waiting, Array(22).fill(at(to)), 'they wait for its return');
    const load: number[] = [];
    for (const minutes of [0, 59, 60, 120]) {
      service.time.now = to + minutes * 60_000;
      await fireAll();
      load.push((await loadOf(away))[0] ?? 0);
    }
    t.same(load, [10, 10, 20, 22]);
    await fireAll();
    await runOperations();
    t.equal((await reassignmentsOf(away)).length, 1, 'once for each absence');
    t.strictSame(await eventFaults(sql), []);
  },
);

t.test('two processes reassign the leads of one rep, each lead once, and the ledger agrees', async (t) => {
  const { makeRep, makeTeam, publish, post, patch, reassignmentsOf, loadOf } = await makeWorkspace();
  const [big, ...others] = [await makeRep('Big'), await makeRep('Other 1'), await makeRep('Other 2')];
  const teamId = await makeTeam('Big', [big as Rep]);
  await publish({
    rules: [
      { id: 'all', label: 'All', teamId, when: { type: 'field', field: 'tags', operator: 'contains', value: 'big' } },
    ],
  });
  for (let from = 0; from < 1_200; from += 600) {
    const items = Array.from({ length: 600 }, (_, index) => ({
      email: `big${from + index}@reps.example`,
      tags: ['big'],
    }));
    await post('/v1/leads/batch', { items });
  }
  const members = [big as Rep, ...others].map(({ id }) => ({ repId: id, weight: 1 }));
  await patch(`/v1/teams/${teamId}`, { members });
  const path = `/v1/reps/${(big as Rep).id}/reassignment`;
  const asked = await Promise.all([
    post<{ id: string }>(path, undefined),
    post<{ id: string }>(path, undefined, { instance: 1 }),
  ]);
  t.same(
    asked.map(({ status }) => status),
    [202, 202],
  );
  t.equal(asked[0]?.body.id, asked[1]?.body.id, 'asked twice, done once');
  await runOperations();
  t.match(await reassignmentsOf(big as Rep), [
    { state: 'succeeded', progress: { done: 1200, total: 1200 }, reassign: { reassigned: 1200, queued: 0 } },
  ]);
  t.same(await Promise.all(others.map(async (rep) => (await loadOf(rep))[0])), [600, 600]);
  const [most] = await sql<{ most: number }>(
    `select max(times)::int as most from (select count(*) as times from events
      where type = 'lead.assigned' and cause = 'reassignment' and data->'before'->>'ownerId' = $1 group by subject_id) moves`,
    [(big as Rep).id],
  );
  t.equal(most?.most, 1);
});

t.test('a company stays with its owner', async (t) => {
  const { makeRep, makeTeam, publish, send, post, get } = await makeWorkspace();
  const reps = [await makeRep('One'), await makeRep('Two')];
  const teamId = await makeTeam('Companies', reps);
  await publish({ rules: [{ id: 'all', label: 'All', teamId }], stickiness: ['company'] });
  const first = await send('ceo@analytical-engines.com');
  const others = await together(6, 3, (index) =>
    post('/v1/leads', { email: `p${index}@analytical-engines.com` }, { instance: index % 2 }),
  );
  t.same(new Set(others.map(({ body }) => body.lead.ownerId)), new Set([first.ownerId]));
  const decision = (await get<Assignment>(`/v1/leads/${others[0]?.body.lead.id}/assignment`)).body.decision;
  t.match(decision, { stickiness: 'company', candidates: [] });
});

t.test('a policy is tried without a trace, now and at an instant ahead, and compared with another', async (t) => {
  const { makeRep, makeTeam, post, get } = await makeWorkspace();
  const items = Array.from({ length: 100 }, (_, index) => ({ email: `tried${index}@tried.example` }));
  await post('/v1/leads/batch', { items });
  const london = await makeRep('Tried London', { timeZone: 'Europe/London', workingHours: OFFICE, languages: ['en'] });
  const paris = await makeRep('Tried Paris', { timeZone: 'Europe/Paris', workingHours: OFFICE, languages: ['fr'] });
  const teamId = await makeTeam('Tried', [london, paris]);
  const rule = { id: 'language', label: 'Language', teamId, matches: ['language'], availability: { mode: 'now' } };
  const document = { rules: [rule], stickiness: ['company'] };
  const draft = (await post<{ version: number }>('/v1/routing-policies', { name: 'Draft', document })).body.version;
  const traces = () =>
    sql('select (select sum(event_sequence) from workspaces) as events, (select count(*) from leads) as leads');
  const before = await traces();
  const simulate = async (body: object) =>
    (await post<Static<typeof RoutingSimulation>>(`/v1/routing-policies/${draft}/simulate`, body)).body;
  const french = { name: 'Marie Curie', language: 'fr' };
  const monday = Date.UTC(2026, 0, 19, 8, 30);
  const evening = await simulate({ lead: french, at: at(Date.UTC(2026, 0, 16, 20)) });
  t.match(evening, {
    queued: 1,
    results: [{ outcome: 'queued', nextEligibleAt: at(monday - HOUR / 2) }],
    decision: { candidates: [{ failedOn: 'language', fact: 'does not speak fr' }, { failedOn: 'not_working' }] },
  });
  const working = await simulate({ lead: french, at: at(monday) });
  t.match(working, { queued: 0, reps: [{ repId: paris.id, leads: 1 }], decision: { tieBreak: 'only_candidate' } });
  const many = await simulate({ latest: 100, at: at(monday + HOUR) });
  t.equal(many.results.length, 100);
  t.equal(
    many.reps.reduce((sum, { leads }) => sum + leads, many.queued),
    100,
  );
  t.notOk(many.decision);
  const [published] = (await get<{ data: { version: number }[] }>('/v1/routing-policies?limit=2')).body.data.slice(-1);
  const body = { withVersion: published?.version, latest: 100, at: at(monday + HOUR) };
  const path = `/v1/routing-policies/${draft}/compare`;
  const compared = (await post<Static<typeof RoutingComparison>>(path, body)).body;
  t.equal(compared.changed.length + compared.unchanged, 100);
  t.ok(compared.changed.length > 0);
  t.ok(
    compared.changed.every(
      (change) =>
        change.before.repId !== change.after.repId ||
        change.before.teamId !== change.after.teamId ||
        change.before.outcome !== change.after.outcome,
    ),
  );
  t.same(await traces(), before);
});

t.test('a lead goes to the rep of its time zone, by whichever of its names each was stored', async (t) => {
  const { makeRep, makeTeam, publish, send, post } = await service.makeWorkspace();
  const zones = [
    ['Asia/Kolkata', 'Asia/Calcutta'],
    ['US/Pacific', 'America/Los_Angeles'],
    ['Europe/Kyiv', 'Europe/Kiev'],
    ['Etc/UTC', 'UTC'],
    ['Asia/Ho_Chi_Minh', 'Asia/Saigon'],
  ] as const;
  const reps: Rep[] = [];
  for (const [timeZone] of zones) reps.push(await makeRep(timeZone, { timeZone }));
  const teamId = await makeTeam('Zones', reps);
  await publish({ rules: [{ id: 'zone', label: 'Zone', teamId, matches: ['time_zone'] }] });
  for (const [index, [of, other]] of zones.entries()) {
    for (const timeZone of [of, other]) {
      const lead = await send(`${timeZone.replace('/', '-')}-${index}@zones.example`, { timeZone });
      t.equal(lead.ownerId, reps[index]?.id, `${timeZone} to the rep of ${of}`);
    }
    const where = { type: 'field', field: 'timeZone', operator: 'eq', value: of };
    const found = await post<{ data: object[] }>('/v1/leads/search', { where });
    t.equal(found.body.data.length, 2, `both leads of ${of} are found`);
  }
});
