import t from 'tap';
import type { Static } from 'typebox';
import type { HandoffAcceptanceReport } from '../../src/http/schemas/handoff-sla-reports.js';
import type { HandoffSchema } from '../../src/http/schemas/handoffs.js';
import type { LeadAssignment } from '../../src/http/schemas/lead-explanations.js';
import type { NextLead } from '../../src/http/schemas/lead-owners.js';
import type { RepSchema } from '../../src/http/schemas/reps.js';
import { at, fireAllTimers, HOUR, OFFICE, START } from './assignment-fixture.js';
import { eventFaults, type LeadOut, listAll, openService, type ProblemOut, together } from './ingest-fixture.js';

type Rep = Static<typeof RepSchema>;
type Offer = Static<typeof HandoffSchema>;

const DAY = 24 * HOUR;
let now = START;
const service = await openService(t, { instances: 2, clock: () => now });
const { apps, sql } = service;
const fireAll = () => fireAllTimers(t, apps);

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  now = START;
  // Timers that other subtests left would be due as well.
  await sql('delete from timers');
  const { call, post, get } = await service.makeWorkspace();
  const makeRep = async (name: string, settings: object = {}) =>
    (await post<Rep>('/v1/reps', { name, ...settings })).body.id;
  const makeTeam = async (name: string, reps: readonly string[]) => {
    const members = reps.map((repId) => ({ repId, weight: 1 }));
    return (await post<{ id: string }>('/v1/teams', { name, members })).body.id;
  };
  const publish = async (kind: string, document: object) => {
    const draft = await post<{ version: number }>(`/v1/${kind}`, { name: 'Tried', document });
    t.equal(draft.status, 201, draft.text);
    t.equal((await post(`/v1/${kind}/${draft.body.version}/publish`, undefined)).status, 200);
  };
  const routeTo = (teamId: string) =>
    publish('routing-policies', { rules: [{ id: 'all', label: 'All', teamId }] }).then(fireAll);
  const contract = (more: object = {}) =>
    publish('handoff-policies', {
      automatic: ['sql'],
      acceptWithinHours: { mql: 24, sql: 4 },
      afterRejection: 'by_reason',
      afterTimeout: 'next_rep',
      maximumOffers: 3,
      ...more,
    });
  let count = 0;
  /** Wants to buy at once: an SQL. */
  const sendHot = async () => {
    count += 1;
    return (await post('/v1/leads', { email: `p${count}@handoff.example`, purchaseTimeframeDays: 0 })).body.lead;
  };
  const read = async (id: string) => (await get<LeadOut>(`/v1/leads/${id}`)).body;
  const offersOf = (id: string) => listAll<Offer>(get, `/v1/leads/${id}/handoffs`);
  const act = <Body = LeadOut>(id: string, verb: string, body: object | undefined = {}, instance = 0) =>
    post<Body>(`/v1/leads/${id}/handoff${verb}`, body, { instance });
  const reject = (id: string, reason: string) => act(id, '/reject', { reason, evidence: 'Said so on the phone' });
  const eventsOf = async (id: string) =>
    (await listAll<{ type: string; after?: Record<string, unknown> }>(get, `/v1/events?subjectId=${id}`)).map(
      ({ type }) => type,
    );
  const ada = await makeRep('Ada', {
    timeZone: 'Europe/London',
    workingHours: OFFICE,
    holidaysCountry: 'GB',
    holidaysRegion: 'ENG',
  });
  const bob = await makeRep('Bob');
  const cleo = await makeRep('Cleo');
  const alone = await makeTeam('Ada alone', [ada]);
  const both = await makeTeam('Bob and Cleo', [bob, cleo]);
  /** Leads go to Bob and Cleo, and an SQL is offered at once. */
  const offerToBoth = async (more: object = {}) => {
    await routeTo(both);
    await contract(more);
  };
  return {
    offerToBoth,
    routeTo,
    alone,
    sendHot,
    ada,
    offersOf,
    act,
    post,
    contract,
    both,
    bob,
    cleo,
    read,
    eventsOf,
    get,
    reject,
    call,
  };
}

t.test('nothing is offered until a policy or a person offers it', async (t) => {
  const { contract, routeTo, alone, sendHot, ada, offersOf, act, post } = await makeWorkspace();
  await routeTo(alone);
  await contract({ automatic: [] });
  const lead = await sendHot();
  t.match(lead, { category: 'sql', ownerId: ada });
  t.equal(lead.handoff, undefined);
  t.same(await offersOf(lead.id), []);
  const offered = await act(lead.id, '');
  t.match(offered.body, { handoff: { status: 'offered', repId: ada, offerNumber: 1 }, version: 2 });
  t.equal((await act<ProblemOut>(lead.id, '')).status, 409, 'it is offered already');
  const cold = (await post('/v1/leads', { email: 'cold@handoff.example' })).body.lead;
  t.match((await act<ProblemOut>(cold.id, '')).body, { status: 409, detail: /only an mql or sql/ });
});

t.test('an SQL goes straight to sales, with a limit in business hours of the rep', async (t) => {
  const { contract, sendHot, ada, offersOf, routeTo, alone } = await makeWorkspace();
  await routeTo(alone);
  await contract();
  const lead = await sendHot();
  t.match(lead, { version: 2, ownerId: ada, handoff: { status: 'offered', repId: ada } });
  t.equal(lead.handoff?.dueAt, at(Date.UTC(2026, 0, 15, 13)), 'four hours from nine o’clock');
  t.match(await offersOf(lead.id), [
    { status: 'offered', cause: 'automatic', offerNumber: 1, repId: ada, category: 'sql', score: lead.score.total },
  ]);

  // Thursday before Easter, 16:00 in London: an hour, then Good Friday, the weekend and Easter Monday.
  now = Date.UTC(2026, 3, 2, 15);
  const late = await sendHot();
  t.equal(late.handoff?.dueAt, at(Date.UTC(2026, 3, 7, 11)));
  // Friday before summer time begins, 15:00: two hours, and two on Monday, an hour earlier by UTC.
  now = Date.UTC(2026, 2, 27, 15);
  t.equal((await sendHot()).handoff?.dueAt, at(Date.UTC(2026, 2, 30, 10)));
});

t.test('accepted it is a prospect, once', async (t) => {
  const { sendHot, act, bob, cleo, read, offersOf, eventsOf, get, offerToBoth } = await makeWorkspace();
  await offerToBoth();
  const lead = await sendHot();
  const { ownerId = '' } = lead;
  const wrong = await act<ProblemOut>(lead.id, '/accept', { repId: ownerId === bob ? cleo : bob });
  t.match(wrong.body, { status: 409, detail: /another rep/ });
  const answers = await together(6, 6, (index) => act(lead.id, '/accept', { repId: ownerId }, index % 2));
  t.same(answers.map(({ status }) => status).sort(), [200, 409, 409, 409, 409, 409]);
  const taken = await read(lead.id);
  t.match(taken, { category: 'prospect', categoryDecidedBy: 'person', ownerId, handoff: { status: 'accepted' } });
  t.notOk(taken.handoff?.dueAt);
  const [offer] = await offersOf(lead.id);
  t.match(offer, { status: 'accepted', repId: ownerId, endedAt: at(now) });
  t.ok(offer?.endedBy);
  t.same((await eventsOf(lead.id)).filter((type) => type === 'lead.handoff_accepted').length, 1);
  t.same(await sql(`select 1 from timers where subject_id = $1 and kind = 'handoff_timeout'`, [lead.id]), []);
  t.same((await get(`/v1/leads/${lead.id}?asOf=${at(now)}`)).body.handoff, taken.handoff, 'history has the same');
});

t.test('rejected for what it is, it goes back to marketing, and waits there', async (t) => {
  const { sendHot, reject, offersOf, post, routeTo, both, read, bob, act, offerToBoth } = await makeWorkspace();
  await offerToBoth();
  const lead = await sendHot();
  const { body: back } = await reject(lead.id, 'no_budget');
  t.match(back, { category: 'sql', queue: { reason: 'returned_to_marketing' }, handoff: { next: 'marketing' } });
  t.notOk(back.ownerId);
  const [offer] = await offersOf(lead.id);
  t.match(offer, { status: 'rejected', reason: 'no_budget', evidence: 'Said so on the phone' });
  await post(`/v1/leads/${lead.id}/engagement-events`, undefined);
  await post('/v1/engagement-events', { leadId: lead.id, type: 'page_viewed' });
  await routeTo(both);
  t.notOk((await read(lead.id)).ownerId, 'rules do not give it to sales again');
  const claimed = await post<Static<typeof NextLead>>(`/v1/reps/${bob}/next-lead`, {});
  t.notOk(claimed.body.lead?.id === lead.id, 'it cannot be claimed');
  t.equal((await reject(lead.id, 'no_budget')).status, 409);

  const again = (await act(lead.id, '')).body;
  t.match(again, { handoff: { status: 'offered', offerNumber: 1 } });
  t.ok(again.ownerId, 'a new hand-off finds a rep');
  t.same(await eventFaults(sql), []);
});

t.test(
  'a lead that was rejected for reasons of the rep goes to the next one, never to a rep who declined it',
  async (t) => {
    const { sendHot, reject, get, offersOf, offerToBoth, act } = await makeWorkspace();
    await offerToBoth();
    const lead = await sendHot();
    const first = lead.ownerId ?? '';
    const { body: second } = await reject(lead.id, 'no_capacity');
    t.not(second.ownerId, first);
    t.match(second, { handoff: { status: 'offered', offerNumber: 2, repId: second.ownerId } });
    const { decision } = (await get<Static<typeof LeadAssignment>>(`/v1/leads/${lead.id}/assignment`)).body;
    t.match(
      decision?.candidates.find(({ repId }) => repId === first),
      { failedOn: 'declined' },
    );
    const { body: third } = await reject(lead.id, 'not_my_territory');
    t.match(third, { queue: { reason: 'no_eligible_rep' }, handoff: { next: 'next_rep' } });
    t.same((await get(`/v1/leads/${lead.id}?asOf=${at(now)}`)).body.queue, third.queue);
    t.same(
      (await offersOf(lead.id)).map(({ status, offerNumber }) => [status, offerNumber]),
      [
        ['rejected', 2],
        ['rejected', 1],
      ],
    );
    const { body: again } = await act(lead.id, '');
    t.match(again, { handoff: { status: 'offered', offerNumber: 1 } }, 'a person begins a new hand-off');
  },
);

t.test('unanswered it goes to the next rep by itself, at most as often as allowed', async (t) => {
  const { sendHot, read, offersOf, offerToBoth } = await makeWorkspace();
  await offerToBoth({ maximumOffers: 2 });
  const lead = await sendHot();
  now += 4 * HOUR - 1;
  await fireAll();
  t.equal((await read(lead.id)).handoff?.offerNumber, 1, 'not a millisecond too early');
  now += 1;
  await fireAll();
  const next = await read(lead.id);
  t.match(next.handoff, { status: 'offered', offerNumber: 2 });
  t.not(next.ownerId, lead.ownerId);
  now += 4 * HOUR;
  await fireAll();
  t.match(await read(lead.id), { queue: { reason: 'returned_to_marketing' }, handoff: { status: 'timed_out' } });
  t.same(
    (await offersOf(lead.id)).map(({ status }) => status),
    ['timed_out', 'timed_out'],
  );
});

t.test('an answer races against the end of its time: exactly one wins', async (t) => {
  const { sendHot, act, offersOf, offerToBoth } = await makeWorkspace();
  await offerToBoth();
  const leads = await together(20, 4, sendHot);
  now += 4 * HOUR;
  const answering = together(20, 10, (index) => act(leads[index]?.id ?? '', '/accept', {}, index % 2));
  const [answers] = await Promise.all([answering, fireAll()]);
  for (const [index, { status }] of answers.entries()) {
    const offers = (await offersOf(leads[index]?.id ?? '')).reverse();
    const ended = offers.filter(({ endedAt }) => endedAt !== undefined);
    t.equal(offers[0]?.status === 'accepted' || offers[0]?.status === 'timed_out', true);
    t.equal(ended.filter((offer) => offer.status === 'accepted').length, status === 200 ? 1 : 0);
  }
  t.same(await eventFaults(sql), []);
  await fireAll();
});

t.test('a lead that is offered to a team goes to the first rep who accepts', async (t) => {
  const { sendHot, act, bob, both, ada, cleo, read, offersOf, offerToBoth } = await makeWorkspace();
  await offerToBoth();
  const lead = await sendHot();
  await act(lead.id, '/withdraw', undefined);
  const both_ = await act<ProblemOut>(lead.id, '', { repId: bob, teamId: both });
  t.match(both_.body, { status: 422, errors: [{ pointer: '/teamId' }] });
  const { body: asked } = await act(lead.id, '', { teamId: both });
  t.match(asked, { teamId: both, queue: { reason: 'offered_to_team' }, handoff: { teamId: both } });
  t.notOk(asked.ownerId ?? asked.handoff?.repId);
  t.match((await act<ProblemOut>(lead.id, '/accept', {})).body, { status: 422, errors: [{ pointer: '/repId' }] });
  t.equal((await act<ProblemOut>(lead.id, '/accept', { repId: ada })).status, 409, 'she is not in the team');
  const answers = await Promise.all([bob, cleo].map((repId, instance) => act(lead.id, '/accept', { repId }, instance)));
  t.same(answers.map(({ status }) => status).sort(), [200, 409]);
  const winner = answers[0]?.status === 200 ? bob : cleo;
  t.match(await read(lead.id), { ownerId: winner, teamId: both, category: 'prospect' });
  t.match((await offersOf(lead.id))[0], { status: 'accepted', repId: winner, teamId: both });
});

t.test('an offer ends with what it rests on', async (t) => {
  const { sendHot, post, read, ada, reject, act, offerToBoth } = await makeWorkspace();
  await offerToBoth();
  const moved = await sendHot();
  await post(`/v1/leads/${moved.id}/lose`, { reason: 'no_contact' });
  t.match((await read(moved.id)).handoff, { status: 'withdrawn', reason: 'category_changed' });
  const worked = await sendHot();
  await post(`/v1/leads/${worked.id}/category`, { category: 'prospect', reason: 'Called at once' });
  t.match((await read(worked.id)).handoff, { status: 'accepted', repId: worked.ownerId });
  const given = await sendHot();
  await post(`/v1/leads/${given.id}/owner`, { repId: ada, reason: 'Knows them' });
  t.match(await read(given.id), { ownerId: ada, handoff: { status: 'offered', repId: ada, offerNumber: 2 } });
  const { body: released } = await reject(given.id, 'no_capacity');
  t.notOk(released.assignedBy, 'what a person decided about the owner ends with it');
  t.equal((await act<ProblemOut>(moved.id, '/withdraw', undefined)).status, 409);
});

t.test('a returned lead that qualifies anew is offered anew', async (t) => {
  const { sendHot, reject, read, post, offerToBoth } = await makeWorkspace();
  await offerToBoth();
  const lead = await sendHot();
  await reject(lead.id, 'bad_timing');
  now += 20 * DAY;
  await fireAll();
  t.match(await read(lead.id), { category: 'lead', queue: { reason: 'returned_to_marketing' } });
  await post('/v1/engagement-events', { leadId: lead.id, type: 'demo_requested' });
  t.match(await read(lead.id), { category: 'sql', handoff: { status: 'offered', offerNumber: 1 } });
});

t.test('acceptance is reported by source, rep, score band, model and reason', async (t) => {
  const { get, offerToBoth, sendHot, act, reject } = await makeWorkspace();
  await offerToBoth({ maximumOffers: 2 });
  const [taken, declined] = [await sendHot(), await sendHot()];
  await act(taken.id, '/accept', {});
  await reject(declined.id, 'no_budget');
  now += HOUR;
  await sendHot();
  now += 4 * HOUR;
  await fireAll();
  const all = await listAll<Offer>(get, '/v1/handoffs');
  t.same(all.map(({ status }) => status).sort(), ['accepted', 'offered', 'rejected', 'timed_out']);
  const report = async (query: string) =>
    (await get<Static<typeof HandoffAcceptanceReport>>(`/v1/reports/handoff-acceptance?${query}`)).body;
  for (const [groupBy, keyOf] of [
    ['source', (offer: Offer) => offer.sourceId],
    ['rep', (offer: Offer) => offer.repId],
    ['score_band', (offer: Offer) => String(Math.floor(offer.score / 10) * 10)],
    ['score_model_version', (offer: Offer) => String(offer.scoreModelVersion)],
    ['reason', (offer: Offer) => offer.reason],
  ] as const) {
    const { groups } = await report(`groupBy=${groupBy}`);
    t.equal(
      groups.reduce((sum, { offered }) => sum + offered, 0),
      all.length,
      groupBy,
    );
    for (const group of groups) {
      const own = all.filter((offer) => (keyOf(offer) ?? null) === group.key);
      const of = (status: string) => own.filter((offer) => offer.status === status).length;
      const answered = of('accepted') + of('rejected') + of('timed_out');
      t.match(group, { offered: own.length, accepted: of('accepted'), timedOut: of('timed_out'), open: of('offered') });
      t.equal(group.acceptanceRate, answered === 0 ? undefined : of('accepted') / answered);
    }
  }
  const first = await report(`before=${at(START + 1)}`);
  t.same(
    first.groups.map(({ offered }) => offered),
    [2],
  );
  t.ok(first.definitions.some(({ name }) => name === 'acceptanceRate'));
  const open = all.find((offer) => offer.status === 'offered' && offer.repId !== undefined);
  const waiting = await listAll<Offer>(get, `/v1/handoffs?status=offered&repId=${open?.repId}`);
  t.same(
    waiting,
    all.filter((offer) => offer.status === 'offered' && offer.repId === open?.repId),
  );
});

t.test('what is removed leaves nothing behind', async (t) => {
  const { sendHot, offersOf, call, offerToBoth } = await makeWorkspace();
  await offerToBoth();
  const lead = await sendHot();
  t.equal((await offersOf(lead.id)).length, 1);
  t.equal((await call('DELETE', `/v1/leads/${lead.id}`)).status, 204);
  t.same(await sql('select 1 from handoffs where lead_id = $1', [lead.id]), []);
  t.same(await sql('select 1 from timers where subject_id = $1', [lead.id]), []);
});
