import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import type { Static } from 'typebox';
import { candidatesOf } from '../../src/core/assignment/candidates.js';
import type { DecisionRecord } from '../../src/core/assignment/decision.js';
import { type PackedRecord, unpackRecord } from '../../src/db/schema/decision-records.js';
import type { RotationSchema } from '../../src/http/schemas/assignment.js';
import { runChild } from '../support/child.js';
import { type BatchOut, caller, eventFaults, type LeadOut, listAll, openService, together } from './ingest-fixture.js';

const REPS = 10;
const WRITERS = 64;
const LEADS = 3_000;
const KILLS = 4;

const service = await openService(t, { instances: 2 });
const { sql } = service;

/** The worst deviation at any moment, recomputed from nothing but the recorded decisions in their order. */
function replay(decisions: readonly (DecisionRecord & { repId: string })[]): {
  given: Map<string, number>;
  worst: number;
  broken: number;
} {
  const given = new Map<string, number>();
  const entitled = new Map<string, number>();
  let [worst, broken] = [0, 0];
  for (const { repId: receiver, ...record } of decisions) {
    const eligible = candidatesOf(record).filter((candidate) => candidate.eligible);
    const weights = eligible.reduce((sum, { weight }) => sum + weight, 0);
    for (const { repId, weight, givenBefore, creditBefore } of eligible) {
      const [had, due] = [given.get(repId) ?? 0, entitled.get(repId) ?? 0];
      if (givenBefore !== had || Math.abs(creditBefore - (due - had)) > 1e-6) broken++;
      const now = had + (repId === receiver ? 1 : 0);
      given.set(repId, now);
      entitled.set(repId, due + weight / weights);
      worst = Math.max(worst, Math.abs(now - due - weight / weights));
    }
  }
  return { given, worst, broken };
}

/** A workspace of a subtest's own, and the calls that the subtests share. */
async function makeWorkspace() {
  const { post, patch, get, token, call } = await service.makeWorkspace();
  async function makeTeam(name: string, weights: readonly number[]): Promise<{ teamId: string; repIds: string[] }> {
    const repIds: string[] = [];
    for (const i of weights.keys())
      repIds.push((await post<{ id: string }>('/v1/reps', { name: `${name} ${i}` })).body.id);
    const members = repIds.map((repId, i) => ({ repId, weight: weights[i] }));
    const team = await post<{ id: string }>('/v1/teams', { name, members });
    return { teamId: team.body.id, repIds };
  }
  async function publish(teamId: string): Promise<void> {
    const document = { rules: [{ id: 'all', label: 'All', teamId }] };
    const draft = await post<{ version: number }>('/v1/routing-policies', { name: 'All to one', document });
    await post(`/v1/routing-policies/${draft.body.version}/publish`, undefined);
  }
  /** Sends leads and has those of one rep after another reassigned, until the process ends. */
  async function keepAssigning(
    url: string,
    name: string,
    repIds: readonly string[],
    began: () => void,
  ): Promise<number> {
    const call = caller([url], token);
    let answered = 0;
    const lane = async (number: number) => {
      for (let index = 0; ; index += 1) {
        const items = Array.from({ length: 20 }, (_, k) => ({ email: `${name}-${number}-${index}-${k}@kill.example` }));
        await call('POST', '/v1/leads/batch', { items });
        answered += 1;
        began();
        if (index % 3 === number % 3) await call('POST', `/v1/reps/${repIds[index % repIds.length]}/reassignment`);
      }
    };
    await Promise.allSettled(Array.from({ length: 8 }, (_, number) => lane(number)));
    return answered;
  }
  return { makeTeam, publish, get, post, patch, call, keepAssigning };
}

t.test('sixty-four writers over ten weighted reps: no rep strays from its share by a lead', async (t) => {
  const { makeTeam, publish, get, post } = await makeWorkspace();
  const weights = Array.from({ length: REPS }, () => 1 + Math.floor(Math.random() * 20));
  t.comment(`weights ${weights}`);
  const { teamId, repIds } = await makeTeam('Fair', weights);
  await publish(teamId);
  let worstSeen = 0;
  const rotation = async (instance = 0) =>
    (await get<Static<typeof RotationSchema>>(`/v1/teams/${teamId}/rotation`, { instance })).body;
  // Singles and small batches by turns, so that groups of many sizes meet; some come twice and must take no turn.
  await together(LEADS / 5, WRITERS, async (i) => {
    const instance = i % 2;
    const emails = Array.from({ length: 4 }, (_, k) => `fair${i}-${k}@rotation.example`);
    const single = await post('/v1/leads', { email: `fair${i}@rotation.example` }, { instance });
    const items = [...emails, emails[0]].map((email) => ({ email }));
    const batch = await post<BatchOut>('/v1/leads/batch', { items }, { instance: 1 - instance });
    if (single.status !== 201 || batch.body.created !== 4) throw new Error(`${single.text} ${batch.text}`);
    if (i % 50 === 0) worstSeen = Math.max(worstSeen, (await rotation(instance)).unfairness);
  });
  t.ok(worstSeen < 1, `at most ${worstSeen} on the way`);
  const { entries, unfairness } = await rotation();
  t.ok(unfairness < 1, `${unfairness} in the end`);
  t.equal(
    entries.reduce((sum, { given }) => sum + given, 0),
    LEADS,
  );
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  t.equal(entries.length, REPS);
  for (const { repId, weight, given, entitled } of entries) {
    t.equal(weight, weights[repIds.indexOf(repId)]);
    t.ok(Math.abs(entitled - (LEADS * weight) / whole) < 1e-6, 'the entitlement is the share of all leads');
    t.ok(Math.abs(given - entitled) < 1, `weight ${weight}: ${given} of ${entitled}`);
  }

  const assignments = await sql<{ sequence: string; data: { after: { ownerId: string }; decision: PackedRecord } }>(
    `select sequence, data from events where type = 'lead.assigned' and data->'after'->>'teamId' = $1 order by sequence`,
    [teamId],
  );
  const records = new Map(assignments.map(({ sequence, data }) => [Number(sequence), data.decision]));
  const decisions = assignments.map(({ sequence, data }) => ({
    repId: data.after.ownerId,
    ...unpackRecord(Number(sequence), records),
  }));
  t.equal(decisions.length, LEADS);
  const replayed = replay(decisions);
  t.equal(replayed.broken, 0, 'each decision starts from the ledger that those before it left');
  t.ok(replayed.worst < 1, `at most ${replayed.worst} at any moment`);
  for (const { repId, given } of entries) t.equal(replayed.given.get(repId), given, 'the ledger is its decisions');
  const owned = await sql<{ rep: string; owned: string; open: number }>(
    `select r.id as rep, r.open_leads as open, (select count(*) from leads l where l.owner_id = r.id
        and l.category in ('suspect', 'lead', 'mql', 'sql', 'prospect')) as owned from reps r
      where r.id = any($1::uuid[])`,
    [repIds],
  );
  t.equal(owned.length, REPS);
  for (const { owned: leads, open } of owned) t.equal(open, Number(leads), 'open leads are those owned');
  t.strictSame(await eventFaults(sql), []);
});

t.test('capacity holds under many writers, and deletes give it back', async (t) => {
  const { makeTeam, patch, publish, post, get, call } = await makeWorkspace();
  const { teamId, repIds } = await makeTeam('Tight', [1, 2, 3]);
  for (const [i, id] of repIds.entries()) await patch(`/v1/reps/${id}`, { capacity: 10 * (i + 1) });
  await publish(teamId);
  const made = await together(100, 50, async (i) => {
    const { body } = await post('/v1/leads', { email: `tight${i}@rotation.example` }, { instance: i % 2 });
    return body.lead;
  });
  t.equal(made.filter(({ ownerId }) => ownerId !== undefined).length, 60);
  t.equal(made.filter(({ queue }) => queue?.reason === 'no_eligible_rep').length, 40);
  const owned = made.filter(({ ownerId }) => ownerId !== undefined);
  const waiting = made.filter(({ ownerId }) => ownerId === undefined);
  await together(30, 30, (i) => call('DELETE', `/v1/leads/${owned[i]?.id}`, undefined, { instance: i % 2 }));
  await together(40, 40, (i) => patch(`/v1/leads/${waiting[i]?.id}`, { need: 'soon' }, { instance: i % 2 }));
  const left = (await listAll<LeadOut>(get, `/v1/leads?teamId=${teamId}`)).map(({ ownerId }) => ownerId);
  t.equal(left.length, 60, 'thirty places were free, and thirty of those who waited have them');
  for (const [i, id] of repIds.entries()) {
    const capacity = 10 * (i + 1);
    t.match((await get<object>(`/v1/reps/${id}`)).body, { openLeads: capacity });
    t.equal(left.filter((ownerId) => ownerId === id).length, capacity);
  }
});

/**
 * The ledger of a team beside what was recorded: leads each got, less those taken from it. One statement, as the database may
 * still be at the last commit of a process that is dead.
 */
const ledgerAndRecord = (teamId: string) =>
  sql<{ given: number; credit: number; recorded: number }>(
    `select m.given::int as given, m.credit,
            (select count(*)::int from events where type = 'lead.assigned'
                and data->'after'->>'teamId' = $1::text and data->'after'->>'ownerId' = m.rep_id::text)
          - (select count(*)::int from events where type in ('lead.assigned', 'lead.queued')
                and data->'before'->>'teamId' = $1::text and data->'before'->>'ownerId' = m.rep_id::text) as recorded
       from team_members m where m.team_id = $1::uuid`,
    [teamId],
  );

async function countReassigned(): Promise<number> {
  const [row] = await sql<{ count: number }>(
    `select count(*)::int as count from events where cause = 'reassignment' and type = 'lead.assigned'`,
  );
  return row?.count ?? 0;
}

t.test('killed amid assigning and reassigning, the ledger is what the recorded decisions come to', async (t) => {
  const { makeTeam, publish, keepAssigning } = await makeWorkspace();
  const { teamId, repIds } = await makeTeam('Killed', [1, 2, 3, 5]);
  await publish(teamId);
  let moved = 0;
  for (let kill = 0; kill < KILLS; kill += 1) {
    const child = runChild('serving-child.ts', service.databaseUrl);
    const port = await child.firstLine;
    let working: Promise<number> | undefined;
    await new Promise<void>((began) => {
      working = keepAssigning(`http://127.0.0.1:${port}`, `kill${kill}`, repIds, began);
    });
    // However slow the machine is.
    for (const before = moved; moved === before; moved = await countReassigned()) await sleep(5);
    await sleep(Math.random() * 400);
    child.process.kill('SIGKILL');
    await child.ended;
    t.ok(((await working) ?? 0) > 0, 'amid work');
    const ledger = await ledgerAndRecord(teamId);
    t.equal(ledger.length, repIds.length);
    for (const { given, recorded } of ledger) t.equal(given, recorded, 'given is what was recorded');
    const credits = ledger.reduce((sum, { credit }) => sum + credit, 0);
    t.ok(Math.abs(credits) < 1e-6, 'what one is owed another is ahead');
    const loads = await sql<{ open: number; owned: number }>(
      `select r.open_leads as open, (select count(*)::int from leads l where l.owner_id = r.id) as owned
         from reps r where r.id = any($1::uuid[])`,
      [repIds],
    );
    t.equal(loads.length, repIds.length);
    for (const { open, owned } of loads) t.equal(open, owned, 'open leads are those owned');
    t.strictSame(await eventFaults(sql), []);
  }
  moved = await countReassigned();
  t.comment(`${moved} leads went from one to another meanwhile`);
  t.ok(moved > 0);
});
