/** Leads of people who work for a customer: `customerOrganizationId` follows the company domain on every road. */
import t from 'tap';
import { type Operation, openAssignment } from './assignment-fixture.js';
import type { Customer } from './conversion-fixture.js';
import { eventFaults, type LeadOut, listAll } from './ingest-fixture.js';

const service = await openAssignment(t);
const { sql, runOperations } = service;
const [ACME, MILLS] = ['https://acme-mills.com', 'https://other-mills.com'];
type Event = { type: string; cause: string; before?: object; after?: object };

async function makeWorkspace() {
  const { post, get, patch, call } = await service.makeWorkspace();
  const organization = async (name: string, website: string) => {
    const { status, text, body } = await post<Customer>('/v1/customers', { kind: 'organization', name, website });
    t.equal(status, 201, text);
    return body.id;
  };
  const submit = async (body: object) => {
    const { status, text, body: answer } = await post('/v1/leads', body);
    t.ok(status < 300, text);
    return answer.lead;
  };
  const correct = async (id: string, body: object) => {
    const { status, text, body: lead } = await patch<LeadOut>(`/v1/leads/${id}`, body);
    t.equal(status, 200, text);
    return lead;
  };
  const ended = async (path: string, body?: object) => {
    const requested = await post<Operation>(path, body);
    t.equal(requested.status, 202, requested.text);
    await runOperations();
    return (await get<Operation>(`/v1/operations/${requested.body.id}`)).body;
  };
  const lead = async (id: string, query = '') => (await get<LeadOut>(`/v1/leads/${id}${query}`)).body;
  const eventsOf = (id: string) => listAll<Event>(get, `/v1/events?subjectId=${id}`);
  return { post, get, patch, call, organization, submit, correct, ended, lead, eventsOf };
}

t.test('a corrected domain ends the link to the organization and makes that to another', async (t) => {
  const { post, organization, submit, correct, lead, eventsOf } = await makeWorkspace();
  const [acme, mills] = [await organization('Acme', ACME), await organization('Other Mills', MILLS)];
  const { id, customerOrganizationId } = await submit({ email: 'carl@acme-mills.com' });
  t.equal(customerOrganizationId, acme);
  const moved = await correct(id, { email: 'carl@other-mills.com' });
  t.equal(moved.customerOrganizationId, mills);
  t.equal((await lead(id, `?asOf=${moved.updatedAt}`)).customerOrganizationId, mills, 'the log says the same');
  const free = await correct(id, { email: 'carl@home.example', website: null });
  t.notOk(free.customerOrganizationId, 'no customer has the domain');
  const links = (await eventsOf(id)).filter(({ type }) => type.startsWith('lead.customer_'));
  t.match(links, [
    { type: 'lead.customer_unlinked', cause: 'corrected', before: { customerOrganizationId: acme } },
    {
      type: 'lead.customer_linked',
      cause: 'corrected',
      after: { customerOrganizationId: mills, matchedBy: 'domain' },
    },
    { type: 'lead.customer_unlinked', cause: 'corrected', before: { customerOrganizationId: mills } },
  ]);
  t.equal(links.length, 3);
  const items = [{ leadId: id, website: ACME }];
  await post('/v1/leads/batch-update', { items });
  t.equal((await lead(id)).customerOrganizationId, acme, 'by a batch');
  await correct(id, { jobTitle: 'Weaver' });
  t.equal((await lead(id)).customerOrganizationId, acme, 'another fact changes nothing');
  await submit({ email: 'carl@home.example', website: MILLS });
  t.equal((await lead(id)).customerOrganizationId, mills, 'by a submission');
  t.same(await eventFaults(sql), []);
});

t.test('the undo of a bulk change takes links back as its facts', async (t) => {
  const { organization, submit, ended, lead } = await makeWorkspace();
  const [acme, mills] = [await organization('Acme', ACME), await organization('Other Mills', MILLS)];
  const { id } = await submit({ email: 'carl@gmail.com', website: ACME });
  const own = await submit({ kind: 'organization', name: 'Mills', website: 'https://third-mills.com' });
  const { id: buyer } = await submit({ kind: 'organization', name: 'Acme', website: ACME });
  t.equal((await lead(buyer)).customerId, acme);
  const change = { leadIds: [id, own.id, buyer], change: { set: { website: MILLS } } };
  const done = await ended('/v1/leads/bulk', change);
  t.match(done.bulkChange, { changed: 3 });
  t.equal((await lead(id)).customerOrganizationId, mills);
  for (const one of [own.id, buyer]) t.equal((await lead(one)).customerId, mills, 'an organization is the customer');
  t.match((await ended(`/v1/bulk-changes/${done.id}/undo`)).bulkChange, { changed: 3 });
  t.equal((await lead(id)).customerOrganizationId, acme);
  t.notOk((await lead(own.id)).customerId);
  t.equal((await lead(buyer)).customerId, acme);
  t.same(await eventFaults(sql), []);
});

t.test('the link follows a correction of the organization, and the end of a link to a person', async (t) => {
  const { post, patch, organization, submit, correct, lead } = await makeWorkspace();
  const acme = await organization('Acme', ACME);
  const { id } = await submit({ email: 'carl@acme-mills.com' });
  const { body: dora } = await post<Customer>('/v1/customers', { kind: 'person', email: 'dora@acme-mills.com' });
  const { id: person } = await submit({ email: 'dora@acme-mills.com' });
  t.match(await lead(person), { customerId: dora.id, customerOrganizationId: undefined });
  t.match(
    await correct(person, { email: 'eve@acme-mills.com' }),
    { customerId: undefined, customerOrganizationId: acme },
    'she is a colleague of the customer',
  );
  t.equal((await patch(`/v1/customers/${acme}`, { website: MILLS })).status, 200);
  for (const one of [id, person]) t.notOk((await lead(one)).customerOrganizationId);
});
