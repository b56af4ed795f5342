import t from 'tap';
import type { Static } from 'typebox';
import type { SalesReportSchema } from '../../src/http/schemas/sales-report.js';
import { eventFaults, openService } from './ingest-fixture.js';

type Report = Static<typeof SalesReportSchema>;

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 10, 9, 30);
let now = START;
const service = await openService(t, { clock: () => now });
const { sql } = service;
const HOT = { purchaseTimeframeDays: 0 };
const MARCH = 'from=2026-03-01T00:00:00Z&before=2026-04-01T00:00:00Z';

async function makeWorkspace() {
  now = START;
  const { post, get, call, workspaceId } = await service.makeWorkspace();
  const source = (name: string) => ({ channel: 'web_form', name });
  let count = 0;
  async function lead(facts: object = {}) {
    count += 1;
    const email = `buyer-${count}@mill.example`;
    return {
      ...(await post('/v1/leads', { email, need: 'Looms', source: source('Form'), ...facts })).body.lead,
      email,
    };
  }
  async function act(leadId: string, what: string, body: object = {}) {
    const { status, text } = await post(`/v1/leads/${leadId}/${what}`, body);
    t.equal(status < 300, true, text);
  }
  const march = async (query = '') => (await get<Report>(`/v1/reports/sales?${MARCH}${query}`)).body;
  const read = async (leadId: string) => (await get(`/v1/leads/${leadId}`)).body;
  return { post, get, call, workspaceId, lead, act, march, read, source };
}

t.test('the report of a past period is the same after its lost and disqualified leads have come back', async (t) => {
  const { post, lead, act, march, read } = await makeWorkspace();
  const [lost, only, won] = [await lead(), await lead(), await lead()];
  await act(lost.id, 'lose', { reason: 'price' });
  await act(only.id, 'disqualify', { reason: 'only_asked' });
  await act(won.id, 'conversion', { deal: { currency: 'EUR', amount: '10' } });
  const before = { wonLeads: 1, lostLeads: 1, disqualifiedLeads: 1, leadWinRate: 0.5 };
  t.strictSame((await march()).leads, before);
  now += 60 * DAY;
  await post('/v1/leads', { email: lost.email, ...HOT });
  await act(only.id, 'recycle', { reason: 'Wants to buy after all' });
  t.strictSame([(await read(lost.id)).category, (await read(only.id)).category], ['sql', 'lead']);
  t.strictSame((await march()).leads, before, 'after both came back');
  await act(lost.id, 'lose', { reason: 'timing' });
  await act(only.id, 'conversion', { deal: { currency: 'EUR', amount: '10' } });
  t.strictSame((await march()).leads, before, 'after they ended again');
  await act(lost.id, 'conversion', { deal: { currency: 'EUR', amount: '10' } });
  t.strictSame((await march()).leads, before, 'after a lost lead bought');
  t.same(await eventFaults(sql), []);
});

t.test('a list row that a person recycled is worked although its person becomes a customer', async (t) => {
  const { post, lead, act, read } = await makeWorkspace();
  const { id, email } = await lead({ source: { channel: 'purchased_list', name: 'Bought' } });
  await act(id, 'disqualify', { reason: 'only_asked' });
  now += 60 * DAY;
  await act(id, 'recycle', { reason: 'Another product' });
  const { body } = await post<{ id: string }>('/v1/customers', { kind: 'person', email });
  t.match(await read(id), { customerId: body.id, category: 'lead' });
  await act(id, 'category', { category: 'mql', reason: 'Qualified by phone' });
  await act(id, 'category/release');
  t.match(await read(id), { customerId: body.id, category: 'lead' });
  t.same(await eventFaults(sql), []);
});

t.test('an outcome that was a mistake is withdrawn, and those before it stay', async (t) => {
  const { post, call, lead, act, march } = await makeWorkspace();
  const [one, other] = [await lead(), await lead()];
  await act(one.id, 'lose', { reason: 'price' });
  const lostOnce = { wonLeads: 0, lostLeads: 1, disqualifiedLeads: 0, leadWinRate: 0 };
  await act(one.id, 'conversion', { deal: { currency: 'EUR', amount: '10' } });
  t.match((await march()).leads, { wonLeads: 1, lostLeads: 1 });
  const undone = await post(`/v1/leads/${one.id}/conversion/undo`, {});
  t.equal(undone.status, 200, undone.text);
  t.strictSame((await march()).leads, lostOnce, 'the lead is lost again, and counted once');
  await act(one.id, 'category', { category: 'prospect', reason: 'Closed by mistake' });
  t.match((await march()).leads, { wonLeads: 0, lostLeads: 0 }, 'by the call for corrections');
  await act(one.id, 'lose', { reason: 'price' });
  await act(other.id, 'lose', { reason: 'price' });
  await act(other.id, 'disqualify', { reason: 'wrong_fit' });
  t.match((await march()).leads, { lostLeads: 1, disqualifiedLeads: 1 }, 'one closed state replaces another');
  t.equal((await call('DELETE', `/v1/leads/${one.id}`)).status, 204);
  t.match((await march()).leads, { lostLeads: 1 }, 'a deleted lead stays counted');
});

t.test('the report of referrals keeps the outcomes of leads that come back', async (t) => {
  const { post, get, lead, act, read } = await makeWorkspace();
  const [by, lost, only, open] = [await lead(), await lead(), await lead(), await lead()];
  for (const { id } of [lost, only, open]) {
    const referral = await post('/v1/referrals', { referrer: { leadId: by.id }, referredLeadId: id });
    t.equal(referral.status, 201, referral.text);
  }
  await act(lost.id, 'lose', { reason: 'price' });
  await act(only.id, 'disqualify', { reason: 'only_asked' });
  type Counts = { referrals: number; open: number; qualified: number; converted: number; declined: number };
  const reports = async () => {
    const { body } = await get<{ total: Counts; groups: Counts[] }>(`/v1/reports/referrals?${MARCH}`);
    const { body: byDepth } = await get<{ groups: Counts[] }>(`/v1/reports/referrals?${MARCH}&groupBy=depth`);
    const lines = [body.total, ...body.groups, ...byDepth.groups];
    t.equal(lines.length, 3);
    return new Set(lines.map((one) => [one.open + one.qualified, one.converted, one.declined].join()));
  };
  t.same(await reports(), new Set(['1,0,2']));
  now += 60 * DAY;
  await post('/v1/leads', { email: lost.email, ...HOT });
  await act(only.id, 'recycle', { reason: 'Wants to buy after all' });
  t.strictSame([(await read(lost.id)).category, (await read(only.id)).category], ['sql', 'lead']);
  t.same(await reports(), new Set(['1,0,2']), 'after both came back');
  await act(lost.id, 'conversion', { deal: { currency: 'EUR', amount: '10' } });
  t.same(await reports(), new Set(['1,1,1']));
  await act(lost.id, 'conversion/undo');
  await act(only.id, 'category', { category: 'lead', reason: 'Never was out' });
  t.same(await reports(), new Set(['1,0,2']));
});

t.test('a conversion counts for deals and leads when its deal was closed', async (t) => {
  const { get, lead, act, march } = await makeWorkspace();
  const [one, other] = [await lead(), await lead()];
  const february = async () =>
    (await get<Report>('/v1/reports/sales?from=2026-02-01T00:00:00Z&before=2026-03-01T00:00:00Z')).body;
  const won = ({ groups, leads }: Report) => [groups[0]?.wonDeals ?? 0, leads.wonLeads];
  const states = async () => [...won(await february()), ...won(await march())];
  const deal = { currency: 'EUR', amount: '10' };
  for (const { id } of [one, other]) await act(id, 'conversion', { deal, closedAt: '2026-02-20T12:00:00.000Z' });
  t.strictSame(await states(), [2, 2, 0, 0]);
  await act(one.id, 'conversion/undo');
  t.strictSame(await states(), [1, 1, 0, 0], 'the undo withdraws it there');
  await act(one.id, 'conversion', { deal });
  t.strictSame(await states(), [1, 1, 1, 1]);
  t.same(await eventFaults(sql), []);
});

t.test('outcomes of leads are split like deals, by what the lead had when it ended', async (t) => {
  const { post, get, lead, act, march, source } = await makeWorkspace();
  const rep = (await post<{ id: string }>('/v1/reps', { name: 'Ann' })).body.id;
  const [fair, form] = [
    await lead({ source: source('Fair'), products: ['Loom', 'Reel'] }),
    await lead({ products: ['LOOM'] }),
  ];
  await act(fair.id, 'owner', { repId: rep, reason: 'Hers' });
  await act(fair.id, 'lose', { reason: 'price' });
  await act(form.id, 'conversion', { deal: { currency: 'EUR', amount: '10' } });
  const bySource = await march('&groupBy=source');
  const split = ({ leadGroups }: Report) =>
    leadGroups.map(({ key, keyName, wonLeads, lostLeads, leadWinRate }) => [
      keyName ?? key,
      wonLeads,
      lostLeads,
      leadWinRate,
    ]);
  t.same(new Set(split(bySource).map(String)), new Set(['Fair,0,1,0', 'Form,1,0,1']));
  const byRep = split(await march('&groupBy=rep'));
  t.strictSame(
    byRep.find(([key]) => key === 'Ann'),
    ['Ann', 0, 1, 0],
  );
  const byProduct = await march('&groupBy=product');
  t.same(split(byProduct), [
    ['LOOM', 1, 1, 0.5],
    ['Reel', 0, 1, 0],
  ]);
  t.strictSame((await march()).leadGroups, []);
  t.strictSame((await march(`&ownerId=${rep}`)).leads, {
    wonLeads: 0,
    lostLeads: 1,
    disqualifiedLeads: 0,
    leadWinRate: 0,
  });
  const { body } = await get<Report>(`/v1/reports/sales?${MARCH}&product=loom`);
  t.match(body.leads, { wonLeads: 1, lostLeads: 1 });
});

t.test('what a lead stated later about buying holds, by whichever call it was stated', async (t) => {
  const { post, call, lead, read } = await makeWorkspace();
  const at = (days: number) => new Date(START + days * DAY).toISOString();
  const engage = (leadId: string, type: string, days: number) =>
    post('/v1/engagement-events', { leadId, type, occurredAt: at(days) });
  const asking = { purchaseIntent: 'information_only', occurredAt: at(-20) };
  const states = async (of: { id: string }) => {
    const { purchaseIntent, temperature } = await read(of.id);
    return [purchaseIntent, temperature];
  };
  const [event, patched, form, buying] = [
    await lead(asking),
    await lead(asking),
    await lead(asking),
    await lead(asking),
  ];
  const [lateEvent, lateForm] = [await lead(asking), await lead(asking)];
  t.strictSame(await states(event), ['information_only', 'cold']);
  await engage(event.id, 'purchase_requested', -1);
  t.strictSame(await states(event), [undefined, 'hot'], 'an event');
  const patch = await call('PATCH', `/v1/leads/${patched.id}`, { purchaseTimeframeDays: 0 });
  t.equal(patch.status, 200, patch.text);
  t.strictSame(await states(patched), [undefined, 'hot'], 'a correction');
  await post('/v1/leads', { email: form.email, purchaseTimeframeDays: 0 });
  t.strictSame(await states(form), [undefined, 'hot'], 'a submission');
  await post('/v1/leads', { email: buying.email, purchaseIntent: 'buying' });
  t.strictSame(await states(buying), ['buying', 'cold'], 'the intent itself');
  await engage(lateEvent.id, 'purchase_requested', -30);
  t.strictSame(await states(lateEvent), ['information_only', 'cold'], 'not an event from before it');
  await post('/v1/leads', { email: lateForm.email, purchaseTimeframeDays: 0, occurredAt: at(-30) });
  t.strictSame(await states(lateForm), ['information_only', 'cold'], 'nor a submission from before it');

  await post('/v1/leads', { email: event.email, purchaseIntent: 'none', occurredAt: at(-10) });
  t.strictSame(await states(event), [undefined, 'hot'], 'a statement from before the request');
  await post('/v1/leads', { email: event.email, purchaseIntent: 'information_only' });
  t.strictSame(await states(event), ['information_only', 'cold'], 'a statement after it');
  t.same(await eventFaults(sql), []);
});

t.test('a bounce belongs to its address, also while the lead has another one', async (t) => {
  const { post, call, lead, read } = await makeWorkspace();
  const { id, email } = await lead({ otherEmails: ['second@mill.example'] });
  const change = async (to: string) => {
    const { status, text } = await call('PATCH', `/v1/leads/${id}`, { email: to });
    t.equal(status, 200, text);
  };
  const occurredAt = new Date(START - DAY).toISOString();
  const bounce = (address: string) =>
    post('/v1/engagement-events', {
      leadId: id,
      type: 'email_bounced',
      occurredAt,
      properties: { hard: true, email: address },
    });
  await bounce(email);
  await change('new@mill.example');
  t.match(await read(id), { emailBouncedAt: undefined, bouncedEmails: [{ email, at: occurredAt }] });
  await change(email);
  t.match(await read(id), { emailBouncedAt: occurredAt, bouncedEmails: undefined }, 'the address is back');
  await bounce('second@mill.example');
  await change('second@mill.example');
  t.match(
    await read(id),
    { emailBouncedAt: occurredAt, bouncedEmails: [{ email }] },
    'the bounce of a further address',
  );
  t.same(await eventFaults(sql), []);
});

t.test('interest that reopened a lead is shown until the lead ends again', async (t) => {
  const { post, lead, act, read } = await makeWorkspace();
  const { id, email } = await lead();
  await act(id, 'lose', { reason: 'timing' });
  await post('/v1/leads', { email, ...HOT });
  t.match(await read(id), { category: 'sql', returningInterest: { action: 'reopen' } });
  await act(id, 'park', { reason: 'bad_timing', wakeWhen: { at: new Date(START + 60 * DAY).toISOString() } });
  t.equal((await read(id)).returningInterest, undefined, 'parked');
  now += 50 * DAY;
  await act(id, 'recycle', { reason: 'Called again' });
  t.match(await read(id), { category: 'lead', cycles: 2, returningInterest: undefined }, 'in the next cycle');
});

t.test('a lead that comes back to an owner without room goes to the next rep, or waits', async (t) => {
  const { post, call, lead, act, read } = await makeWorkspace();
  const rep = async (name: string, capacity: number) =>
    (await post<{ id: string }>('/v1/reps', { name, capacity })).body.id;
  const ann = await rep('Ann', 1);
  const first = await lead();
  await act(first.id, 'owner', { repId: ann, reason: 'Hers' });
  await act(first.id, 'lose', { reason: 'timing' });
  const second = await lead();
  await act(second.id, 'owner', { repId: ann, reason: 'Hers too' });
  await post('/v1/leads', { email: first.email, ...HOT });
  t.match(await read(first.id), { category: 'sql', ownerId: undefined, queue: { reason: 'no_eligible_rep' } });
  await act(first.id, 'lose', { reason: 'timing' });
  await act(first.id, 'owner', { repId: ann, reason: 'She lost it' });
  const ben = await rep('Ben', 1);
  await post('/v1/leads', { email: first.email, ...HOT });
  t.match(await read(first.id), { category: 'sql', ownerId: ben });
  await act(first.id, 'lose', { reason: 'timing' });
  await post('/v1/leads', { email: first.email, ...HOT });
  t.equal((await read(first.id)).ownerId, ben, 'an owner with room keeps it');
  t.equal((await call('DELETE', `/v1/leads/${second.id}`)).status, 204);
});

t.test(
  'a lead that a person opens again, or an undone conversion, keeps within the capacity of its owner',
  async (t) => {
    const { post, lead, act, read } = await makeWorkspace();
    const ann = (await post<{ id: string }>('/v1/reps', { name: 'Ann', capacity: 1 })).body.id;
    const [moved, bought, released] = [await lead(HOT), await lead(HOT), await lead(HOT)];
    const owned = async (id: string) => act(id, 'owner', { repId: ann, reason: 'Hers' });
    await owned(moved.id);
    await act(moved.id, 'lose', { reason: 'timing' });
    await owned(released.id);
    await act(released.id, 'disqualify', { reason: 'wrong_fit' });
    await owned(bought.id);
    await act(bought.id, 'conversion', { deal: { currency: 'EUR', amount: '10' } });
    const last = await lead();
    await owned(last.id);
    await act(moved.id, 'category', { category: 'sql', reason: 'Closed by mistake' });
    await act(bought.id, 'conversion/undo');
    await act(released.id, 'category/release');
    const waiting = { ownerId: undefined, queue: { reason: 'no_eligible_rep' } };
    t.match(await read(moved.id), { category: 'sql', ...waiting });
    t.match(await read(bought.id), { category: 'sql', ...waiting });
    t.match(await read(released.id), { category: 'sql', ...waiting });
    t.equal((await read(last.id)).ownerId, ann);
    t.same(await eventFaults(sql), []);
  },
);

t.test('clear interest in a lead that a person closed is recorded, and marketing decides about it', async (t) => {
  const { post, get, lead, act, read } = await makeWorkspace();
  const wakeWhen = { at: new Date(START + 90 * DAY).toISOString() };
  const closings: [string, object, string][] = [
    ['disqualify', { reason: 'wrong_fit' }, 'disqualified'],
    ['disqualify', { reason: 'no_interest' }, 'disqualified'],
    ['park', { reason: 'bad_timing', wakeWhen }, 'parked'],
  ];
  const nextKind = async (id: string) => (await get<{ kind: string }>(`/v1/leads/${id}/next-action`)).body.kind;
  for (const [call, body, category] of closings) {
    const { id, email } = await lead();
    await act(id, call, body);
    now += DAY;
    await post('/v1/leads', { email, purchaseTimeframeDays: 45 });
    const interest = {
      action: 'stay_closed',
      strength: 'clear',
      category,
      detail: /does not reopen .* clear interest/,
    };
    t.match(await read(id), { category, returningInterest: interest });
    const { body: events } = await get<{ data: { type: string }[] }>(
      `/v1/events?subjectId=${id}&type=lead.interest_shown`,
    );
    t.equal(events.data.length, 1);
    t.equal(await nextKind(id), 'review_interest');
    await post('/v1/leads', { email, ...HOT });
    t.match(await read(id), { category: 'sql', returningInterest: { action: 'reopen' } }, 'strong interest');
  }
  const spam = await lead();
  await act(spam.id, 'disqualify', { reason: 'spam' });
  await post('/v1/leads', { email: spam.email, purchaseTimeframeDays: 45 });
  t.match(await read(spam.id), { returningInterest: { action: 'stay_closed', strength: 'clear' } });
  t.not(await nextKind(spam.id), 'review_interest', 'the funnel decides about spam');
  t.same(await eventFaults(sql), []);
});

t.test('a timeframe has the same effect on a closed lead by every call that states it', async (t) => {
  const { post, call, lead, act, read } = await makeWorkspace();
  const roads: ((of: { id: string; email: string }, facts: object) => Promise<{ status: number }>)[] = [
    ({ email }, facts) => post('/v1/leads', { email, ...facts }),
    ({ id }, facts) => call('PATCH', `/v1/leads/${id}`, facts),
    ({ id }, facts) => post<object>('/v1/leads/batch-update', { items: [{ leadId: id, ...facts }] }),
  ];
  for (const [road, state] of roads.entries()) {
    const [lost, fit, asked, bought] = [
      await lead(),
      await lead(),
      await lead({ purchaseIntent: 'information_only', need: undefined }),
      await lead(),
    ];
    await act(lost.id, 'lose', { reason: 'price' });
    await act(fit.id, 'disqualify', { reason: 'wrong_fit' });
    await act(bought.id, 'conversion', { deal: { currency: 'EUR', amount: '10' } });
    t.match(await read(asked.id), { category: 'disqualified', disqualification: { reason: 'only_asked' } });
    now += DAY;
    for (const of of [lost, asked, bought]) t.ok((await state(of, HOT)).status < 300);
    await state(fit, { purchaseTimeframeDays: 45 });
    const shown = { strength: 'strong', by: 'purchase_timeframe', action: 'reopen' };
    const reopened = { category: 'sql', temperature: 'hot', cycles: 1 };
    t.match(
      await read(lost.id),
      { ...reopened, lastLoss: { reason: 'price' }, returningInterest: { ...shown, category: 'lost' } },
      `${road}`,
    );
    const lastDisqualification = { reason: 'only_asked' };
    t.match(await read(asked.id), { ...reopened, lastDisqualification, returningInterest: shown }, `${road}`);
    t.match(await read(fit.id), { category: 'disqualified', returningInterest: { action: 'stay_closed' } });
    const { returningInterest, customerId } = await read(bought.id);
    t.match(returningInterest, { action: 'new_lead', strength: 'strong' }, `${road}`);
    const next = await read(returningInterest?.leadId ?? '');
    t.match(next, { category: 'sql', temperature: 'hot', customerId, purchaseTimeframeDays: 0 }, `${road}`);
    if (road > 0) continue;
    await call('PATCH', `/v1/leads/${lost.id}`, { jobTitle: 'CEO' });
    t.equal((await read(lost.id)).cycles, 1, 'other corrections state nothing about buying');
  }
  t.same(await eventFaults(sql), []);
});

t.test('a phone filter reads a number as submissions do, also as an international one without +', async (t) => {
  const { get, call, lead, workspaceId } = await makeWorkspace();
  const set = await call('PATCH', `/v1/workspaces/${workspaceId}`, { defaultCountry: 'DE' });
  t.equal(set.status, 200, set.text);
  const british = await lead({ country: 'GB', phone: '447911123456' });
  const turkish = await lead({ phone: '905321234567' });
  t.equal((await lead({ phone: '030 901820' })).phoneNormalized, '+4930901820');
  const found = async (query: string) =>
    (await get<{ data: { id: string }[] }>(`/v1/leads?${query}`)).body.data.map(({ id }) => id);
  t.strictSame(await found('phone=447911123456'), [british.id]);
  t.strictSame(await found('phone=07911123456&country=GB'), [british.id]);
  t.strictSame(await found('phone=905321234567'), [turkish.id]);
  t.equal((await found('phone=030901820')).length, 1);
  t.equal((await get('/v1/leads?phone=12')).status, 400);
});

t.test('the stage of a lead is one of its category, also when time alone has changed that', async (t) => {
  const { get, post, call, lead } = await makeWorkspace();
  const { document } = (
    await call<{ document: { stages: { key: string; category: string }[] } }>('GET', '/v1/funnels/1')
  ).body;
  const keyOf: Record<string, string> = { lead: 'new', mql: 'engaged' };
  const stages = document.stages.map((stage) => ({ ...stage, key: keyOf[stage.category] ?? stage.key }));
  const { body } = await post<{ version: number }>('/v1/funnels', { name: 'Ours', document: { ...document, stages } });
  t.equal((await post<object>(`/v1/funnels/${body.version}/publish`, {})).status, 200);
  const { id, stage } = await lead({ purchaseTimeframeDays: 90 });
  t.equal(stage, 'new');
  now += 31 * DAY;
  const answer = (await get(`/v1/leads/${id}?include=classification`)).body;
  t.match(answer, {
    category: 'mql',
    temperature: 'warm',
    stage: 'engaged',
    included: { classification: { category: 'mql' } },
  });
  t.ok(answer.stageSince <= new Date(now).toISOString());
});
