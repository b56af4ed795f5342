import type { BatchReps, RepSlot } from './batch-reps.js';
import type { CandidateFailure, PoolTrial, Roster } from './decision.js';
import { eligibleFrom, type Obstacle, obstacleOf, type RoutedLead } from './eligibility.js';
import { type LedgerEntry, newEntry, rebase, recordTaken } from './ledger.js';
import type { RoutingRule, Strategy } from './policy.js';
import type { RepRequirements } from './requirements.js';
import { giveNext, type Turn } from './rotation.js';
import { contendersOf } from './strategies.js';

export interface TeamFacts {
  id: string;
  name: string;
  active: boolean;
  members: { repId: string; weight: number }[];
  /**
   * Most leads of its share that an absent member may be accruingMembers when it returns. When this is undefined, the member keeps its
   * credit and is accruingMembers nothing for the time away.
   */
  catchUp?: number | undefined;
}

/** A stored entry of a team's ledger. */
export interface LedgerLine {
  teamId: string;
  repId: string;
  given: number;
  credit: number;
  /** When the member claimed leads of the team's pool, epoch milliseconds, as far back as daily limits count. */
  recentClaims?: readonly number[] | null | undefined;
}

/** One team with its ledger, in memory for a batch of decisions. */
export interface Pool {
  readonly team: TeamFacts;
  readonly entries: readonly LedgerEntry[];
  changed: boolean;
  /** The members with their capacities, and the slot of each. Both are made on first use. */
  roster: Roster | undefined;
  slots: readonly RepSlot[];
}

/** Members without a stored entry start with credit 0. Entries of former members are dropped and their credit is settled. */
export function createPool(team: TeamFacts, lines: readonly LedgerLine[]): Pool {
  const known = new Map(lines.map((line) => [line.repId, line]));
  const entries = [...team.members]
    .sort((a, b) => (a.repId < b.repId ? -1 : 1))
    .map(({ repId, weight }) => ({ ...newEntry(repId, weight), ...storedBalance(known.get(repId)) }));
  rebase(entries);
  return { team, entries, changed: false, roster: undefined, slots: [] };
}

function storedBalance(line: LedgerLine | undefined): Partial<LedgerEntry> {
  return line === undefined ? {} : { given: line.given, credit: line.credit };
}

/** A rule and a lead, for which the pool is to give a rep. */
export interface PoolRequest {
  /** Absent: the fallback team. */
  rule?: RoutingRule | undefined;
  requirements: RepRequirements;
  routedLead: RoutedLead;
}

/** Failures of an absent rep, as opposed to one that is full, inactive or unsuitable. */
const ABSENCE_FAILURES: ReadonlySet<CandidateFailure> = new Set(['time_off', 'not_working']);

/** Gives one lead to a member of the pool if one is eligible, and adds every member to `trials`. */
export function giveByRotation(
  pool: Pool,
  reps: BatchReps,
  request: PoolRequest,
  trials: PoolTrial[],
): Turn | undefined {
  const { rule, requirements, routedLead } = request;
  const { trial, eligible, away, obstacles } = examineMembers(pool, reps, request);
  trials.push(trial);
  if (eligible.length === 0 || rule?.strategy === 'claim') {
    if (trial.failures !== undefined && eligible.length === 0) {
      trial.eligibleFrom = pool.entries.map(
        ({ repId }, index) => eligibleFrom(reps.get(repId), requirements, routedLead, obstacles[index]) ?? null,
      );
    }
    return undefined;
  }
  const strategy: Strategy = rule?.strategy ?? 'weighted';
  const { contenders, decidedBy } = contendersOf(strategy, eligible, reps, rule?.skills ?? []);
  if (contenders.length < eligible.length) trial.contenders = contenders.map((entry) => pool.entries.indexOf(entry));
  if (strategy !== 'weighted') trial.strategy = strategy;
  const accruing = contenders.length < eligible.length ? [] : accruingMembers(pool, away);
  if (accruing.length > 0) trial.accruing = accruing.map((entry) => pool.entries.indexOf(entry));
  const turn = giveNext(contenders, { equal: strategy === 'round_robin', accruing });
  if (turn === undefined) return undefined;
  pool.changed = true;
  trial.receiver = pool.entries.indexOf(turn.entry);
  return decidedBy === undefined || contenders.length > 1 ? turn : { ...turn, tieBreak: decidedBy };
}

/** Records a lead that a member got outside the rotation, and adds the ledger to `trials`. Does nothing for a rep who is no member. */
export function giveByHand(pool: Pool, reps: BatchReps, repId: string, trials: PoolTrial[]): void {
  const { entries } = pool;
  const receiver = entries.findIndex((entry) => entry.repId === repId);
  if (receiver < 0) return;
  trials.push({
    ...emptyTrial(pool, reps),
    openLeads: pool.slots.map(({ rep }) => rep?.openLeads ?? 0),
    given: entries.map(({ given }) => given),
    credit: entries.map(({ credit }) => credit),
    receiver,
  });
  recordTaken(entries, repId);
  pool.changed = true;
}

/** Absent members whose credit is below the catch-up limit. */
function accruingMembers({ team }: Pool, away: readonly LedgerEntry[]): LedgerEntry[] {
  const { catchUp } = team;
  return catchUp === undefined ? [] : away.filter(({ credit }) => credit < catchUp);
}

function examineMembers(pool: Pool, reps: BatchReps, { rule, requirements, routedLead }: PoolRequest) {
  const { entries } = pool;
  const trial: PoolTrial = { ...emptyTrial(pool, reps), ruleId: rule?.id ?? null };
  const eligible: LedgerEntry[] = [];
  const away: LedgerEntry[] = [];
  const obstacles: (Obstacle | undefined)[] = [];
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index] as LedgerEntry;
    const rep = pool.slots[index]?.rep;
    const obstacle = obstacleOf(rep, requirements, routedLead);
    obstacles.push(obstacle);
    trial.openLeads[index] = rep?.openLeads ?? 0;
    trial.given[index] = entry.given;
    trial.credit[index] = entry.credit;
    if (obstacle === undefined) {
      eligible.push(entry);
      continue;
    }
    trial.failures ??= entries.map(() => null);
    trial.failures[index] = obstacle.failure;
    if (ABSENCE_FAILURES.has(obstacle.failure)) away.push(entry);
    if (obstacle.fact !== undefined) {
      trial.facts ??= entries.map(() => null);
      trial.facts[index] = obstacle.fact;
    }
  }
  return { trial, eligible, away, obstacles };
}

function emptyTrial(pool: Pool, reps: BatchReps): PoolTrial {
  const { team, entries } = pool;
  if (pool.roster === undefined) {
    pool.slots = entries.map(({ repId }) => reps.slot(repId));
    const members = entries.map(({ repId, weight }, index) => ({
      repId,
      weight,
      capacity: pool.slots[index]?.rep?.capacity ?? null,
    }));
    pool.roster = { teamId: team.id, members };
  }
  const emptyList = () => new Array<number>(entries.length);
  return { roster: pool.roster, ruleId: null, openLeads: emptyList(), given: emptyList(), credit: emptyList() };
}
