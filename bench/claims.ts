import type { ClaimJob, ClaimResult } from './claimers.js';
import { type Figure, number } from './figures.js';
import { type Harness, startHarness } from './harness.js';
import { startWorker } from './processes.js';
import { createReps, publishRules } from './seed-team.js';
import type { Session } from './session.js';

const CLIENTS = 64;
const PROCESSES = 3;
const LEADS = 100_000;
const PER_BATCH = 1_000;

/** 64 reps claim and take every waiting lead of a pool concurrently, through three processes on one database. */
export async function benchClaims(session: Session): Promise<Figure[]> {
  const harness = await startHarness(session);
  const others = await Promise.all(Array.from({ length: PROCESSES - 1 }, () => harness.startProcess()));
  const leads = session.size ?? LEADS;
  const repIds = await createReps(harness, CLIENTS);
  const teamId = await createPool(harness, repIds);
  await sendLeads(harness, leads);
  const claimers = startWorker('claimers', session.cleanup);
  const job: ClaimJob = { ports: [harness.port, ...others.map(({ port }) => port)], key: harness.key, repIds };
  const result = await claimers.request<ClaimResult>(job);
  if (result.failure !== undefined) throw new Error(result.failure);
  const { claims, takes, doubles, lost, seconds, p50, p99 } = result;
  const mismatches = await countMismatches(harness, teamId, result);
  const pace = `${number(claims / seconds)} claims/s, each taken by a second call; p50 ${number(p50)} ms, p99 ${number(p99)} ms`;
  const what = `${claims.toLocaleString('en')} claims, ${CLIENTS} reps, ${PROCESSES} processes`;
  return [
    mustBeZero(`${what}: given to two`, doubles, [pace, `${takes} taken`]),
    mustBeZero('claimed leads that could not be taken', lost + claims - takes),
    mustBeZero('waiting leads without a claim', leads - claims),
    mustBeZero('leads, loads or ledgers stored otherwise than answered', mismatches),
  ];
}

const mustBeZero = (what: string, ours: number, notes: string[] = []): Figure => ({
  what,
  unit: '',
  ours,
  against: { what: 'none', value: 0, ratio: ours, atMost: 0 },
  notes,
});

async function createPool(harness: Harness, repIds: readonly string[]): Promise<string> {
  const members = repIds.map((repId) => ({ repId, weight: 1 }));
  const { id } = await harness.call<{ id: string }>('POST', '/v1/teams', { name: 'Claimers', members });
  await publishRules(harness, [{ id: 'pool', label: 'Pool', teamId: id, strategy: 'claim' }]);
  return id;
}

async function sendLeads({ call }: Harness, leads: number): Promise<void> {
  for (let from = 0; from < leads; from += PER_BATCH) {
    const items = Array.from({ length: Math.min(PER_BATCH, leads - from) }, (_, index) => ({
      email: `claim${from + index}@claims.example`,
      ...((from + index) % 7 === 0 ? { purchaseTimeframeDays: (from + index) % 90 } : {}),
    }));
    await call('POST', '/v1/leads/batch', { items });
  }
}

/**
 * Counts differences between stored and returned claims: owners of leads, open leads of reps, and the team's ledger.
 */
async function countMismatches({ sql }: Harness, teamId: string, { taken }: ClaimResult): Promise<number> {
  const { rows: owned } = await sql.query<{ id: string; owner: string }>('select id, owner_id as owner from leads');
  const owners = new Map(owned.map(({ id, owner }) => [id, owner]));
  const wrongOwners = taken.filter(([leadId, repId]) => owners.get(leadId) !== repId).length;
  const { rows } = await sql.query<{ off: number }>(
    `select count(*)::int as off from team_members m join reps r on r.id = m.rep_id
      where m.team_id = $1
        and (m.given <> (select count(*) from leads l where l.owner_id = m.rep_id)
          or r.open_leads <> (select count(*) from leads l where l.owner_id = m.rep_id))`,
    [teamId],
  );
  return wrongOwners + (rows[0]?.off ?? Number.NaN);
}
