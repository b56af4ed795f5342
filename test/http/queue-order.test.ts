import t from 'tap';
import { at, HOUR, openAssignment, type Rep } from './assignment-fixture.js';
import { eventFaults, type LeadOut } from './ingest-fixture.js';

const service = await openAssignment(t);
const { sql, runOperations } = service;

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
  await post(`/v1/leads/${waiting[0]?.id}/category`, { category: 'lost', reason: 'No budget' });
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
