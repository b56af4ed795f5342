import t from 'tap';
import { type BatchOut, type LeadOut, listAll, openService, type Page, type ProblemOut } from './ingest-fixture.js';

const service = await openService(t);
const { sql } = service;

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, patch, get, call } = await service.makeWorkspace();
  const send = async (input: object) => (await post('/v1/leads', input)).body;
  const create = async (input: object) => {
    const result = await send(input);
    if (result.outcome !== 'created') throw new Error(`${JSON.stringify(input)} was ${result.outcome}`);
    return result.lead.id;
  };
  return { create, send, get, patch, post, call };
}

t.test('external ids match within their system only', async (t) => {
  const { create, send, get } = await makeWorkspace();
  const plain = await create({ externalId: 'X-1' });
  const crm = await create({ externalId: 'X-1', externalSystem: 'crm' });
  const erp = await create({ externalId: 'X-1', externalSystem: 'erp' });
  t.equal(new Set([plain, crm, erp]).size, 3);
  t.match(await send({ externalId: 'X-1' }), { outcome: 'matched', matchedBy: 'external_id', lead: { id: plain } });
  t.match(await send({ externalId: ' X-1 ', externalSystem: 'crm' }), { matchedBy: 'external_id', lead: { id: crm } });
  t.match(await send({ externalId: 'x-1' }), { outcome: 'created' }, 'ids are case-sensitive');
  const found = await get<Page<LeadOut>>('/v1/leads?externalId=X-1&externalSystem=erp');
  t.strictSame(
    found.body.data.map(({ id }) => id),
    [erp],
  );
});

t.test('e-mails match in any spelling, further ones too', async (t) => {
  const { create, send } = await makeWorkspace();
  const id = await create({ email: 'ada@match.example', otherEmails: ['Ada.L@home.example'] });
  for (const email of ['ADA@match.example', 'ada.l@HOME.example', 'Ada <ada@match.example>']) {
    t.match(await send({ email }), { outcome: 'matched', matchedBy: 'email', lead: { id }, otherMatches: [] }, email);
  }
  t.match(await send({ otherEmails: ['ada@match.example'], name: 'Ada' }), { outcome: 'matched', lead: { id } });
  const joined = await send({ email: 'ada@match.example', otherEmails: ['ada@third.example'] });
  t.match(joined.lead, { id, email: 'ada@match.example' }, 'identity is completed only');
  t.strictSame(joined.lead.otherEmails, ['ada.l@home.example', 'ada@third.example']);
  t.match(await send({ email: 'ada@third.example' }), { outcome: 'matched', lead: { id } }, 'a learnt address matches');
  t.match(await send({ email: 'ada+news@match.example' }), { outcome: 'created' }, 'a tag may be another person');
  t.match(await send({ email: 'not an address', name: 'A' }), { outcome: 'created', matchedBy: null });
  t.match(await send({ email: 'not an address', name: 'A' }), { outcome: 'created' }, 'nor does what is no address');
});

t.test('phones match leads that no other key distinguishes', async (t) => {
  const { create, send } = await makeWorkspace();
  const org = await create({ kind: 'organization', organizationName: 'Art’s Deli', phone: '+1 818-762-1221' });
  const again = { kind: 'organization', organizationName: 'Arts Delicatessen', phone: '(818) 762-1221', country: 'US' };
  t.match(await send(again), { outcome: 'matched', matchedBy: 'phone', lead: { id: org } });

  const first = await create({ email: 'one@office.example', name: 'First Person', phone: '+49 30 901820' });
  const second = await send({ email: 'two@office.example', name: 'Second Person', phone: '+49 30 901820' });
  t.match(second, { outcome: 'created', otherMatches: [{ leadId: first, by: 'phone' }] }, 'two at one switchboard');
  t.equal(second.lead.phoneNormalized, '+4930901820', 'the second has the number as well');
  const bare = await send({ phone: '+49 30 901820' });
  t.match(bare, { outcome: 'matched', matchedBy: 'phone', lead: { id: first } }, 'the number alone finds its owner');
  t.match(await send({ name: 'Third Person', phone: '+49 30 901820' }), { outcome: 'created' }, 'another name');

  const lone = await create({ phone: '+49 30 901830', otherPhones: ['+49 171 1234567'] });
  t.match(await send({ phone: '+49 171 1234567', name: 'Now Named' }), { matchedBy: 'phone', lead: { id: lone } });
});

t.test('the strongest key decides, and other leads that match are reported and not merged', async (t) => {
  const { create, send, get } = await makeWorkspace();
  const byId = await create({ externalId: 'P-1', name: 'By Id' });
  const byEmail = await create({ email: 'p@order.example', name: 'By Email' });
  const byPhone = await create({ phone: '+49 30 901840', name: 'By Phone' });
  const all = { externalId: 'P-1', email: 'p@order.example', phone: '+49 30 901840' };
  const result = await send(all);
  t.match(result, { outcome: 'matched', matchedBy: 'external_id', lead: { id: byId, name: 'By Id' } });
  t.strictSame(result.otherMatches, [
    { leadId: byEmail, by: 'email' },
    { leadId: byPhone, by: 'phone' },
  ]);
  const two = await send({ email: 'p@order.example', phone: '+49 30 901840' });
  t.match(two, { matchedBy: 'email', lead: { id: byEmail }, otherMatches: [{ leadId: byPhone, by: 'phone' }] });
  t.match((await get(`/v1/leads/${byPhone}`)).body, { name: 'By Phone', touchCount: 1, version: 1 });
  t.match(await send({ phone: '+49 30 901840', name: 'By Phone' }), { lead: { id: byPhone } }, 'it keeps its number');
  t.match(await send({ email: 'p@order.example' }), { lead: { id: byEmail } }, 'and the other its address');
  t.equal((await get(`/v1/leads/${byPhone}`)).body.email, undefined);
});

t.test('a correction may not take the identity of another lead', async (t) => {
  const { create, patch, get, send } = await makeWorkspace();
  const owner = await create({ email: 'mine@patch.example', otherEmails: ['also@patch.example'], externalId: 'Q-1' });
  const other = await create({ email: 'other@patch.example' });
  const path = `/v1/leads/${other}`;
  const cases: [object, string][] = [
    [{ email: 'MINE@patch.example' }, '/email'],
    [{ email: 'also@patch.example' }, '/email'],
    [{ otherEmails: ['new@patch.example', 'mine@patch.example'] }, '/otherEmails'],
    [{ externalId: 'Q-1' }, '/externalId'],
  ];
  for (const [body, pointer] of cases) {
    const refused = await patch<ProblemOut>(path, body);
    t.match(refused, { status: 422, body: { code: 'rule_refused', errors: [{ pointer }] } }, JSON.stringify(body));
    t.match(refused.body.errors?.[0]?.detail, owner, 'it says whose it is');
  }
  t.match((await get(path)).body, { version: 1, email: 'other@patch.example' }, 'nothing was written');

  t.equal((await patch(`/v1/leads/${owner}`, { email: 'moved@patch.example' })).status, 200);
  t.equal((await patch(path, { email: 'mine@patch.example' })).status, 200, 'given up, it is free');
  t.match(await send({ email: 'mine@patch.example' }), { outcome: 'matched', lead: { id: other } });
  t.match(await send({ email: 'other@patch.example' }), { outcome: 'created' }, 'the old address belongs to no lead');
  t.equal((await patch<ProblemOut>(path, { email: null, name: null })).status, 422, 'a lead needs an identity');
});

t.test('a lead that shares a number can still be corrected', async (t) => {
  const { create, patch } = await makeWorkspace();
  await create({ email: 'a@shared.example', name: 'A', phone: '+49 30 901850' });
  const second = await create({ email: 'b@shared.example', name: 'B', phone: '+49 30 901850' });
  const corrected = await patch(`/v1/leads/${second}`, { jobTitle: 'Clerk' });
  t.match(corrected, { status: 200, body: { jobTitle: 'Clerk', phoneNormalized: '+4930901850' } });
  const third = await create({ email: 'c@shared.example', name: 'C' });
  const moved = await patch(`/v1/leads/${third}`, { phone: '+49 30 901850' });
  t.match(moved, { status: 200, body: { phoneNormalized: '+4930901850' } }, 'another person at the same switchboard');
  const bare = await create({ externalId: 'S-1' });
  const taken = await patch<ProblemOut>(`/v1/leads/${bare}`, { phone: '+49 30 901850' });
  t.match(taken, { status: 422, body: { errors: [{ pointer: '/phone' }] } }, 'nothing says that they are two');
});

t.test('what is as it was makes no version, whatever touches a lead has had', async (t) => {
  const { create, send, get, patch } = await makeWorkspace();
  const number = { phone: '030 901860', otherPhones: ['030 901861'], country: 'DE' };
  const id = await create({ externalId: 'N-1', email: 'ada@first-firm.com', ...number });
  await send({ externalId: 'N-1', email: 'ada@second-firm.com', website: 'https://www.third-firm.com' });
  await send({ externalId: 'N-1', email: 'ada@fourth-firm.com', country: 'FR', otherPhones: ['x'] });
  const path = `/v1/leads/${id}`;
  const { body: before } = await get(path);
  const known = { domain: 'third-firm.com', phoneNormalized: '+4930901860', country: 'FR', version: 3 };
  t.match(before, known, 'a number stays what it was when its touch named the country');
  const same = [{ country: 'France' }, { externalId: 'N-1' }, { email: 'ada@first-firm.com' }, { phone: '030 901860' }];
  for (const body of same) {
    const { scoredAt } = before;
    t.strictSame({ ...(await patch(path, body)).body, scoredAt }, before, JSON.stringify(body));
  }
  const { otherPhones } = before;
  t.match((await patch(path, { jobTitle: 'Countess' })).body, { ...known, version: 4, otherPhones });
  t.match((await patch(path, { country: 'DE', phone: '030 901862' })).body, { phoneNormalized: '+4930901862' });
});

t.test('a deleted lead frees its keys and leaves nothing but its events', async (t) => {
  const { create, post, call, send } = await makeWorkspace();
  const body = { email: 'gone@delete.example', phone: '+49 30 901870', externalId: 'D-1' };
  const id = await create(body);
  await post('/v1/engagement-events', { leadId: id, type: 'page_viewed' });
  t.equal((await call('DELETE', `/v1/leads/${id}`, undefined, { headers: { 'if-match': '"1"' } })).status, 412);
  t.equal((await call('DELETE', `/v1/leads/${id}`)).status, 204);
  t.equal((await call('DELETE', `/v1/leads/${id}`)).status, 404);
  for (const table of ['lead_keys', 'touches', 'engagement_events']) {
    t.strictSame(await sql(`select 1 from ${table} where lead_id = $1`, [id]), [], table);
  }
  const again = await send(body);
  t.match(again, { outcome: 'created', lead: { version: 1, touchCount: 1 } });
  t.not(again.lead.id, id);
  const events = await sql<{ type: string }>('select type from events where subject_id = $1 order by sequence', [id]);
  t.strictSame(
    events.map(({ type }) => type).filter((type) => type.startsWith('lead.') && type !== 'lead.scored'),
    ['lead.created', 'lead.queued', 'lead.deleted'],
  );
});

t.test('items of one batch meet each other as calls would', async (t) => {
  const { post, get } = await makeWorkspace();
  const items = [
    { email: 'b1@inner.example', name: 'Batch One' },
    { email: 'B1@INNER.example', phone: '+49 30 901880' },
    { phone: '+49 30 901880' },
    { email: 'b2@inner.example', phone: '+49 30 901880' },
    { name: '  ' },
    { externalId: 'B-1', email: 'b2@inner.example' },
    { externalId: 'B-1' },
  ];
  const { status, body } = await post<BatchOut>('/v1/leads/batch', { items });
  t.equal(status, 207);
  t.strictSame(
    body.results.map((item) => item.status),
    [201, 200, 200, 201, 422, 200, 200],
  );
  t.match(body, { created: 2, matched: 4, refused: 1 });
  const [one, , , two] = body.results.map(({ id }) => id);
  t.strictSame(
    body.results.map(({ id }) => id),
    [one, one, one, two, undefined, two, two],
  );
  t.strictSame(
    body.results.map(({ result }) => result?.matchedBy),
    [null, 'email', 'phone', null, undefined, 'email', 'external_id'],
  );
  t.strictSame(body.results[3]?.result?.otherMatches, [{ leadId: one, by: 'phone' }]);
  t.strictSame(
    body.results.map(({ result }) => result?.lead.version),
    [1, 2, 3, 1, undefined, 2, 3],
  );
  for (const [id, touches] of [
    [one, 3],
    [two, 3],
  ] as const) {
    t.equal((await listAll(get, `/v1/leads/${id}/touches`)).length, touches);
  }
  const last = body.results[6]?.result?.lead;
  t.match((await get(`/v1/leads/${two}`)).body, last, 'the last answer is what is stored');
});

t.test('an atomic batch takes all or nothing', async (t) => {
  const { post, get } = await makeWorkspace();
  const items = [{ email: 'whole@atomic.example' }, { tags: ['nobody'] }];
  const refused = await post<ProblemOut>('/v1/leads/batch', { mode: 'atomic', items });
  t.match(refused, { status: 422, body: { code: 'rule_refused', errors: [{ pointer: '/items/1' }] } });
  t.strictSame((await get<Page<LeadOut>>('/v1/leads?email=whole@atomic.example')).body.data, []);
  const taken = await post<BatchOut>('/v1/leads/batch', { mode: 'atomic', items: items.slice(0, 1) });
  t.match(taken, { status: 207, body: { created: 1 } });
});

t.test('each person of a shared number is one lead, found by the number', async (t) => {
  const { send, get, patch, post } = await makeWorkspace();
  const phone = '+49 30 901820';
  const anna = await send({ name: 'Anna Muster', phone });
  const bernd = await send({ name: 'Bernd Probe', phone });
  t.match(bernd, { outcome: 'created', otherMatches: [{ leadId: anna.lead.id, by: 'phone' }] });
  t.match(bernd.notes, [{ field: 'phone', code: 'phone_shared' }], 'the answer names the number as shared');
  t.strictSame(anna.notes, []);
  for (const name of ['Bernd Probe', 'Dr. BERND PROBE']) {
    t.match(await send({ name, phone: '030 901820', country: 'DE' }), {
      matchedBy: 'phone',
      lead: { id: bernd.lead.id },
    });
  }
  for (const name of ['Dr. Anna Muster', 'ANNA MÚSTER', 'Frau Anna Muster']) {
    t.match(await send({ name, phone }), { outcome: 'matched', lead: { id: anna.lead.id } }, name);
  }
  const touchesOf = async (id: string) => (await get(`/v1/leads/${id}`)).body.touchCount;
  t.strictSame([await touchesOf(anna.lead.id), await touchesOf(bernd.lead.id)], [4, 3]);
  const found = async (number: string) => {
    const { body } = await get<Page<LeadOut>>(`/v1/leads?phone=${encodeURIComponent(number)}`);
    return body.data.map(({ id }) => id).sort();
  };
  t.strictSame(await found(phone), [anna.lead.id, bernd.lead.id].sort());
  const items = ['Carla Third', 'Carla Third', 'Dora Fourth', 'Bernd Probe'].map((name) => ({ name, phone }));
  const { body } = await post<BatchOut>('/v1/leads/batch', { items });
  t.strictSame(
    body.results.map(({ status }) => status),
    [201, 200, 201, 200],
    'in one batch as well',
  );
  t.equal((await found(phone)).length, 4);
  await patch(`/v1/leads/${bernd.lead.id}`, { phone: '+49 30 901821' });
  t.strictSame([(await found(phone)).length, await found('+49 30 901821')], [3, [bernd.lead.id]], 'a corrected number');
  await patch(`/v1/leads/${bernd.lead.id}`, { phone });
  t.match(await send({ name: 'Bernd Probe', phone }), { outcome: 'matched', lead: { id: bernd.lead.id } });
});

t.test(
  'the people of a shared number are found by it after the lead that had it first is deleted or corrected',
  async (t) => {
    const { send, call, patch } = await makeWorkspace();
    for (const [phone, leave] of [
      ['+49 30 901860', (id: string) => call('DELETE', `/v1/leads/${id}`)],
      ['+49 30 901870', (id: string) => patch(`/v1/leads/${id}`, { phone: '+49 30 901871' })],
    ] as const) {
      const first = await send({ name: 'Anna Muster', phone });
      const others = [await send({ name: 'Bernd Probe', phone }), await send({ name: 'Carla Third', phone })];
      t.ok((await leave(first.lead.id)).status < 300);
      for (const { lead } of [...others, ...others].reverse()) {
        t.match(await send({ name: lead.name, phone }), {
          outcome: 'matched',
          matchedBy: 'phone',
          lead: { id: lead.id },
        });
      }
      t.match(await send({ name: 'Dora Fourth', phone }), { outcome: 'created' }, 'another person is a new lead');
    }
  },
);

t.test('a code that is not recognised is refused in a correction on every road, and in a new customer', async (t) => {
  const { send, get, patch, post } = await makeWorkspace();
  const known = { country: 'DE', language: 'de', timeZone: 'Europe/Berlin', budgetCurrency: 'EUR' };
  const { lead } = await send({ email: 'codes@codes.example', budgetAmount: '10', ...known });
  const path = `/v1/leads/${lead.id}`;
  const wrong = { country: 'Atlantis', language: 'klingon', timeZone: 'Mars/Olympus', budgetCurrency: 'QQQ' };
  for (const [field, value] of Object.entries(wrong)) {
    const refused = { status: 422, body: { code: 'rule_refused', errors: [{ pointer: `/${field}` }] } };
    t.match(await patch(path, { [field]: value }), refused, field);
    const items = [{ leadId: lead.id, [field]: value }];
    const one = await post<BatchOut>('/v1/leads/batch-update', { items });
    t.match(one.body.results, [{ status: 422, problem: { errors: [{ pointer: `/items/0/${field}` }] } }], field);
    const bulk = await post('/v1/leads/bulk', { leadIds: [lead.id], change: { set: { [field]: value } } });
    t.match(bulk, { status: 422, body: { errors: [{ pointer: `/change/set/${field}` }] } }, field);
  }
  t.match((await get(path)).body, { version: lead.version, ...known });
  t.match(await patch(path, { country: 'Austria', language: null }), { status: 200, body: { country: 'AT' } });
  const customer = await post<{ id: string }>('/v1/customers', { kind: 'person', name: 'Ada King', country: 'DE' });
  const customerPath = `/v1/customers/${customer.body.id}`;
  t.match(await patch(customerPath, { country: 'Atlantis' }), {
    status: 422,
    body: { errors: [{ pointer: '/country' }] },
  });
  t.match((await get(customerPath)).body, { country: 'DE' });
  const nowhere = { kind: 'person', name: 'Bob Hill', country: 'Atlantis' };
  t.match(await post('/v1/customers', nowhere), { status: 422, body: { errors: [{ pointer: '/country' }] } });
  const { body } = await post<BatchOut>('/v1/customers/batch', { items: [{ ...nowhere, country: 'Chile' }, nowhere] });
  t.match(body.results, [{ status: 201 }, { status: 422, problem: { errors: [{ pointer: '/items/1/country' }] } }]);
});
