import type { CandidateFailure, PoolTrial, Roster } from './decision.js';
import type { Demand } from './demand.js';
import { type Asking, eligibleFrom, type Obstacle, obstacleOf } from './eligibility.js';
import { bookGrab, type LedgerEntry, newEntry, rebase } from './ledger.js';
import type { RoutingRule, Strategy } from './policy.js';
import type { RepRoll, Seat } from './roll.js';
import { giveNext, type Turn } from './rotation.js';
import { contendersOf } from './strategies.js';

export interface TeamFacts {
  id: string;
  name: string;
  active: boolean;
  members: { repId: string; weight: number }[];
  /**
   * Leads of its share that a member who is away may be owed when it comes back; absent: it keeps its place, and is owed
   * nothing for the time away.
   */
  catchUp?: number | undefined;
}

/** A stored line of a team's ledger. */
export interface LedgerLine {
  teamId: string;
  repId: string;
  given: number;
  credit: number;
  /** When the member claimed leads of the team's pool, epoch milliseconds, as far as daily limits look back. */
  recentClaims?: readonly number[] | null | undefined;
}

/** One team with its ledger, in memory for a batch of decisions. */
export interface Pool {
  readonly team: TeamFacts;
  readonly entries: readonly LedgerEntry[];
  changed: boolean;
  /** Made when the pool is first asked: who is in it, and where each is found. */
  roster: Roster | undefined;
  seats: readonly Seat[];
}

/** Members without a line start level; lines of former members are dropped and their credit is settled. */
export function createPool(team: TeamFacts, lines: readonly LedgerLine[]): Pool {
  const known = new Map(lines.map((line) => [line.repId, line]));
  const entries = [...team.members]
    .sort((a, b) => (a.repId < b.repId ? -1 : 1))
    .map(({ repId, weight }) => ({ ...newEntry(repId, weight), ...pick(known.get(repId)) }));
  rebase(entries);
  return { team, entries, changed: false, roster: undefined, seats: [] };
}

function pick(line: LedgerLine | undefined): Partial<LedgerEntry> {
  return line === undefined ? {} : { given: line.given, credit: line.credit };
}

/** What a rule asks of the pool, for one lead. */
export interface PoolQuestion {
  /** Absent: the fallback team. */
  rule?: RoutingRule | undefined;
  demand: Demand;
  asking: Asking;
}

/** Being away, as opposed to being full, inactive or not fit for the lead. */
const AWAY: ReadonlySet<CandidateFailure> = new Set(['time_off', 'not_working']);

/** Gives one lead within the pool, if anybody is eligible, and notes every member on `trials`. */
export function giveWithin(pool: Pool, reps: RepRoll, question: PoolQuestion, trials: PoolTrial[]): Turn | undefined {
  const { rule, demand, asking } = question;
  const { trial, eligible, away, obstacles } = lookAt(pool, reps, question);
  trials.push(trial);
  if (eligible.length === 0 || rule?.strategy === 'claim') {
    if (trial.failures !== undefined && eligible.length === 0) {
      trial.eligibleFrom = pool.entries.map(
        ({ repId }, place) => eligibleFrom(reps.get(repId), demand, asking, obstacles[place]) ?? null,
      );
    }
    return undefined;
  }
  const strategy: Strategy = rule?.strategy ?? 'weighted';
  const { contenders, decidedBy } = contendersOf(strategy, eligible, reps, rule?.skills ?? []);
  if (contenders.length < eligible.length) trial.contenders = contenders.map((entry) => pool.entries.indexOf(entry));
  if (strategy !== 'weighted') trial.strategy = strategy;
  const accruing = contenders.length < eligible.length ? [] : owed(pool, away);
  if (accruing.length > 0) trial.accruing = accruing.map((entry) => pool.entries.indexOf(entry));
  const turn = giveNext(contenders, { equal: strategy === 'round_robin', accruing });
  if (turn === undefined) return undefined;
  pool.changed = true;
  trial.receiver = pool.entries.indexOf(turn.entry);
  return decidedBy === undefined || contenders.length > 1 ? turn : { ...turn, tieBreak: decidedBy };
}

/** Books a lead that a member got otherwise than by its turn, and notes the ledger on `trials`. Nothing for no member. */
export function giveByHand(pool: Pool, reps: RepRoll, repId: string, trials: PoolTrial[]): void {
  const { entries } = pool;
  const receiver = entries.findIndex((entry) => entry.repId === repId);
  if (receiver < 0) return;
  trials.push({
    ...emptyTrial(pool, reps),
    openLeads: pool.seats.map(({ rep }) => rep?.openLeads ?? 0),
    given: entries.map(({ given }) => given),
    credit: entries.map(({ credit }) => credit),
    receiver,
  });
  bookGrab(entries, repId);
  pool.changed = true;
}

/** Members who are away and may still be owed more. */
function owed({ team }: Pool, away: readonly LedgerEntry[]): LedgerEntry[] {
  const { catchUp } = team;
  return catchUp === undefined ? [] : away.filter(({ credit }) => credit < catchUp);
}

function lookAt(pool: Pool, reps: RepRoll, { rule, demand, asking }: PoolQuestion) {
  const { entries } = pool;
  const trial: PoolTrial = { ...emptyTrial(pool, reps), ruleId: rule?.id ?? null };
  const eligible: LedgerEntry[] = [];
  const away: LedgerEntry[] = [];
  const obstacles: (Obstacle | undefined)[] = [];
  for (let place = 0; place < entries.length; place++) {
    const entry = entries[place] as LedgerEntry;
    const rep = pool.seats[place]?.rep;
    const obstacle = obstacleOf(rep, demand, asking);
    obstacles.push(obstacle);
    trial.openLeads[place] = rep?.openLeads ?? 0;
    trial.given[place] = entry.given;
    trial.credit[place] = entry.credit;
    if (obstacle === undefined) {
      eligible.push(entry);
      continue;
    }
    trial.failures ??= entries.map(() => null);
    trial.failures[place] = obstacle.failure;
    if (AWAY.has(obstacle.failure)) away.push(entry);
    if (obstacle.fact !== undefined) {
      trial.facts ??= entries.map(() => null);
      trial.facts[place] = obstacle.fact;
    }
  }
  return { trial, eligible, away, obstacles };
}

function emptyTrial(pool: Pool, reps: RepRoll): PoolTrial {
  const { team, entries } = pool;
  if (pool.roster === undefined) {
    pool.seats = entries.map(({ repId }) => reps.seat(repId));
    const members = entries.map(({ repId, weight }, place) => ({
      repId,
      weight,
      capacity: pool.seats[place]?.rep?.capacity ?? null,
    }));
    pool.roster = { teamId: team.id, members };
  }
  const places = () => new Array<number>(entries.length);
  return { roster: pool.roster, ruleId: null, openLeads: places(), given: places(), credit: places() };
}
