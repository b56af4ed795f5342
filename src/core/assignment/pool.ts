import type { Candidate, CandidateFailure } from './decision.js';
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
}

/** Members without a line start level; lines of former members are dropped and their credit is settled. */
export function createPool(team: TeamFacts, lines: readonly LedgerLine[]): Pool {
  const known = new Map(lines.map((line) => [line.repId, line]));
  const entries = [...team.members]
    .sort((a, b) => (a.repId < b.repId ? -1 : 1))
    .map(({ repId, weight }) => ({ ...newEntry(repId, weight), ...pick(known.get(repId)) }));
  rebase(entries);
  return { team, entries, changed: false };
}

function pick(line: LedgerLine | undefined): Partial<LedgerEntry> {
  return line === undefined ? {} : { given: line.given, credit: line.credit };
}

/** Why a rep cannot take a lead now; undefined when it can. A rep nobody knows counts as inactive. */
export function failureOf(rep: RepFacts | undefined): CandidateFailure | undefined {
  if (rep === undefined || !rep.active) return 'inactive';
  return rep.capacity !== null && rep.openLeads >= rep.capacity ? 'at_capacity' : undefined;
}

/** Gives one lead within the pool, if anybody is eligible, and notes every member on `candidates`. */
export function giveWithin(pool: Pool, reps: ReadonlyMap<string, RepFacts>, candidates: Candidate[]): Turn | undefined {
  const eligible: LedgerEntry[] = [];
  const first = candidates.length;
  for (const entry of pool.entries) {
    const rep = reps.get(entry.repId);
    const failedOn = failureOf(rep);
    if (failedOn === undefined) eligible.push(entry);
    candidates.push(candidateOf(pool, entry, rep, failedOn));
  }
  const turn = giveNext(eligible);
  if (turn === undefined) return undefined;
  pool.changed = true;
  pool.entries.forEach(({ given, credit }, index) => {
    const candidate = candidates[first + index];
    if (candidate === undefined) return;
    candidate.givenAfter = given;
    candidate.creditAfter = credit;
  });
  return turn;
}

function candidateOf(
  pool: Pool,
  { repId, weight, given, credit }: LedgerEntry,
  rep: RepFacts | undefined,
  failedOn: CandidateFailure | undefined,
): Candidate {
  return {
    repId,
    teamId: pool.team.id,
    eligible: failedOn === undefined,
    ...(failedOn === undefined ? {} : { failedOn }),
    openLeads: rep?.openLeads ?? 0,
    capacity: rep?.capacity ?? null,
    weight,
    givenBefore: given,
    creditBefore: credit,
    givenAfter: given,
    creditAfter: credit,
  };
}
