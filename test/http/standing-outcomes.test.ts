import t from 'tap';
import type { Static } from 'typebox';
import type { SalesReportSchema } from '../../src/http/schemas/sales-report.js';
import { eventFaults, type LeadOut, listAll, openService } from './ingest-fixture.js';

const DAY = 86_400_000;
const START = Date.UTC(2026, 2, 10, 9, 30);
let now = START;
const service = await openService(t, { clock: () => now });
const HOT = { purchaseTimeframeDays: 0 };
const at = (ms: number) => new Date(ms).toISOString();

/** A workspace whose clock goes on by a minute with each call about a lead. */
async function makeWorkspace() {
  now = START;
  const { post, get } = await service.makeWorkspace();
  let count = 0;
  async function lead() {
    count += 1;
    const email = `buyer-${count}@mill.example`;
    return { ...(await post('/v1/leads', { email, need: 'Looms' })).body.lead, email };
  }
  async function act(leadId: string, what: string, body: object = {}) {
    now += 60_000;
    const { status, text } = await post(`/v1/leads/${leadId}/${what}`, body);
    t.ok(status < 300, text);
  }
  const comeBack = async ({ email }: { email: string }) => {
    now += DAY;
    t.ok((await post('/v1/leads', { email, ...HOT })).status < 300);
  };
  const read = async (leadId: string, query = '') => (await get<LeadOut>(`/v1/leads/${leadId}${query}`)).body;
  const ends = async (leadId: string) => {
    const { category, loss, lastLoss, disqualification, lastDisqualification } = await read(leadId);
    return [category, loss?.reason, lastLoss?.reason, disqualification?.reason, lastDisqualification?.reason];
  };
  const found = async (field: string, value: string) => {
    const where = { type: 'field', field, operator: 'eq', value };
    return (await post<{ data: LeadOut[] }>('/v1/leads/search', { where })).body.data.map(({ id }) => id);
  };
  const counted = async () => {
    const { lostLeads, disqualifiedLeads } = (await get<Static<typeof SalesReportSchema>>('/v1/reports/sales')).body
      .leads;
    return [lostLeads, disqualifiedLeads];
  };
  return { post, get, lead, act, comeBack, read, ends, found, counted };
}

const CORRECTED = { category: 'prospect', reason: 'Closed by mistake' };

t.test('a correction leaves no trace of the outcome that it withdraws, other than events', async (t) => {
  const { get, lead, act, read, ends, found, counted } = await makeWorkspace();
  const closings: [string, object, string][] = [
    ['lose', { reason: 'price', competitor: 'Rival' }, 'lastLoss.reason'],
    ['disqualify', { reason: 'wrong_fit' }, 'lastDisqualification.reason'],
  ];
  for (const [call, body, field] of closings) {
    const [moved, released] = [await lead(), await lead()];
    for (const { id } of [moved, released]) await act(id, call, body);
    t.equal((await found(field, Object.values(body)[0])).length, 2);
    await act(moved.id, 'category', CORRECTED);
    await act(released.id, 'category/release');
    t.strictSame(await ends(moved.id), ['prospect', undefined, undefined, undefined, undefined]);
    t.strictSame((await ends(released.id)).slice(1), [undefined, undefined, undefined, undefined]);
    t.strictSame(await found(field, Object.values(body)[0]), []);
    t.strictSame(await counted(), [0, 0]);
    const events = await listAll<{ type: string }>(get, `/v1/events?subjectId=${moved.id}`);
    t.ok(events.some(({ type }) => type === 'lead.requalified'));
    t.same(await read(moved.id, `?asOf=${at(now)}`), await read(moved.id));
  }
  t.same(await eventFaults(service.sql), []);
});

t.test('the loss before a withdrawn one is the last loss again', async (t) => {
  const { lead, act, comeBack, ends, counted } = await makeWorkspace();
  const one = await lead();
  await act(one.id, 'lose', { reason: 'price' });
  await comeBack(one);
  await act(one.id, 'lose', { reason: 'timing' });
  await act(one.id, 'lose', { reason: 'demo' });
  await act(one.id, 'category', CORRECTED);
  t.strictSame(await ends(one.id), ['prospect', undefined, 'price', undefined, undefined]);
  t.strictSame(await counted(), [1, 0]);
  await act(one.id, 'stage', { stage: 'lost', reason: 'By its stage' });
  await act(one.id, 'category', CORRECTED);
  t.strictSame(await ends(one.id), ['prospect', undefined, 'price', undefined, undefined], 'a loss without a reason');
  await act(one.id, 'lose', { reason: 'competitor' });
  await act(one.id, 'conversion', { deal: { currency: 'EUR', amount: '5' } });
  await act(one.id, 'conversion/undo');
  t.strictSame(await ends(one.id), ['lost', 'competitor', undefined, undefined, undefined]);
  await act(one.id, 'category/release');
  t.equal((await ends(one.id))[2], 'price');
  t.strictSame(await counted(), [1, 0]);
  t.same(await eventFaults(service.sql), []);
});

t.test('another closed state by hand replaces the one before', async (t) => {
  const { lead, act, comeBack, ends, counted } = await makeWorkspace();
  const one = await lead();
  await act(one.id, 'disqualify', { reason: 'other' });
  await comeBack(one);
  await act(one.id, 'lose', { reason: 'price' });
  await act(one.id, 'disqualify', { reason: 'wrong_fit' });
  t.strictSame(await ends(one.id), ['disqualified', undefined, undefined, 'wrong_fit', 'other']);
  t.strictSame(await counted(), [0, 2]);
  await act(one.id, 'lose', { reason: 'timing' });
  t.strictSame(await ends(one.id), ['lost', 'timing', undefined, undefined, 'other']);
  t.strictSame(await counted(), [1, 1]);
  await act(one.id, 'park', { reason: 'bad_timing', wakeWhen: { at: at(now + 90 * DAY) } });
  t.strictSame(await ends(one.id), ['parked', undefined, 'timing', undefined, 'other'], 'parking is no correction');
  t.same(await eventFaults(service.sql), []);
});
