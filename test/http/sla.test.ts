import t from 'tap';
import type { Static } from 'typebox';
import type { SlaAttainmentReport, SpeedToLeadReport } from '../../src/http/schemas/handoff-sla-reports.js';
import type { RepSchema } from '../../src/http/schemas/reps.js';
import type { LeadSla } from '../../src/http/schemas/sla.js';
import { at, fireAllTimers, HOUR, OFFICE } from './assignment-fixture.js';
import { eventFaults, type LeadOut, listAll, openService, type ProblemOut, together } from './ingest-fixture.js';

type Sla = Static<typeof LeadSla>;

const MINUTE = 60_000;
/** A Thursday in London, ten o'clock. */
const START = Date.UTC(2026, 0, 15, 10);
let now = START;
const service = await openService(t, { instances: 2, clock: () => now });
const { apps, sql } = service;
const fireAll = () => fireAllTimers(t, apps);

const london = { timeZone: 'Europe/London', workingHours: OFFICE, holidaysCountry: 'GB', holidaysRegion: 'ENG' };

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  now = START;
  // Timers that other subtests left would be due as well.
  await sql('delete from timers');
  const { workspaceId, post, get } = await service.makeWorkspace();
  const makeRep = async (name: string, settings: object = {}) =>
    (await post<Static<typeof RepSchema>>('/v1/reps', { name, ...settings })).body.id;
  const publish = async (kind: string, document: object) => {
    const draft = await post<{ version: number }>(`/v1/${kind}`, { name: 'Tried', document });
    t.equal(draft.status, 201, draft.text);
    t.equal((await post(`/v1/${kind}/${draft.body.version}/publish`, undefined)).status, 200);
    return draft.body.version;
  };
  const promise = (...rules: object[]) =>
    publish('sla-policies', { rules: rules.map((rule, index) => ({ id: `r${index}`, label: 'Promise', ...rule })) });
  let count = 0;
  const send = async (more: object = {}) => {
    count += 1;
    return (await post('/v1/leads', { email: `p${count}@sla.example`, ...more })).body.lead;
  };
  const read = async (id: string) => (await get<LeadOut>(`/v1/leads/${id}`)).body;
  const slaOf = async (id: string) => (await get<Sla>(`/v1/leads/${id}/sla`)).body;
  const eventsOf = async (id: string) =>
    (await listAll<{ type: string; after: Record<string, unknown> }>(get, `/v1/events?subjectId=${id}`)).filter(
      ({ type }) => type.startsWith('lead.sla_'),
    );
  const route = async (members: string[]) => {
    const team = { name: `Team ${members.length}`, members: members.map((repId) => ({ repId, weight: 1 })) };
    const { id: teamId } = (await post<{ id: string }>('/v1/teams', team)).body;
    await publish('routing-policies', { rules: [{ id: 'all', label: 'All', teamId }] });
  };
  const ada = await makeRep('Ada', london);
  const bob = await makeRep('Bob', london);
  const offer = (automatic: string[]) =>
    publish('handoff-policies', {
      automatic,
      acceptWithinHours: { mql: 24, sql: 24 },
      afterRejection: 'by_reason',
      afterTimeout: 'next_rep',
      maximumOffers: 3,
    });
  /** An SQL is offered to one rep and goes to the other when 15 minutes pass. */
  const offerWithin15Minutes = async () => {
    await route([ada, bob]);
    await offer(['sql']);
    await promise({ clock: 'acceptance', withinMinutes: 15, hours: 'always', onBreach: ['reassign'] });
  };
  return {
    workspaceId,
    offer,
    offerWithin15Minutes,
    route,
    ada,
    send,
    slaOf,
    post,
    promise,
    eventsOf,
    read,
    get,
    bob,
    publish,
  };
}

t.test('nothing is promised until a policy does, and one that cannot work is refused', async (t) => {
  const { route, ada, send, slaOf, post } = await makeWorkspace();
  await route([ada]);
  const lead = await send();
  t.same(await slaOf(lead.id), { leadId: lead.id, clocks: [] });
  const wrong = { rules: [], timeZone: 'Mars/Olympus', holidaysCountry: 'ZZ' };
  const refused = await post<ProblemOut>('/v1/sla-policies', { name: 'Wrong', document: wrong });
  t.equal(refused.status, 422);
  t.same(
    refused.body.errors?.map(({ pointer, code }) => [pointer, code]),
    [
      ['/document/timeZone', 'unknown_time_zone'],
      ['/document/holidaysCountry', 'unknown_holidays'],
    ],
  );
});

t.test('a clock starts with the lead, warns and breaches by itself, each with its rule and version', async (t) => {
  const { route, promise, send, slaOf, ada, eventsOf, read } = await makeWorkspace();
  await route([ada]);
  const version = await promise({ clock: 'first_touch', withinMinutes: 60, hours: 'owner', warnAtPercent: 75 });
  const lead = await send();
  const [clock] = (await slaOf(lead.id)).clocks;
  t.match(clock, {
    clock: 'first_touch',
    ruleId: 'r0',
    slaPolicyVersion: version,
    status: 'running',
    allowedSeconds: 3600,
    startedAt: at(now),
    warnAt: at(now + 45 * MINUTE),
    dueAt: at(now + HOUR),
    ownerId: ada,
  });
  now += 45 * MINUTE;
  await fireAll();
  t.match((await slaOf(lead.id)).clocks, [{ status: 'running', warnedAt: at(now) }]);
  now += 15 * MINUTE - 1;
  await fireAll();
  t.match((await slaOf(lead.id)).clocks, [{ status: 'running' }], 'not a millisecond too early');
  now += 1;
  await fireAll();
  await fireAll();
  t.match((await slaOf(lead.id)).clocks, [{ status: 'breached', leftSeconds: 0, endedAt: at(now), ownerId: ada }]);
  const events = await eventsOf(lead.id);
  t.same(
    events.map(({ type }) => type),
    ['lead.sla_started', 'lead.sla_warned', 'lead.sla_breached'],
  );
  for (const { after } of events) t.match(after, { clock: { ruleId: 'r0', policyVersion: version } });
  t.equal((await read(lead.id)).ownerId, ada, 'the owner does not change');
  t.same(await sql(`select 1 from timers where subject_id = $1 and kind = 'sla_check'`, [lead.id]), []);
});

t.test('business hours go on after holidays and changes of the clock', async (t) => {
  const { route, ada, send, slaOf, promise } = await makeWorkspace();
  await route([ada]);
  await promise({ clock: 'first_touch', withinMinutes: 60, hours: 'owner' });
  now = Date.UTC(2026, 3, 2, 15, 30);
  const easter = await send();
  t.equal((await slaOf(easter.id)).clocks[0]?.dueAt, at(Date.UTC(2026, 3, 7, 8, 30)), 'after Easter Monday');
  now = Date.UTC(2026, 2, 27, 16, 30);
  const summer = await send();
  t.equal((await slaOf(summer.id)).clocks[0]?.dueAt, at(Date.UTC(2026, 2, 30, 8, 30)), 'by summer time');
  now = START;
  await promise({ clock: 'first_touch', withinMinutes: 60, hours: 'lead' });
  now = Date.UTC(2026, 0, 16, 3);
  const tokyo = await send({ timeZone: 'Asia/Tokyo' });
  const nowhere = await send();
  t.equal((await slaOf(tokyo.id)).clocks[0]?.dueAt, at(now + HOUR), 'noon in Tokyo');
  t.equal(
    (await slaOf(nowhere.id)).clocks[0]?.dueAt,
    at(Date.UTC(2026, 0, 16, 10)),
    'the office hours of the workspace',
  );
});

t.test('paused it stands, resumed it goes on with what was left', async (t) => {
  const { promise, send, post, slaOf, get } = await makeWorkspace();
  await promise({ clock: 'first_touch', withinMinutes: 60, hours: 'always', warnAtPercent: 50 });
  const lead = await send();
  now += 20 * MINUTE;
  const act = (verb: string, body?: object) => post<ProblemOut>(`/v1/leads/${lead.id}/sla/${verb}`, body);
  t.equal((await act('resume')).status, 409);
  t.equal((await act('pause', { reason: 'On holiday' })).status, 200);
  t.equal((await act('pause', { reason: 'On holiday' })).status, 409);
  t.match(await slaOf(lead.id), {
    paused: { at: at(now), cause: 'request', reason: 'On holiday' },
    clocks: [{ status: 'paused', leftSeconds: 2400 }],
  });
  now += 100 * HOUR;
  await fireAll();
  t.match((await slaOf(lead.id)).clocks, [{ status: 'paused' }]);
  t.equal((await act('resume')).status, 200);
  t.match((await slaOf(lead.id)).clocks, [
    { status: 'running', warnAt: at(now + 10 * MINUTE), dueAt: at(now + 40 * MINUTE) },
  ]);
  await post(`/v1/leads/${lead.id}/park`, { reason: 'bad_timing', wakeWhen: { minimumScore: 100 } });
  t.match(await slaOf(lead.id), { paused: { cause: 'parked' }, clocks: [{ status: 'paused' }] });
  t.match((await act('resume')).body, { status: 409, detail: /parked/ });
  now += 100 * HOUR;
  await post(`/v1/leads/${lead.id}/category/release`, undefined);
  t.match((await slaOf(lead.id)).clocks, [{ status: 'running', dueAt: at(now + 40 * MINUTE) }]);
  await post(`/v1/leads/${lead.id}/lose`, { reason: 'no_contact' });
  t.match((await slaOf(lead.id)).clocks, [{ status: 'cancelled', cancelReason: 'closed', leftSeconds: 2400 }]);
  const past = (await get(`/v1/leads/${lead.id}?asOf=${at(now)}`)).body;
  t.equal(past.category, 'lost');
});

t.test('a breach gives the lead to another rep, with a clock of its own', async (t) => {
  const { route, ada, bob, promise, send, post, get, read, slaOf } = await makeWorkspace();
  await route([ada, bob]);
  await promise({ clock: 'first_touch', withinMinutes: 30, hours: 'always', onBreach: ['notify', 'reassign'] });
  const lead = await send();
  const first = lead.ownerId ?? '';
  const kept = await send();
  await post(`/v1/leads/${kept.id}/owner`, { repId: ada, reason: 'Knows them' });
  const load = async (repId: string) => (await get<{ openLeads: number }>(`/v1/reps/${repId}`)).body.openLeads;
  const before = await load(first);
  now += 30 * MINUTE;
  await fireAll();
  const moved = await read(lead.id);
  t.not(moved.ownerId, first);
  t.ok(moved.ownerId);
  t.equal(await load(first), before - 1);
  t.match((await slaOf(lead.id)).clocks, [
    { status: 'running', ownerId: moved.ownerId, dueAt: at(now + 30 * MINUTE) },
    { status: 'breached', ownerId: first },
  ]);
  t.equal((await read(kept.id)).ownerId, ada, 'what a person gave stays');
  now += 30 * MINUTE;
  await fireAll();
  t.match(await read(lead.id), { queue: { reason: 'no_eligible_rep' } }, 'every rep has breached it');
  t.same((await get(`/v1/leads/${lead.id}?asOf=${at(now)}`)).body.queue, (await read(lead.id)).queue);
  t.same(await eventFaults(sql), []);
});

t.test('an offer that is not accepted in time goes to the next rep', async (t) => {
  const { offerWithin15Minutes, send, slaOf, post, read } = await makeWorkspace();
  await offerWithin15Minutes();
  const late = await send({ purchaseTimeframeDays: 0 });
  const quick = await send({ purchaseTimeframeDays: 0 });
  t.match((await slaOf(late.id)).clocks, [{ clock: 'acceptance', handoffId: late.handoff?.id }]);
  now += 10 * MINUTE;
  t.equal((await post(`/v1/leads/${quick.id}/handoff/accept`, {})).status, 200);
  t.match((await slaOf(quick.id)).clocks, [{ status: 'met', leftSeconds: 300 }]);
  now += 5 * MINUTE;
  await fireAll();
  const next = await read(late.id);
  t.match(next.handoff, { status: 'offered', offerNumber: 2 });
  t.not(next.ownerId, late.ownerId);
  t.match((await slaOf(late.id)).clocks, [{ status: 'running' }, { status: 'breached' }]);
});

t.test('acceptance races against the breach: one wins', async (t) => {
  const { offerWithin15Minutes, send, post, slaOf } = await makeWorkspace();
  await offerWithin15Minutes();
  const leads = await together(12, 4, () => send({ purchaseTimeframeDays: 0 }));
  now += 15 * MINUTE;
  const answering = together(12, 6, (index) =>
    post(`/v1/leads/${leads[index]?.id}/handoff/accept`, { repId: leads[index]?.ownerId }, { instance: index % 2 }),
  );
  const [answers] = await Promise.all([answering, fireAll()]);
  for (const [index, { status }] of answers.entries()) {
    const { clocks } = await slaOf(leads[index]?.id ?? '');
    const first = clocks.findLast(({ clock }) => clock === 'acceptance');
    t.equal(first?.status, status === 200 ? 'met' : 'breached');
  }
});

t.test('the first contact meets its promise and is remembered; the next one is promised from it', async (t) => {
  const { route, ada, offer, promise, send, post, slaOf, get, read } = await makeWorkspace();
  await route([ada]);
  await offer([]);
  await promise(
    { clock: 'first_touch', withinMinutes: 120, hours: 'owner' },
    { clock: 'next_touch', withinMinutes: 600, hours: 'always' },
  );
  // A Wednesday, an hour before work.
  now = Date.UTC(2026, 1, 11, 8);
  const lead = await send();
  now += 2 * HOUR;
  const record = (body: object) => post(`/v1/leads/${lead.id}/activities`, body);
  t.equal((await record({ kind: 'note', body: 'Looks promising' })).status, 201);
  t.notOk((await slaOf(lead.id)).speedToLead, 'a note is no contact');
  t.equal((await record({ kind: 'call', outcome: 'connected', repId: ada })).status, 201);
  t.match(await slaOf(lead.id), {
    speedToLead: { firstContactAt: at(now), repId: ada, elapsedSeconds: 7200, businessSeconds: 3600 },
    clocks: [
      { clock: 'next_touch', status: 'running', dueAt: at(now + 10 * HOUR) },
      { clock: 'first_touch', status: 'met', leftSeconds: 3600 },
    ],
  });
  now += HOUR;
  await record({ kind: 'email', repId: ada });
  t.match((await slaOf(lead.id)).clocks, [{ status: 'running', dueAt: at(now + 10 * HOUR) }, { status: 'met' }]);
  const speed = (await get<Static<typeof SpeedToLeadReport>>('/v1/reports/speed-to-lead?groupBy=rep')).body;
  t.match(speed.groups, [{ key: ada, leads: 1, medianElapsedSeconds: 7200, p90BusinessSeconds: 3600 }]);
  const past = (await get(`/v1/leads/${lead.id}?asOf=${at(now)}`)).body;
  t.equal(past.version, (await read(lead.id)).version);
});

t.test('one truth for clock, speed to lead and report, however late a contact is recorded', async (t) => {
  const { route, ada, promise, send, post, slaOf, get, eventsOf } = await makeWorkspace();
  await route([ada]);
  await promise({ clock: 'first_touch', withinMinutes: 30, hours: 'always' });
  const lead = await send();
  const call = (minutesAgo: number, body: object = {}) =>
    post(`/v1/leads/${lead.id}/activities`, {
      ...{ kind: 'call', outcome: 'connected', repId: ada, occurredAt: at(now - minutesAgo * MINUTE) },
      ...body,
    });
  const report = async (path: string) => (await get<{ groups: object[] }>(path)).body.groups;
  now += 60 * MINUTE;
  await fireAll();
  t.match((await slaOf(lead.id)).clocks, [{ status: 'breached' }]);
  await call(90);
  t.match(
    await slaOf(lead.id),
    { clocks: [{ status: 'breached' }], speedToLead: undefined },
    'a call before the lead is none of it',
  );
  await call(50);
  t.match(await slaOf(lead.id), {
    clocks: [{ status: 'met', leftSeconds: 1200, endedAt: at(now - 50 * MINUTE) }],
    speedToLead: { elapsedSeconds: 600 },
  });
  t.match((await eventsOf(lead.id)).at(-1), { type: 'lead.sla_restated', after: { clock: { status: 'met' } } });
  t.match(await report('/v1/reports/sla-attainment?groupBy=clock'), [{ key: 'first_touch', met: 1, breached: 0 }]);
  t.match(await report('/v1/reports/speed-to-lead?groupBy=rep'), [{ key: ada, leads: 1, medianElapsedSeconds: 600 }]);
  t.same(await eventFaults(sql), []);
});

t.test(
  'after a breach the next contact starts the clock of the next touch anew, from when the contact was',
  async (t) => {
    const { route, ada, promise, send, post, slaOf, get } = await makeWorkspace();
    await route([ada]);
    await promise({ clock: 'next_touch', withinMinutes: 600, hours: 'always' });
    const lead = await send();
    const call = (hoursAgo: number) =>
      post(`/v1/leads/${lead.id}/activities`, {
        ...{ kind: 'call', outcome: 'connected', repId: ada, occurredAt: at(now - hoursAgo * HOUR) },
      });
    const clocks = async () => (await slaOf(lead.id)).clocks;
    now += 5 * HOUR;
    await call(4);
    t.match(await clocks(), [{ status: 'running', dueAt: at(now + 6 * HOUR) }], 'the first contact, recorded late');
    now += 7 * HOUR;
    await fireAll();
    await call(12);
    t.match(await clocks(), [{ status: 'breached' }], 'a contact before the clock is none of it');
    await call(0);
    t.match(await clocks(), [{ status: 'running', dueAt: at(now + 10 * HOUR) }, { status: 'breached' }]);
    now += 11 * HOUR;
    await fireAll();
    await call(2);
    t.match(await clocks(), [
      { status: 'running', dueAt: at(now + 8 * HOUR) },
      { status: 'met' },
      { status: 'breached' },
    ]);
    const report = await get<{ groups: object[] }>('/v1/reports/sla-attainment?groupBy=clock');
    t.match(report.body.groups, [{ key: 'next_touch', met: 1, breached: 1 }]);
    t.same(await eventFaults(sql), []);
  },
);

t.test('a recycled lead waits for its first contact since it was recycled', async (t) => {
  const { route, ada, promise, send, post, slaOf, get } = await makeWorkspace();
  await route([ada]);
  await promise({ clock: 'first_touch', withinMinutes: 30, hours: 'always' });
  const lead = await send();
  const call = () => post(`/v1/leads/${lead.id}/activities`, { kind: 'call', outcome: 'connected', repId: ada });
  now += 5 * MINUTE;
  await call();
  t.equal((await post(`/v1/leads/${lead.id}/lose`, { reason: 'no_budget' })).status, 200);
  now += 184 * 24 * HOUR;
  t.equal((await post(`/v1/leads/${lead.id}/recycle`, { reason: 'Again' })).status, 200);
  t.match((await slaOf(lead.id)).clocks, [{ clock: 'first_touch', status: 'running' }, { status: 'met' }]);
  now += 10 * MINUTE;
  await call();
  t.match(await slaOf(lead.id), {
    speedToLead: { elapsedSeconds: 600 },
    clocks: [{ status: 'met', leftSeconds: 1200 }, { status: 'met' }],
  });
  const speed = (await get<{ groups: object[] }>('/v1/reports/speed-to-lead?groupBy=rep')).body;
  t.match(speed.groups, [{ leads: 2, medianElapsedSeconds: 450, p90ElapsedSeconds: 570 }], 'both cycles are counted');
  t.same(await eventFaults(sql), []);
});

t.test('an attempt that reached nobody is a contact only if the policy counts it', async (t) => {
  const { route, ada, publish, send, post, slaOf } = await makeWorkspace();
  await route([ada]);
  const rules = [{ id: 'r', label: 'Promise', clock: 'first_touch', withinMinutes: 30, hours: 'always' }];
  const attempts = [
    { kind: 'call', outcome: 'no_answer' },
    { kind: 'call', outcome: 'busy' },
    { kind: 'meeting', outcome: 'no_show' },
    { kind: 'email', outcome: 'bounced' },
    { kind: 'email', automatic: true },
  ];
  const statusAfter = async (attempt: object) => {
    const { id } = await send();
    t.equal((await post(`/v1/leads/${id}/activities`, attempt)).status, 201);
    return (await slaOf(id)).clocks.find(({ clock }) => clock === 'first_touch')?.status;
  };
  await publish('sla-policies', { rules });
  for (const attempt of attempts) t.equal(await statusAfter(attempt), 'running', JSON.stringify(attempt));
  t.equal(await statusAfter({ kind: 'call', outcome: 'left_voicemail' }), 'met');
  const countedAttempts = ['no_answer', 'busy', 'no_show', 'bounced', 'automatic_email'];
  await publish('sla-policies', { rules, countedAttempts });
  for (const attempt of attempts) t.equal(await statusAfter(attempt), 'met', JSON.stringify(attempt));
  t.equal(await statusAfter({ kind: 'email', outcome: 'bounced', automatic: true }), 'met');
  t.equal(await statusAfter({ kind: 'call', outcome: 'wrong_number' }), 'running', 'another person was called');
  const { id } = await send();
  const wrong = await post<ProblemOut>(`/v1/leads/${id}/activities`, { kind: 'call', automatic: true });
  t.match(wrong, { status: 422, body: { errors: [{ pointer: '/automatic' }] } });
});

t.test('attainment is reported by clock, rule, rep and source, with its definition', async (t) => {
  const { workspaceId, route, ada, bob, promise, send, post, get } = await makeWorkspace();
  await route([ada, bob]);
  await promise({ clock: 'first_touch', withinMinutes: 60, hours: 'always' });
  const [met, closed] = [await send(), await send(), await send()];
  await post(`/v1/leads/${met.id}/activities`, { kind: 'call', outcome: 'connected', repId: met.ownerId });
  await post(`/v1/leads/${closed.id}/lose`, { reason: 'no_contact' });
  now += HOUR;
  await fireAll();
  const report = async (query: string) =>
    (await get<Static<typeof SlaAttainmentReport>>(`/v1/reports/sla-attainment?${query}`)).body;
  const rows = await sql<{ clock: string; status: string }>(
    'select clock, status from sla_clocks where workspace_id = $1',
    [workspaceId],
  );
  t.same(rows.map(({ status }) => status).sort(), ['breached', 'cancelled', 'met']);
  const of = (clock: string, status: string) =>
    rows.filter((row) => row.clock === clock && row.status === status).length;
  const byClock = await report('groupBy=clock');
  t.equal(byClock.groups.length, 1);
  for (const group of byClock.groups) {
    const [kept, breached] = [of(group.key ?? '', 'met'), of(group.key ?? '', 'breached')];
    t.match(group, { met: kept, breached, cancelled: of(group.key ?? '', 'cancelled') });
    t.equal(group.attainment, kept + breached === 0 ? undefined : kept / (kept + breached));
  }
  t.ok(byClock.definitions.some(({ name }) => name === 'attainment'));
  for (const groupBy of ['rule', 'rep', 'source']) {
    const { groups } = await report(`groupBy=${groupBy}`);
    t.equal(
      groups.reduce((sum, { met, breached, cancelled }) => sum + met + breached + cancelled, 0),
      rows.length,
    );
  }
  t.same((await report(`before=${at(START)}`)).groups, []);
});
