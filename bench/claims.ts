import type { ClaimJob, ClaimResult } from './claimers.js';
import { type Figure, number } from './figures.js';
import { makeReps, publishRules } from './furnish.js';
import { startWorker } from './processes.js';
import { type Rig, startRig } from './rig.js';
import type { Session } from './session.js';

const CLIENTS = 64;
const PROCESSES = 3;
const LEADS = 100_000;
const PER_BATCH = 1_000;

/** Every waiting lead of a pool claimed and taken by 64 reps at once, through three processes on one database. */
export async function benchClaims(session: Session): Promise<Figure[]> {
  const rig = await startRig(session);
  const others = await Promise.all(Array.from({ length: PROCESSES - 1 }, () => rig.another()));
  const leads = session.size ?? LEADS;
  const repIds = await makeReps(rig, CLIENTS);
  const teamId = await makePool(rig, repIds);
  await sendLeads(rig, leads);
  const claimers = startWorker('claimers', session.undo);
  const job: ClaimJob = { ports: [rig.port, ...others.map(({ port }) => port)], key: rig.key, repIds };
  const result = await claimers.ask<ClaimResult>(job);
  if (result.refused !== undefined) throw new Error(result.refused);
  const { claims, takes, doubles, lost, seconds, p50, p99 } = result;
  const wrong = await wronglyStored(rig, teamId, result);
  const pace = `${number(claims / seconds)} claims/s, each taken by a second call; p50 ${number(p50)} ms, p99 ${number(p99)} ms`;
  const what = `${claims.toLocaleString('en')} claims, ${CLIENTS} reps, ${PROCESSES} processes`;
  return [
    nothing(`${what}: given to two`, doubles, [pace, `${takes} taken`]),
    nothing('claimed leads that could not be taken', lost + claims - takes),
    nothing('waiting leads that nobody was given', leads - claims),
    nothing('leads, loads or ledgers stored otherwise than answered', wrong),
  ];
}

/** A figure that has to be 0. */
const nothing = (what: string, ours: number, notes: string[] = []): Figure => ({
  what,
  unit: '',
  ours,
  against: { what: 'none', value: 0, ratio: ours, atMost: 0 },
  notes,
});

async function makePool(rig: Rig, repIds: readonly string[]): Promise<string> {
  const members = repIds.map((repId) => ({ repId, weight: 1 }));
  const { id } = await rig.call<{ id: string }>('POST', '/v1/teams', { name: 'Claimers', members });
  await publishRules(rig, [{ id: 'pool', label: 'Pool', teamId: id, strategy: 'claim' }]);
  return id;
}

async function sendLeads({ call }: Rig, leads: number): Promise<void> {
  for (let from = 0; from < leads; from += PER_BATCH) {
    const items = Array.from({ length: Math.min(PER_BATCH, leads - from) }, (_, index) => ({
      email: `claim${from + index}@claims.example`,
      ...((from + index) % 7 === 0 ? { purchaseTimeframeDays: (from + index) % 90 } : {}),
    }));
    await call('POST', '/v1/leads/batch', { items });
  }
}

/** What is stored beside what was answered: owners, open leads of the reps, and the ledger of the team. */
async function wronglyStored({ sql }: Rig, teamId: string, { taken }: ClaimResult): Promise<number> {
  const { rows: owned } = await sql.query<{ id: string; owner: string }>('select id, owner_id as owner from leads');
  const owners = new Map(owned.map(({ id, owner }) => [id, owner]));
  const elsewhere = taken.filter(([leadId, repId]) => owners.get(leadId) !== repId).length;
  const { rows } = await sql.query<{ off: number }>(
    `select count(*)::int as off from team_members m join reps r on r.id = m.rep_id
      where m.team_id = $1
        and (m.given <> (select count(*) from leads l where l.owner_id = m.rep_id)
          or r.open_leads <> (select count(*) from leads l where l.owner_id = m.rep_id))`,
    [teamId],
  );
  return elsewhere + (rows[0]?.off ?? Number.NaN);
}
