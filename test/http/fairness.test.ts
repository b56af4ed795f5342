import t from 'tap';
import type { Static } from 'typebox';
import type { RotationSchema } from '../../src/http/schemas/assignment.js';
import { type Assignment, HOUR, openAssignment, type Rep } from './assignment-fixture.js';
import type { LeadOut } from './ingest-fixture.js';

const service = await openAssignment(t);
const { fireAll, runOperations } = service;

type Line = Static<typeof RotationSchema>['entries'][number];

/** A workspace of a subtest's own, in which an SQL is offered at once, and the calls that the subtests share. */
async function makeWorkspace() {
  const workspace = await service.makeWorkspace();
  const { post, get, read } = workspace;
  const contract = async (more: object = {}) => {
    const document = {
      automatic: ['sql'],
      acceptWithinHours: { mql: 24, sql: 4 },
      afterRejection: 'next_rep',
      ...more,
    };
    const policy = { afterTimeout: 'next_rep', maximumOffers: 3, ...document };
    const draft = await post<{ version: number }>('/v1/handoff-policies', { name: 'Tried', document: policy });
    t.equal(draft.status, 201, draft.text);
    await post(`/v1/handoff-policies/${draft.body.version}/publish`, undefined);
  };
  const rotation = async (teamId: string): Promise<Map<string, Line>> => {
    const { body } = await get<Static<typeof RotationSchema>>(`/v1/teams/${teamId}/rotation`);
    return new Map(body.entries.map((entry) => [entry.repId, entry]));
  };
  let count = 0;
  /** Wants to buy at once: an SQL. */
  const sendHot = async (more: object = {}) => {
    count += 1;
    const body = { email: `p${count}@fair.example`, purchaseTimeframeDays: 0, ...more };
    return (await post('/v1/leads', body)).body.lead;
  };
  const timeOut = async (hours = 5) => {
    service.time.now += hours * HOUR;
    await fireAll();
  };
  const reject = (id: string) =>
    post<LeadOut>(`/v1/leads/${id}/handoff/reject`, { reason: 'wrong_fit', evidence: 'Said so on the phone' });
  return { ...workspace, contract, rotation, sendHot, timeOut, reject, read };
}

t.test('offers that time out do not touch a rep who could not have got the leads', async (t) => {
  const { makeRep, makeTeam, publish, contract, rotation, sendHot, timeOut, post, read } = await makeWorkspace();
  const skilled = await makeRep('E1', { skills: [{ name: 'crm', level: 5 }] });
  const other = await makeRep('E2');
  const teamId = await makeTeam('Skills', [skilled, other]);
  const tagged = { type: 'field', field: 'tags', operator: 'contains', value: 'crm' };
  await publish({
    rules: [
      { id: 'crm', label: 'CRM', when: tagged, teamId, skills: [{ name: 'crm', level: 3 }] },
      { id: 'all', label: 'All', teamId },
    ],
  });
  await contract({ afterTimeout: 'marketing' });
  const leads = [];
  for (let index = 0; index < 3; index += 1) leads.push(await sendHot({ tags: ['crm'] }));
  t.same(
    leads.map(({ ownerId }) => ownerId),
    [skilled.id, skilled.id, skilled.id],
  );
  await timeOut();
  for (const { id } of leads) t.match((await read(id)).queue, { reason: 'returned_to_marketing' });
  const lines = await rotation(teamId);
  t.match(lines.get(other.id), { given: 0, entitled: 0, deviation: 0 });
  t.match(lines.get(skilled.id), { given: 0, entitled: 0, deviation: 0 });
  const { id } = await sendHot({ tags: ['crm'] });
  await post(`/v1/leads/${id}/owner`, { repId: other.id, reason: 'Knows the buyer' });
  const next = [];
  for (let index = 0; index < 6; index += 1) next.push((await sendHot()).ownerId);
  const own = next.filter((ownerId) => ownerId === skilled.id).length;
  t.ok(own === 3 || own === 4, `${own} of the next six`);
});

t.test('a rejected and a timed-out lead leave the ledger as if they had not been given', async (t) => {
  const { makeRep, makeTeam, publish, contract, rotation, sendHot, timeOut, reject, get } = await makeWorkspace();
  const reps = [await makeRep('Ann'), await makeRep('Ben'), await makeRep('Cid')] as [Rep, Rep, Rep];
  const teamId = await makeTeam('Three', reps);
  await publish({ rules: [{ id: 'all', label: 'All', teamId }] });
  await contract();
  const first = await sendHot();
  t.equal((await reject(first.id)).status, 200);
  const lines = [...(await rotation(teamId)).values()];
  t.same(
    lines.map(({ given, entitled }) => [given, entitled]).sort(),
    [
      [0, 0],
      [0, 0.5],
      [1, 0.5],
    ],
    'only the second decision counts, in which the other two had a share',
  );
  const second = await sendHot();
  await timeOut();
  const decision = (await get<Assignment>(`/v1/leads/${second.id}/assignment`)).body.decision;
  t.equal(decision?.candidates.find(({ repId }) => repId === second.ownerId)?.failedOn, 'declined');
  const third = await sendHot();
  t.not(third.ownerId, second.ownerId, 'who let an offer run out does not come first');
  const { candidates = [] } = (await get<Assignment>(`/v1/leads/${third.id}/assignment`)).body.decision ?? {};
  t.match(
    candidates.find(({ repId }) => repId === second.ownerId),
    { eligible: false, failedOn: 'missed_lead' },
  );
});

t.test('a rep who lets every offer run out gets no more of them than one who accepts', async (t) => {
  const { makeRep, makeTeam, publish, contract, sendHot, timeOut, post, read, rotation } = await makeWorkspace();
  const reps = [await makeRep('Idle'), await makeRep('Busy'), await makeRep('Keen')] as [Rep, Rep, Rep];
  const teamId = await makeTeam('Idle', reps);
  await publish({ rules: [{ id: 'all', label: 'All', teamId }] });
  await contract();
  const open: string[] = [];
  const offered = new Map(reps.map(({ id }) => [id, 0]));
  for (let round = 0; round < 30; round += 1) {
    const lead = await sendHot();
    offered.set(lead.ownerId ?? '', (offered.get(lead.ownerId ?? '') ?? 0) + 1);
    open.push(lead.id);
    if (round % 3 === 2) await timeOut(3);
    // The others accept in time also what the idle rep has let run out.
    for (const id of [...open]) {
      const { ownerId } = await read(id);
      if (ownerId === reps[0].id) continue;
      t.equal((await post(`/v1/leads/${id}/handoff/accept`, {})).status, 200);
      open.splice(open.indexOf(id), 1);
    }
  }
  t.ok((offered.get(reps[0].id) ?? 99) <= 11, JSON.stringify([...offered.values()]));
  for (const { deviation } of (await rotation(teamId)).values()) t.ok(Math.abs(deviation) < 1, `${deviation}`);
});

t.test('a rep whose leads were reassigned is not flooded when it is active again', async (t) => {
  const { makeRep, makeTeam, publish, patch, post, read, rotation } = await makeWorkspace();
  const reps = [await makeRep('Away'), await makeRep('Stays'), await makeRep('Stays too')] as [Rep, Rep, Rep];
  const teamId = await makeTeam('Returns', reps);
  await publish({ rules: [{ id: 'all', label: 'All', teamId }] });
  const sendMany = async (name: string, count: number) => {
    const items = Array.from({ length: count }, (_, index) => ({ email: `${name}${index}@return.example` }));
    const { body } = await post<{ results: { id: string }[] }>('/v1/leads/batch', { items });
    return Promise.all(body.results.map(async ({ id }) => (await read(id)).ownerId));
  };
  await sendMany('before', 105);
  await patch(`/v1/reps/${reps[0].id}`, { active: false });
  await runOperations();
  t.match((await rotation(teamId)).get(reps[0].id), { given: 0 });
  await patch(`/v1/reps/${reps[0].id}`, { active: true });
  const owners = await sendMany('after', 60);
  t.equal(owners.length, 60);
  const got = owners.filter((ownerId) => ownerId === reps[0].id).length;
  t.ok(got >= 19 && got <= 22, `${got} of 60`);
  for (const { deviation } of (await rotation(teamId)).values()) t.ok(Math.abs(deviation) < 1, `${deviation}`);
});

t.test('with rejections, time-outs and returns at random no rep strays a lead', async (t) => {
  const { makeRep, makeTeam, publish, contract, sendHot, timeOut, reject, post, rotation } = await makeWorkspace();
  const reps = [];
  for (const name of ['R1', 'R2', 'R3', 'R4']) reps.push(await makeRep(name));
  const unfit = await makeRep('Unfit');
  const gone = await makeRep('Gone', { active: false });
  const teamId = await makeTeam('Random', [...reps, unfit, gone]);
  await publish({ rules: [{ id: 'all', label: 'All', teamId, repIds: reps.map(({ id }) => id) }] });
  await contract();
  const open: string[] = [];
  let steps = 0;
  for (let round = 0; round < 120; round += 1) {
    const dice = Math.random();
    const [id] = open.splice(Math.floor(Math.random() * open.length), 1);
    if (dice < 0.5 || id === undefined) {
      if (id !== undefined) open.push(id);
      open.push((await sendHot()).id);
    } else if (dice < 0.7) await reject(id);
    else if (dice < 0.8) await post(`/v1/leads/${id}/handoff/withdraw`, {});
    else if (dice < 0.9) await post(`/v1/leads/${id}/handoff/accept`, {});
    else await timeOut();
    if (round % 10 !== 9) continue;
    steps += 1;
    const lines = await rotation(teamId);
    for (const { deviation } of lines.values()) if (Math.abs(deviation) >= 1) t.fail(`${deviation}`);
    t.match(lines.get(unfit.id), { given: 0, entitled: 0 });
    t.match(lines.get(gone.id), { given: 0, entitled: 0 });
  }
  t.equal(steps, 12);
});
