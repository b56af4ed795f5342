import t from 'tap';
import type { Static } from 'typebox';
import type { NextLead } from '../../src/http/schemas/lead-owners.js';
import { type Assignment, at, HOUR, openAssignment, type Rep } from './assignment-fixture.js';
import { eventFaults, type LeadOut, listAll, type ProblemOut, type Result } from './ingest-fixture.js';

const service = await openAssignment(t);
const { sql, fireAll } = service;
const when = (tag: string) => ({ type: 'field', field: 'tags', operator: 'contains', value: tag });

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { call, post, get, patch, makeRep, makeTeam, publish, send, read } = await service.makeWorkspace();
  const claim = async ({ id }: Rep, leaseSeconds = 60) =>
    (await post<Static<typeof NextLead>>(`/v1/reps/${id}/next-lead`, { leaseSeconds })).body.lead;
  const lease = async (action: 'take' | 'return' | 'renew', lead: LeadOut | undefined, { id: repId }: Rep) => {
    const answer = await post<LeadOut>(`/v1/leads/${lead?.id}/lease/${action}`, { repId });
    t.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  /** A pool of its own for the leads with a tag; what waits for no team any more anybody could claim, so it goes. */
  const openPool = async (tag: string, reps: readonly Rep[], pool: object) => {
    for (const { id } of await listAll(get, '/v1/leads?assigned=false')) await call('DELETE', `/v1/leads/${id}`);
    const teamId = await makeTeam(tag, reps);
    const rules = [{ id: 'pool', label: 'Pool', teamId, strategy: 'claim', when: when(tag) }];
    await publish({ rules, claimPools: [{ teamId, ...pool }] });
    return teamId;
  };
  return { makeRep, openPool, send, claim, lease, patch, get, read, post, makeTeam, publish };
}

t.test('a rep claims so many leads of a pool in a day of its time zone, what it returns included', async (t) => {
  const { makeRep, openPool, send, claim, lease, patch, get } = await makeWorkspace();
  const [ada, bob] = [await makeRep('Ada', { timeZone: 'Pacific/Auckland' }), await makeRep('Bob')];
  await openPool('daily', [ada, bob], { dailyClaims: 2 });
  for (let index = 0; index < 6; index += 1) await send(`daily${index}@pools.example`, { tags: ['daily'] });
  const first = await claim(ada);
  t.equal((await claim(ada))?.id, first?.id, 'who holds one gets the same again, which is no other claim');
  await lease('renew', first, ada);
  await lease('return', first, ada);
  await lease('take', await claim(ada), ada);
  t.equal(await claim(ada), undefined, 'that were two');
  t.ok(await claim(bob), 'the limit is of each');
  await lease('return', await claim(bob), bob);
  await patch(`/v1/reps/${bob.id}`, { capacity: 50 });
  const members = [ada, bob].map(({ id }) => ({ repId: id, weight: 2 }));
  const [team] = (await get<{ data: { id: string }[] }>('/v1/teams?limit=1')).body.data;
  await patch(`/v1/teams/${team?.id}`, { members });
  t.ok(await claim(bob));
  await lease('return', await claim(bob), bob);
  t.equal(await claim(bob), undefined, 'counted over changes of rep and team');
  service.time.now += 5 * HOUR - 1;
  t.equal(await claim(ada), undefined, 'seven in the evening, a minute to midnight there');
  service.time.now += 1;
  t.ok(await claim(ada), 'another day there');
  t.equal(await claim(bob), undefined, 'not here');
  t.strictSame(await eventFaults(sql), []);
});

t.test('a rep that has had a lead does not get it again for so many hours, other reps do', async (t) => {
  const { makeRep, openPool, send, lease, claim, read, post, patch, get } = await makeWorkspace();
  const [ada, bob] = [await makeRep('Cool Ada'), await makeRep('Cool Bob')];
  await openPool('cool', [ada, bob], { cooldownHours: 4 });
  const lead = await send('cool@pools.example', { tags: ['cool'] });
  await lease('return', await claim(ada), ada);
  t.equal(await claim(ada), undefined, 'returned it');
  t.equal((await claim(bob))?.id, lead.id);
  service.time.now += 60_000;
  await fireAll();
  t.notOk((await read(lead.id)).leaseRepId);
  t.equal(await claim(bob), undefined, 'let its lease end');
  service.time.now += 4 * HOUR - 60_001;
  t.equal(await claim(ada), undefined);
  service.time.now += 1;
  t.equal((await lease('take', await claim(ada), ada)).ownerId, ada.id, 'after four hours it may');
  await post(`/v1/leads/${lead.id}/owner`, { repId: bob.id, reason: 'Knows the customer' });
  await post(`/v1/leads/${lead.id}/owner/release`, undefined);
  await patch(`/v1/reps/${bob.id}`, { active: false });
  for (const { services } of service.apps) await services.jobs.runDue();
  t.match((await read(lead.id)).queue, { reason: 'claim_pool' }, 'taken from Bob, who left');
  t.equal(await claim(ada), undefined, 'who owned it');
  const asOf = at(service.time.now);
  t.same((await get<LeadOut>(`/v1/leads/${lead.id}?asOf=${asOf}`)).body.version, (await read(lead.id)).version);
  service.time.now += 4 * HOUR;
  t.equal((await claim(ada))?.id, lead.id);
  t.strictSame(await eventFaults(sql), []);
});

t.test('leads that a rep is kept from do not hide the others from it', async (t) => {
  const { makeRep, openPool, post, claim, lease } = await makeWorkspace();
  const [ada, bob] = [await makeRep('Many Ada'), await makeRep('Many Bob')];
  await openPool('many', [ada, bob], { cooldownHours: 48 });
  const items = Array.from({ length: 40 }, (_, index) => ({
    email: `many${index}@pools.example`,
    tags: ['many'],
    ...(index < 39 ? { purchaseTimeframeDays: 0 } : {}),
  }));
  await post('/v1/leads/batch', { items });
  const seen = new Set<string>();
  for (let round = 0; round < 40; round += 1) {
    const lead = await claim(ada);
    seen.add(lead?.id ?? 'none');
    await lease('return', lead, ada);
  }
  t.equal(seen.size, 40, 'each once, the least urgent one, too');
  t.equal(await claim(ada), undefined);
  t.ok(await claim(bob));
});

t.test('how to reach a claimed lead is shown once it is taken', async (t) => {
  const { makeRep, openPool, send, claim, lease, read } = await makeWorkspace();
  const ada = await makeRep('Masked Ada');
  await openPool('masked', [ada], { maskContacts: true });
  const contact = { email: 'masked@pools.example', phone: '+49 30 1234567', street: 'Unter den Linden 1' };
  await send('masked@pools.example', { ...contact, name: 'Grace Hopper', otherEmails: ['g@x.org'], tags: ['masked'] });
  const hidden = ['email', 'emailNormalized', 'phone', 'phoneNormalized', 'otherEmails', 'otherPhones', 'street'];
  const shown = (lead: LeadOut | undefined) => hidden.filter((field) => lead !== undefined && field in lead);
  const claimed = await claim(ada);
  t.match(claimed, { name: 'Grace Hopper', contactsMasked: true });
  t.same(shown(claimed), []);
  t.same(shown(await claim(ada)), [], 'asked again');
  const renewed = await lease('renew', claimed, ada);
  t.same([renewed.contactsMasked, shown(renewed)], [true, []]);
  t.same(shown(await lease('return', claimed, ada)), []);
  const taken = await lease('take', await claim(ada), ada);
  t.match(taken, { email: contact.email, street: contact.street });
  t.notOk(taken.contactsMasked);
  t.equal((await read(taken.id)).email, contact.email);
});

t.test('limits of pools that are none are refused', async (t) => {
  const { makeTeam, makeRep, post } = await makeWorkspace();
  const teamId = await makeTeam('Refused', [await makeRep('Refused')]);
  const rules = [{ id: 'all', label: 'All', teamId }];
  const twice = [{ ...rules[0], strategy: 'claim' }];
  const codes = async (document: object) => {
    const { body } = await post<ProblemOut>('/v1/routing-policies', { name: 'Wrong', document });
    return body.errors?.map(({ pointer, code }) => `${pointer} ${code}`);
  };
  t.same(await codes({ rules, claimPools: [{ teamId }] }), ['/document/claimPools/0/teamId pool_unused']);
  t.same(await codes({ rules: twice, claimPools: [{ teamId }, { teamId }] }), [
    '/document/claimPools/1/teamId duplicate',
  ]);
});

t.test('a lead goes to the owner of its referrer, now and when it is routed again', async (t) => {
  const { makeRep, makeTeam, publish, send, post, get, read } = await makeWorkspace();
  const [ada, bob] = [await makeRep('Named Ada'), await makeRep('Named Bob')];
  const teamId = await makeTeam('Named', [bob]);
  await publish({ rules: [{ id: 'all', label: 'All', teamId }], stickiness: ['referrer'] });
  const referrer = await send('referrer@pools.example');
  await post(`/v1/leads/${referrer.id}/owner`, { repId: ada.id, reason: 'Old friend' });
  const named = async (email: string, referredBy: object) => {
    const answer = await post<Result>('/v1/leads', {
      email,
      source: { channel: 'referral', name: 'Friends' },
      referredBy,
    });
    t.equal(answer.status, 201, answer.text);
    return answer.body.lead;
  };
  const lead = await named('named@pools.example', { leadId: referrer.id });
  t.equal(lead.ownerId, ada.id);
  t.match((await get<Assignment>(`/v1/leads/${lead.id}/assignment`)).body.decision, {
    stickiness: 'referrer',
    candidates: [],
  });
  t.equal((await named('by-rep@pools.example', { repId: ada.id })).ownerId, ada.id);
  t.equal((await send('by-nobody@pools.example')).ownerId, bob.id);
  const policies = await get<{ data: { version: number }[] }>('/v1/routing-policies?limit=1');
  const path = `/v1/routing-policies/${policies.body.data[0]?.version}/simulate`;
  t.match((await post<object>(path, { leadId: lead.id })).body, { results: [{ repId: ada.id }] });
  await publish({ rules: [{ id: 'none', label: 'None', teamId, when: when('nobody') }] });
  const waits = await named('waits@pools.example', { leadId: referrer.id });
  t.ok(waits.queue);
  await publish({ rules: [{ id: 'none', label: 'None', teamId, when: when('nobody') }], stickiness: ['referrer'] });
  t.equal((await read(waits.id)).ownerId, ada.id, 'known from the referral');
});
