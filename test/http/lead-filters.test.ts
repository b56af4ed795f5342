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
