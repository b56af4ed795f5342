import type { CandidateFailure, PoolTrial, Roster } from './decision.js';
import { type LedgerEntry, newEntry, rebase } from './ledger.js';
import { giveNext, type Turn } from './rotation.js';

export interface RepFacts {
  id: string;
  name: string;
  active: boolean;
  /** Most open leads at once; null is unlimited. */
  capacity: number | null;
  openLeads: number;
}

export interface TeamFacts {
  id: string;
  name: string;
  active: boolean;
  members: { repId: string; weight: number }[];
}

/** A stored line of a team's ledger. */
export interface LedgerLine {
  teamId: string;
  repId: string;
  given: number;
  credit: number;
}

/** One team with its ledger, in memory for a batch of decisions. */
export interface Pool {
  readonly team: TeamFacts;
  readonly entries: readonly LedgerEntry[];
  changed: boolean;
  /** Made when the pool is first asked. */
  roster: Roster | undefined;
}

/** Members without a line start level; lines of former members are dropped and their credit is settled. */
export function createPool(team: TeamFacts, lines: readonly LedgerLine[]): Pool {
  const known = new Map(lines.map((line) => [line.repId, line]));
  const entries = [...team.members]
    .sort((a, b) => (a.repId < b.repId ? -1 : 1))
    .map(({ repId, weight }) => ({ ...newEntry(repId, weight), ...pick(known.get(repId)) }));
  rebase(entries);
  return { team, entries, changed: false, roster: undefined };
}

function pick(line: LedgerLine | undefined): Partial<LedgerEntry> {
  return line === undefined ? {} : { given: line.given, credit: line.credit };
}

/** Why a rep cannot take a lead now; undefined when it can. A rep nobody knows counts as inactive. */
export function failureOf(rep: RepFacts | undefined): CandidateFailure | undefined {
  if (rep === undefined || !rep.active) return 'inactive';
  return rep.capacity !== null && rep.openLeads >= rep.capacity ? 'at_capacity' : undefined;
}

/** Gives one lead within the pool, if anybody is eligible, and notes every member on `trials`. */
export function giveWithin(pool: Pool, reps: ReadonlyMap<string, RepFacts>, trials: PoolTrial[]): Turn | undefined {
  const { entries } = pool;
  pool.roster ??= rosterOf(pool, reps);
  const trial: PoolTrial = { roster: pool.roster, openLeads: [], given: [], credit: [] };
  trials.push(trial);
  const eligible: LedgerEntry[] = [];
  for (let place = 0; place < entries.length; place++) {
    const entry = entries[place] as LedgerEntry;
    const rep = reps.get(entry.repId);
    const failedOn = failureOf(rep);
    trial.openLeads.push(rep?.openLeads ?? 0);
    trial.given.push(entry.given);
    trial.credit.push(entry.credit);
    if (failedOn === undefined) eligible.push(entry);
    else {
      trial.failures ??= entries.map(() => null);
      trial.failures[place] = failedOn;
    }
  }
  const turn = giveNext(eligible);
  if (turn === undefined) return undefined;
  pool.changed = true;
  trial.receiver = entries.indexOf(turn.entry);
  return turn;
}

function rosterOf({ team, entries }: Pool, reps: ReadonlyMap<string, RepFacts>): Roster {
  const members = entries.map(({ repId, weight }) => ({ repId, weight, capacity: reps.get(repId)?.capacity ?? null }));
  return { teamId: team.id, members };
}
