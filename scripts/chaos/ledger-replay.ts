import type pg from 'pg';
import { type Candidate, candidatesOf } from '../../src/core/assignment/candidates.js';
import { neededRecords, type PackedRecord, unpackRecord } from '../../src/db/schema/decision-records.js';

const PAGE = 2_000;
/** What rounding of recorded credits may come to. */
const ROUNDING = 1e-6;

export interface LedgerReplay {
  decisions: number;
  /** The largest deviation of anybody from its entitlement after any decision, in leads. */
  worst: number;
  /** The most by which a decision has made a deviation of a lead or more larger. */
  worstGrowth: number;
  /** Lines of the ledger with a deviation of a lead or more, of all lines of all decisions. */
  beyond: number;
  lines: number;
  /** Decisions that begin from other numbers than those before have left, while the members stayed. */
  broken: number;
  /** Decisions whose members' credits do not sum to 0. */
  unbalanced: number;
  /** Lines of the stored ledger that are not what the last decision left. */
  stored: number;
}

interface Told {
  sequence: string;
  decision: PackedRecord;
}

/** Follows the ledger of a team from nothing but its recorded decisions, in their order. */
export async function replayLedger(sql: pg.Client, teamId: string): Promise<LedgerReplay> {
  const found = { decisions: 0, worst: 0, worstGrowth: 0, beyond: 0, lines: 0, broken: 0, unbalanced: 0, stored: 0 };
  let last: Candidate[] = [];
  for (let after = 0; ; ) {
    const { rows } = await sql.query<Told>(
      `select sequence, data->'decision' as decision from events
        where type = 'lead.assigned' and data->'after'->>'teamId' = $1::text and sequence > $2
        order by sequence limit ${PAGE}`,
      [teamId, after],
    );
    if (rows.length === 0) break;
    const records = await readNeeded(sql, rows);
    for (const { sequence } of rows) {
      const lines = candidatesOf(unpackRecord(Number(sequence), records)).filter((line) => line.teamId === teamId);
      follow(found, last, lines);
      last = lines;
    }
    after = Number(rows.at(-1)?.sequence);
  }
  found.stored = await storedOtherwise(sql, teamId, last);
  return found;
}

function follow(found: LedgerReplay, before: readonly Candidate[], lines: readonly Candidate[]): void {
  const known = new Map(before.map((line) => [line.repId, line]));
  const sameMembers = before.length === lines.length && lines.every(({ repId }) => known.has(repId));
  let sum = 0;
  for (const { repId, givenBefore, creditBefore, creditAfter } of lines) {
    const was = known.get(repId);
    if (
      sameMembers &&
      was &&
      !(was.givenAfter === givenBefore && Math.abs(was.creditAfter - creditBefore) < ROUNDING)
    ) {
      found.broken += 1;
    }
    const deviation = Math.abs(creditAfter);
    found.worst = Math.max(found.worst, deviation);
    if (deviation >= 1) {
      found.beyond += 1;
      found.worstGrowth = Math.max(found.worstGrowth, deviation - Math.max(1, Math.abs(creditBefore)));
    }
    sum += creditAfter;
  }
  found.decisions += 1;
  found.lines += lines.length;
  if (Math.abs(sum) > ROUNDING) found.unbalanced += 1;
}

/** The records of the page, and those that have to be read with them. */
async function readNeeded(sql: pg.Client, rows: readonly Told[]): Promise<Map<number, PackedRecord>> {
  const needed = rows.flatMap(({ sequence, decision }) => neededRecords(decision, Number(sequence)));
  const { rows: others } = await sql.query<Told>(
    `select distinct on (sequence) sequence, data->'decision' as decision
       from unnest($1::bigint[], $2::bigint[]) as needed(first, last)
       join events on sequence between first and last where data->'decision' is not null`,
    [needed.map(({ first }) => first), needed.map(({ last }) => last)],
  );
  return new Map([...rows, ...others].map(({ sequence, decision }) => [Number(sequence), decision]));
}

async function storedOtherwise(sql: pg.Client, teamId: string, last: readonly Candidate[]): Promise<number> {
  const { rows } = await sql.query<{ rep_id: string; given: string; credit: number }>(
    'select rep_id, given, credit from team_members where team_id = $1',
    [teamId],
  );
  const stored = new Map(rows.map((row) => [row.rep_id, row]));
  return last.filter(({ repId, givenAfter, creditAfter }) => {
    const line = stored.get(repId);
    return line !== undefined && (Number(line.given) !== givenAfter || Math.abs(line.credit - creditAfter) > ROUNDING);
  }).length;
}
