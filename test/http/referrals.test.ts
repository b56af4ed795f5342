import t from 'tap';
import type { Static } from 'typebox';
import type { ReferralChainSchema, ReferralReportSchema, ReferralSchema } from '../../src/http/schemas/referrals.js';
import {
  eventFaults,
  type LeadOut,
  listAll,
  openService,
  type ProblemOut,
  type Result,
  together,
} from './ingest-fixture.js';

type ReferralOut = Static<typeof ReferralSchema>;
/** A referral, or the reason why there is none: the assertions check which. */
type Answered = Omit<ReferralOut, 'status'>;
type ChainOut = Static<typeof ReferralChainSchema>;
type ReportOut = Static<typeof ReferralReportSchema>;

const service = await openService(t, { instances: 2 });
const { sql } = service;
let count = 0;
const email = () => {
  count += 1;
  return `person-${count}@referrals.example`;
};

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, get, patch, call } = await service.makeWorkspace();
  const makeLead = async (more: object = {}) => (await post('/v1/leads', { email: email(), ...more })).body.lead;
  const refer = (body: object, instance = 0) => post<Answered>('/v1/referrals', body, { instance });
  const chainOf = async (leadId: string) => (await get<ChainOut>(`/v1/leads/${leadId}/referrals`)).body;
  const list = (query: string) => listAll<ReferralOut>(get, `/v1/referrals?${query}`);
  return { makeLead, post, get, refer, list, chainOf, call, patch };
}

t.test('a submission names its referrer, and has the referral as its source', async (t) => {
  const { makeLead, post, get } = await makeWorkspace();
  const ada = await makeLead();
  const { body, status } = await post<Result>('/v1/leads', { email: email(), referredBy: { leadId: ada.id } });
  t.equal(status, 201);
  const { body: referral } = await get<ReferralOut>(`/v1/referrals/${body.referralId}`);
  t.match(referral, { referrer: { kind: 'lead', leadId: ada.id }, referredLeadId: body.lead.id, version: 1 });
  const { body: source } = await get<{ channel: string }>(`/v1/sources/${body.lead.sourceId}`);
  t.equal(source.channel, 'referral');
  const again = await post<Result>('/v1/leads', { email: body.lead.email, referredBy: { leadId: ada.id } });
  t.match(again.body, { outcome: 'matched', referralId: body.referralId }, 'said again it is the same link');
  const batch = await post<{ results: { result: { referralId?: string } }[] }>('/v1/leads/batch', {
    items: [{ email: email(), referredBy: { partner: 'Engines & Co' } }, { email: email() }],
  });
  t.strictSame(
    batch.body.results.map(({ result }) => result.referralId !== undefined),
    [true, false],
  );
});

t.test('a referral brings its lead along, or names one that is there', async (t) => {
  const { post, refer, get, makeLead, list } = await makeWorkspace();
  const { body: rep } = await post<{ id: string }>('/v1/reps', { name: 'Grace', email: 'grace@referrals.example' });
  const sent = await refer({
    referrer: { repId: rep.id },
    lead: { email: email(), firstName: 'Bob' },
    note: 'Met at the fair',
    rewardAmount: '50.00',
    rewardCurrency: 'EUR',
  });
  t.equal(sent.status, 201);
  t.match(sent.body, { rewardStatus: 'pending', note: 'Met at the fair', status: 'open' });
  t.match((await get(`/v1/leads/${sent.body.referredLeadId}`)).body, { firstName: 'Bob' });
  const known = await makeLead();
  const partner = { referrer: { partner: 'Engines & Co' }, referredLeadId: known.id };
  t.equal((await refer(partner)).status, 201);
  t.match((await refer({ ...partner, referrer: { partner: ' engines &  CO' } })).body, { status: 409 });
  t.equal((await list(`partner=ENGINES%20%26%20co&referredLeadId=${known.id}`)).length, 1);
  t.strictSame(
    (await list(`referrerRepId=${rep.id}`)).map(({ id }) => id),
    [sent.body.id],
  );
});

t.test('no lead refers itself, by whichever key, and chains do not close', async (t) => {
  const { makeLead, refer, get, post } = await makeWorkspace();
  const [ada, bob] = [await makeLead(), await makeLead()];
  const refused = async (body: object, pointer = '/referrer') => {
    const answer = await refer(body);
    t.match(answer.body, { status: 422, code: 'rule_refused', errors: [{ pointer }] }, JSON.stringify(answer.body));
  };
  await refused({ referrer: { leadId: ada.id }, referredLeadId: ada.id });
  await refused({ referrer: { leadId: ada.id }, lead: { email: ada.email?.toUpperCase() } });
  const before = await get<{ data: LeadOut[] }>('/v1/leads?limit=1');
  const own = { email: ada.email, lastName: 'Other', referredBy: { leadId: ada.id } };
  const refusal = await post<ProblemOut>('/v1/leads', own);
  t.match(refusal.body, { status: 422, errors: [{ pointer: '/referredBy' }] });
  t.equal(refusal.body.errors?.[0]?.pointer, '/referredBy', 'of the request, not of an item of a batch');
  t.strictSame((await get(`/v1/leads/${ada.id}`)).body.version, ada.version, 'and the submission left nothing behind');
  t.strictSame((await get<{ data: LeadOut[] }>('/v1/leads?limit=1')).body, before.body);
  const { body: rep } = await post<{ id: string }>('/v1/reps', { name: 'Ada', email: ada.email });
  await refused({ referrer: { repId: rep.id }, referredLeadId: ada.id });
  const third = await makeLead();
  t.equal((await refer({ referrer: { leadId: ada.id }, referredLeadId: bob.id })).status, 201);
  t.equal((await refer({ referrer: { leadId: bob.id }, referredLeadId: third.id })).status, 201);
  await refused({ referrer: { leadId: third.id }, referredLeadId: ada.id });
  const absent = '01980a3e-7c1b-7d2e-9f40-3b5a6c7d8e9f';
  const missing = async (body: object, pointer: string) =>
    t.match((await refer(body)).body, { status: 422, code: 'reference_not_found', errors: [{ pointer }] });
  await missing({ referrer: { leadId: absent }, referredLeadId: bob.id }, '/referrer/leadId');
  await missing({ referrer: { repId: absent }, referredLeadId: bob.id }, '/referrer/repId');
  await missing({ referrer: { leadId: bob.id }, referredLeadId: absent }, '/referredLeadId');
  await refused({ referrer: { leadId: bob.id, partner: 'x' }, referredLeadId: third.id });
  await refused({ referrer: { partner: 'x' }, referredLeadId: third.id, rewardAmount: '3' }, '/rewardAmount');
  const odd = { referrer: { partner: 'x' }, referredLeadId: third.id, rewardAmount: '3', rewardCurrency: 'XQZ' };
  await refused(odd, '/rewardCurrency');
});

t.test('of links that would close a circle together, sent at once, one is refused', async (t) => {
  const { makeLead, refer } = await makeWorkspace();
  for (let round = 0; round < 5; round += 1) {
    const ring = await Promise.all([0, 1, 2].map(() => makeLead()));
    const ids = ring.map(({ id }) => id);
    const answers = await together(3, 3, (n) =>
      refer({ referrer: { leadId: ids[n] }, referredLeadId: ids[(n + 1) % 3] }, n % 2),
    );
    t.strictSame(answers.map(({ status }) => status).sort(), [201, 201, 422]);
  }
  const [one, two] = [await makeLead(), await makeLead()];
  const twice = await together(8, 8, (n) => refer({ referrer: { leadId: one.id }, referredLeadId: two.id }, n % 2));
  t.equal(twice.filter(({ status }) => status === 201).length, 1);
  t.strictSame(await eventFaults(sql), []);
});

t.test('chains are followed up and down, and reported by referrer and depth', async (t) => {
  const { makeLead, post, chainOf, list, get, call } = await makeWorkspace();
  const first = await makeLead();
  const ids = [first.id];
  const since = new Date(Date.now() - 1).toISOString();
  for (let n = 0; n < 3; n += 1) {
    const { body } = await post<Result>('/v1/leads', { email: email(), referredBy: { leadId: ids[n] } });
    ids.push(body.lead.id);
  }
  const [, second = '', third = '', last = ''] = ids;
  const middle = await chainOf(second);
  t.strictSame(
    middle.up.map(({ depth, referral }) => [depth, referral.referrer.leadId]),
    [[1, first.id]],
  );
  t.strictSame(
    middle.down.map(({ depth, referral }) => [depth, referral.referredLeadId]),
    [
      [1, third],
      [2, last],
    ],
  );
  t.equal(middle.complete, true);
  await post(`/v1/leads/${second}/conversion`, { deal: { amount: '10', currency: 'EUR' } });
  await post(`/v1/leads/${third}/lose`, { reason: 'price' });
  t.strictSame(
    (await list(`status=converted`)).map(({ referredLeadId }) => referredLeadId),
    [second],
  );
  const { body: report } = await get<ReportOut>(`/v1/reports/referrals?from=${since}`);
  t.match(report.total, { referrals: 3, converted: 1, declined: 1, conversionRate: 1 / 3 });
  const referrer = { kind: 'lead', leadId: first.id };
  t.match(report, { groupBy: 'referrer' });
  t.match(report.groups[0], { key: first.id, referrer, referrals: 1, conversionRate: 1 });
  const { body: deep } = await get<ReportOut>(`/v1/reports/referrals?groupBy=depth&from=${since}`);
  t.strictSame(deep.total, report.total);
  t.strictSame(
    deep.groups.map(({ key, converted, declined }) => [key, converted, declined]),
    [
      ['1', 1, 0],
      ['2', 0, 1],
      ['3', 0, 0],
    ],
  );
  t.ok(report.definitions.some(({ name }) => name === 'conversionRate'));
  const { body: none } = await get<ReportOut>(`/v1/reports/referrals?before=2020-01-01T00:00:00Z`);
  t.match(none, { total: { referrals: 0, conversionRate: null }, groups: [] });

  const { version } = (await get(`/v1/leads/${third}`)).body;
  await call('DELETE', `/v1/leads/${third}`, undefined, { headers: { 'if-match': `"${version}"` } });
  t.strictSame((await chainOf(second)).down, [], 'a lead takes its links along');
  t.strictSame((await chainOf(last)).up, []);
});

t.test('a customer refers, through the lead that it was', async (t) => {
  const { makeLead, post, refer, list, chainOf } = await makeWorkspace();
  const lead = await makeLead();
  const conversion = { deal: { currency: 'EUR', amount: '5' } };
  const won = await post<{ person?: { customerId: string } }>(`/v1/leads/${lead.id}/conversion`, conversion);
  t.equal(won.status, 200, won.text);
  const customerId = won.body.person?.customerId ?? '';
  const own = { referrer: { customerId }, lead: { email: lead.email } };
  t.match((await refer(own)).body, { status: 422, errors: [{ pointer: '/referrer' }] }, 'not itself');
  const { body, status } = await refer({ referrer: { customerId }, lead: { email: email() } });
  t.equal(status, 201);
  t.match(body.referrer, { kind: 'customer', customerId, leadId: lead.id });
  t.equal(
    (await refer({ referrer: { leadId: body.referredLeadId }, referredLeadId: lead.id })).status,
    422,
    'no circle',
  );
  t.strictSame(
    (await list(`referrerCustomerId=${customerId}`)).map(({ id }) => id),
    [body.id],
  );
  const absent = { referrer: { customerId: lead.id }, lead: { email: email() } };
  t.match((await refer(absent)).body, { code: 'reference_not_found', errors: [{ pointer: '/referrer/customerId' }] });
  t.equal((await post(`/v1/leads/${lead.id}/conversion/undo`, undefined)).status, 200);
  t.equal((await chainOf(lead.id)).down[0]?.referral.id, body.id, 'what it named stays its lead’s');
});

t.test('a reward moves through its states, and a paid one stays', async (t) => {
  const { refer, patch, get } = await makeWorkspace();
  const { body } = await refer({ referrer: { partner: 'Payee' }, lead: { email: email() } });
  const path = `/v1/referrals/${body.id}`;
  const change = (fields: object) => patch<Answered>(path, fields);
  t.match((await change({ rewardAmount: '10' })).body, { status: 422 });
  t.match((await change({ rewardAmount: '10.00', rewardCurrency: 'EUR' })).body, {
    rewardStatus: 'pending',
    version: 2,
  });
  t.match((await change({ rewardStatus: 'approved', note: 'Fine' })).body, { rewardAmount: '10.00', version: 3 });
  t.match((await change({ rewardStatus: 'approved' })).body, { version: 3 }, 'no change, no version');
  t.match((await change({ rewardStatus: 'paid' })).body, { rewardStatus: 'paid' });
  t.match((await change({ rewardAmount: '11' })).body, { status: 409 });
  t.match((await change({ note: null })).body, { version: 5 });
  t.notOk((await get<ReferralOut>(path)).body.note);
});
