import type { DecisionRecord, PoolTrial, Roster } from '../../core/assignment/decision.js';

/**
 * How a decision record is kept with its event. The roster of a team is the bulk of a record and the same for all
 * decisions of a transaction: the first tells it, the others name the event that does.
 */
export interface PackedRecord extends Omit<DecisionRecord, 'trials'> {
  trials: PackedTrial[];
}

interface PackedTrial extends Omit<PoolTrial, 'roster'> {
  roster: Roster | RosterAt;
}

/** The number of the event whose record has the team's roster. */
interface RosterAt {
  sequence: number;
  teamId: string;
}

/** Credits are kept to a billionth of a lead, which is what the rotation tells apart. */
const PRECISION = 1e9;

/** One for each transaction: remembers which event told a roster first. */
export function recordPacker(): (record: DecisionRecord, sequence: number) => PackedRecord {
  const told = new Map<Roster, RosterAt>();
  const pack = ({ roster, credit, ...trial }: PoolTrial, sequence: number): PackedTrial => {
    const before = told.get(roster);
    if (before === undefined) told.set(roster, { sequence, teamId: roster.teamId });
    return { roster: before ?? roster, ...trial, credit: credit.map((c) => Math.round(c * PRECISION) / PRECISION) };
  };
  return ({ trials, ...record }, sequence) => ({ ...record, trials: trials.map((trial) => pack(trial, sequence)) });
}

/** Numbers of the events that have the rosters which these records only name. */
export function rosterSequences(records: readonly PackedRecord[]): number[] {
  const named = records.flatMap(({ trials }) => trials.flatMap(({ roster }) => ('sequence' in roster ? [roster] : [])));
  return [...new Set(named.map(({ sequence }) => sequence))];
}

/** `tellers`: the records of the events that `rosterSequences` asked for. */
export function unpackRecord(
  { trials, ...record }: PackedRecord,
  tellers: ReadonlyMap<number, PackedRecord>,
): DecisionRecord {
  const rosterOf = (roster: Roster | RosterAt): Roster => {
    if (!('sequence' in roster)) return roster;
    const told = tellers.get(roster.sequence)?.trials.find((trial) => trial.roster.teamId === roster.teamId);
    if (told === undefined || 'sequence' in told.roster) throw new Error(`event ${roster.sequence} tells no roster`);
    return told.roster;
  };
  return { ...record, trials: trials.map(({ roster, ...trial }) => ({ ...trial, roster: rosterOf(roster) })) };
}
