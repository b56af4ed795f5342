import { sharesOf } from '../../core/assignment/candidates.js';
import type { DecisionRecord, PoolTrial, Roster } from '../../core/assignment/decision.js';

/**
 * A decision record as it is stored with its event. The roster of a team is the same for all decisions of a transaction: the
 * first record contains it, the others refer to the event of the first. For a large team the lists with a value for each member
 * are written only now and then; the records in between refer to the last full record and contain the differences.
 */
export interface PackedRecord extends Omit<DecisionRecord, 'trials'> {
  trials: PackedTrial[];
}

type ListName = (typeof LISTS)[number];
type Value = number | string | null;

/** Lists of a trial with a value for each member. */
const LISTS = ['openLeads', 'given', 'credit', 'failures', 'facts', 'eligibleFrom'] as const;
/** Lists that are absent where no member has a value. */
const SPARSE: ReadonlySet<ListName> = new Set(['failures', 'facts', 'eligibleFrom']);

interface PackedTrial extends Omit<PoolTrial, 'roster'> {
  roster: Roster | RosterAt;
  /**
   * The number of the event whose record has the last full lists of this team. The lists of this record are then empty, which
   * older versions read as zeros.
   */
  since?: number;
  /** For each list, alternating indexes and values that differ from the list derived from the previous trial of the team. */
  changes?: { [Name in ListName]?: Value[] };
}

/** The number of the event whose record has the team's roster. */
interface RosterAt {
  sequence: number;
  teamId?: string | undefined;
}

/** Credits are read to a billionth of a lead, the smallest difference that the rotation counts. */
const PRECISION = 1e9;
/** Records of smaller teams contain full lists, so that each can be read alone. */
const LARGE_TEAM = 20;
/** Full lists are written again after this many trials of a team, which limits the records to read for one decision. */
const LONGEST_RUN = 32;

const rounded = (credit: number) => Math.round(credit * PRECISION) / PRECISION;

/** The last packed trial of a team, as a reader reconstructs it. */
interface LastTrial {
  since: number;
  length: number;
  trial: PoolTrial;
}

/** Created once per transaction: keeps the event with the roster, and the event with the last full lists of each team. */
export function recordPacker(): (record: DecisionRecord, sequence: number) => PackedRecord {
  const rosters = new Map<Roster, RosterAt>();
  const lastTrials = new Map<Roster, LastTrial>();

  const packLists = (trial: PoolTrial, sequence: number): Omit<PackedTrial, 'roster'> => {
    const { roster, ...whole } = trial;
    const last = lastTrials.get(roster);
    if (last === undefined || last.length >= LONGEST_RUN) {
      lastTrials.set(roster, { since: sequence, length: 1, trial });
      return whole;
    }
    const { openLeads, given, credit, failures, facts, eligibleFrom, ...rest } = whole;
    const expected = listsAfter(last.trial);
    const changes = changesOf(expected, trial);
    const seen: PoolTrial = { ...trial, ...applied(expected, changes) };
    lastTrials.set(roster, { since: last.since, length: last.length + 1, trial: seen });
    return { ...rest, openLeads: [], given: [], credit: [], since: last.since, ...(changes && { changes }) };
  };

  const pack = (trial: PoolTrial, sequence: number): PackedTrial => {
    const { roster } = trial;
    const before = rosters.get(roster);
    if (before === undefined) rosters.set(roster, { sequence, teamId: roster.teamId });
    if (roster.members.length < LARGE_TEAM) {
      return { ...trial, roster: before ?? roster, credit: trial.credit.map(rounded) };
    }
    return { roster: before ?? roster, ...packLists(trial, sequence) };
  };

  return (record, sequence) => {
    const { trials } = record;
    return { ...record, trials: trials.map((trial) => pack(trial, sequence)) };
  };
}

type Lists = Pick<PoolTrial, ListName>;

/** The lists that the next trial of the team starts with if nothing else happens in between. */
function listsAfter(trial: PoolTrial): Lists {
  const { openLeads, given, credit, failures, facts, eligibleFrom, receiver } = trial;
  const shares = sharesOf(trial);
  const after = {
    openLeads: [...openLeads],
    given: [...given],
    credit: credit.map((before, place) => before + (shares[place] ?? 0)),
  };
  if (receiver !== undefined) {
    after.openLeads[receiver] = (openLeads[receiver] ?? 0) + 1;
    after.given[receiver] = (given[receiver] ?? 0) + 1;
    after.credit[receiver] = (after.credit[receiver] ?? 0) - 1;
  }
  return { ...after, failures, facts, eligibleFrom };
}

function changesOf(expected: Lists, actual: Lists): PackedTrial['changes'] {
  let changes: PackedTrial['changes'];
  for (const name of LISTS) {
    const [from, to] = [expected[name], actual[name]];
    if (from === to) continue;
    const isSame = name === 'credit' ? isSameCredit : Object.is;
    const changed: Value[] = [];
    const length = Math.max(from?.length ?? 0, to?.length ?? 0);
    for (let place = 0; place < length; place++) {
      const value = to?.[place] ?? null;
      if (!isSame(from?.[place] ?? null, value)) changed.push(place, value);
    }
    if (changed.length > 0) changes = { ...changes, [name]: changed };
  }
  return changes;
}

/** Equal at the precision of stored credits. */
const isSameCredit = (a: Value, b: Value) => a === b || rounded(Number(a)) === rounded(Number(b));

function applied(expected: Lists, changes: PackedTrial['changes']): Lists {
  if (changes === undefined) return expected;
  const lists: Record<string, Value[] | undefined> = { ...expected };
  for (const name of LISTS) {
    const changed = changes[name];
    if (changed === undefined) continue;
    const list: Value[] = [...(expected[name] ?? expected.given.map(() => null))];
    for (let at = 0; at < changed.length; at += 2) list[Number(changed[at])] = changed[at + 1] ?? null;
    lists[name] = SPARSE.has(name) && list.every((value) => value === null) ? undefined : list;
  }
  return lists as unknown as Lists;
}

/** Numbers of events, both included. */
export interface SequenceRange {
  first: number;
  last: number;
}

/** The ranges of records that must be read with this one; the record itself is the `last` of each range that contains it. */
export function neededRecords(record: PackedRecord, sequence: number): SequenceRange[] {
  const ranges: SequenceRange[] = [];
  for (const { roster, since } of record.trials) {
    if ('sequence' in roster) ranges.push({ first: roster.sequence, last: roster.sequence });
    if (since !== undefined && since !== sequence) ranges.push({ first: since, last: sequence });
  }
  return ranges;
}

/** The record of an event; `records` are those of all events that `neededRecords` named, and its own, by number. */
export function unpackRecord(sequence: number, records: ReadonlyMap<number, PackedRecord>): DecisionRecord {
  const packed = records.get(sequence);
  if (packed === undefined) throw new Error(`event ${sequence} has no decision record`);
  const { trials, ...record } = packed;
  return { ...record, trials: trials.map((_trial, place) => unpackTrial({ sequence, place }, records)) };
}

function unpackTrial(
  { sequence, place }: { sequence: number; place: number },
  records: ReadonlyMap<number, PackedRecord>,
): PoolTrial {
  const packed = records.get(sequence)?.trials[place] as PackedTrial;
  const roster = rosterOf(packed.roster, records);
  const { since = sequence } = packed;
  let trial: PoolTrial | undefined;
  for (let at = since; at <= sequence; at++) {
    const trials = records.get(at)?.trials.slice(0, at === sequence ? place + 1 : undefined) ?? [];
    for (const one of trials) {
      if (one.roster.teamId !== roster.teamId) continue;
      if (one.since === undefined && at === since) trial = { ...one, roster };
      else if (one.since === since && trial !== undefined) trial = nextTrial(trial, one);
    }
  }
  if (trial === undefined) throw new Error(`event ${since} has no lists of the team ${roster.teamId}`);
  return { ...trial, credit: trial.credit.map(rounded) };
}

function nextTrial(before: PoolTrial, { since, changes, ...packed }: PackedTrial): PoolTrial {
  return { ...packed, roster: before.roster, ...applied(listsAfter(before), changes) };
}

function rosterOf(roster: Roster | RosterAt, records: ReadonlyMap<number, PackedRecord>): Roster {
  if (!('sequence' in roster)) return roster;
  const whole = records.get(roster.sequence)?.trials.find((trial) => trial.roster.teamId === roster.teamId);
  if (whole === undefined || 'sequence' in whole.roster) throw new Error(`event ${roster.sequence} has no roster`);
  return whole.roster;
}
