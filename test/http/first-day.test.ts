import t from 'tap';
import type { Static } from 'typebox';
import type { EventSchema } from '../../src/http/schemas/events.js';
import type { LeadAssignment, LeadClassification } from '../../src/http/schemas/lead-explanations.js';
import type { LeadSequences } from '../../src/http/schemas/lead-sequences.js';
import type { TaskSchema } from '../../src/http/schemas/tasks.js';
import type { NextActionSchema } from '../../src/http/schemas/timeline.js';
import { fireAllTimers } from './assignment-fixture.js';
import { type LeadOut, listAll, openService } from './ingest-fixture.js';

type Classification = Static<typeof LeadClassification>;
type Task = Static<typeof TaskSchema>;

const DAY = 86_400_000;
/** A Thursday. */
const START = Date.UTC(2026, 0, 15, 9, 30);
let now = START;
const service = await openService(t, { clock: () => now });
const at = (ms: number) => new Date(ms).toISOString();
const WEB_FORM = { channel: 'web_form', name: 'Contact form' };

/** A new workspace in which nothing was published, with one rep unless `reps` says otherwise. */
async function makeWorkspace(reps = 1) {
  now = START;
  await service.sql('delete from timers');
  const { post, get, patch } = await service.makeWorkspace();
  const repIds: string[] = [];
  for (let n = 0; n < reps; n++) {
    repIds.push((await post<{ id: string }>('/v1/reps', { name: `Rep ${n}` })).body.id);
  }
  let count = 0;
  const send = async (facts: object = {}) => {
    count += 1;
    return (await post('/v1/leads', { email: `p${count}@day.example`, source: WEB_FORM, ...facts })).body.lead;
  };
  const read = async (id: string, query = '') => (await get(`/v1/leads/${id}${query}`)).body;
  const why = async (id: string) => (await get<Classification>(`/v1/leads/${id}/classification`)).body;
  const assignment = async (id: string) =>
    (await get<Static<typeof LeadAssignment>>(`/v1/leads/${id}/assignment`)).body;
  const tasksOf = (leadId: string) => listAll<Task>(get, `/v1/tasks?leadId=${leadId}`);
  const nextAction = async (id: string) =>
    (await get<Static<typeof NextActionSchema>>(`/v1/leads/${id}/next-action`)).body;
  const eventsOf = (id: string) => listAll<Static<typeof EventSchema>>(get, `/v1/events?subjectId=${id}`);
  const typesOf = async (id: string) => (await eventsOf(id)).map(({ type }) => type);
  const engage = (leadId: string, type: string) => post<object>('/v1/engagement-events', { leadId, type });
  const go = async (ms: number) => {
    now = ms;
    await fireAllTimers(t, service.apps);
  };
  return { repIds, post, get, patch, send, read, why, assignment, tasksOf, nextAction, eventsOf, typesOf, engage, go };
}

t.test('an sql is offered to the rep in the call that submits it', async (t) => {
  const { repIds, send, why, assignment, get } = await makeWorkspace();
  const [ownerId] = repIds;
  const lead = await send({ purchaseTimeframeDays: 0 });
  t.match(lead, {
    category: 'sql',
    temperature: 'hot',
    ownerId,
    handoff: { status: 'offered', repId: ownerId, offerNumber: 1, dueAt: at(START + 4 * 3_600_000) },
  });
  t.match(await why(lead.id), {
    temperatureReason: { ruleId: 'hot-now', text: /stated 0 days on 2026-01-15, 0 remain/ },
    categoryReason: { ruleId: 'sql-hot' },
    statedTimeframe: { days: 0, statedAt: at(START), daysLeft: 0 },
  });
  t.match(await assignment(lead.id), {
    decision: {
      outcome: 'assigned',
      repId: ownerId,
      rules: [{ ruleId: null, matched: true, outcome: 'routed', reason: 'category is sql' }],
      candidates: [{ repId: ownerId, eligible: true }],
    },
  });
  t.match(await get<object>(`/v1/leads/${lead.id}/handoffs`), {
    body: { data: [{ cause: 'automatic', category: 'sql' }] },
  });
});

t.test('sqls are shared by the reps who have the fewest open leads', async (t) => {
  const { repIds, send } = await makeWorkspace(3);
  const owners: string[] = [];
  for (let n = 0; n < 7; n++) owners.push((await send({ purchaseTimeframeDays: 0 })).ownerId ?? '');
  const counts = repIds.map((id) => owners.filter((owner) => owner === id).length);
  t.same(counts.sort(), [2, 2, 3]);
});

t.test('without reps an sql waits and says why, and the first rep gets it', async (t) => {
  const { post, send, read, assignment, tasksOf } = await makeWorkspace(0);
  const lead = await send({ purchaseTimeframeDays: 0 });
  t.match(lead, { category: 'sql', ownerId: undefined, handoff: undefined });
  t.match(lead.queue, { reason: 'no_rep', detail: /no active rep/ });
  t.match(await assignment(lead.id), { decision: { outcome: 'queued', detail: 'The workspace has no active rep.' } });
  const warm = await send({ purchaseTimeframeDays: 30 });
  t.match(warm, { category: 'mql', queue: { reason: 'no_rule_matched' } });
  t.same(await tasksOf(warm.id), [], 'no rep could do a task');
  const rep = await post<{ id: string }>('/v1/reps', { name: 'First', active: true });
  t.match(rep.body, { openLeads: 1 });
  t.match(await read(lead.id), { ownerId: rep.body.id, handoff: { status: 'offered', repId: rep.body.id } });
  t.equal((await read(warm.id)).ownerId, undefined, 'an mql stays with marketing');
});

t.test('an offer that the only rep let expire waits, and the next rep gets it, in order', async (t) => {
  const { repIds, send, read, post, patch, tasksOf, assignment, go } = await makeWorkspace();
  const [lone = ''] = repIds;
  const HOURS = 3_600_000;
  const first = await send({ purchaseTimeframeDays: 0 });
  now += 1000;
  const second = await send({ purchaseTimeframeDays: 0 });
  await go(START + 5 * HOURS);
  for (const { id } of [first, second]) {
    t.match(await read(id), {
      ownerId: undefined,
      queue: { reason: 'no_eligible_rep' },
      handoff: { status: 'timed_out', offerNumber: 1, next: 'next_rep' },
    });
    const { decision } = await assignment(id);
    t.match(decision, {
      detail: /1 did not take it before/,
      candidates: [{ repId: lone, failedOn: 'declined' }],
    });
    t.match(await tasksOf(id), [{ templateKey: 'not_taken_by_sales', status: 'open', repId: undefined }]);
  }
  await go(START + 10 * HOURS);
  await patch(`/v1/reps/${lone}`, { capacity: 50 });
  t.match(await read(first.id), { ownerId: undefined, handoff: { offerNumber: 1 } }, 'not again to the same rep');

  const { id: next } = (await post<{ id: string }>('/v1/reps', { name: 'Next', capacity: 1 })).body;
  t.match(await read(first.id), { ownerId: next, handoff: { status: 'offered', offerNumber: 2, repId: next } });
  t.match(await tasksOf(first.id), [{ status: 'skipped', note: 'handoff_settled' }]);
  t.match(await read(second.id), { ownerId: undefined, queue: { reason: 'no_eligible_rep' } }, 'she has one place');
  await post(`/v1/leads/${first.id}/lose`, { reason: 'no_contact' });
  t.match(await read(second.id), { ownerId: next, handoff: { status: 'offered', offerNumber: 2 } }, 'the freed place');

  await go(START + 15 * HOURS);
  const { id: third } = (await post<{ id: string }>('/v1/reps', { name: 'Third' })).body;
  t.match(await read(second.id), { ownerId: third, handoff: { offerNumber: 3 } });
  await go(START + 20 * HOURS);
  t.match(await read(second.id), {
    ownerId: undefined,
    queue: { reason: 'returned_to_marketing' },
    handoff: { status: 'timed_out', next: 'marketing' },
  });
  const open = (await tasksOf(second.id)).filter(({ status }) => status === 'open');
  t.match(open, [{ templateKey: 'not_taken_by_sales' }], 'after the third offer marketing has it, and its task');
});

/** Every road by which a lead that the only rep did not take is in a new episode and wants to buy now. */
type Episode = (leadId: string, workspace: Awaited<ReturnType<typeof makeWorkspace>>) => Promise<unknown>;
const buys = { purchaseTimeframeDays: 0 };
const EPISODES: Record<string, Episode> = {
  'lost, and it returns': async (id, { post, go, send }) => {
    await post(`/v1/leads/${id}/lose`, { reason: 'no_contact' });
    await go(START + 201 * DAY);
    await send({ email: 'p1@day.example', ...buys });
  },
  'disqualified by a person, and it returns': async (id, { post, go, send }) => {
    await post(`/v1/leads/${id}/disqualify`, { reason: 'no_interest' });
    await go(START + 201 * DAY);
    await send({ email: 'p1@day.example', ...buys });
  },
  'disqualified by a rule, and it returns': async (id, { patch, read, go, send }) => {
    await patch(`/v1/leads/${id}`, { purchaseTimeframeDays: null, purchaseIntent: 'none' });
    t.equal((await read(id)).category, 'disqualified');
    await go(START + 201 * DAY);
    await send({ email: 'p1@day.example', ...buys });
  },
  'parked, and it wakes': async (id, { post, patch, go }) => {
    await post(`/v1/leads/${id}/park`, { reason: 'other', wakeWhen: { at: at(START + 201 * DAY) } });
    await go(START + 201 * DAY);
    await patch(`/v1/leads/${id}`, buys);
  },
  'parked, and a correction states that it buys': async (id, { post, patch, go }) => {
    await post(`/v1/leads/${id}/park`, { reason: 'other', wakeWhen: { at: at(START + 300 * DAY) } });
    await go(START + 201 * DAY);
    await patch(`/v1/leads/${id}`, buys);
  },
  'lost, and it is recycled': async (id, { post, patch, go }) => {
    await post(`/v1/leads/${id}/lose`, { reason: 'no_contact' });
    await go(START + 201 * DAY);
    await post(`/v1/leads/${id}/recycle`, { reason: 'A new attempt' });
    await patch(`/v1/leads/${id}`, buys);
  },
  'cold, and it buys again': async (id, { go, read, send }) => {
    await go(START + 40 * DAY);
    t.match(await read(id), { category: 'lead', temperature: 'cold' });
    await go(START + 201 * DAY);
    await send({ email: 'p1@day.example', ...buys });
  },
};

for (const [name, begin] of Object.entries(EPISODES)) {
  t.test(`a new episode offers the lead to a rep who declined it before: ${name}`, async (t) => {
    const workspace = await makeWorkspace();
    const { repIds, send, read, tasksOf, typesOf, go, get } = workspace;
    const [lone = ''] = repIds;
    const { id } = await send(buys);
    await go(START + DAY);
    t.match(await read(id), { ownerId: undefined, handoff: { status: 'timed_out', offerNumber: 1 } });
    await begin(id, workspace);
    const again = { category: 'sql', ownerId: lone, queue: undefined };
    t.match(await read(id), { ...again, handoff: { status: 'offered', repId: lone, offerNumber: 1 } });
    t.match(await get<object>(`/v1/leads/${id}/handoffs`), {
      body: { data: [{ cause: 'automatic', status: 'offered' }, { status: 'timed_out' }] },
    });
    const open = (await tasksOf(id)).filter(({ templateKey }) => templateKey === 'not_taken_by_sales');
    t.match(open, [{ status: 'skipped' }]);
    t.equal((await typesOf(id)).filter((type) => type === 'lead.handoff_reopened').length, 1);
    t.match(await read(id, `?asOf=${at(now)}`), again, 'the log has the same');
  });
}

t.test('within one episode a rep who declined the lead does not get it again', async (t) => {
  const { repIds, send, read, go, patch, assignment, typesOf, post } = await makeWorkspace();
  const [lone = ''] = repIds;
  const { id } = await send(buys);
  await go(START + DAY);
  await patch(`/v1/leads/${id}`, { city: 'Bonn' });
  await send({ email: 'p1@day.example', ...buys });
  await patch(`/v1/reps/${lone}`, { capacity: 50 });
  t.match(await read(id), { category: 'sql', ownerId: undefined, queue: { reason: 'no_eligible_rep' } });
  t.match(await assignment(id), { decision: { candidates: [{ repId: lone, failedOn: 'declined' }] } });
  t.notOk((await typesOf(id)).includes('lead.handoff_reopened'));
  const offered = await post<LeadOut>(`/v1/leads/${id}/handoff`, { repId: lone });
  t.match(offered.body, { ownerId: lone, handoff: { offerNumber: 1 } }, 'a person offers it anew');
});

t.test("a competitor's customer who wanted to buy now is not parked when sales did not take it", async (t) => {
  const { send, read, engage, go } = await makeWorkspace();
  const contract = { competitorProducts: ['Rival'], competitorContractEndsOn: '2027-12-31' };
  const stated = await send({ ...contract, purchaseTimeframeDays: 0 });
  const asked = await send({ competitorProducts: ['Rival'], purchaseTimeframeDays: 200 });
  t.match(asked, { category: 'parked' });
  const shown = await send({ competitorProducts: ['Rival'], purchaseTimeframeDays: 0 });
  await engage(shown.id, 'demo_requested');
  await go(START + 5 * 3_600_000);
  t.match(await read(stated.id), { category: 'sql', handoff: { status: 'timed_out' } });
  await go(START + 40 * DAY);
  for (const { id } of [stated, shown]) {
    t.match(await read(id), { category: 'lead', temperature: 'cold', parked: undefined, ownerId: undefined });
  }
});

t.test('an mql goes to the playbook of marketing and is not offered', async (t) => {
  const { send, why, tasksOf, nextAction, typesOf } = await makeWorkspace();
  const lead = await send({ purchaseTimeframeDays: 30 });
  t.match(lead, { category: 'mql', temperature: 'warm', ownerId: undefined, handoff: undefined });
  t.match(lead.queue, { reason: 'no_rule_matched', detail: /marketing has it/ });
  t.match(await why(lead.id), { categoryReason: { ruleId: 'mql-warm' }, temperatureReason: { ruleId: 'warm-60' } });
  t.match(await tasksOf(lead.id), [{ templateKey: 'send_material', status: 'open', repId: undefined }]);
  t.match(await nextAction(lead.id), { kind: 'playbook_task', entryId: 'mql', templateKey: 'send_material' });
  t.notOk((await typesOf(lead.id)).includes('lead.handoff_offered'));
});

t.test('a buyer who marks mail as spam stays a buyer, and may be called', async (t) => {
  const { send, engage, read, nextAction } = await makeWorkspace();
  const { id } = await send({ purchaseTimeframeDays: 0, phone: '+4930901820' });
  await engage(id, 'spam_reported');
  t.match(await read(id), { category: 'sql', emailConsent: 'denied', handoff: { status: 'offered' } });
  t.match(await nextAction(id), { channels: [{ status: 'denied' }, { status: 'allowed' }] });
});

t.test('a person without a usable address or number is an invalid contact', async (t) => {
  const { send } = await makeWorkspace();
  const closed = { category: 'disqualified', disqualification: { reason: 'invalid_contact' } };
  for (const phone of ['call me', '+49 1']) t.match(await send({ email: undefined, phone }), closed, phone);
  t.match(await send({ email: 'ada(at)day.example', phone: '1234' }), closed);
  t.match(await send({ phone: 'call me' }), { category: 'lead' }, 'it has an e-mail address');
  t.match(await send({ email: undefined, phone: '030 901820' }), { category: 'lead' }, 'its country is not known');
});

t.test('a lead of which only a visit is known is a suspect of marketing, whose sequence educates it', async (t) => {
  const { send, nextAction, tasksOf, get } = await makeWorkspace();
  const lead = await send({ source: { channel: 'inbound_content', name: 'Blog' } });
  t.match(lead, { category: 'suspect', temperature: 'cold', ownerId: undefined, handoff: undefined });
  // The sequence sends the introduction that the playbook would propose: it is not done twice.
  t.match(await nextAction(lead.id), { kind: 'await_sequence', entryId: 'suspect', dueAt: at(START + 5 * DAY) });
  t.same(await tasksOf(lead.id), []);
  const { body } = await get<Static<typeof LeadSequences>>(`/v1/leads/${lead.id}/sequences`);
  t.match(body.sequences, [
    { key: 'education', comingSteps: [{ step: 'introduction', template: 'send_introduction' }] },
  ]);
  const nameless = await send({ email: undefined, name: 'Ada', source: { channel: 'inbound_content', name: 'Blog' } });
  t.match(await nextAction(nameless.id), { kind: 'nothing', entryId: 'suspect' }, 'it has no address to write to');
});

t.test("a competitor's customer is parked and wakes in time", async (t) => {
  const { send, read, why, nextAction, eventsOf, go } = await makeWorkspace();
  const known = await send({
    competitorProducts: ['Rival Looms'],
    competitorContractEndsOn: '2026-12-31',
    need: 'Looms',
  });
  const until = Date.UTC(2026, 11, 31) - 60 * DAY;
  const parked = { reason: 'bought_competitor', detail: 'Customer of a competitor', wakeAt: at(until) };
  t.match(known, { category: 'parked', categoryDecidedBy: 'rule', parked, queue: { reason: 'closed' } });
  t.match(await why(known.id), { categoryReason: { ruleId: 'competitor', text: /^Customer of a competitor: / } });
  t.match(await nextAction(known.id), { entryId: 'parked' });
  const unknown = await send({ competitorProducts: ['Rival Looms'] });
  t.match(unknown, { category: 'parked', parked: { wakeAt: at(START + 180 * DAY) } });
  const ending = await send({ competitorContractEndsOn: '2026-02-28' });
  t.match(ending, { category: 'lead', parked: undefined }, 'its contract ends within 60 days');

  await go(until - 1);
  t.match(await read(known.id), { category: 'parked' });
  t.match(await read(unknown.id), { category: 'lead', cycles: 1, parked: undefined }, 'it is not parked again');
  await go(until);
  t.match(await read(known.id), { category: 'lead', cycles: 1, categorySince: at(until) });
  t.match(
    (await eventsOf(known.id)).filter(({ type }) => /parked|woken/.test(type)),
    [
      { type: 'lead.parked', cause: 'rule' },
      { type: 'lead.woken', cause: 'date' },
    ],
  );
});

t.test('the parking follows the contract, and ends when the lead has none or wants to buy', async (t) => {
  const { send, read, patch, post, typesOf } = await makeWorkspace();
  const lead = await send({ competitorContractEndsOn: '2026-12-31' });
  await patch(`/v1/leads/${lead.id}`, { competitorContractEndsOn: '2027-06-30' });
  t.match(await read(lead.id), {
    parked: { since: at(START), wakeAt: at(Date.UTC(2027, 5, 30) - 60 * DAY) },
  });
  await patch(`/v1/leads/${lead.id}`, { competitorContractEndsOn: null });
  t.match(await read(lead.id), { category: 'lead', parked: undefined });
  const buyer = await send({ competitorProducts: ['Rival'] });
  const back = await post('/v1/leads', { email: buyer.email, purchaseTimeframeDays: 0 });
  t.match(back.body.lead, {
    category: 'sql',
    cycles: 1,
    parked: undefined,
    returningInterest: { action: 'reopen', category: 'parked', reason: 'bought_competitor' },
    handoff: { status: 'offered' },
  });
  t.ok((await typesOf(buyer.id)).includes('lead.returned'));
  const hot = await send({ competitorProducts: ['Rival'], purchaseTimeframeDays: 0 });
  t.match(hot, { category: 'sql', handoff: { status: 'offered' } }, 'who wants to buy now is not parked');
});

t.test('a lead that only asks is disqualified, and strong interest reopens it', async (t) => {
  const { repIds, send, why, post, read, engage, eventsOf } = await makeWorkspace();
  const lead = await send({ purchaseIntent: 'information_only' });
  const disqualification = { at: at(START), reason: 'only_asked', detail: 'Only asks for information' };
  t.match(lead, { category: 'disqualified', categoryDecidedBy: 'rule', disqualification, ownerId: undefined });
  t.match(await why(lead.id), {
    category: 'disqualified',
    categoryReason: { ruleId: 'only-asks', text: /^Only asks for information: purchaseIntent is information_only/ },
  });
  await engage(lead.id, 'page_viewed');
  t.match(await read(lead.id), { category: 'disqualified', returningInterest: undefined });
  now += DAY;
  const back = (await post('/v1/leads', { email: lead.email, purchaseTimeframeDays: 0 })).body.lead;
  t.match(back, {
    category: 'sql',
    temperature: 'hot',
    purchaseIntent: undefined,
    ownerId: repIds[0],
    cycles: 1,
    disqualification: undefined,
    lastDisqualification: disqualification,
    returningInterest: { strength: 'strong', action: 'reopen', reason: 'only_asked' },
    handoff: { status: 'offered', repId: repIds[0] },
  });
  t.match(
    (await eventsOf(lead.id)).filter(({ type }) => /disqualified|returned/.test(type)),
    [{ type: 'lead.disqualified', cause: 'rule' }, { type: 'lead.returned' }],
  );
  const other = await send({ purchaseIntent: 'information_only' });
  await engage(other.id, 'purchase_requested');
  t.match(await read(other.id), { category: 'sql', temperature: 'hot', cycles: 1 });
  t.match(await send({ purchaseIntent: 'information_only', need: 'Looms' }), { category: 'lead' }, 'it has a need');
});

t.test('a lead that only wants information is not hot, until it requests to buy', async (t) => {
  const { send, why, read, engage, post } = await makeWorkspace();
  const none = await send({ purchaseIntent: 'none', purchaseTimeframeDays: 0 });
  t.match(none, { category: 'disqualified', temperature: 'cold', disqualification: { reason: 'no_interest' } });
  t.match(await why(none.id), {
    temperatureReason: { ruleId: 'not-now', text: /^Says that it does not buy now: purchaseIntent .* is one of/ },
    categoryReason: { ruleId: 'not-interested' },
  });
  await engage(none.id, 'page_viewed');
  t.match(await read(none.id), { category: 'disqualified', temperature: 'cold' });
  const stated = (await post('/v1/leads', { email: none.email, purchaseTimeframeDays: 0 })).body.lead;
  t.match(stated, { category: 'sql', temperature: 'hot', cycles: 1 }, 'until it states otherwise');
  const later = await send({ purchaseTimeframeDays: 200 });
  await engage(later.id, 'purchase_requested');
  t.match(await read(later.id), { category: 'mql', temperature: 'cold', handoff: undefined });
  t.match(await why(later.id), {
    temperatureReason: {
      ruleId: 'not-now',
      text: /timeframeDaysLeft \(200\) is above 60 \(stated 200 days on 2026-01-15, 200 remain\)/,
    },
    categoryReason: { ruleId: 'mql-later' },
  });
  const asking = await send({ purchaseIntent: 'information_only', need: 'Looms' });
  await engage(asking.id, 'meeting_booked');
  t.match(await read(asking.id), { category: 'mql', temperature: 'cold' });
  await engage(asking.id, 'demo_requested');
  t.match(await read(asking.id), { category: 'sql', temperature: 'hot', purchaseIntent: undefined });
});

t.test('a lead that a rule disqualified comes back by one road, whatever opens it', async (t) => {
  const { repIds, send, patch, post, read, engage, eventsOf } = await makeWorkspace();
  const submit = (email: string | undefined, facts: object) => post('/v1/leads', { email, ...facts });
  const roads: [intent: string, how: string, open: (lead: LeadOut) => Promise<unknown>, category: string][] = [
    ['none', 'a later timeframe', ({ email }) => submit(email, { purchaseTimeframeDays: 200 }), 'lead'],
    ['none', 'clear interest', ({ email }) => submit(email, { purchaseTimeframeDays: 30 }), 'mql'],
    ['information_only', 'a later timeframe', ({ email }) => submit(email, { purchaseTimeframeDays: 200 }), 'lead'],
    ['information_only', 'a need', ({ email }) => submit(email, { need: 'Looms' }), 'lead'],
    ['information_only', 'a correction', ({ id }) => patch(`/v1/leads/${id}`, { purchaseTimeframeDays: 200 }), 'lead'],
    ['none', 'a correction', ({ id }) => patch(`/v1/leads/${id}`, { purchaseIntent: null, need: 'Looms' }), 'lead'],
    ['none', 'an event', ({ id }) => engage(id, 'demo_requested'), 'sql'],
    [
      'none',
      'a correction to now',
      ({ id }) => patch(`/v1/leads/${id}`, { purchaseIntent: null, purchaseTimeframeDays: 0 }),
      'sql',
    ],
  ];
  for (const [purchaseIntent, how, open, category] of roads) {
    const lead = await send({ purchaseIntent });
    const { disqualification } = lead;
    t.ok(disqualification, how);
    now += DAY;
    await open(lead);
    const back = await read(lead.id);
    const title = `${purchaseIntent}, ${how}`;
    const cycle = { cycles: 1, recycledAt: at(now), lastDisqualification: disqualification };
    t.match(back, { category, disqualification: undefined, ...cycle }, title);
    t.not(back.returningInterest?.action, 'stay_closed', title);
    t.equal(back.ownerId, category === 'sql' ? repIds[0] : undefined, title);
    const returned = (await eventsOf(lead.id)).filter(({ type, after }) => type === 'lead.returned' && after?.cycle);
    t.match(returned, [{ before: { category: 'disqualified' }, after: { cycle: 1 } }], title);
    t.equal(returned.length, 1, title);
    await engage(lead.id, 'page_viewed');
    t.match(await read(lead.id), { category: back.category, cycles: 1 }, 'counted once');
    const asOf = await read(lead.id, `?asOf=${at(now)}`);
    t.match(asOf, { category, ...cycle }, title);
  }
  const clear = await send({ purchaseIntent: 'none' });
  const { body } = await submit(clear.email, { purchaseTimeframeDays: 30 });
  const returningInterest = { strength: 'clear', action: 'reopen', category: 'disqualified', reason: 'no_interest' };
  t.match(body.lead, { category: 'mql', returningInterest });
});

t.test('a stated timeframe of 90 days is warm from the instant at which 60 remain', async (t) => {
  const { send, read, why, post, tasksOf, eventsOf, go } = await makeWorkspace();
  const lead = await send({ purchaseTimeframeDays: 90 });
  t.match(lead, { category: 'lead', temperature: 'cold' });
  const turn = START + 30 * DAY;
  t.match(await why(lead.id), { nextChangeAt: at(turn), nextChange: { temperature: 'warm', category: 'mql' } });
  const simulate = async (ms: number) =>
    (await post<Classification>('/v1/score-models/1/simulate', { leadId: lead.id, at: at(ms) })).body;
  const text =
    'Decides within 60 days: timeframeDaysLeft (60) is between 0 and 60 (stated 90 days on 2026-01-15, 60 remain)';
  const warm = {
    temperature: 'warm',
    temperatureReason: { text },
    statedTimeframe: { days: 90, statedAt: at(START), daysLeft: 60 },
  };
  await go(turn - 1);
  t.match(await read(lead.id), { temperature: 'cold' }, 'a millisecond too early');
  await go(turn);
  t.match(await read(lead.id), {
    temperature: 'warm',
    temperatureSince: at(turn),
    category: 'mql',
    categorySince: at(turn),
  });
  t.match(await why(lead.id), warm);
  t.match(await simulate(turn), warm);
  t.match(
    (await eventsOf(lead.id)).filter(({ type }) => type === 'lead.classified'),
    [{ cause: 'decay', occurredAt: at(turn) }],
  );
  t.match((await read(lead.id)).score, { fit: lead.score.fit + 5 }, 'the score counts it by the same days');
  t.match(await tasksOf(lead.id), [{ templateKey: 'send_material' }], 'the playbook begins at once');
  await go(START + 91 * DAY);
  t.match(await read(lead.id), {
    temperature: 'cold',
    category: 'lead',
    score: { fit: lead.score.fit },
  } as Partial<LeadOut>);
});
