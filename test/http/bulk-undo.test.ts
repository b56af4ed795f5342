/** The undo of bulk changes: a lead is as it was before, the log has both, and the reports agree. */
import t from 'tap';
import type { Static } from 'typebox';
import type { RotationSchema } from '../../src/http/schemas/assignment.js';
import type { BulkLeadList } from '../../src/http/schemas/bulk-changes.js';
import type { CustomerSchema } from '../../src/http/schemas/customers.js';
import type { HandoffAcceptanceReport } from '../../src/http/schemas/handoff-sla-reports.js';
import type { SalesReportSchema } from '../../src/http/schemas/sales-report.js';
import type { TaskSchema } from '../../src/http/schemas/tasks.js';
import { at, HOUR, type Operation, openAssignment, type Rep, START } from './assignment-fixture.js';
import { eventFaults, type LeadOut, listAll } from './ingest-fixture.js';

type BulkLead = Static<typeof BulkLeadList>['data'][number];
type Task = Static<typeof TaskSchema>;

const service = await openAssignment(t);
const { sql, runOperations, time } = service;
const HOT = { purchaseTimeframeDays: 0, need: 'Looms' };
/** Members of a lead that every change raises or renews. */
const RENEWED = { version: 0, updatedAt: '', scoredAt: '', handoff: null };

async function makeWorkspace() {
  const workspace = await service.makeWorkspace();
  const { post, get, read } = workspace;
  const act = async (leadId: string, what: string, body: object = {}) => {
    const { status, text } = await post(`/v1/leads/${leadId}/${what}`, body);
    t.equal(status < 300, true, text);
  };
  const ended = async (path: string, body?: object) => {
    const requested = await post<Operation>(path, body);
    t.equal(requested.status, 202, requested.text);
    await runOperations();
    return (await get<Operation>(`/v1/operations/${requested.body.id}`)).body;
  };
  const refusedBy = ({ id }: Operation) => listAll<BulkLead>(get, `/v1/bulk-changes/${id}/leads?outcome=refused`);
  const outcomes = async () => {
    const period = `from=${at(START - HOUR)}&before=${at(START + 1_000 * HOUR)}`;
    return (await get<Static<typeof SalesReportSchema>>(`/v1/reports/sales?${period}`)).body.leads;
  };
  /** Changes leads an hour later, and takes that back an hour after that. Returns the leads in between. */
  async function changedAndUndone(leads: readonly { id: string }[], change: object, between?: () => Promise<unknown>) {
    time.now += HOUR;
    const done = await ended('/v1/leads/bulk', { leadIds: leads.map(({ id }) => id), change });
    t.equal(done.bulkChange?.changed, leads.length, JSON.stringify(done.bulkChange));
    const changed = await Promise.all(leads.map(({ id }) => read(id)));
    time.now += HOUR;
    await between?.();
    const undone = await ended(`/v1/bulk-changes/${done.id}/undo`);
    return { changed, undone, refused: await refusedBy(undone) };
  }
  /** The lead and its past: both are as before. */
  async function isRestored(t: Tap, before: LeadOut, what: string) {
    const after = await read(before.id);
    t.same({ ...after, ...RENEWED }, { ...before, ...RENEWED }, what);
    const { effort: _, rotsAt: _rotsAt, ...stored } = after;
    const asOf = (await get<LeadOut>(`/v1/leads/${before.id}?asOf=${at(time.now)}`)).body;
    const { effort: _effort, ...replayed } = asOf;
    t.match(replayed, stored, `${what}: by its events`);
    return after;
  }
  return { ...workspace, act, outcomes, changedAndUndone, isRestored };
}
type Tap = Pick<typeof t, 'same' | 'match'>;

t.test('an owner is restored as he had the lead: by the rules or by hand, with the offer and its number', async (t) => {
  const { makeRep, send, act, read, get, changedAndUndone, isRestored } = await makeWorkspace();
  const ada = await makeRep('Ada');
  const [byRule, byHand] = [await send('rule@undo.example', HOT), await send('hand@undo.example', HOT)];
  await act(byHand.id, 'owner', { repId: ada.id, reason: 'Knows her' });
  const ben = await makeRep('Ben');
  const before = [await read(byRule.id), await read(byHand.id)];
  t.match(before, [
    { ownerId: ada.id, assignedBy: undefined, handoff: { status: 'offered', offerNumber: 1 } },
    { ownerId: ada.id, assignmentReason: 'Knows her' },
  ]);
  const { changed, undone } = await changedAndUndone(before, { assign: { repId: ben.id, reason: 'Fair' } });
  t.match(changed, [{ ownerId: ben.id, handoff: { offerNumber: 2 } }, { ownerId: ben.id }]);
  t.match(undone.bulkChange, { changed: 2, refused: 0 });
  for (const lead of before) {
    const { handoff } = await isRestored(t, lead, 'owner');
    t.match(handoff, { status: 'offered', offerNumber: 1, repId: ada.id });
  }
  const offers = await listAll<{ status: string; repId: string }>(get, `/v1/leads/${byRule.id}/handoffs`);
  t.match(
    offers.map(({ status, repId }) => [status, repId]),
    [
      ['offered', ada.id],
      ['withdrawn', ben.id],
      ['withdrawn', ada.id],
    ],
  );
  const loads = await Promise.all([ada, ben].map(async ({ id }) => (await get<Rep>(`/v1/reps/${id}`)).body.openLeads));
  t.same(loads, [2, 0]);
  t.same(await eventFaults(sql), []);
});

t.test('a former owner without room does not get the lead back; one that had no owner waits again', async (t) => {
  const { makeRep, send, read, changedAndUndone, isRestored } = await makeWorkspace();
  const ada = await makeRep('Ada', { capacity: 1 });
  const owned = await send('owned@undo.example', HOT);
  const ben = await makeRep('Ben', { capacity: 1 });
  await send('full@undo.example', HOT);
  const waiting = await send('waiting@undo.example', HOT);
  t.match(waiting, { ownerId: undefined, queue: { reason: 'no_eligible_rep' } });
  const assign = { assign: { repId: ben.id, reason: 'Fair' } };
  t.match((await changedAndUndone([waiting], assign)).undone.bulkChange, { changed: 1, refused: 0 });
  await isRestored(t, waiting, 'it waits again');
  const { refused, undone } = await changedAndUndone([owned], assign, async () => {
    t.equal((await read(waiting.id)).ownerId, ada.id, 'the freed place');
  });
  t.match(undone.bulkChange, { changed: 0, refused: 1 });
  t.match(refused, [{ leadId: owned.id, code: 'rule_refused', detail: /has no room/ }]);
  t.equal((await read(owned.id)).ownerId, ben.id, 'it stays with its present owner');
  t.same(await eventFaults(sql), []);
});

t.test('a stage is restored with the offer that was open and the tasks that were skipped', async (t) => {
  const { makeRep, send, post, get, read, changedAndUndone, isRestored } = await makeWorkspace();
  await makeRep('Ada');
  const lead = await send('stage@undo.example', HOT);
  const dueAt = at(START + 400 * HOUR);
  const task = await post<Task>('/v1/tasks', { leadId: lead.id, kind: 'call', title: 'Call her', dueAt });
  const tasks = async () => {
    const all = await listAll<Task>(get, `/v1/tasks?leadId=${lead.id}`);
    return all.filter(({ status }) => status === 'open').map(({ title }) => title);
  };
  const before = await read(lead.id);
  const open = await tasks();
  t.ok(open.includes('Call her'));
  const staged = await changedAndUndone([lead], { stage: { stage: 'prospect', reason: 'Met them' } });
  t.match(staged.changed, [{ category: 'prospect', handoff: { status: 'accepted' } }]);
  t.match((await isRestored(t, before, 'stage')).handoff, { status: 'offered', offerNumber: 1, repId: lead.ownerId });
  t.same(await tasks(), open);
  const closed = await changedAndUndone([lead], { disqualify: { reason: 'wrong_fit' } }, async () => {
    t.match((await get<Task>(`/v1/tasks/${task.body.id}`)).body, { status: 'skipped', note: 'lead_closed' });
  });
  t.match(closed.changed, [{ category: 'disqualified', handoff: { status: 'withdrawn' } }]);
  t.match((await isRestored(t, before, 'disqualified')).handoff, { status: 'offered', offerNumber: 1 });
  t.same(await tasks(), open, 'its tasks are open again');
  const { body } = await get<{ stays: { stage: string }[] }>(`/v1/leads/${lead.id}/stage-history`);
  t.match(
    body.stays.map(({ stage }) => stage),
    ['sql', 'prospect', 'sql', 'disqualified', 'sql'],
  );
  t.same(await eventFaults(sql), []);
});

t.test('closed leads are closed again as they were, and counted once', async (t) => {
  const { makeRep, send, act, read, outcomes, changedAndUndone, isRestored } = await makeWorkspace();
  await makeRep('Ada');
  const [lost, spam, parked] = [
    await send('lost@undo.example', HOT),
    await send('spam@undo.example', HOT),
    await send('parked@undo.example', HOT),
  ];
  const wakeWhen = { at: at(START + 900 * HOUR) };
  await act(lost.id, 'lose', { reason: 'price', competitor: 'Rival' });
  await act(spam.id, 'disqualify', { reason: 'spam', detail: 'A robot' });
  await act(parked.id, 'park', { reason: 'bad_timing', wakeWhen });
  const before = await Promise.all([lost, spam, parked].map(({ id }) => read(id)));
  const counted = { wonLeads: 0, lostLeads: 1, disqualifiedLeads: 1, leadWinRate: 0 };
  t.same(await outcomes(), counted);
  const changes = [
    { park: { reason: 'other', wakeWhen: { at: at(START + 800 * HOUR) } } },
    { disqualify: { reason: 'wrong_fit', detail: 'Asked them all' } },
  ];
  for (const change of changes) {
    const { undone } = await changedAndUndone(before, change);
    t.match(undone.bulkChange, { changed: 3, refused: 0 });
    for (const lead of before) await isRestored(t, lead, Object.keys(change).join());
    t.same(await outcomes(), counted);
  }
  t.same(await eventFaults(sql), []);
});

t.test('what followed from facts is taken back with them: a disqualification by a rule, and a new cycle', async (t) => {
  const { makeRep, send, act, read, patch, outcomes, changedAndUndone, isRestored } = await makeWorkspace();
  await makeRep('Ada');
  const [open, lost, woken] = [
    await send('open@undo.example', HOT),
    await send('back@undo.example', { need: 'Looms' }),
    await send('woken@undo.example', { need: 'Looms' }),
  ];
  await act(lost.id, 'lose', { reason: 'price' });
  const condition = { type: 'field', field: 'city', operator: 'eq', value: 'Turin' };
  await act(woken.id, 'park', { reason: 'bad_timing', wakeWhen: { condition } });
  const counted = { wonLeads: 0, lostLeads: 1, disqualifiedLeads: 0, leadWinRate: 0 };
  const before = [await read(open.id), await read(lost.id), await read(woken.id)] as const;
  const none = await changedAndUndone([open], { set: { purchaseIntent: 'none' } });
  t.match(none.changed, [{ category: 'disqualified', disqualification: { reason: 'no_interest' } }]);
  const again = await changedAndUndone([lost], { set: { purchaseTimeframeDays: 0 } });
  t.match(again.changed, [{ category: 'sql', cycles: 1, lastLoss: { reason: 'price' } }]);
  const awake = await changedAndUndone([woken], { set: { city: 'Turin' } });
  t.match(awake.changed, [{ parked: undefined, cycles: 1 }]);
  for (const lead of before) {
    const { cycles, lastDisqualification, lastLoss } = await isRestored(t, lead, lead.email ?? '');
    t.strictSame([cycles, lastDisqualification, lastLoss], [undefined, undefined, undefined]);
  }
  t.same(await outcomes(), counted);

  await changedAndUndone([open], { set: { purchaseIntent: 'none', city: 'Lyon' } }, async () => {
    await patch(`/v1/leads/${open.id}`, { purchaseIntent: 'buying' });
  });
  const kept = await read(open.id);
  t.match(kept, { purchaseIntent: 'buying', category: 'sql', city: undefined }, 'what was stated since stays');
  t.same(await eventFaults(sql), []);
});

t.test('a consent is restored in the customer and its other leads too, unless it was stated again', async (t) => {
  const { makeRep, send, post, get, patch, read, changedAndUndone } = await makeWorkspace();
  await makeRep('Ada');
  const email = 'ada@undo.example';
  const bought = await send(email, { ...HOT, emailConsent: 'granted' });
  await post(`/v1/leads/${bought.id}/conversion`, { deal: { currency: 'EUR', amount: '1' } });
  time.now += HOUR;
  const next = await send(email, HOT);
  t.not(next.id, bought.id);
  const consents = async () => {
    const { customerId = '' } = await read(bought.id);
    const { body } = await get<Static<typeof CustomerSchema>>(`/v1/customers/${customerId}`);
    const leads = [await read(bought.id), await read(next.id)];
    return [body, ...leads].map(({ emailConsent, emailConsentAt }) => [emailConsent, emailConsentAt]);
  };
  const before = await consents();
  t.match(before[0], ['granted']);
  const deny = { set: { emailConsent: 'denied' } };
  const { undone } = await changedAndUndone([next], deny, async () => {
    t.match(await consents(), [['denied'], ['denied'], ['denied']]);
  });
  t.match(undone.bulkChange, { changed: 1, refused: 0 });
  t.same(await consents(), before);
  const objected = await changedAndUndone([next], deny, async () => {
    await patch(`/v1/leads/${bought.id}`, { emailConsent: 'denied' });
  });
  t.match(objected.undone.bulkChange, { changed: 0 });
  t.match(await consents(), [['denied'], ['denied'], ['denied']], 'an objection since stays');
  t.same(await eventFaults(sql), []);
});

t.test('a parked lead gets its former owner back', async (t) => {
  const { makeRep, send, act, read, changedAndUndone, isRestored } = await makeWorkspace();
  const ada = await makeRep('Ada');
  const lead = await send('parked-owner@undo.example', HOT);
  await act(lead.id, 'park', { reason: 'bad_timing', wakeWhen: { at: at(START + 900 * HOUR) } });
  const ben = await makeRep('Ben');
  const before = await read(lead.id);
  t.match(before, { category: 'parked', ownerId: ada.id });
  const { changed, undone } = await changedAndUndone([lead], { assign: { repId: ben.id, reason: 'Fair' } });
  t.match(changed, [{ category: 'parked', ownerId: ben.id }]);
  t.match(undone.bulkChange, { changed: 1, refused: 0 });
  await isRestored(t, before, 'parked');
  t.same(await eventFaults(sql), []);
});

t.test(
  'a consent that is restored restores the tasks of its channel, also those of other leads of the customer',
  async (t) => {
    const { makeRep, send, post, get, read, changedAndUndone, isRestored } = await makeWorkspace();
    await makeRep('Ada');
    const granted = { emailConsent: 'granted', consentBasis: 'form' };
    const tasksOf = async (leadId: string) => {
      const all = await listAll<Task>(get, `/v1/tasks?leadId=${leadId}`);
      return all.map(({ id, kind, title, description, status }) => ({ id, kind, title, description, status }));
    };
    const deny = { set: { emailConsent: 'denied', consentBasis: 'bulk' } };
    const proposed = async (leadId: string) => {
      t.equal((await post('/v1/tasks', { leadId, templateKey: 'write_now' })).status, 201);
    };
    for (const [email, more] of [
      ['alone@undo.example', {}],
      ['redirected@undo.example', { phone: '+442079460000' }],
    ] as const) {
      const lead = await send(email, { ...HOT, ...granted, ...more });
      await proposed(lead.id);
      const before = await read(lead.id);
      const tasks = await tasksOf(lead.id);
      t.ok(
        tasks.some(({ kind, status }) => kind === 'email' && status === 'open'),
        JSON.stringify(tasks),
      );
      await changedAndUndone([lead], deny, async () => {
        t.notOk((await tasksOf(lead.id)).some(({ kind, status }) => kind === 'email' && status === 'open'));
      });
      t.equal((await isRestored(t, before, email)).consentBasis, 'form');
      t.same(await tasksOf(lead.id), tasks, email);
    }
    const email = 'shared@undo.example';
    const bought = await send(email, { ...HOT, ...granted });
    await post(`/v1/leads/${bought.id}/conversion`, { deal: { currency: 'EUR', amount: '1' } });
    time.now += HOUR;
    const [next, other] = [await send(email, HOT), await send('second@undo.example', { need: 'Looms' })];
    await proposed(next.id);
    const { customerId = '' } = await read(bought.id);
    const bases = async () => {
      const { body } = await get<Static<typeof CustomerSchema>>(`/v1/customers/${customerId}`);
      return [body, await read(bought.id), await read(next.id)].map(({ consentBasis }) => consentBasis);
    };
    const [before, tasks] = [await bases(), await tasksOf(next.id)];
    t.match(before, ['form', 'form', 'form']);
    t.ok(tasks.some(({ status }) => status === 'open'));
    await changedAndUndone([bought], deny, async () => {
      t.same(await bases(), ['bulk', 'bulk', 'bulk']);
      t.notSame(await tasksOf(next.id), tasks);
    });
    t.same(await bases(), before);
    t.same(await tasksOf(next.id), tasks);
    t.match(await read(other.id), { emailConsent: undefined });
    t.same(await eventFaults(sql), []);
  },
);

t.test(
  'what follows from facts is of the instant from before: category, stage, temperature and the rule that closed it',
  async (t) => {
    const { makeRep, send, patch, read, changedAndUndone, isRestored } = await makeWorkspace();
    await makeRep('Ada');
    const [cold, closed] = [await send('cold@undo.example', { need: 'Looms' }), await send('rule@undo.example', HOT)];
    await patch(`/v1/leads/${closed.id}`, { purchaseIntent: 'none' });
    time.now += HOUR;
    const before = [await read(cold.id), await read(closed.id)] as const;
    t.match(before[1], { category: 'disqualified', disqualification: { reason: 'no_interest' } });
    const raised = await changedAndUndone([cold], { set: { purchaseTimeframeDays: 0 } });
    t.match(raised.changed, [{ category: 'sql' }]);
    t.not(raised.changed[0]?.temperature, before[0].temperature);
    const opened = await changedAndUndone([closed], { set: { purchaseIntent: 'buying' } });
    t.match(opened.changed, [{ category: 'sql' }]);
    for (const lead of before) await isRestored(t, lead, lead.email ?? '');
    t.same(await eventFaults(sql), []);
  },
);

t.test(
  'the rotation is as it was before: credits of a team, and none for reps who got leads without one',
  async (t) => {
    const { makeRep, makeTeam, publish, send, get, read, changedAndUndone } = await makeWorkspace();
    const reps = [await makeRep('Ada'), await makeRep('Ben'), await makeRep('Cid')];
    const teamId = await makeTeam('Sales', reps);
    await publish({ rules: [{ id: 'all', label: 'All', teamId }] });
    const rotation = async () => {
      const { body } = await get<Static<typeof RotationSchema>>(`/v1/teams/${teamId}/rotation`);
      return body.entries.map(({ given, deviation }) => [given, Math.round(deviation * 1e9) / 1e9 + 0]);
    };
    const sendNine = async (prefix: string) => {
      const sent: LeadOut[] = [];
      for (let index = 0; index < 9; index++) sent.push(await send(`${prefix}${index}@undo.example`, HOT));
      return sent;
    };
    const owners = (leads: readonly LeadOut[]) =>
      reps.map(({ id }) => leads.filter(({ ownerId }) => ownerId === id).length).sort();
    const first = await sendNine('first');
    t.same(owners(first), [3, 3, 3]);
    const before = await rotation();
    const assign = { assign: { repId: reps[0]?.id, reason: 'All to one' } };
    await changedAndUndone(first, assign, async () => t.notSame(await rotation(), before));
    t.same(await rotation(), before);
    t.same(
      (await Promise.all(first.map(({ id }) => read(id)))).map(({ ownerId }) => ownerId),
      first.map(({ ownerId }) => ownerId),
    );
    t.same(owners(await sendNine('second')), [3, 3, 3]);
    const fair = await rotation();
    await publish({ rules: [], anyRep: {} });
    const free = await send('any@undo.example', HOT);
    t.equal(free.teamId, undefined);
    const other = reps.find(({ id }) => id !== free.ownerId)?.id;
    await changedAndUndone([free], { assign: { repId: other, reason: 'Fair' } });
    t.match(await read(free.id), { ownerId: free.ownerId, teamId: undefined });
    t.same(await rotation(), fair);
    t.same(await eventFaults(sql), []);
  },
);

t.test('an offer that the change made leaves nothing: no hand-off, and no count in the report', async (t) => {
  const { makeRep, send, get, read, changedAndUndone, isRestored } = await makeWorkspace();
  const ada = await makeRep('Ada');
  const [cold, hot] = [await send('none@undo.example', { need: 'Looms' }), await send('open@undo.example', HOT)];
  const ben = await makeRep('Ben');
  const counts = async () => {
    const { body } = await get<Static<typeof HandoffAcceptanceReport>>('/v1/reports/handoff-acceptance?groupBy=source');
    return body.groups.map(({ offered, open, withdrawn }) => [offered, open, withdrawn]);
  };
  const before = [await read(cold.id), await read(hot.id)] as const;
  t.match(before, [{ handoff: undefined }, { handoff: { status: 'offered', repId: ada.id } }]);
  const counted = await counts();
  await changedAndUndone([cold], { set: { purchaseTimeframeDays: 0 } }, async () => {
    t.match(await read(cold.id), { category: 'sql', handoff: { status: 'offered' } });
  });
  t.equal((await isRestored(t, before[0], 'no offer')).handoff, undefined);
  t.same(await counts(), counted);
  await changedAndUndone([hot], { assign: { repId: ben.id, reason: 'Fair' } });
  t.match((await isRestored(t, before[1], 'its offer')).handoff, { status: 'offered', offerNumber: 1 });
  t.same(await counts(), counted);
  await changedAndUndone([hot], { disqualify: { reason: 'wrong_fit' } });
  t.match((await isRestored(t, before[1], 'its offer again')).handoff, { status: 'offered', offerNumber: 1 });
  t.same(await counts(), counted);
  t.same(await eventFaults(sql), []);
});

t.test('the rule of links to customers decides about a restored lead whose link has changed since', async (t) => {
  const { makeRep, send, post, read, changedAndUndone } = await makeWorkspace();
  await makeRep('Ada');
  const source = { channel: 'purchased_list', name: 'Mills of Europe' };
  const makeCustomer = async (email: string) => {
    const made = await post<{ id: string }>('/v1/customers', { kind: 'person', name: 'Bob Mill', email });
    t.equal(made.status, 201, made.text);
    return made.body.id;
  };
  const leaver = await makeCustomer('leaver@undo.example');
  const known = await send('leaver@undo.example', { source });
  t.match(known, { category: 'disqualified', disqualification: { reason: 'existing_customer' } });
  const park = { park: { reason: 'other', wakeWhen: { at: at(START + 800 * HOUR) } } };
  const left = await changedAndUndone([known], park, async () => {
    t.equal((await post(`/v1/customers/${leaver}/churn`, { reason: 'price' })).status, 200);
  });
  t.match(left.undone.bulkChange, { changed: 1, refused: 0 });
  t.match(await read(known.id), { category: 'suspect', disqualification: undefined, parked: undefined });
  const stranger = await send('later@undo.example', { source });
  t.match(stranger, { category: 'suspect' });
  await changedAndUndone([stranger], { disqualify: { reason: 'wrong_fit' } }, () => makeCustomer('later@undo.example'));
  t.match(await read(stranger.id), { category: 'disqualified', disqualification: { reason: 'existing_customer' } });
  t.same(await eventFaults(sql), []);
});

t.test('a lead whose change opened the lead of the next purchase is listed with that one', async (t) => {
  const { makeRep, send, post, read, changedAndUndone } = await makeWorkspace();
  await makeRep('Ada');
  const bought = await send('next@undo.example', { need: 'Looms' });
  await post(`/v1/leads/${bought.id}/conversion`, { deal: { currency: 'EUR', amount: '1' } });
  const { changed, undone, refused } = await changedAndUndone([bought], { set: { purchaseTimeframeDays: 0 } });
  const { leadId = '' } = changed[0]?.returningInterest ?? {};
  t.match(undone.bulkChange, { changed: 0, refused: 1 });
  t.match(refused, [{ leadId: bought.id, code: 'rule_refused' }]);
  t.ok(refused[0]?.detail?.includes(`opened the lead ${leadId} `));
  t.match(await read(leadId), { category: 'sql' });
  t.equal((await read(bought.id)).purchaseTimeframeDays, 0);
  t.same(await eventFaults(sql), []);
});
