import t from 'tap';
import type { Static } from 'typebox';
import type { ConversionResult } from '../../src/http/schemas/conversions.js';
import type { CustomerSchema } from '../../src/http/schemas/customers.js';
import type { DealSchema } from '../../src/http/schemas/deals.js';
import type { SalesReportSchema } from '../../src/http/schemas/sales-report.js';
import { eventFaults, listAll, openService, type Page, type ProblemOut, together } from './ingest-fixture.js';

type Customer = Static<typeof CustomerSchema>;
type Deal = Static<typeof DealSchema>;
type Report = Static<typeof SalesReportSchema>;

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 15, 12);
let now = START;
const service = await openService(t, { instances: 2, clock: () => now });
const { sql } = service;
const at = (days: number) => new Date(now + days * DAY).toISOString();

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  now = START;
  const { post, patch, get, call } = await service.makeWorkspace();
  const makeCustomer = async (name: string, more: object = {}) => {
    const answer = await post<Customer>('/v1/customers', { kind: 'organization', name, ...more });
    t.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const open = async (body: object) => {
    const answer = await post<Deal>('/v1/deals', { currency: 'EUR', ...body });
    t.equal(answer.status, 201, answer.text);
    return answer.body;
  };
  const act = <Body = Deal>(id: string, verb: string, body?: object, options = {}) =>
    post<Body>(`/v1/deals/${id}/${verb}`, body, options);
  return { makeCustomer, open, get, post, act, patch, call };
}

t.test('money is exact, and the same however it is written', async (t) => {
  const { makeCustomer, open, get, post } = await makeWorkspace();
  const { id: customerId } = await makeCustomer('Exact');
  const lines = [
    { name: 'Cent', quantity: 1_000_000, unitPrice: '0.1' },
    { name: 'Mill', quantity: 3, unitPrice: '0.0001' },
    { name: 'Large', quantity: 1, unitPrice: '900719925474099.37' },
  ];
  const deal = await open({ customerId, products: lines });
  t.equal(deal.amount, '900719925574099.3703', 'beyond the precision of a float');
  t.match((await get<Deal>(`/v1/deals/${deal.id}`)).body, { amount: deal.amount, products: [{ unitPrice: '0.10' }] });
  t.equal((await open({ customerId, amount: '007.5000' })).amount, '7.50');
  t.equal((await open({ customerId })).amount, undefined);
  const most = { name: 'Too much', quantity: 1_000_000, unitPrice: '999999999999999' };
  t.match(await post<ProblemOut>('/v1/deals', { customerId, currency: 'EUR', products: [most] }), {
    status: 422,
    body: { errors: [{ pointer: '/products' }] },
  });
});

t.test('a deal is open, won, lost, and open again', async (t) => {
  const { makeCustomer, open, act, patch, get } = await makeWorkspace();
  const { id: customerId } = await makeCustomer('Pipeline');
  const deal = await open({ customerId, name: 'First' });
  t.match(await act<ProblemOut>(deal.id, 'win', {}), { status: 422, body: { errors: [{ pointer: '/amount' }] } });
  const priced = await patch<Deal>(`/v1/deals/${deal.id}`, { amount: '10' });
  t.match(priced.body, { amount: '10.00', version: 2 });
  t.match(await act(deal.id, 'win', { closedAt: at(1) }), { status: 400 }, 'not in the future');
  const won = await act(deal.id, 'win', { closedAt: at(-3), competitor: 'Rival' });
  t.match(won.body, { status: 'won', closedAt: at(-3), competitor: 'Rival', version: 3 });
  t.match(await act(deal.id, 'win', {}), { status: 409 });
  t.match(await act(deal.id, 'lose', { reason: 'price' }), { status: 409 });
  t.match(await patch(`/v1/deals/${deal.id}`, { amount: null }), { status: 422 }, 'a won deal has an amount');
  t.match(await act(deal.id, 'reopen'), { status: 200, body: { status: 'open', closedAt: undefined } });
  t.match(await act(deal.id, 'reopen'), { status: 409 });
  const lost = await act(deal.id, 'lose', { reason: 'competitor', detail: 'Faster', competitor: 'Rival' });
  t.match(lost.body, { status: 'lost', lossReason: 'competitor', lossDetail: 'Faster', closedAt: at(0) });
  const back = (await act(deal.id, 'reopen')).body;
  t.equal(back.lossReason, undefined);
  const { body } = await get<Page<{ type: string }>>(`/v1/events?subjectId=${deal.id}`);
  t.strictSame(
    body.data.map(({ type }) => type),
    ['deal.created', 'deal.updated', 'deal.won', 'deal.reopened', 'deal.lost', 'deal.reopened'],
  );
});

t.test('a patch changes what it names, and nothing makes no version', async (t) => {
  const { makeCustomer, post, open, patch } = await makeWorkspace();
  const { id: customerId } = await makeCustomer('Patched');
  const { body: rep } = await post<{ id: string }>('/v1/reps', { name: 'Grace' });
  const deal = await open({ customerId, products: [{ name: 'A', quantity: 2, unitPrice: '5' }], competitor: 'Rival' });
  const address = `/v1/deals/${deal.id}`;
  const same = await patch<Deal>(address, { amount: '10.0', competitor: 'Rival' });
  t.equal(same.body.version, 1);
  const products = [{ name: 'B', quantity: 3, unitPrice: '5' }];
  t.match((await patch<Deal>(address, { products })).body, { amount: '15.00', version: 2 }, 'products say the amount');
  t.match((await patch<Deal>(address, { products: [], amount: '4' })).body, { amount: '4.00', products: [] });
  const more = { ownerId: rep.id, expectedCloseOn: '2026-02-28', name: ' Named ', competitor: null };
  const changed = (await patch<Deal>(address, more)).body;
  t.match(changed, { ownerId: rep.id, expectedCloseOn: '2026-02-28', name: 'Named', competitor: undefined });
  const bad: [body: object, status: number, pointer: string][] = [
    [{ expectedCloseOn: '2026-02-30' }, 400, '/expectedCloseOn'],
    [{ expectedCloseOn: '0000-01-01' }, 400, '/expectedCloseOn'],
    [{ ownerId: customerId }, 422, '/ownerId'],
    [{ currency: 'ABC' }, 422, '/currency'],
    [{ status: 'won' }, 400, '/status'],
    [{ products: [{ name: 'A', quantity: 0, unitPrice: '1' }] }, 400, '/products/0/quantity'],
    [{ products: [{ name: 'A', quantity: 1, unitPrice: '-1' }] }, 400, '/products/0/unitPrice'],
  ];
  for (const [body, status, pointer] of bad) {
    t.match(await patch<ProblemOut>(address, body), { status, body: { errors: [{ pointer }] } }, JSON.stringify(body));
  }
  t.match(await post('/v1/deals', { currency: 'EUR' }), { status: 422 }, 'about a lead or of a customer');
  const unknown = { currency: 'EUR', leadId: customerId };
  t.match(await post<ProblemOut>('/v1/deals', unknown), { status: 422, body: { errors: [{ pointer: '/leadId' }] } });
});

t.test('If-Match is exact when many come at once', async (t) => {
  const { makeCustomer, open, call, act, get } = await makeWorkspace();
  const { id: customerId } = await makeCustomer('Raced');
  const deal = await open({ customerId, amount: '1' });
  const raced = await together(8, 8, (i) =>
    call<Deal>(
      'PATCH',
      `/v1/deals/${deal.id}`,
      { name: `By ${i}` },
      { instance: i % 2, headers: { 'if-match': '"1"' } },
    ),
  );
  t.strictSame(raced.map(({ status }) => status).sort(), [200, ...Array(7).fill(412)]);
  const wins = await together(8, 8, (i) => act(deal.id, 'win', {}, { instance: i % 2 }));
  t.strictSame(wins.map(({ status }) => status).sort(), [200, ...Array(7).fill(409)]);
  t.equal((await get<Deal>(`/v1/deals/${deal.id}`)).body.version, 3);
  t.match(await act(deal.id, 'reopen', undefined, { headers: { 'if-match': '"2"' } }), { status: 412 });
});

t.test('customers are known by what leads are known by', async (t) => {
  const { makeCustomer, post, get, patch } = await makeWorkspace();
  const company = await makeCustomer('Known Ltd', { website: 'https://www.knownltd.com', country: 'Germany' });
  t.match(company, { domain: 'knownltd.com', country: 'DE', version: 1 });
  const ada = (
    await post<Customer>('/v1/customers', {
      ...{ kind: 'person', name: 'Ada Known', email: 'Ada@KnownLtd.com', organizationId: company.id },
    })
  ).body;
  const twin = await post<ProblemOut>('/v1/customers', { kind: 'person', name: 'Twin', email: 'ada@knownltd.com' });
  t.match(twin, { status: 422, body: { errors: [{ pointer: '/email' }] } });
  const idsOf = async (query: string) => (await listAll<Customer>(get, `/v1/customers?${query}`)).map(({ id }) => id);
  t.strictSame(await idsOf('email=ADA@knownltd.com'), [ada.id]);
  t.strictSame(await idsOf('domain=knownltd.com'), [company.id]);
  t.strictSame(await idsOf(`organizationId=${company.id}`), [ada.id]);
  t.strictSame(await idsOf('email=nobody@knownltd.com'), []);
  t.match(await patch(`/v1/customers/${ada.id}`, { organizationId: ada.id }), { status: 422 }, 'no organization');
  t.match(await patch(`/v1/customers/${company.id}`, { organizationId: company.id }), { status: 422 });
  const withoutIdentity = { name: null, firstName: null, lastName: null, email: null };
  t.match(await patch(`/v1/customers/${ada.id}`, withoutIdentity), { status: 422 }, 'a customer needs an identity');
  const moved = await patch<Customer>(`/v1/customers/${ada.id}`, { email: 'ada@elsewhere.com', jobTitle: 'CTO' });
  t.match(moved.body, { emailNormalized: 'ada@elsewhere.com', version: 2 });
  t.strictSame(await idsOf('email=ada@knownltd.com'), [], 'the old key is free');
  const renamed = await patch<Customer>(`/v1/customers/${company.id}`, { name: 'Renamed' });
  t.match(renamed.body, { name: 'Renamed', domain: 'knownltd.com' });
  t.equal((await patch<Customer>(`/v1/customers/${company.id}`, { name: 'Renamed' })).body.version, 2);
});

t.test('a customer leaves and comes back', async (t) => {
  const { makeCustomer, post, get } = await makeWorkspace();
  const { id } = await makeCustomer('Leaver');
  const churn = (body: object) => post<Customer>(`/v1/customers/${id}/churn`, body);
  t.match(await churn({ reason: 'price', churnedAt: at(2) }), { status: 400 });
  t.match((await churn({ reason: 'price', detail: 'Too much', churnedAt: at(-2) })).body, { churnedAt: at(-2) });
  t.match(await churn({ reason: 'other' }), { status: 409 });
  t.strictSame(
    (await listAll<Customer>(get, '/v1/customers?churned=true')).map((one) => one.id),
    [id],
  );
  const back = await post<Customer>(`/v1/customers/${id}/churn/undo`, undefined);
  t.match(back.body, { churnedAt: undefined, churnReason: undefined, version: 3 });
  t.match(await post(`/v1/customers/${id}/churn/undo`, undefined), { status: 409 });
});

t.test('the sales report has what was sold, and whether customers stay', async (t) => {
  const { get, post, open, act, makeCustomer } = await makeWorkspace();
  const early = await makeCustomer('Early');
  await act((await open({ customerId: early.id, amount: '9' })).id, 'win', {});
  now += 400 * DAY;
  const report = async (query = '') => (await get<Report>(`/v1/reports/sales?${query}`)).body;
  t.strictSame((await report()).groups, [], 'nothing in the last year');
  const start = now;
  const source = { channel: 'event', name: 'Fair' };
  const { lead } = (await post('/v1/leads', { email: 'buyer@reported.com', organizationName: 'Reported', source }))
    .body;
  now += 10 * DAY;
  const converted = await post<Static<typeof ConversionResult>>(`/v1/leads/${lead.id}/conversion`, {
    deal: { currency: 'EUR', products: [{ name: 'Engine', quantity: 1, unitPrice: '100.10' }] },
  });
  const customerId = converted.body.organization?.customerId ?? '';
  const { body: rep } = await post<{ id: string }>('/v1/reps', { name: 'Alan' });
  const further = await open({
    customerId,
    ownerId: rep.id,
    products: [
      { name: 'engine', quantity: 2, unitPrice: '100.10' },
      { name: 'Straßenservice', quantity: 1, unitPrice: '0.20' },
    ],
  });
  now += 4 * DAY;
  await act(further.id, 'win', {});
  await act((await open({ customerId, amount: '1' })).id, 'lose', { reason: 'price' });
  const other = await makeCustomer('Other');
  await act((await open({ customerId: other.id, amount: '5', currency: 'USD' })).id, 'win', {});

  const all = await report();
  const [eur, usd] = all.groups;
  t.match(eur, { currency: 'EUR', volume: '300.50', wonDeals: 2, lostDeals: 1, averageDealSize: '150.25' });
  t.match(eur, { winRate: 0.6667, averageCycleDays: 7, medianCycleDays: 7, repeatDeals: 1 });
  t.match(usd, { currency: 'USD', volume: '5.00', wonDeals: 1, winRate: 1, averageCycleDays: 0 });
  t.match(all.retention, { customers: 3, newCustomers: 2, repeatCustomers: 1, atStart: 1, retained: 1, churned: 0 });
  t.ok(all.definitions.some(({ name }) => name === 'winRate'));

  const later = `from=${at(-2)}`;
  t.match((await report(later)).groups, [{ volume: '200.40' }, { volume: '5.00' }]);
  await post(`/v1/customers/${customerId}/churn`, { reason: 'service' });
  t.match((await report(later)).retention, { atStart: 2, retained: 1, churned: 1, retentionRate: 0.5 });
  t.strictSame((await report(`from=${at(-420)}&before=${new Date(start).toISOString()}`)).groups.length, 1);

  t.match((await report('currency=USD')).groups, [{ currency: 'USD' }]);
  t.match((await report(`ownerId=${rep.id}`)).groups, [{ wonDeals: 1, volume: '200.40' }]);
  t.match((await report(`sourceId=${lead.sourceId}`)).groups, [{ wonDeals: 2, lostDeals: 1 }]);
  t.match((await report('product=STRASSENSERVICE')).groups, [{ wonDeals: 1 }]);
  const products = (await report('groupBy=product&currency=EUR')).groups.map(({ key, volume }) => [key, volume]);
  t.strictSame(products, [
    ['Engine', '300.30'],
    ['Straßenservice', '0.20'],
    [null, '0.00'],
  ]);
  t.match((await report('groupBy=rep&currency=EUR')).groups[0], { key: rep.id, keyName: 'Alan', volume: '200.40' });
  t.match((await report('groupBy=source&currency=EUR')).groups, [
    { key: lead.sourceId, keyName: 'Fair', volume: '300.50' },
  ]);
  t.strictSame(await eventFaults(sql), []);
});

t.test('no report is about a period that ends before it begins', async (t) => {
  const { get } = await makeWorkspace();
  type Parameter = { in: string; name: string; schema: { format?: string } };
  const { body: document } = await get<{ paths: Record<string, { get?: { parameters: Parameter[] } }> }>(
    '/openapi.json',
  );
  // Questions have their period in the body: test/http/report-query.test.ts.
  const reports = Object.entries(document.paths).filter(
    ([path, { get }]) => path.startsWith('/v1/reports/') && get?.parameters.some(({ name }) => name === 'from'),
  );
  t.ok(reports.length >= 6);
  const [early, late] = [at(-2), at(-1)];
  for (const [path, { get: report }] of reports) {
    const instants = report?.parameters.filter(({ schema }) => schema?.format === 'date-time') ?? [];
    t.same(
      instants.map(({ name }) => name),
      ['from', 'before'],
      path,
    );
    const ask = (begin: string, end: string) => get<ProblemOut>(`${path}?from=${begin}&before=${end}`);
    t.equal((await ask(early, late)).status, 200, path);
    for (const [begin, end] of [[late, early] as const, [late, late] as const]) {
      const { body } = await ask(begin, end);
      t.match(body, { status: 400, code: 'validation_failed', errors: [{ parameter: 'before' }] }, path);
    }
    const { body: malformed } = await ask(late, 'yesterday');
    t.match(malformed.errors, [{ parameter: 'before', code: 'wrong_format' }], path);
    t.equal(malformed.errors?.length, 1, path);
  }
});

t.test('a customer who comes back was away all the same, and one whose churn is undone never was', async (t) => {
  const { makeCustomer, open, act, get, post } = await makeWorkspace();
  const { id } = await makeCustomer('Away');
  await act((await open({ customerId: id, amount: '9' })).id, 'win', {});
  now += 30 * DAY;
  const [monthStart, monthEnd] = [at(-1), at(30)];
  const retention = async () => {
    const period = `from=${monthStart}&before=${monthEnd}`;
    return (await get<Report>(`/v1/reports/sales?${period}`)).body.retention;
  };
  const customer = async () => (await get<Customer>(`/v1/customers/${id}`)).body;
  t.equal((await post(`/v1/customers/${id}/return`, {})).status, 409, 'it has not left');
  await post(`/v1/customers/${id}/churn`, { reason: 'price' });
  const churnedAt = at(0);
  now += 60 * DAY;
  t.match(await retention(), { atStart: 1, retained: 0, churned: 1, retentionRate: 0 });
  const early = await post<ProblemOut>(`/v1/customers/${id}/return`, { returnedAt: at(-70) });
  t.match(early, { status: 422, body: { errors: [{ pointer: '/returnedAt' }] } });
  const back = await post<Customer>(`/v1/customers/${id}/return`, {});
  const pastChurns = [{ churnedAt, reason: 'price', returnedAt: at(0) }];
  t.strictSame([back.status, back.body.churnedAt, back.body.pastChurns], [200, undefined, pastChurns]);
  t.strictSame((await customer()).pastChurns, pastChurns);
  t.match(await retention(), { atStart: 1, retained: 0, churned: 1, retentionRate: 0 }, 'its month stays as it was');
  t.match((await get<Report>(`/v1/reports/sales?from=${at(-1)}`)).body.retention, { atStart: 0, churned: 0 });
  now += 5 * DAY;
  t.match((await get<Report>(`/v1/reports/sales?from=${at(-1)}`)).body.retention, { atStart: 1, retained: 1 });
  const types = (await listAll<{ type: string }>(get, `/v1/events?subjectId=${id}`)).map(({ type }) => type);
  t.strictSame(types, ['customer.created', 'customer.churned', 'customer.returned']);
  await post(`/v1/customers/${id}/churn`, { reason: 'other' });
  await post(`/v1/customers/${id}/churn/undo`, undefined);
  t.strictSame((await customer()).pastChurns, pastChurns, 'a mistake leaves no trace');
  t.same(await eventFaults(sql), []);
});

t.test('a won deal brings a customer back who had left, and its reopening takes that back', async (t) => {
  const { makeCustomer, open, act, get, post } = await makeWorkspace();
  const { id } = await makeCustomer('Comes Back Ltd');
  await act((await open({ customerId: id, amount: '9' })).id, 'win', {});
  now += 30 * DAY;
  const month = `from=${at(-1)}&before=${at(30)}`;
  const churned = { churnedAt: at(0), churnReason: 'price' };
  await post(`/v1/customers/${id}/churn`, { reason: 'price' });
  const late = await open({ customerId: id, amount: '5' });
  now += 60 * DAY;
  await act(late.id, 'win', { closedAt: at(-61) });
  const customer = async () => (await get<Customer>(`/v1/customers/${id}`)).body;
  t.match(await customer(), churned, 'a purchase from before it left is no return');
  await act(late.id, 'reopen');
  t.match(await customer(), churned);
  await act(late.id, 'win', { closedAt: at(-2) });
  const back = await customer();
  const pastChurns = [{ churnedAt: churned.churnedAt, reason: 'price', returnedAt: at(-2), dealId: late.id }];
  t.strictSame([back.churnedAt, back.churnReason, back.pastChurns], [undefined, undefined, pastChurns]);
  t.strictSame(await listAll(get, '/v1/customers?churned=true'), []);
  t.equal((await listAll(get, '/v1/customers?churned=false')).length, 1);
  const retention = async (period: string) => (await get<Report>(`/v1/reports/sales?${period}`)).body.retention;
  t.match(await retention(month), { atStart: 1, retained: 0, churned: 1 }, 'its month stays as it was');
  t.match(await retention(`from=${at(-1)}`), { atStart: 1, retained: 1, churned: 0 });
  type Event = { type: string; cause: string };
  const events = await listAll<Event>(get, `/v1/events?subjectId=${id}`);
  t.match(events.at(-1), { type: 'customer.returned', cause: 'deal_won' });
  await act(late.id, 'reopen');
  const away = await customer();
  t.match(away, churned);
  t.notOk(away.pastChurns);
  t.match(await retention(month), { atStart: 1, retained: 0, churned: 1 });
  await post(`/v1/customers/${id}/return`, {});
  await act(late.id, 'win', {});
  await act(late.id, 'reopen');
  t.match(
    await customer(),
    { pastChurns: [{ returnedAt: at(0), dealId: undefined }] },
    'that return was no work of the deal',
  );
  t.same(await eventFaults(sql), []);
});

t.test('a customer who left and whose next lead is converted has come back, until that is undone', async (t) => {
  const { get, post } = await makeWorkspace();
  const submit = async (body: object) => (await post('/v1/leads', { name: 'Ada King', ...body })).body.lead;
  const [email, phone] = ['ada@again.example', '+4930901821'];
  const deal = { currency: 'EUR', amount: '10' };
  const convert = (id: string, more: object = {}) =>
    post<Static<typeof ConversionResult>>(`/v1/leads/${id}/conversion`, { deal, ...more });
  const first = await convert((await submit({ email, phone })).id);
  const path = `/v1/customers/${first.body.person?.customerId}`;
  now += DAY;
  const churnedAt = at(0);
  const left = { churnedAt, churnReason: 'service', churnDetail: 'Slow' };
  await post(`${path}/churn`, { reason: 'service', detail: 'Slow' });
  now += DAY;
  const next = await submit({ email, purchaseTimeframeDays: 0 });
  const open = await convert(next.id, { won: false });
  t.equal(open.status, 200, open.text);
  const customer = async () => (await get<Customer>(path)).body;
  t.match(await customer(), left, 'an open deal is no purchase yet');
  t.equal((await post(`/v1/leads/${next.id}/conversion/undo`, undefined)).status, 200);
  const { version } = await customer();
  const won = await convert(next.id);
  const pastChurns = [{ churnedAt, reason: 'service', returnedAt: at(0), dealId: won.body.deal.dealId }];
  const { churnedAt: still, churnDetail, ...back } = await customer();
  t.strictSame([still, churnDetail, back.version, back.pastChurns], [undefined, undefined, version + 1, pastChurns]);
  const source = { channel: 'purchased_list', name: 'Bought' };
  const listed = await submit({ email: 'ada@list.example', phone, source });
  t.match(listed, { customerId: back.id, category: 'disqualified' }, 'a list row is not pursued any more');
  t.strictSame(await listAll(get, '/v1/customers?churned=true'), []);
  const events = await listAll<{ type: string; cause: string }>(get, `/v1/events?subjectId=${back.id}`);
  t.match(events.at(-1), { type: 'customer.returned', cause: 'conversion' });
  t.equal((await post(`/v1/leads/${next.id}/conversion/undo`, undefined)).status, 200);
  const away = await customer();
  t.match(away, left, 'the undo takes the return back');
  t.notOk(away.pastChurns);
  await convert(next.id);
  await post(`${path}/churn`, { reason: 'price' });
  const undone = await post<{ kept: object[] }>(`/v1/leads/${next.id}/conversion/undo`, undefined);
  t.match(undone.body.kept, [
    { subjectKind: 'customer', fields: ['churnedAt', 'churnDetail', 'churnReason', 'pastChurns'] },
  ]);
  t.match(await customer(), { churnReason: 'price', pastChurns: [{ churnedAt }] }, 'it left again: that stays');
  t.same(await eventFaults(sql), []);
});

t.test('an open deal of a lead that was converted since brings its customer back', async (t) => {
  const { open, act, get, post } = await makeWorkspace();
  const { lead } = (await post('/v1/leads', { email: 'ada@back.example', name: 'Ada King' })).body;
  const first = await open({ leadId: lead.id, amount: '3' });
  const deal = { currency: 'EUR', amount: '10' };
  const converted = await post<Static<typeof ConversionResult>>(`/v1/leads/${lead.id}/conversion`, { deal });
  const path = `/v1/customers/${converted.body.person?.customerId}`;
  now += DAY;
  await post(`${path}/churn`, { reason: 'other' });
  now += DAY;
  t.equal((await act(first.id, 'win', {})).status, 200);
  t.match((await get<Customer>(path)).body, { churnedAt: undefined, pastChurns: [{ dealId: first.id }] });
});

t.test('a customer leaves neither before it bought nor within an earlier time away', async (t) => {
  const { makeCustomer, open, act, post } = await makeWorkspace();
  const { id } = await makeCustomer('Dated');
  const churn = (churnedAt: string, path = `/v1/customers/${id}`) =>
    post<ProblemOut>(`${path}/churn`, { reason: 'price', churnedAt });
  await act((await open({ customerId: id, amount: '9' })).id, 'win', { closedAt: at(-20) });
  await act((await open({ customerId: id, amount: '9' })).id, 'win', { closedAt: at(-5) });
  const refused = { status: 422, body: { errors: [{ pointer: '/churnedAt' }] } };
  t.match(await churn(at(-21)), refused, 'before the first purchase');
  t.equal((await churn(at(-15))).status, 200);
  t.equal((await post(`/v1/customers/${id}/return`, { returnedAt: at(-10) })).status, 200);
  t.match(await churn(at(-12)), refused, 'within an earlier time away');
  t.match(await churn(at(-18)), refused, 'it would hold an earlier time away');
  t.equal((await churn(at(-10))).status, 200);
  const { lead } = (await post('/v1/leads', { email: 'ada@dated.example', name: 'Ada King' })).body;
  const body = { deal: { currency: 'EUR' }, won: false };
  const converted = await post<Static<typeof ConversionResult>>(`/v1/leads/${lead.id}/conversion`, body);
  const path = `/v1/customers/${converted.body.person?.customerId}`;
  t.match(await churn(at(-1), path), refused, 'before its conversion');
  t.equal((await churn(at(0), path)).status, 200);
});

t.test('leads that were lost without a deal count in the win rate of leads', async (t) => {
  const { get, post, open, act, makeCustomer } = await makeWorkspace();
  const lead = async (name: string) =>
    (await post('/v1/leads', { email: `${name}@rates.example`, organizationName: name })).body.lead.id;
  const won = await lead('won');
  const deal = { currency: 'EUR', amount: '10' };
  const converted = await post(`/v1/leads/${won}/conversion`, { deal });
  t.ok(converted.status < 300, converted.text);
  await post(`/v1/leads/${await lead('lost')}/lose`, { reason: 'price' });
  const { groups, leads } = (await get<Report>('/v1/reports/sales')).body;
  t.match(groups, [{ wonDeals: 1, lostDeals: 0, winRate: 1 }]);
  t.strictSame(leads, { wonLeads: 1, lostLeads: 1, disqualifiedLeads: 0, leadWinRate: 0.5 });
  const { id: customerId } = await makeCustomer('Earlier');
  const early = await open({ customerId, amount: '5', currency: 'USD' });
  const closed = await act(early.id, 'win', { closedAt: at(-3) });
  t.equal(closed.status, 200, closed.text);
  const [usd] = (await get<Report>('/v1/reports/sales?currency=USD')).body.groups;
  t.match(usd, { wonDeals: 1, averageCycleDays: null, medianCycleDays: null }, 'closed before its begin: no cycle');
});
