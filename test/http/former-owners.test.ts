import t from 'tap';
import { eventFaults, type LeadOut, openService, publishPolicy } from './ingest-fixture.js';

const service = await openService(t, {});
const HOT = { purchaseTimeframeDays: 0 };
const NO_RULES = { rules: [] };

/** A workspace whose routing policy names no rep, with a rep who has room for one lead. */
async function makeWorkspace(policy: object = NO_RULES) {
  const workspace = await service.makeWorkspace();
  const { post, get, call } = workspace;
  await publishPolicy(workspace, '/v1/routing-policies', policy);
  const rep = async (name: string, capacity: number) =>
    (await post<{ id: string }>('/v1/reps', { name, capacity })).body.id;
  const ann = await rep('Ann', 1);
  let count = 0;
  async function act(leadId: string, what: string, body: object = {}) {
    const { status, text } = await post(`/v1/leads/${leadId}/${what}`, body);
    t.ok(status < 300, text);
  }
  /** A lead of Ann. */
  async function lead(facts: object = HOT) {
    count += 1;
    const email = `buyer-${count}@mill.example`;
    const { id } = (await post('/v1/leads', { email, need: 'Looms', ...facts })).body.lead;
    await act(id, 'owner', { repId: ann, reason: 'Hers' });
    return { id, email };
  }
  const read = async (leadId: string) => (await get<LeadOut>(`/v1/leads/${leadId}`)).body;
  /** A lead that Ann worked and closed; another one takes her place. */
  async function closed(what: string, body: object) {
    const one = await lead();
    await act(one.id, what, body);
    return { one, other: await lead() };
  }
  return { post, get, call, rep, ann, act, lead, read, closed };
}

const WAITING = { category: 'sql', ownerId: undefined, queue: { reason: 'no_eligible_rep' } };

t.test('a lead that comes back to a full owner is offered to that rep as soon as there is room', async (t) => {
  const { post, get, call, ann, act, read, closed } = await makeWorkspace();
  const roads: ((id: string, email: string) => Promise<unknown>)[] = [
    (_id, email) => post('/v1/leads', { email, ...HOT }),
    (id) => act(id, 'category/release'),
    (id) => act(id, 'category', { category: 'sql', reason: 'Closed by mistake' }),
  ];
  for (const road of roads) {
    const { one, other } = await closed('lose', { reason: 'timing' });
    await road(one.id, one.email);
    t.match(await read(one.id), WAITING);
    await act(other.id, 'disqualify', { reason: 'wrong_fit' });
    t.match(await read(one.id), { category: 'sql', ownerId: ann, handoff: { status: 'offered' } });
    const { body } = await get<{ decision: object }>(`/v1/leads/${one.id}/assignment`);
    t.match(body.decision, { repId: ann, stickiness: 'contact' });
    t.equal((await call('DELETE', `/v1/leads/${one.id}`)).status, 204);
  }
  t.same(await eventFaults(service.sql), []);
});

t.test('so is a lead whose conversion is undone, once the capacity grows', async (t) => {
  const { call, ann, act, read, closed } = await makeWorkspace();
  const { one } = await closed('conversion', { deal: { currency: 'EUR', amount: '5' } });
  await act(one.id, 'conversion/undo');
  t.match(await read(one.id), WAITING);
  t.equal((await call('PATCH', `/v1/reps/${ann}`, { capacity: 2 })).status, 200);
  t.match(await read(one.id), { category: 'sql', ownerId: ann });
  t.same(await eventFaults(service.sql), []);
});

t.test('the first rep with room gets a lead that waits: its former owner, or a rep of the rules', async (t) => {
  const { post, ann, act, rep, read, closed } = await makeWorkspace({ ...NO_RULES, anyRep: {} });
  const { one, other } = await closed('lose', { reason: 'price' });
  await post('/v1/leads', { email: one.email, ...HOT });
  t.match(await read(one.id), WAITING);
  const ben = await rep('Ben', 1);
  t.equal((await read(one.id)).ownerId, ben);
  await act(other.id, 'disqualify', { reason: 'wrong_fit' });
  t.equal((await read(one.id)).ownerId, ben, 'it stays there');
  t.equal((await read(other.id)).ownerId, ann);
});

t.test('a lead of which the funnel says that rules name the owner does not wait for the former one', async (t) => {
  const workspace = await makeWorkspace();
  const { post, get, act, read, closed } = workspace;
  const { document } = (await get<{ document: { returning: object } }>('/v1/funnels/1')).body;
  const lost = { category: 'lost', interest: 'strong', action: 'reopen', owner: 'rules' };
  await publishPolicy(workspace, '/v1/funnels', { ...document, returning: { ...document.returning, rules: [lost] } });
  const { one, other } = await closed('lose', { reason: 'timing' });
  await post('/v1/leads', { email: one.email, ...HOT });
  const waiting = { category: 'sql', ownerId: undefined, queue: { reason: 'no_rule_matched' } };
  t.match(await read(one.id), waiting);
  await act(other.id, 'disqualify', { reason: 'wrong_fit' });
  t.match(await read(one.id), waiting);
});

t.test('the next lead of a customer waits for the full rep of the one before', async (t) => {
  const { post, get, ann, act, read, closed } = await makeWorkspace();
  const { one, other } = await closed('conversion', { deal: { currency: 'EUR', amount: '5' } });
  const { lead: next } = (await post('/v1/leads', { email: one.email, products: ['Mills'], ...HOT })).body;
  t.not(next.id, one.id);
  t.match(next, WAITING);
  await act(other.id, 'disqualify', { reason: 'wrong_fit' });
  t.match(await read(next.id), { category: 'sql', ownerId: ann, handoff: { status: 'offered' } });
  const events = await get<{ data: { type: string; after?: { lifecycle?: object } }[] }>(
    `/v1/events?subjectId=${next.id}&type=lead.created`,
  );
  t.notOk(JSON.stringify(events.body.data).includes('awaitedRepId'), 'the log keeps no plans');
  t.same(await eventFaults(service.sql), []);
});
