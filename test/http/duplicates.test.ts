/** Leads that may be one: found by a scan, explained, and what people decide about them. */
import t from 'tap';
import type { Static } from 'typebox';
import type { DuplicateGroupSchema, DuplicatePairSchema, LeadDuplicates } from '../../src/http/schemas/duplicates.js';
import { type Operation, openAssignment } from './assignment-fixture.js';
import { eventFaults, listAll } from './ingest-fixture.js';

type Group = Static<typeof DuplicateGroupSchema>;
type Pair = Static<typeof DuplicatePairSchema>;

const service = await openAssignment(t);
const { runOperations, sql } = service;

/** Names that tell a workspace how frequent names are. */
const OTHERS = Array.from({ length: 60 }, (_, index) => ({
  firstName: ['Ida', 'Jon', 'Kim', 'Lea', 'Max', 'Nora'][index % 6],
  lastName: `${['Aber', 'Borg', 'Cast', 'Dorn', 'Ekel', 'Falk', 'Gold', 'Hahn', 'Imker', 'Jung'][index % 10]}${['mann', 'berg', 'hoff', 'stein', 'bach', 'dal'][Math.floor(index / 10)]}`,
  email: `other${index}@firm${index}.example`,
}));

async function makeWorkspace() {
  const { post, get, patch, call } = await service.makeWorkspace();
  const add = async (...leads: object[]) => {
    const { body, text } = await post<{ results: { id: string }[] }>('/v1/leads/batch', { items: leads });
    const ids = (body.results ?? []).map(({ id }) => id);
    if (ids.length !== leads.length) throw new Error(text);
    return ids;
  };
  const scan = async (body: object = {}) => {
    const requested = await post<Operation>('/v1/duplicates/scans', body);
    t.equal(requested.status, 202, requested.text);
    await runOperations();
    const { body: operation } = await get<Operation & { findDuplicates: Record<string, number> }>(
      `/v1/operations/${requested.body.id}`,
    );
    t.equal(operation.state, 'succeeded');
    return operation.findDuplicates;
  };
  const groups = (query = '') => listAll<Group>(get, `/v1/duplicates${query}`);
  const ofLead = async (id: string) => (await get<Static<typeof LeadDuplicates>>(`/v1/leads/${id}/duplicates`)).body;
  const decide = (leadId: string, otherLeadId: string, decision: string) =>
    post<Pair>('/v1/duplicates/decisions', { leadId, otherLeadId, decision });
  await add(...OTHERS);
  return { post, get, patch, call, add, scan, groups, ofLead, decide };
}

const HOME = { street: '12 Mill Road', city: 'Hartlepool', postalCode: 'TS24 7QX', country: 'GB' };
const PEOPLE = [
  { firstName: 'William', lastName: 'Thackeray', email: 'w.thackeray@mill.example', ...HOME },
  { firstName: 'Bill', lastName: 'Thackery', phone: '+441429860000', ...HOME },
  { firstName: 'Ann', lastName: 'Thackeray', email: 'ann@other.example', street: '3 Hill Lane', city: 'Leeds' },
];

t.test('a misspelt person at one address is found, with evidence that sums to the bits', async (t) => {
  const { add, scan, groups, ofLead } = await makeWorkspace();
  const [william = '', bill = '', ann = ''] = await add(...PEOPLE);
  t.match(await scan(), { leads: OTHERS.length + 3, groups: 1 });
  const found = await groups();
  t.equal(found.length, 1);
  const [group] = found;
  t.strictSame(group?.leads.map(({ leadId }) => leadId).sort(), [william, bill].sort());
  t.equal(group?.survivorId, william, 'it has most facts');
  for (const { bits, priorBits, evidence, probability } of group?.pairs ?? []) {
    const sum = evidence.reduce((total, one) => total + one.bits, priorBits);
    t.ok(Math.abs(sum - bits) < 1e-4, `${sum} ${bits}`);
    t.ok(Math.abs(probability - 1 / (1 + 2 ** -bits)) < 1e-4);
    t.match(
      evidence.map(({ field, level }) => [field, level]),
      [
        ['firstName', 'variant'],
        ['lastName', 'near'],
        ['address', 'exact'],
      ],
    );
  }
  t.match(
    (await ofLead(bill)).candidates.map(({ lead }) => lead.leadId),
    [william],
  );
  t.strictSame((await ofLead(ann)).candidates, []);
});

t.test('what people decide leaves the list, and scans remember it', async (t) => {
  const { add, scan, groups, ofLead, decide, get } = await makeWorkspace();
  const [william = '', bill = ''] = await add(...PEOPLE);
  await scan();
  const decided = await decide(william, bill, 'not_duplicate');
  t.match(decided, { status: 200, body: { decision: 'not_duplicate' } });
  t.strictSame(await groups(), []);
  await scan({ all: true });
  t.strictSame(await groups(), []);
  t.equal((await ofLead(bill)).candidates[0]?.decision, 'not_duplicate');
  t.equal((await decide(bill, william, 'undecided')).status, 200);
  t.equal((await groups()).length, 1);
  const { body } = await get<{ data: { type: string; data: object }[] }>('/v1/events?types=lead.duplicate_decided');
  t.equal(body.data.length, 2);
  t.strictSame(await eventFaults(sql), []);
});

t.test('a scan compares only what has changed since, and forgets what is no longer true', async (t) => {
  const { add, scan, groups, call, patch } = await makeWorkspace();
  const [, bill = ''] = await add(...PEOPLE);
  await scan();
  t.match(await scan(), { leads: 0, compared: 0, pairs: 1 });
  const [third = ''] = await add({ firstName: 'Wiliam', lastName: 'Thackeray', ...HOME });
  t.match(await scan(), { leads: 1, pairs: 3, groups: 1 });
  t.equal((await groups())[0]?.leads.length, 3);
  t.equal((await call('DELETE', `/v1/leads/${third}`)).status, 204);
  t.equal((await groups())[0]?.leads.length, 2, 'a deleted lead is in no group');
  const moved = { firstName: 'Bruno', lastName: 'Quast', street: '9 Long Way', city: 'Bath', postalCode: 'BA1 1AA' };
  t.equal((await patch(`/v1/leads/${bill}`, moved)).status, 200);
  await scan();
  t.strictSame(await groups(), []);
});

t.test('a scan replaces one that has not ended, and loses nothing of it', async (t) => {
  const { add, scan, groups, post, get } = await makeWorkspace();
  await add(...PEOPLE);
  const first = await post<Operation>('/v1/duplicates/scans', {});
  await scan();
  t.match(await get(`/v1/operations/${first.body.id}`), { body: { state: 'cancelled' } });
  t.equal((await groups()).length, 1);
});

t.test('two people with one frequent name are no pair, nor are the people of a switchboard', async (t) => {
  const { add, scan, groups } = await makeWorkspace();
  const crowd = Array.from({ length: 40 }, (_, index) => ({
    firstName: 'Anna',
    lastName: 'Schmidt',
    email: `anna${index}.${index * 7}@place${index}.example`,
    city: `Town ${index}`,
  }));
  const desk = ['Rosa Funke', 'Viktor Emmerich', 'Sven Oldach'].map((name) => ({
    ...{ name, phone: '+49 30 901820', organizationName: 'Mill GmbH', city: 'Berlin' },
  }));
  await add(...crowd, ...desk);
  await scan();
  t.strictSame(await groups(), []);
});

t.test('other scripts and legal forms do not hide an organization', async (t) => {
  const { add, scan, groups } = await makeWorkspace();
  const place = { street: 'Gartenstr. 5', city: 'Hamburg', postalCode: '20095', country: 'DE' };
  await add(
    { kind: 'organization', organizationName: 'Nordwind Logistik GmbH & Co. KG', ...place },
    { kind: 'organization', organizationName: 'Nordwind Logistic', ...place, street: 'Gartenstraße 5' },
    { firstName: 'Наталья', lastName: 'Воробьёва', city: 'Omsk', postalCode: '644000', street: 'Lenina 4' },
    { firstName: 'Natalja', lastName: 'Vorobyova', city: 'Omsk', postalCode: '644000', street: 'Lenina 4' },
  );
  await scan();
  t.equal((await groups()).length, 2);
});

t.test('a decision about one lead with itself, or an unknown one, is refused', async (t) => {
  const { add, decide } = await makeWorkspace();
  const [william = '', bill = ''] = await add(...PEOPLE);
  t.match(await decide(william, william, 'not_duplicate'), { status: 422 });
  t.match(await decide(william, '0199d0c4-7c00-7a3b-8f2e-5d6c7b8a9012', 'not_duplicate'), {
    ...{ status: 422, body: { errors: [{ pointer: '/otherLeadId', code: 'reference_not_found' }] } },
  });
  t.match(await decide(william, bill, 'undecided'), { status: 200, body: { decision: 'undecided' } });
});
