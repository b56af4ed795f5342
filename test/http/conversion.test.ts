import t from 'tap';
import type { Static } from 'typebox';
import type { LeadLost } from '../../src/http/schemas/conversions.js';
import type { StageHistory } from '../../src/http/schemas/lead-lifecycle.js';
import {
  type Converted,
  type Customer,
  type Deal,
  ENGINES,
  openConversion,
  type Preview,
  type Undone,
} from './conversion-fixture.js';
import {
  caller,
  eventFaults,
  type LeadOut,
  listAll,
  offerOnRequest,
  type Page,
  type ProblemOut,
  together,
} from './ingest-fixture.js';

const { sql, urls, makeWorkspace } = await openConversion(t);

/** What a preview and what was done have in common: all but the identity of what was made. */
const essence = ({ person, organization, deal, candidateIds }: Converted | Preview) => {
  const parts = { person, organization, deal, candidateIds };
  const made = [person, organization].flatMap((part) => (part?.action === 'created' ? [part.customerId] : []));
  return JSON.parse(
    JSON.stringify(parts, (name, value: unknown) => {
      if (name === 'closedAt' || (typeof value === 'string' && made.includes(value))) return undefined;
      return name === 'dealId' && deal.action === 'created' ? undefined : value;
    }),
  );
};

/** What a conversion and its undo leave as it was. */
const standing = ({
  category,
  categorySince,
  categoryDecidedBy,
  moveReason,
  ownerId,
  stage,
  stageSince,
  score,
  queue,
}: LeadOut) => ({
  ...{ category, categorySince, categoryDecidedBy, moveReason, ownerId, stage, stageSince, score, queue },
});

t.test('a lead becomes a person, an organization and a won deal, as the preview said', async (t) => {
  const { send, preview, convert, customer, deal, eventsOf, get } = await makeWorkspace();
  const before = await send({ products: ['Engine'], jobTitle: 'CTO', industry: 'Software' });
  const asked = { deal: ENGINES, competitor: 'Tabulators' };
  const previewed = await preview(before.id, asked);
  t.equal(previewed.status, 200, previewed.text);
  t.match(previewed.body, { categoryBefore: before.category, categoryAfter: 'customer' });
  t.strictSame(await listAll(get, '/v1/customers'), [], 'a preview makes no customer');
  t.strictSame(await listAll(get, '/v1/deals'), [], 'nor a deal');
  const { status, body, text, headers } = await convert(before.id, asked);
  t.equal(status, 200, text);
  t.strictSame(essence(body), essence(previewed.body));
  t.match(body.lead, { category: 'customer', categoryDecidedBy: 'person', stage: 'customer' });
  t.match(headers.etag, new RegExp(`^"${body.lead.version}[.]`));
  const [person, company, won] = [
    (await customer(body.person?.customerId)).body,
    (await customer(body.organization?.customerId)).body,
    (await deal(body.deal.dealId)).body,
  ];
  t.match(person, {
    kind: 'person',
    email: before.email,
    jobTitle: 'CTO',
    organizationId: company.id,
    leadId: before.id,
  });
  t.match(company, {
    kind: 'organization',
    name: before.organizationName,
    industry: 'Software',
    domain: before.domain,
  });
  t.match(won, {
    ...{ status: 'won', amount: '0.30', currency: 'EUR', customerId: company.id, contactId: person.id },
    ...{ leadId: before.id, sourceId: before.sourceId, competitor: 'Tabulators', cycleStartedAt: before.firstTouchAt },
  });
  t.match(body.lead.conversion, { customerId: company.id, contactId: person.id, dealId: won.id });
  t.strictSame(await eventsOf(won.id), ['deal.created', 'deal.won']);
  t.ok((await eventsOf(before.id)).includes('lead.converted'));
  const again = await convert<ProblemOut>(before.id);
  t.match(again, { status: 409, body: { code: 'conflict' } });
  t.match(await preview<ProblemOut>(before.id), { status: 409 });
});

t.test('undo restores all, and removes what was made', async (t) => {
  const { send, post, lead, convert, undo, customer, deal, eventsOf, get } = await makeWorkspace();
  const histories: [path?: string, body?: { competitor?: string }][] = [
    [],
    ['category', { category: 'prospect', reason: 'Works on it' } as object],
    ['lose', { reason: 'price', competitor: 'X' } as object],
  ];
  for (const [path, moved] of histories) {
    const { id } = await send({ purchaseTimeframeDays: 20 });
    if (path) await post(`/v1/leads/${id}/${path}`, moved);
    const before = await lead(id);
    const { body } = await convert(id);
    const asOf = new Date().toISOString();
    const undone = await undo(id);
    t.equal(undone.status, 200, undone.text);
    t.strictSame(standing(undone.body.lead), standing(before));
    t.equal(undone.body.lead.competitor, moved?.competitor);
    t.equal(undone.body.lead.conversion, undefined);
    t.strictSame(
      new Set(undone.body.removedCustomerIds),
      new Set([body.person?.customerId, body.organization?.customerId]),
    );
    t.equal(undone.body.removedDealId, body.deal.dealId);
    for (const gone of undone.body.removedCustomerIds) t.equal((await customer(gone)).status, 404);
    t.equal((await deal(body.deal.dealId)).status, 404);
    t.ok((await eventsOf(body.deal.dealId)).includes('deal.deleted'));
    const then = await get(`/v1/leads/${id}?asOf=${encodeURIComponent(asOf)}`);
    t.match(then.body, { category: 'customer', conversion: { dealId: body.deal.dealId } }, 'as it was in between');
    const now = await get(`/v1/leads/${id}?asOf=${encodeURIComponent(new Date(Date.now() + 1000).toISOString())}`);
    t.strictSame(standing(now.body), standing(undone.body.lead), 'replayed from its events');
    t.match(await undo<ProblemOut>(id), { status: 409 });
    t.equal((await convert(id)).status, 200, 'it can be converted again');
  }
});

t.test('existing customers are found, and only what is empty is filled', async (t) => {
  const { post, send, preview, convert, customer, patch, undo } = await makeWorkspace();
  const site = 'https://foundltd.com';
  const company = (
    await post<Customer>('/v1/customers', { kind: 'organization', name: 'Found Ltd', website: site, country: 'FR' })
  ).body;
  const person = (
    await post<Customer>('/v1/customers', { kind: 'person', name: 'Ada Found', email: 'ADA@foundltd.com' })
  ).body;
  const buyer = await send({
    name: 'Ada L. Found',
    email: 'ada@foundltd.com',
    organizationName: 'Found',
    country: 'DE',
    jobTitle: 'CTO',
    industry: 'Retail',
  });
  const previewed = (await preview(buyer.id)).body;
  const { body } = await convert(buyer.id);
  t.strictSame(essence(body), essence(previewed));
  t.match(body.person, { action: 'linked', customerId: person.id, foundBy: 'email' });
  t.strictSame(body.person?.filledFields.sort(), ['country', 'jobTitle', 'organizationId']);
  t.match(body.organization, {
    action: 'linked',
    customerId: company.id,
    foundBy: 'domain',
    filledFields: ['industry'],
  });
  t.match((await customer(company.id)).body, { name: 'Found Ltd', country: 'FR', industry: 'Retail', version: 2 });
  t.match((await customer(person.id)).body, { name: 'Ada Found', jobTitle: 'CTO', organizationId: company.id });

  await patch(`/v1/customers/${company.id}`, { industry: 'Wholesale' });
  const undone = await undo(buyer.id);
  t.strictSame(undone.body.kept, [{ subjectKind: 'customer', subjectId: company.id, fields: ['industry'] }]);
  t.strictSame(undone.body.removedCustomerIds, []);
  t.match((await customer(company.id)).body, { industry: 'Wholesale', country: 'FR' }, 'a later edit stays');
  const { version: _, updatedAt: __, ...now } = (await customer(person.id)).body;
  const { version: ___, updatedAt: ____, ...was } = person;
  t.strictSame(now, was, 'the rest is as it was');

  const taking = await convert(buyer.id, { deal: ENGINES, overwrite: true });
  t.match((await customer(company.id)).body, { country: 'DE', industry: 'Retail' });
  t.match((await customer(person.id)).body, { name: 'Ada L. Found' });
  t.ok(taking.body.person?.filledFields.includes('name'));
  await undo(buyer.id);
  t.match((await customer(company.id)).body, { name: 'Found Ltd', country: 'FR', industry: 'Wholesale' });
});

t.test('a name alone only proposes; a named customer is taken', async (t) => {
  const { post, send, preview, convert } = await makeWorkspace();
  const known = (await post<Customer>('/v1/customers', { kind: 'organization', name: 'Namesake GmbH' })).body;
  const buyer = await send({ organizationName: 'Namesake Ltd' });
  const { body: previewed } = await preview(buyer.id);
  t.match(previewed, { organization: { action: 'created' }, candidateIds: [known.id] });
  const { body } = await convert(buyer.id, { deal: ENGINES, customerId: known.id });
  t.match(body, { organization: { action: 'linked', foundBy: 'request', customerId: known.id }, candidateIds: [] });
  const lone = await send({ name: 'Only Person', email: 'only@gmail.com', organizationName: undefined });
  const alone = (await convert(lone.id)).body;
  t.equal(alone.organization, undefined);
  t.match(alone.deal.after, { customerId: alone.person?.customerId });
  const firm = (
    await post('/v1/leads', { kind: 'organization', organizationName: 'Firm', email: 'office@firm.example' })
  ).body;
  t.equal((await convert(firm.lead.id)).body.person, undefined);
  const other = await send();
  const wrong = { deal: ENGINES, customerId: buyer.id };
  t.match(await convert<ProblemOut>(other.id, wrong), { status: 422, body: { errors: [{ pointer: '/customerId' }] } });
});

t.test('an open deal is taken up, won or not, and given back', async (t) => {
  const { send, post, convert, deal, undo } = await makeWorkspace();
  const buyer = await send();
  const open = (await post<Deal>('/v1/deals', { leadId: buyer.id, currency: 'USD', amount: '99' })).body;
  t.match(open, { status: 'open', amount: '99.00', leadId: buyer.id, sourceId: buyer.sourceId });
  t.match(await post<ProblemOut>(`/v1/deals/${open.id}/win`, {}), { status: 409 }, 'it has no customer yet');
  const { body } = await convert(buyer.id, { dealId: open.id, closedAt: '2026-01-05T00:00:00Z' });
  t.match(body.deal, { action: 'linked', dealId: open.id, before: { status: 'open' }, after: { status: 'won' } });
  t.match((await deal(open.id)).body, { status: 'won', closedAt: '2026-01-05T00:00:00.000Z', version: 2 });
  const undone = (await undo(buyer.id)).body;
  t.match(undone, { restoredDealId: open.id, kept: [] });
  const { version: _, updatedAt: __, ...now } = (await deal(open.id)).body;
  const { version: ___, updatedAt: ____, ...was } = open;
  t.strictSame(now, was);

  const still = (await convert(buyer.id, { dealId: open.id, won: false })).body;
  t.match(still.deal.after, { status: 'open', customerId: still.organization?.customerId });
  await post(`/v1/deals/${open.id}/win`, {});
  t.match(await undo<ProblemOut>(buyer.id), { status: 409, body: { detail: /won since/ } });
  await post(`/v1/deals/${open.id}/reopen`, undefined);
  t.equal((await undo(buyer.id)).status, 200);
  t.equal((await deal(open.id)).body.customerId, undefined);
});

t.test('what rests on a conversion, or was changed since, keeps it from being undone', async (t) => {
  const { send, convert, post, undo, lead, patch } = await makeWorkspace();
  const buyer = await send();
  const { body } = await convert(buyer.id);
  const customerId = body.organization?.customerId ?? '';
  const further = await post<Deal>('/v1/deals', { customerId, currency: 'EUR', amount: '5.00' });
  const refused = await undo<ProblemOut>(buyer.id);
  t.match(refused, { status: 409, body: { detail: new RegExp(`deal ${further.body.id} .*customer ${customerId}`) } });
  t.equal((await lead(buyer.id)).category, 'customer', 'nothing was taken back');

  const colleague = await send({ email: `colleague@${buyer.domain}`, organizationName: 'Whatever' });
  const joined = (await convert(colleague.id)).body;
  t.equal(joined.organization?.customerId, customerId, 'the same company');
  t.match((await undo(colleague.id)).body, {
    restoredCustomerIds: [],
    removedCustomerIds: [joined.person?.customerId],
  });

  const changed = await send();
  const made = (await convert(changed.id)).body;
  await patch(`/v1/deals/${made.deal.dealId}`, { amount: '7.00' });
  t.match(await undo<ProblemOut>(changed.id), { status: 409, body: { detail: /has changed since \(amount\)/ } });
  await patch(`/v1/deals/${made.deal.dealId}`, { amount: '0.30' });
  t.equal((await undo(changed.id)).status, 200, 'changed back, it can');
});

t.test('a converted lead is moved by nothing but the undo, which emits a move', async (t) => {
  const { send, post, convert, lead, undo, get } = await makeWorkspace();
  const { id } = await send();
  await post(`/v1/leads/${id}/category`, { category: 'prospect', reason: 'Wants a demo' });
  const { body } = await convert(id);
  const moves: [path: string, body?: object][] = [
    ['category', { category: 'prospect', reason: 'Changed their mind' }],
    ['category/release'],
    ['stage', { stage: 'prospect', reason: 'Wants more' }],
    ['park', { reason: 'bad_timing', wakeWhen: { minimumScore: 100 } }],
    ['disqualify', { reason: 'spam' }],
    ['lose', { reason: 'price' }],
    ['recycle', { reason: 'Again' }],
  ];
  for (const [path, asked] of moves) {
    const refused = await post<ProblemOut>(`/v1/leads/${id}/${path}`, asked);
    t.match(refused, { status: 409, body: { code: 'conflict', detail: /undo the conversion first/ } }, path);
  }
  t.equal((await lead(id)).version, body.lead.version, 'nothing has happened to it');
  await undo(id);
  const { body: history } = await get<Static<typeof StageHistory>>(`/v1/leads/${id}/stage-history`);
  const [customer, back] = history.stays.slice(-2);
  t.match(customer, { stage: 'customer', cause: 'conversion' });
  t.match(back, { stage: 'prospect', leftAt: null, cause: 'conversion_undone', reason: 'Wants a demo' });
  t.ok(customer?.leftAt && customer.leftAt === back?.enteredAt);
  const emitted = await get<Page<object>>(`/v1/events?subjectId=${id}&type=lead.classified&limit=200`);
  t.match(
    emitted.body.data.filter((event) => 'cause' in event && event.cause === 'conversion_undone'),
    [{ before: { category: 'customer' }, after: { category: 'prospect', moveReason: 'Wants a demo' } }],
  );
  t.match((await lead(id)).moveReason, 'Wants a demo');
  const moved = await post<LeadOut>(`/v1/leads/${id}/category`, { category: 'sql', reason: 'Has a budget' });
  t.match(moved.body, { category: 'sql' }, 'undone, it moves again');
});

t.test('an offer to sales that only the conversion accepted is withdrawn with it', async (t) => {
  const { post, send, convert, undo, get } = await makeWorkspace();
  await offerOnRequest({ post });
  const { body: rep } = await post<{ id: string }>('/v1/reps', { name: 'Grace' });
  const { id } = await send();
  await post(`/v1/leads/${id}/category`, { category: 'sql', reason: 'Has a budget' });
  const offered = await post<LeadOut>(`/v1/leads/${id}/handoff`, { repId: rep.id });
  t.match(offered.body, { handoff: { status: 'offered' } }, offered.text);
  t.match((await convert(id)).body.lead, { handoff: { status: 'accepted' } });
  const undone = (await undo(id)).body.lead;
  t.match(undone, { category: 'sql', handoff: { status: 'withdrawn', reason: 'category_changed' } });
  const now = await get(`/v1/leads/${id}?asOf=${encodeURIComponent(new Date(Date.now() + 1000).toISOString())}`);
  t.strictSame(now.body.handoff, undone.handoff, 'replayed from its events');
  t.match(await post(`/v1/leads/${id}/handoff`, { repId: rep.id }), { body: { handoff: { status: 'offered' } } });
  await post(`/v1/leads/${id}/handoff/accept`, {});
  await convert(id);
  t.match(
    (await undo(id)).body.lead,
    { category: 'prospect', handoff: { status: 'accepted' } },
    'a word of sales stays',
  );
});

t.test('two conversions at once: one wins, and the same key is one conversion', async (t) => {
  const { send, convert, undo, get } = await makeWorkspace();
  for (const round of [1, 2, 3]) {
    const { id } = await send();
    const raced = await together(8, 8, (i) =>
      convert<Converted & ProblemOut>(id, { deal: ENGINES }, { instance: i % 2 }),
    );
    t.strictSame(raced.map(({ status }) => status).sort(), [200, 409, 409, 409, 409, 409, 409, 409], `round ${round}`);
    const undone = await together(4, 4, (i) => undo<Undone & ProblemOut>(id, { instance: i % 2 }));
    t.strictSame(undone.map(({ status }) => status).sort(), [200, 409, 409, 409]);
    const headers = { 'idempotency-key': `convert-${round}` };
    const same = await together(6, 6, (i) => convert(id, { deal: ENGINES }, { instance: i % 2, headers }));
    t.strictSame(new Set(same.map(({ status }) => status)), new Set([200]));
    t.equal(new Set(same.map(({ text }) => text)).size, 1, 'one conversion, answered alike');
    const deals = await listAll<Deal>(get, `/v1/deals?leadId=${id}`);
    t.equal(deals.length, 1);
  }
  const company = 'https://togetherltd.com';
  const leads = await Promise.all(
    [1, 2, 3, 4, 5, 6].map((n) => send({ email: `p${n}@togetherltd.com`, website: company })),
  );
  const all = await together(6, 6, (i) => convert(leads[i]?.id ?? '', { deal: ENGINES }, { instance: i % 2 }));
  t.equal(new Set(all.map(({ body }) => body.organization?.customerId)).size, 1, 'one company, however many at once');
  t.strictSame(await eventFaults(sql), []);
});

t.test('each event names who did it, also when several share a transaction', async (t) => {
  const { post, send, token, get } = await makeWorkspace();
  const keys = await Promise.all(
    ['one', 'two'].map(async (name) => {
      const scopes = ['leads:write', 'customers:write', 'deals:write'];
      const { body } = await post<{ id: string; token: string }>('/v1/api-keys', { name, kind: 'service', scopes });
      return body;
    }),
  );
  const leads = await Promise.all(Array.from({ length: 12 }, () => send()));
  const body = { deal: ENGINES };
  const made = await together(12, 12, async (i) => {
    const key = keys[i % 2] ?? { id: '', token };
    const path = `/v1/leads/${leads[i]?.id}/conversion`;
    return { key: key.id, ...(await caller(urls, key.token)<Converted>('POST', path, body)) };
  });
  for (const { key, body } of made) {
    for (const id of [body.deal.dealId, body.person?.customerId, body.lead.id]) {
      const emitted = await get<Page<{ actorId: string; type: string }>>(`/v1/events?subjectId=${id}`);
      const actors = emitted.body.data.filter(
        ({ type }) => !/lead.(created|queued|assigned)|sequence.entered/.test(type),
      );
      t.strictSame(new Set(actors.map(({ actorId }) => actorId)), new Set([key]));
    }
  }
});

t.test('If-Match guards the lead', async (t) => {
  const { send, convert, undo } = await makeWorkspace();
  const { id, version } = await send();
  const late = { headers: { 'if-match': `"${version + 1}"` } };
  t.match(await convert<ProblemOut>(id, { deal: ENGINES }, late), { status: 412 });
  const { body } = await convert(id, { deal: ENGINES }, { headers: { 'if-match': `"${version}"` } });
  t.match(await undo<ProblemOut>(id, { headers: { 'if-match': `"${version}"` } }), { status: 412 });
  t.equal((await undo(id, { headers: { 'if-match': `"${body.lead.version}"` } })).status, 200);
});

t.test('what contradicts itself is refused, with its place', async (t) => {
  const { send, preview, convert, post, lead } = await makeWorkspace();
  const { id } = await send();
  const bad: [body: object, status: number, pointer: string][] = [
    [{}, 422, '/deal'],
    [{ deal: ENGINES, dealId: id }, 422, '/deal'],
    [{ dealId: id }, 422, '/dealId'],
    [{ deal: { currency: 'EUR' } }, 422, '/deal/amount'],
    [{ deal: { currency: 'XQX', amount: '1' } }, 422, '/deal/currency'],
    [{ deal: { currency: 'EUR', amount: '1.23456' } }, 400, '/deal/amount'],
    [{ deal: { currency: 'EUR', amount: 1 } }, 400, '/deal/amount'],
    [{ deal: ENGINES, closedAt: '2999-01-01T00:00:00Z' }, 400, '/closedAt'],
    [{ deal: ENGINES, won: false, closedAt: '2026-01-01T00:00:00Z' }, 422, '/closedAt'],
    [{ deal: ENGINES, won: false, competitor: 'X' }, 422, '/competitor'],
  ];
  for (const [body, status, pointer] of bad) {
    for (const ask of [preview, convert]) {
      t.match(await ask<ProblemOut>(id, body), { status, body: { errors: [{ pointer }] } }, JSON.stringify(body));
    }
  }
  const other = await send();
  const foreign = (await post<Deal>('/v1/deals', { leadId: other.id, currency: 'EUR', amount: '1' })).body;
  t.match(await convert<ProblemOut>(id, { dealId: foreign.id }), {
    status: 422,
    body: { errors: [{ pointer: '/dealId' }] },
  });
  await post(`/v1/deals/${foreign.id}/lose`, { reason: 'price' });
  t.match(await convert<ProblemOut>(other.id, { dealId: foreign.id }), { status: 409 });
  t.equal((await lead(id)).version, 1, 'nothing has happened to it');
});

t.test('a lead is lost with its deals, and a hand move is the same less exactly', async (t) => {
  const { send, post, convert } = await makeWorkspace();
  const { id } = await send();
  const open = (await post<Deal>('/v1/deals', { leadId: id, currency: 'EUR', amount: '1' })).body;
  const loss = { reason: 'demo', detail: 'The demo crashed', competitor: 'Tabulators' };
  const lost = await post<Static<typeof LeadLost>>(`/v1/leads/${id}/lose`, loss);
  t.match(lost.body.lead, { category: 'lost', moveReason: 'The demo crashed', competitor: 'Tabulators', loss });
  t.match(lost.body.lostDeals, [{ id: open.id, status: 'lost', lossReason: 'demo', competitor: 'Tabulators' }]);
  const again = await post<Static<typeof LeadLost>>(`/v1/leads/${id}/lose`, loss);
  t.equal(again.body.lead.version, lost.body.lead.version, 'said again, nothing changes');
  const kept = await send();
  await post('/v1/deals', { leadId: kept.id, currency: 'EUR' });
  const { body } = await post<Static<typeof LeadLost>>(`/v1/leads/${kept.id}/lose`, {
    reason: 'timing',
    loseDeals: false,
  });
  t.match(body, { lead: { moveReason: 'timing' }, lostDeals: [] });
  const byHand = await send();
  const moved = await post<LeadOut>(`/v1/leads/${byHand.id}/stage`, {
    stage: 'lost',
    reason: 'No word',
    competitor: 'X',
  });
  t.match(moved.body.loss, { reason: 'other', detail: 'No word', competitor: 'X' });
  const back = await post<LeadOut>(`/v1/leads/${id}/category`, { category: 'prospect', reason: 'Called back' });
  t.equal(back.body.loss, undefined);
  const won = await send();
  await convert(won.id);
  t.match(await post(`/v1/leads/${won.id}/lose`, { reason: 'price' }), { status: 409 });
  t.match(await post(`/v1/leads/${id}/lose`, { reason: 'bored' }), { status: 400 });
});

t.test('a deleted lead is named by nothing that came of it', async (t) => {
  const { send, post, convert, call, customer, get, deal, eventsOf } = await makeWorkspace();
  const { id } = await send();
  const open = (body: object) => post<Deal>('/v1/deals', { currency: 'EUR', amount: '5', ...body });
  const before = (await open({ leadId: id })).body;
  const { body: made } = await convert(id);
  const further = (await open({ leadId: id, customerId: made.organization?.customerId })).body;
  const apart = await send();
  const orphan = (await open({ leadId: apart.id })).body;
  for (const gone of [id, apart.id]) t.equal((await call('DELETE', `/v1/leads/${gone}`)).status, 204);

  const customers = [made.person?.customerId, made.organization?.customerId];
  for (const one of customers) {
    const { body } = await customer(one);
    t.match(body, { leadId: undefined, version: 2 });
    const [emitted] = (await get<Page<object>>(`/v1/events?subjectId=${one}&type=customer.updated`)).body.data;
    t.match(emitted, { cause: 'lead_deleted', before: { leadId: id }, after: { leadId: null }, actorKind: 'api_key' });
  }
  const [organization, person] = [made.organization?.customerId, made.person?.customerId];
  const kept = { leadId: undefined, customerId: organization, contactId: person };
  for (const dealId of [before.id, made.deal.dealId]) t.match((await deal(dealId)).body, kept);
  t.match((await deal(further.id)).body, { leadId: undefined, customerId: organization, version: 2 });
  t.strictSame(await eventsOf(further.id), ['deal.created', 'deal.updated']);
  t.equal((await post(`/v1/deals/${before.id}/win`, {})).status, 200, 'it stays the deal of its customer');
  t.match((await deal(orphan.id)).body, { leadId: undefined, customerId: undefined, status: 'open' });
  t.equal((await post(`/v1/deals/${orphan.id}/win`, {})).status, 409, 'it has no customer');
  const buyer = await send();
  t.equal((await convert(buyer.id, { dealId: orphan.id })).status, 200, 'another lead may');
  for (const noun of ['customers', 'deals', 'referrals', 'tasks', 'leads']) {
    t.notMatch((await get(`/v1/${noun}?limit=200`)).text, new RegExp(`${id}|${apart.id}`), noun);
  }
  t.same(await eventFaults(sql), []);
});

t.test('converting and deleting race: whatever wins, nothing names a lead that is gone', async (t) => {
  const { send, convert, call } = await makeWorkspace();
  await together(24, 12, async () => {
    const { id } = await send();
    await Promise.all([convert(id), call('DELETE', `/v1/leads/${id}`)]);
  });
  for (const table of ['customers', 'deals', 'conversions']) {
    const lost = `select lead_id from ${table} where lead_id is not null and lead_id not in (select id from leads)`;
    t.same(await sql(lost), [], table);
  }
  t.same(await eventFaults(sql), []);
});
