import type { BatchReps, RepSlot } from './batch-reps.js';
import { sharesOf } from './candidates.js';
import type { CandidateFailure, PoolTrial, Roster } from './decision.js';
import { eligibleFrom, type Obstacle, obstacleOf, type RoutedLead } from './eligibility.js';
import {
  CREDIT_LIMIT,
  EPSILON,
  type LedgerEntry,
  limitCredits,
  newEntry,
  rebase,
  recordGiven,
  recordReturned,
} from './ledger.js';
import type { RoutingRule, Strategy } from './policy.js';
import { ANY_REP, type RepRequirements } from './requirements.js';
import { giveNext, type Turn } from './rotation.js';
import { type LimitedShares, sharesFor } from './shares.js';
import { contendersOf } from './strategies.js';

export interface TeamFacts {
  id: string;
  name: string;
  active: boolean;
  members: { repId: string; weight: number }[];
  /**
   * Most leads of its share that an absent member may be owed when it returns. When this is undefined, the member keeps its
   * credit and is owed nothing for the time away.
   */
  catchUp?: number | undefined;
}

/** A stored entry of a team's ledger. */
export interface LedgerLine {
  teamId: string;
  repId: string;
  given: number;
  credit: number;
  /** Entitlement to pass to others, in leads; absent for none. */
  missed?: number | undefined;
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
  limitCredits(entries, Math.max(CREDIT_LIMIT, team.catchUp ?? 0));
  return { team, entries, changed: false, roster: undefined, slots: [] };
}

function storedBalance(line: LedgerLine | undefined): Partial<LedgerEntry> {
  return line === undefined ? {} : { given: line.given, credit: line.credit, missed: line.missed ?? 0 };
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
  const equal = strategy === 'round_robin';
  const { contenders: preferred, decidedBy } = contendersOf(strategy, eligible, reps, rule?.skills ?? []);
  const contenders = withoutMissed(pool, preferred, equal, trial);
  if (preferred.length < eligible.length) trial.contenders = contenders.map((entry) => pool.entries.indexOf(entry));
  if (strategy !== 'weighted') trial.strategy = strategy;
  const accruing = preferred.length < eligible.length ? [] : accruingMembers(pool, away);
  if (accruing.length > 0) trial.accruing = accruing.map((entry) => pool.entries.indexOf(entry));
  const turn = giveNext(contenders, { equal, accruing, catchUp: pool.team.catchUp });
  if (turn === undefined) return undefined;
  recordReceiver(pool, trial, turn.shares);
  return decidedBy === undefined || contenders.length > 1 ? turn : { ...turn, tieBreak: decidedBy };
}

function recordReceiver(
  pool: Pool,
  trial: PoolTrial,
  { candidates, shares, receiver, areLimited }: LimitedShares,
): void {
  pool.changed = true;
  trial.receiver = pool.entries.indexOf(receiver);
  if (!areLimited) return;
  const byEntry = new Map(candidates.map((entry, place) => [entry, shares[place] ?? 0]));
  trial.shares = pool.entries.map((entry) => byEntry.get(entry) ?? 0);
}

/**
 * A member who did not work on a lead in time stands back until it has passed on what that lead was worth: then letting leads go by
 * brings no more of them. It takes part when all members stand back.
 */
function withoutMissed(
  pool: Pool,
  contenders: readonly LedgerEntry[],
  equal: boolean,
  trial: PoolTrial,
): readonly LedgerEntry[] {
  const ready = contenders.filter(({ missed }) => missed <= EPSILON);
  if (ready.length === contenders.length || ready.length === 0) return contenders;
  let weights = 0;
  for (const { weight } of contenders) weights += equal ? 1 : weight;
  for (const entry of contenders) {
    if (entry.missed <= EPSILON) continue;
    const left = entry.missed - (equal ? 1 : entry.weight) / weights;
    entry.missed = left > EPSILON ? left : 0;
    trial.failures ??= pool.entries.map(() => null);
    trial.failures[pool.entries.indexOf(entry)] = 'missed_lead';
  }
  return ready;
}

/**
 * Records a lead that a member got outside the rotation, and adds the ledger to `trials`. It counts as if the rotation had given it:
 * the members who could have taken it share in it. Does nothing for a rep who is no member.
 */
export function giveByHand(
  pool: Pool,
  reps: BatchReps,
  { repId, routedLead }: { repId: string; routedLead: RoutedLead },
  trials: PoolTrial[],
): void {
  const receiver = pool.entries.find((entry) => entry.repId === repId);
  if (receiver === undefined) return;
  const { trial, eligible } = examineMembers(pool, reps, { requirements: ANY_REP, routedLead, receiver });
  const shares = sharesFor(receiver, eligible);
  recordGiven(shares);
  recordReceiver(pool, trial, shares);
  trials.push(trial);
}

/** Adds the ledger to `trials` for a decision that it counts again, with the shares by rep that the decision gave. */
export function addRestored(
  pool: Pool,
  reps: BatchReps,
  { repId, shares }: { repId: string; shares: Readonly<Record<string, number>> },
  trials: PoolTrial[],
): void {
  const { entries } = pool;
  const receiver = entries.findIndex((entry) => entry.repId === repId);
  if (receiver < 0) return;
  const trial = newTrial(pool, reps, null);
  const own = entries.map((entry) => shares[entry.repId] ?? 0);
  trial.openLeads = entries.map((_, index) => pool.slots[index]?.rep?.openLeads ?? 0);
  trial.given = entries.map(({ given }, index) => given - (index === receiver ? 1 : 0));
  trial.credit = entries.map(({ credit }, index) => credit - (own[index] ?? 0) + (index === receiver ? 1 : 0));
  trials.push({ ...trial, shares: own, receiver });
}

/** A decision that gave a lead to a member of the team. */
export interface ReturnedLead {
  repId: string;
  /** The trial of the decision that has a receiver; undefined when the decision is not known. */
  trial: PoolTrial | undefined;
  /** Whether the rep did not work on the lead in time. */
  isMissed: boolean;
}

/** Records that a member lost a lead. Reverses what the decision about it gave, and nothing else. */
export function takeBack(pool: Pool, { repId, trial, isMissed }: ReturnedLead): void {
  const receiver = pool.entries.find((entry) => entry.repId === repId);
  if (receiver === undefined) return;
  pool.changed = true;
  const members = trial?.roster.members ?? [];
  const isKnown = trial?.roster.teamId === pool.team.id && members[trial.receiver ?? -1]?.repId === repId;
  const shareOf = new Map<string, number>();
  if (trial !== undefined && isKnown) {
    sharesOf(trial).forEach((share, place) => {
      const member = members[place];
      if (member !== undefined && share > 0) shareOf.set(member.repId, share);
    });
  }
  const candidates = pool.entries.filter((entry) => shareOf.has(entry.repId));
  const shares = candidates.map((entry) => shareOf.get(entry.repId) ?? 0);
  const returned = recordReturned({ candidates, shares, receiver });
  // The turn was used: what the reversal has credited is passed on before the member gets the next lead.
  if (isMissed) receiver.missed += returned;
}

/** Absent members whose credit is below the catch-up limit. */
function accruingMembers({ team }: Pool, away: readonly LedgerEntry[]): LedgerEntry[] {
  const { catchUp } = team;
  return catchUp === undefined ? [] : away.filter(({ credit }) => credit < catchUp);
}

/** `receiver`: the member that a person chose, who is a candidate whatever its limits. */
function examineMembers(
  pool: Pool,
  reps: BatchReps,
  { rule, requirements, routedLead, receiver }: PoolRequest & { receiver?: LedgerEntry },
) {
  const { entries } = pool;
  const trial = newTrial(pool, reps, rule?.id ?? null);
  const eligible: LedgerEntry[] = [];
  const away: LedgerEntry[] = [];
  const obstacles: (Obstacle | undefined)[] = [];
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index] as LedgerEntry;
    const rep = pool.slots[index]?.rep;
    const obstacle = entry === receiver ? undefined : obstacleOf(rep, requirements, routedLead);
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

function newTrial(pool: Pool, reps: BatchReps, ruleId: string | null): PoolTrial {
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
  return { roster: pool.roster, ruleId, openLeads: emptyList(), given: emptyList(), credit: emptyList() };
}

export const isMember = (team: TeamFacts | undefined, repId: string): boolean =>
  team?.members.some((member) => member.repId === repId) ?? false;
