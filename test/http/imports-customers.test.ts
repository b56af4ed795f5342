/** A list of own customers: none of its people is sold to as a new lead. */
import t from 'tap';
import { openAssignment } from './assignment-fixture.js';
import { importWorkspace } from './imports-fixture.js';
import { type LeadOut, listAll } from './ingest-fixture.js';

const service = await openAssignment(t);

const FILE = 'Full Name,E-mail\nAda Byron,ada@mill.example\nEve Lee,eve@lee.example\nMax Muster,max@muster.example\n';
const NOT_SOLD_TO = { category: 'disqualified', disqualification: { reason: 'existing_customer' } };

async function withRep() {
  const workspace = await importWorkspace(service);
  const rep = await workspace.post('/v1/reps', { name: 'Rita Rep', email: 'rita@vendor.example' });
  if (rep.status !== 201) throw new Error(rep.text);
  const leads = async () =>
    new Map((await listAll<LeadOut>(workspace.get, '/v1/leads')).map((lead) => [lead.email, lead]));
  const importAs = async (listKind: string) => {
    const { id } = await workspace.uploaded(FILE, { query: `?listKind=${listKind}&name=${listKind}` });
    return { id, totals: (await workspace.run(id)).import };
  };
  return { ...workspace, leads, importAs };
}

t.test(
  'a person on a list of own customers is a lead that is not pursued, and joins it from a purchased list',
  async (t) => {
    const { leads, importAs } = await withRep();
    t.match((await importAs('own_customers')).totals, { created: 3 });
    for (const lead of (await leads()).values()) {
      t.match(lead, NOT_SOLD_TO);
      t.notOk(lead.ownerId);
    }
    t.match((await importAs('purchased_list')).totals, { created: 0, joined: 3 });
    const after = [...(await leads()).values()];
    t.equal(after.length, 3);
    for (const lead of after) t.match(lead, NOT_SOLD_TO);
  },
);

t.test('a known suspect is closed by the list, and open again by its revert; interest stays open', async (t) => {
  const { leads, importAs, post, ended } = await withRep();
  t.match((await importAs('purchased_list')).totals, { created: 3 });
  const eve = (await leads()).get('eve@lee.example');
  const asked = await post('/v1/engagement-events', { leadId: eve?.id, type: 'demo_requested' });
  t.ok(asked.status < 300, asked.text);
  const before = await leads();
  t.equal(before.get('ada@mill.example')?.category, 'suspect');
  const { id, totals } = await importAs('own_customers');
  t.match(totals, { joined: 3 });
  const closed = await leads();
  t.match(closed.get('ada@mill.example'), NOT_SOLD_TO);
  t.match(closed.get('max@muster.example'), NOT_SOLD_TO);
  t.equal(closed.get('eve@lee.example')?.category, before.get('eve@lee.example')?.category);
  t.match((await ended(`/v1/imports/${id}/revert`, {})).revertImport, { removed: 0, restored: 2 });
  const after = await leads();
  t.equal(after.get('ada@mill.example')?.category, 'suspect');
  t.equal(after.get('max@muster.example')?.category, 'suspect');
});

t.test('a customer that is known is linked to its lead from the list', async (t) => {
  const { leads, importAs, post } = await withRep();
  const customer = await post<{ id: string }>('/v1/customers', {
    kind: 'person',
    email: 'ada@mill.example',
    name: 'Ada Byron',
  });
  t.equal(customer.status, 201, customer.text);
  await importAs('own_customers');
  t.match((await leads()).get('ada@mill.example'), { ...NOT_SOLD_TO, customerId: customer.body.id });
});
