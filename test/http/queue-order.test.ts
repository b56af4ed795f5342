import t from 'tap';
import { at, HOUR, openAssignment, type Rep } from './assignment-fixture.js';
import { eventFaults, type LeadOut } from './ingest-fixture.js';

const statements: string[] = [];
const service = await openAssignment(t, { onStatement: (name) => void statements.push(name) });
const { sql, runOperations, fireAll } = service;

/** A workspace of a subtest's own with one team, and the calls that the subtests share. No timer fires by itself. */
async function makeWorkspace(...settings: object[]) {
  const workspace = await service.makeWorkspace();
  const { makeRep, makeTeam, publish, post, read, send } = workspace;
  const reps: Rep[] = [];
  for (const [index, setting] of settings.entries()) reps.push(await makeRep(`Rep ${index}`, setting));
  const teamId = await makeTeam('Queue', reps);
  await publish({ rules: [{ id: 'all', label: 'All', teamId, strategy: 'round_robin' }] });
  const close = (id: string) => post(`/v1/leads/${id}/disqualify`, { reason: 'wrong_fit' });
  const isOwned = async ({ id }: LeadOut) => (await read(id)).ownerId !== undefined;
  let count = 0;
  const sendNext = () => send(`queue${count++}@queue.example`);
  return { ...workspace, reps, teamId, close, isOwned, sendNext };
}

t.test('a waiting lead is assigned by the write that frees a place, before any later lead', async (t) => {
  const { close, sendNext, read } = await makeWorkspace({ capacity: 1 });
  let held = await sendNext();
  t.ok(held.ownerId);
  const queue = [await sendNext()];
  for (let round = 0; round < 25; round += 1) {
    t.equal((await close(held.id)).status, 200);
    const later = await sendNext();
    t.notOk(later.ownerId, 'the place is taken');
    queue.push(later);
    const next = queue.shift();
    held = await read(next?.id ?? '');
    t.ok(held.ownerId, `the lead that waited longest, in round ${round}`);
  }
  t.strictSame(await eventFaults(sql), []);
});

t.test('every way to free a place serves the queue in the same write', async (t) => {
  const { reps, sendNext, isOwned, patch, post, call, makeRep, teamId } = await makeWorkspace({ capacity: 1 });
  const [rep] = reps as [Rep];
  const owned = await sendNext();
  const waiting: LeadOut[] = [];
  for (let index = 0; index < 9; index += 1) waiting.push(await sendNext());
  let served = 0;
  const expectServed = async (more: number, how: string) => {
    served += more;
    t.same(
      await Promise.all(waiting.map(isOwned)),
      waiting.map((_, index) => index < served),
      how,
    );
  };
  const now = service.time.now;
  await expectServed(0, 'all wait');
  await call('DELETE', `/v1/leads/${owned.id}`);
  await expectServed(1, 'a deletion');
  await post(`/v1/leads/${waiting[0]?.id}/lose`, { reason: 'no_budget' });
  await expectServed(1, 'a loss');
  await patch(`/v1/reps/${rep.id}`, { capacity: 2 });
  await expectServed(1, 'more capacity');
  const other = await makeRep('Other');
  await post(`/v1/leads/${waiting[2]?.id}/owner`, { repId: other.id, reason: 'Knows the buyer' });
  await expectServed(1, 'given to another by hand');
  const helper = await makeRep('Helper', { capacity: 1 });
  const members = [rep, helper].map(({ id }) => ({ repId: id, weight: 1 }));
  await patch(`/v1/teams/${teamId}`, { members });
  await expectServed(1, 'a new member of the team');
  await patch(`/v1/reps/${helper.id}`, { absences: [{ from: at(now), to: at(now + HOUR) }], capacity: 2 });
  await expectServed(0, 'an absent rep');
  await patch(`/v1/reps/${helper.id}`, { absences: [] });
  await expectServed(1, 'back from an absence');
  await runOperations();
  t.strictSame(await eventFaults(sql), []);
});

t.test('a shift opens: leads that waited for it come before one that arrives then', async (t) => {
  const { sendNext, isOwned } = await makeWorkspace({
    capacity: 2,
    absences: [{ from: at(service.time.now - HOUR), to: at(service.time.now + HOUR) }],
  });
  const waiting = [await sendNext(), await sendNext(), await sendNext()];
  t.same(await Promise.all(waiting.map(isOwned)), [false, false, false]);
  service.time.now += HOUR;
  const later = await sendNext();
  t.notOk(later.ownerId, 'no timer has fired, and still it is not first');
  t.same(await Promise.all(waiting.map(isOwned)), [true, true, false]);
});

t.test('arrivals and closings at random: among equals the oldest is always the next', async (t) => {
  const { sendNext, close, patch, reps, read } = await makeWorkspace({ capacity: 2 }, { capacity: 1 });
  const open: string[] = [];
  const queue: string[] = [];
  let checks = 0;
  for (let step = 0; step < 120; step += 1) {
    const dice = Math.random();
    if (dice < 0.55 || open.length === 0) {
      const lead = await sendNext();
      if (lead.ownerId === undefined) queue.push(lead.id);
      else if (queue.length > 0) t.fail('a later lead overtook one that waits');
      else open.push(lead.id);
    } else if (dice < 0.95) await close(open.splice(Math.floor(Math.random() * open.length), 1)[0] ?? '');
    else await patch(`/v1/reps/${reps[0]?.id}`, { capacity: 1 + Math.floor(Math.random() * 4) });
    while (queue.length > 0 && (await read(queue[0] ?? '')).ownerId !== undefined) open.push(queue.shift() ?? '');
    for (const id of queue.slice(0, 3)) if ((await read(id)).ownerId !== undefined) t.fail('not in order');
    checks += 1;
  }
  t.equal(checks, 120);
  t.strictSame(await eventFaults(sql), []);
});

t.test('a lead that a change of a rep assigns has the clocks of its owner in the same write', async (t) => {
  const { reps, sendNext, patch, post, get, read } = await makeWorkspace({ capacity: 1 });
  const rule = { id: 'first', label: 'First touch', clock: 'first_touch', withinMinutes: 60, hours: 'owner' };
  const draft = await post<{ version: number }>('/v1/sla-policies', { name: 'Ours', document: { rules: [rule] } });
  t.equal((await post(`/v1/sla-policies/${draft.body.version}/publish`, undefined)).status, 200);
  await sendNext();
  const { id } = await sendNext();
  const clocksOf = async () => (await get<{ clocks: object[] }>(`/v1/leads/${id}/sla`)).body.clocks;
  t.strictSame(await clocksOf(), [], 'without an owner no hours of the owner run');
  t.equal((await patch(`/v1/reps/${reps[0]?.id}`, { capacity: 2 })).status, 200);
  const { ownerId } = await read(id);
  t.ok(ownerId);
  t.match(await clocksOf(), [{ clock: 'first_touch', status: 'running', ownerId }]);
  t.strictSame(await eventFaults(sql), []);
});

/** One rep with one place, who can take only leads of Germany, and leads of other countries that no rep takes. */
async function withMisfits(count: number) {
  const workspace = await makeWorkspace({ capacity: 1, territories: [{ country: 'DE' }] });
  const rules = [
    {
      id: 'all',
      label: 'All',
      teamId: workspace.teamId,
      strategy: 'round_robin',
      matches: ['territory'],
    },
  ];
  await workspace.publish({ rules });
  const { post } = workspace;
  const held = await workspace.send('held@de.example', { country: 'DE' });
  t.ok(held.ownerId);
  const items = Array.from({ length: count }, (_, index) => ({ email: `far${index}@fr.example`, country: 'FR' }));
  for (let from = 0; from < count; from += 200) {
    t.equal((await post('/v1/leads/batch', { mode: 'atomic', items: items.slice(from, from + 200) })).status, 207);
  }
  const sendGerman = (name: string) => workspace.send(`${name}@de.example`, { country: 'DE' });
  return { ...workspace, held, sendGerman };
}

t.test(
  'a lead behind more leads than are tried at once does not starve: a timer that is due at once goes on',
  async (t) => {
    const { held, sendGerman, close, isOwned } = await withMisfits(620);
    const waiting = await sendGerman('behind');
    t.notOk(waiting.ownerId);
    await close(held.id);
    t.notOk(await isOwned(waiting), '100 others were tried');
    await fireAll();
    t.ok(await isOwned(waiting));
    t.strictSame(await sql("select 1 from timers where kind = 'queue_review'"), [], 'no timer is left');
    t.strictSame(await sql('select 1 from workspaces where queue_pass is not null'), []);
    t.strictSame(await eventFaults(sql), []);
  },
);

t.test('a new lead does not pass one that the timer would have reached', async (t) => {
  const { held, sendGerman, close, isOwned } = await withMisfits(150);
  const waiting = await sendGerman('behind');
  await close(held.id);
  const later = await sendGerman('later');
  t.same([await isOwned(waiting), await isOwned(later)], [true, false], 'no timer has fired');
  await fireAll();
  t.same([await isOwned(waiting), await isOwned(later)], [true, false]);
});

t.test('a publication of a routing policy gives waiting leads in its own write', async (t) => {
  const { post, sendNext, isOwned, teamId } = await makeWorkspace({});
  const draftOf = async (document: object) =>
    (await post<{ version: number }>('/v1/routing-policies', { name: 'Next', document })).body.version;
  const publish = (version: number) => post(`/v1/routing-policies/${version}/publish`, undefined);
  const rule = { label: 'All', teamId, strategy: 'round_robin' };
  await publish(
    await draftOf({ rules: [{ id: 'never', ...rule, when: { type: 'field', field: 'country', operator: 'exists' } }] }),
  );
  const waiting = await sendNext();
  t.notOk(waiting.ownerId);
  await publish(await draftOf({ rules: [{ id: 'all', ...rule }] }));
  t.ok(await isOwned(waiting), 'no timer has fired');
});

t.test('leads whose hour comes together are given in the order of the queue', async (t) => {
  const { send, isOwned } = await makeWorkspace({
    capacity: 1,
    absences: [{ from: at(service.time.now - HOUR), to: at(service.time.now + HOUR) }],
  });
  const cold = [await send('a@hours.example'), await send('b@hours.example')];
  const hot = await send('c@hours.example', { purchaseTimeframeDays: 0 });
  t.equal(hot.temperature, 'hot');
  service.time.now += HOUR;
  await fireAll();
  t.same(await Promise.all([...cold, hot].map(isOwned)), [false, false, true]);
});

t.test('a lead that waits in the database comes before those that began to wait in the same request', async (t) => {
  const { post, sendNext, isOwned } = await makeWorkspace({ capacity: 1 });
  const held = await sendNext();
  const waiting = await sendNext();
  const makeLater = Array.from({ length: 12 }, (_, index) => ({ email: `same${index}@queue.example` }));
  const items = [...makeLater, { email: held.email, purchaseTimeframeDays: null }];
  t.equal((await post('/v1/leads/batch', { mode: 'partial', items })).status, 207);
  await Promise.all([
    post('/v1/leads/batch', { mode: 'partial', items: makeLater.map(({ email }) => ({ email: `x${email}` })) }),
    post(`/v1/leads/${held.id}/disqualify`, { reason: 'wrong_fit' }),
  ]);
  t.ok(await isOwned(waiting));
});

t.test('serving the queue takes a number of statements that does not grow with the leads that wait', async (t) => {
  const counted = async (misfits: number) => {
    const { held, close, sendGerman, isOwned } = await withMisfits(misfits);
    const [first, second] = [await sendGerman('one'), await sendGerman('two')];
    statements.length = 0;
    await close(held.id);
    const all = statements.filter((name) => !/api_key/.test(name));
    t.same([await isOwned(first), await isOwned(second)], [misfits < 100, false]);
    return { reads: all.filter((name) => name.startsWith('waiting_leads')).length, all: all.length };
  };
  const [none, few, many] = [await counted(0), await counted(7), await counted(110)];
  t.same(few, none, 'one page of ten leads');
  t.equal(none.reads, 1);
  t.equal(many.reads, 4, '10, 20, 40 and 80 leads');
  t.ok(many.all <= none.all + 3 * 4, `${many.all} statements, ${none.all} for one lead`);
});

t.test('at random, with skills: no lead passes one that waits and that the same rep could take', async (t) => {
  const COUNTRIES = ['DE', 'FR', 'ES'];
  const { reps, teamId, publish, send, close, patch } = await makeWorkspace(
    { capacity: 1, territories: [{ country: 'DE' }] },
    { capacity: 2, territories: [{ country: 'DE' }, { country: 'FR' }] },
    { capacity: 1, territories: [{ country: 'ES' }] },
  );
  const canTake = [['DE'], ['DE', 'FR'], ['ES']];
  await publish({
    rules: [{ id: 'all', label: 'All', teamId, strategy: 'round_robin', matches: ['territory'] }],
  });
  interface Known {
    id: string;
    country: string;
    isHot: boolean;
    arrived: number;
  }
  let [waiting, open]: [Known[], Known[]] = [[], []];
  const isBefore = (a: Known, b: Known) => (a.isHot === b.isHot ? a.arrived < b.arrived : a.isHot);
  let given = 0;
  const settle = async () => {
    const ids = waiting.map(({ id }) => id);
    const rows = await sql<{ id: string; owner: string | null }>(
      'select id, owner_id as owner from leads where id = any($1::uuid[])',
      [ids],
    );
    const byId = new Map(rows.map(({ id, owner }) => [id, owner ?? undefined]));
    const owners = ids.map((id) => byId.get(id));
    const still = waiting.filter((_, index) => owners[index] === undefined);
    for (const [index, lead] of waiting.entries()) {
      const rep = reps.findIndex(({ id }) => id === owners[index]);
      if (rep < 0) continue;
      given += 1;
      open.push(lead);
      const passed = still.find((other) => canTake[rep]?.includes(other.country) && isBefore(other, lead));
      if (passed) t.fail(`${lead.country} ${lead.arrived} passed ${passed.country} ${passed.arrived}`);
    }
    waiting = still;
  };
  for (let step = 0; step < 150; step += 1) {
    const dice = Math.random();
    if (dice < 0.5 || open.length === 0) {
      const country = COUNTRIES[Math.floor(Math.random() * 3)] ?? 'DE';
      const isHot = Math.random() < 0.3;
      const more = { country, ...(isHot ? { purchaseTimeframeDays: 0 } : {}) };
      waiting.push({ id: (await send(`step${step}@random.example`, more)).id, country, isHot, arrived: step });
    } else if (dice < 0.9) {
      const [gone] = open.splice(Math.floor(Math.random() * open.length), 1);
      await close(gone?.id ?? '');
    } else await patch(`/v1/reps/${reps[0]?.id}`, { capacity: 1 + Math.floor(Math.random() * 3) });
    await settle();
  }
  t.ok(given > 30, `${given} leads given`);
  open = [];
  t.strictSame(await eventFaults(sql), []);
});
