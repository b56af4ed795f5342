import t from 'tap';
import { type LeadOut, openService, type Page, type ProblemOut } from './ingest-fixture.js';

const service = await openService(t);

const LEAD = {
  email: 'jane+news@acme-corp.com',
  phone: '+49 177 3333333',
  website: 'https://www.müller.de/kontakt',
  country: 'DE',
};

t.test('a filter finds a lead by any spelling of what it has', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const { lead } = (await post('/v1/leads', LEAD)).body;
  await post('/v1/leads', { email: "tim.o'connor@other.com", country: 'FR', name: 'Tim O’Connor' });
  const found = {
    email: ['jane+news@acme-corp.com', 'Jane+NEWS@ACME–corp.com', 'Jane <jane+news@acme-corp.com>'],
    phone: ['+491773333333', '0049 177 3333333', '+49 (177) 333-3333'],
    domain: ['xn--mller-kva.de', 'Müller.de', 'https://www.müller.de/'],
    country: ['DE', 'de', 'Germany', 'Allemagne', 'DEU'],
  };
  for (const [parameter, values] of Object.entries(found))
    for (const value of values) {
      const { status, body } = await get<Page<LeadOut>>(`/v1/leads?${parameter}=${encodeURIComponent(value)}`);
      t.strictSame([status, body.data?.map(({ id }) => id)], [200, [lead.id]], `${parameter} ${value}`);
    }
  const tim = await get<Page<LeadOut>>('/v1/leads?email=tim.o%E2%80%99connor%40other.com');
  t.equal(tim.body.data.length, 1);
});

t.test('a filter that no lead can have is refused with the reason', async (t) => {
  const { get } = await service.makeWorkspace();
  const refused = [
    ['email=jane+news@acme.example', 'email', /%2B/],
    ['email=jane%20news@acme.example', 'email', /blank.*%2B/],
    ['email=nobody', 'email', /no e-mail address/],
    ['phone=+491773333333', 'phone', /%2B/],
    ['phone=12', 'phone', /no valid phone number/],
    ['domain=localhost', 'domain', /registrable domain/],
    ['country=Atlantis', 'country', /ISO 3166-1/],
  ] as const;
  for (const path of ['/v1/leads', '/v1/customers'])
    for (const [query, parameter, detail] of refused) {
      if (path === '/v1/customers' && parameter === 'country') continue;
      const { status, body } = await get<ProblemOut>(`${path}?${query}`);
      t.equal(status, 400, `${path}?${query}`);
      t.match(body.errors, [{ parameter, detail }]);
    }
});

t.test('a search takes the owner, the loss and the parking of leads; a rule that names them is refused', async (t) => {
  const { post, patch, workspaceId } = await service.makeWorkspace();
  const rep = (await post<{ id: string }>('/v1/reps', { name: 'Ann' })).body;
  const names = ['mine', 'other', 'lost', 'won by another', 'parked', 'asleep'] as const;
  const ids = new Map<string, string>();
  for (const name of names) {
    const { lead } = (await post('/v1/leads', { externalId: name, industry: 'Retail' })).body;
    ids.set(name, lead.id);
  }
  const path = (name: (typeof names)[number], verb: string) => `/v1/leads/${ids.get(name)}/${verb}`;
  await post(path('mine', 'owner'), { repId: rep.id, reason: 'Knows it' });
  await post(path('lost', 'lose'), { reason: 'competitor', competitor: 'RIVAL' });
  await post(path('won by another', 'lose'), { reason: 'competitor', competitor: 'Another' });
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  await post(path('parked', 'park'), { reason: 'no_budget', wakeWhen: { at: inDays(20) } });
  await post(path('asleep', 'park'), { reason: 'no_budget', wakeWhen: { at: inDays(40) } });
  const field = (name: string, operator: string, value?: unknown) => ({ type: 'field', field: name, operator, value });
  const found = async (...conditions: object[]) => {
    const { body } = await post<Page<LeadOut>>('/v1/leads/search', { where: { type: 'all', conditions } });
    return body.data.map(({ externalId }) => externalId).sort();
  };
  t.strictSame(await found(field('ownerId', 'eq', rep.id.toUpperCase()), field('industry', 'eq', 'retail')), ['mine']);
  t.strictSame(await found(field('loss.competitor', 'eq', 'Rival')), ['lost']);
  t.strictSame(await found(field('parked.wakeAt', 'within_next', 30)), ['parked']);
  t.strictSame(await found(field('stage', 'in', ['lost', 'parked'])), ['asleep', 'lost', 'parked', 'won by another']);
  await post(path('other', 'park'), { reason: 'no_budget', wakeWhen: { at: inDays(500) } });
  const nextYears = await found(field('parked.wakeAt', 'gt', 'this_year'), field('parked.wakeAt', 'gte', '+1y'));
  t.strictSame(nextYears, ['other']);
  t.strictSame(await found({ type: 'field', field: 'parked.since', operator: 'lte', otherField: 'parked.wakeAt' }), [
    ...['asleep', 'other', 'parked'],
  ]);
  const zone = await patch<{ timeZone: string }>(`/v1/workspaces/${workspaceId}`, { timeZone: 'europe/berlin' });
  t.match([zone.status, zone.body], [200, { timeZone: 'Europe/Berlin' }]);
  const nowhere = await patch<ProblemOut>(`/v1/workspaces/${workspaceId}`, { timeZone: 'Mars/Olympus' });
  t.match([nowhere.status, nowhere.body.errors], [422, [{ pointer: '/timeZone' }]]);
  const refused = [
    [field('ownerId', 'eq', 'Ann'), { pointer: '/where/value', code: 'value_invalid' }],
    [field('contact.email', 'exists'), { pointer: '/where/field', code: 'field_unavailable' }],
    [field('parked.wakeAt', 'contains', 'a'), { pointer: '/where/operator', code: 'operator_invalid' }],
    [field('attributes.x', 'older_than', 3), { pointer: '/where/operator', code: 'operator_invalid' }],
  ] as const;
  for (const [where, error] of refused) {
    const { status, body } = await post<ProblemOut>('/v1/leads/search', { where });
    t.match([status, body.errors], [422, [error]]);
  }
  const park = { reason: 'no_budget', wakeWhen: { condition: field('ownerId', 'exists') } };
  const parking = await post<ProblemOut>(path('other', 'park'), park);
  t.match([parking.status, parking.body.errors], [422, [{ code: 'field_unavailable' }]]);
});

t.test('an external id without a system is found in every system', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const others = await service.makeWorkspace();
  const systems = [{ externalSystem: 'crm' }, { externalSystem: 'erp' }, {}];
  await others.post('/v1/leads', { externalId: 'X-1', externalSystem: 'crm' });
  for (const path of ['/v1/leads', '/v1/customers']) {
    const ids: string[] = [];
    for (const system of systems) {
      const body = { kind: 'person', externalId: 'X-1', ...system };
      const made = await post<{ id: string; lead?: { id: string } }>(path, body);
      ids.unshift(made.body.lead?.id ?? made.body.id);
    }
    await post(path, { kind: 'person', externalId: 'X-10', externalSystem: 'crm' });
    const idsOf = async (query: string) =>
      (await get<Page<{ id: string }>>(`${path}?${query}`)).body.data.map(({ id }) => id);
    t.strictSame(await idsOf('externalId=X-1'), ids);
    t.strictSame(await idsOf('externalId=X-1&externalSystem=crm'), [ids[2]]);
    t.strictSame(await idsOf('externalId=X'), []);
    const { status, body } = await get<ProblemOut>(`${path}?externalSystem=crm`);
    t.match([status, body.errors], [400, [{ parameter: 'externalSystem', detail: /`externalId`/ }]]);
  }
});

t.test('leads are found by their customer, and by the organization that their company is', async (t) => {
  const { post, get } = await service.makeWorkspace();
  const acme = { kind: 'organization', name: 'Acme', website: 'https://acme-corp.com' };
  const { id: organization } = (await post<{ id: string }>('/v1/customers', acme)).body;
  const { id: colleague } = (await post('/v1/leads', { email: 'ann@acme-corp.com' })).body.lead;
  const { id: buyer } = (await post('/v1/leads', { email: 'bob@acme-corp.com' })).body.lead;
  await post('/v1/leads', { email: 'cid@other.com' });
  const deal = { amount: '10', currency: 'EUR' };
  const converted = await post<{ person: { customerId: string } }>(`/v1/leads/${buyer}/conversion`, { deal });
  const idsOf = async (query: string) => (await get<Page<LeadOut>>(`/v1/leads?${query}`)).body.data.map(({ id }) => id);
  t.strictSame(await idsOf(`customerOrganizationId=${organization}`), [colleague]);
  t.strictSame(await idsOf(`customerId=${organization}`), [buyer]);
  t.strictSame(await idsOf(`customerId=${converted.body.person.customerId}`), [buyer]);
});
