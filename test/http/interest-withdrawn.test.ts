import t from 'tap';
import { eventFaults, type LeadOut, listAll, openService } from './ingest-fixture.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 10, 9, 30);
let now = START;
const service = await openService(t, { clock: () => now });
const CLEAR = { purchaseTimeframeDays: 45 };
const iso = (ms: number) => new Date(ms).toISOString();

/** A workspace, with leads that a person disqualified as a wrong fit a day ago. */
async function makeWorkspace() {
  now = START;
  const { post, get, call } = await service.makeWorkspace();
  let count = 0;
  async function closed(reason = 'wrong_fit') {
    count += 1;
    const email = `buyer-${count}@mill.example`;
    const { id } = (await post('/v1/leads', { email, need: 'Looms' })).body.lead;
    t.ok((await post(`/v1/leads/${id}/disqualify`, { reason })).status < 300);
    now += DAY;
    return { id, email };
  }
  const patch = async (id: string, body: object) => {
    now += 1_000;
    const { status, text } = await call('PATCH', `/v1/leads/${id}`, body);
    t.equal(status, 200, text);
  };
  const submit = async (email: string, body: object) => {
    now += 1_000;
    t.ok((await post('/v1/leads', { email, ...body })).status < 300);
  };
  const read = async (id: string, query = '') => (await get<LeadOut>(`/v1/leads/${id}${query}`)).body;
  const nextKind = async (id: string) => (await get<{ kind: string }>(`/v1/leads/${id}/next-action`)).body.kind;
  const withdrawn = async (id: string) =>
    (await listAll<object>(get, `/v1/events?subjectId=${id}&type=lead.interest_withdrawn`)).length;
  return { post, closed, patch, submit, read, nextKind, withdrawn };
}

t.test('interest is gone when the timeframe that showed it is cleared, changed or denied', async (t) => {
  const { closed, patch, submit, read, nextKind, withdrawn } = await makeWorkspace();
  const ends: ((of: { id: string; email: string }) => Promise<void>)[] = [
    ({ id }) => patch(id, { purchaseTimeframeDays: null }),
    ({ id }) => patch(id, { purchaseTimeframeDays: 400 }),
    ({ id }) => patch(id, { purchaseIntent: 'none' }),
    ({ email }) => submit(email, { purchaseTimeframeDays: 400 }),
    ({ email }) => submit(email, { purchaseIntent: 'information_only' }),
  ];
  for (const [index, end] of ends.entries()) {
    const one = await closed();
    await submit(one.email, CLEAR);
    t.match((await read(one.id)).returningInterest, { action: 'stay_closed', by: 'purchase_timeframe' });
    t.equal(await nextKind(one.id), 'review_interest');
    const shownAt = now;
    await end(one);
    t.equal((await read(one.id)).returningInterest, undefined, `${index}`);
    t.not(await nextKind(one.id), 'review_interest', `${index}`);
    t.equal(await withdrawn(one.id), 1);
    t.match((await read(one.id, `?asOf=${iso(shownAt)}`)).returningInterest, { action: 'stay_closed' }, 'it was shown');
    await submit(one.email, CLEAR);
    t.ok((await read(one.id)).returningInterest, 'and is shown again');
  }
  t.same(await eventFaults(service.sql), []);
});

t.test('other changes leave the interest', async (t) => {
  const { post, closed, patch, submit, read, nextKind, withdrawn } = await makeWorkspace();
  const one = await closed();
  await post('/v1/engagement-events', { leadId: one.id, type: 'meeting_booked' });
  await patch(one.id, { jobTitle: 'CEO', purchaseTimeframeDays: 400 });
  await submit(one.email, { purchaseIntent: 'none', occurredAt: iso(START) });
  t.match((await read(one.id)).returningInterest, { by: 'meeting_booked' }, 'the event shows it, not the timeframe');
  t.equal(await nextKind(one.id), 'review_interest');
  await patch(one.id, { purchaseIntent: 'none' });
  t.equal((await read(one.id)).returningInterest, undefined, 'stated after the event');
  t.equal(await withdrawn(one.id), 1);
});

t.test('interest that reopened a lead is gone with its timeframe as well', async (t) => {
  const { closed, patch, submit, read } = await makeWorkspace();
  const one = await closed();
  await submit(one.email, { purchaseTimeframeDays: 0 });
  t.match(await read(one.id), { category: 'sql', returningInterest: { action: 'reopen' } });
  await patch(one.id, { purchaseTimeframeDays: 30 });
  t.match(await read(one.id), { returningInterest: { action: 'reopen' } }, 'still a timeframe that shows interest');
  await patch(one.id, { purchaseTimeframeDays: null });
  const { returningInterest, cycles } = await read(one.id);
  t.strictSame([returningInterest, cycles], [undefined, 1]);
  t.same(await eventFaults(service.sql), []);
});

t.test('a lead that had ended and states that it is buying is served, or its interest recorded', async (t) => {
  const { post, closed, patch, submit, read, nextKind, withdrawn } = await makeWorkspace();
  const BUYING = { purchaseIntent: 'buying' };
  const shown = { strength: 'clear', by: 'purchase_intent' };
  const roads: ((of: { id: string; email: string }) => Promise<void>)[] = [
    ({ email }) => submit(email, BUYING),
    ({ id }) => patch(id, BUYING),
  ];
  for (const road of roads) {
    const [other, fit, lost] = [await closed('other'), await closed(), await closed()];
    t.ok((await post(`/v1/leads/${lost.id}/lose`, { reason: 'price' })).status < 300);
    for (const one of [other, fit, lost]) await road(one);
    t.match(await read(other.id), { category: 'mql', cycles: 1, returningInterest: { ...shown, action: 'reopen' } });
    t.match(await read(lost.id), { category: 'mql', cycles: 1, lastLoss: { reason: 'price' } });
    t.match(await read(fit.id), { category: 'disqualified', returningInterest: { ...shown, action: 'stay_closed' } });
    t.equal(await nextKind(fit.id), 'review_interest');
    await patch(fit.id, { jobTitle: 'CEO' });
    t.ok((await read(fit.id)).returningInterest, 'other corrections leave it');
    await patch(fit.id, { purchaseIntent: null });
    t.equal((await read(fit.id)).returningInterest, undefined);
    t.equal(await withdrawn(fit.id), 1);
  }
  const one = await closed('other');
  await submit(one.email, { ...BUYING, source: { channel: 'purchased_list', name: 'Bought' } });
  await submit(one.email, { ...BUYING, occurredAt: iso(START - DAY) });
  t.match(
    await read(one.id),
    { category: 'disqualified', returningInterest: undefined },
    'others say so, or it did before',
  );
  t.same(await eventFaults(service.sql), []);
});
