import type pg from 'pg';
import { type Candidate, candidatesOf } from '../../src/core/assignment/candidates.js';
import { neededRecords, type PackedRecord, unpackRecord } from '../../src/db/schema/decision-records.js';

const PAGE = 2_000;
/** Largest difference that rounding of recorded credits can cause. */
const ROUNDING = 1e-6;

export interface LedgerReplay {
  decisions: number;
  /** The largest deviation of a rep from its entitlement after any decision, in leads. */
  worst: number;
  /** The largest increase by one decision of a deviation of one lead or more. */
  worstGrowth: number;
  /** Ledger lines with a deviation of one lead or more, among the `lines` of all decisions. */
  beyond: number;
  lines: number;
  /** Ledger lines that start from other numbers than the decision before left, although the members are the same. */
  broken: number;
  /** Decisions whose members' credits do not sum to 0. */
  unbalanced: number;
  /** Lines of the stored ledger that differ from the last decision. */
  stored: number;
}

interface DecisionEvent {
  sequence: string;
  decision: PackedRecord;
}

/** Rebuilds the ledger of a team from its recorded decisions alone, in their order. */
export async function replayLedger(sql: pg.Client, teamId: string): Promise<LedgerReplay> {
  const replay = { decisions: 0, worst: 0, worstGrowth: 0, beyond: 0, lines: 0, broken: 0, unbalanced: 0, stored: 0 };
  let last: Candidate[] = [];
  for (let after = 0; ; ) {
    const { rows } = await sql.query<DecisionEvent>(
      `select sequence, data->'decision' as decision from events
        where type = 'lead.assigned' and data->'after'->>'teamId' = $1::text and sequence > $2
        order by sequence limit ${PAGE}`,
      [teamId, after],
    );
    if (rows.length === 0) break;
    const records = await readRecords(sql, rows);
    for (const { sequence } of rows) {
      const lines = candidatesOf(unpackRecord(Number(sequence), records)).filter((line) => line.teamId === teamId);
      replayDecision(replay, last, lines);
      last = lines;
    }
    after = Number(rows.at(-1)?.sequence);
  }
  replay.stored = await countStoredDifferences(sql, teamId, last);
  return replay;
}

function replayDecision(replay: LedgerReplay, before: readonly Candidate[], lines: readonly Candidate[]): void {
  const known = new Map(before.map((line) => [line.repId, line]));
  const sameMembers = before.length === lines.length && lines.every(({ repId }) => known.has(repId));
  let sum = 0;
  for (const { repId, givenBefore, creditBefore, creditAfter } of lines) {
    const previous = known.get(repId);
    if (
      sameMembers &&
      previous &&
      !(previous.givenAfter === givenBefore && Math.abs(previous.creditAfter - creditBefore) < ROUNDING)
    ) {
      replay.broken += 1;
    }
    const deviation = Math.abs(creditAfter);
    replay.worst = Math.max(replay.worst, deviation);
    if (deviation >= 1) {
      replay.beyond += 1;
      replay.worstGrowth = Math.max(replay.worstGrowth, deviation - Math.max(1, Math.abs(creditBefore)));
    }
    sum += creditAfter;
  }
  replay.decisions += 1;
  replay.lines += lines.length;
  if (Math.abs(sum) > ROUNDING) replay.unbalanced += 1;
}

/** The records of the page and the other records that unpacking them needs, by sequence. */
async function readRecords(sql: pg.Client, rows: readonly DecisionEvent[]): Promise<Map<number, PackedRecord>> {
  const needed = rows.flatMap(({ sequence, decision }) => neededRecords(decision, Number(sequence)));
  const { rows: others } = await sql.query<DecisionEvent>(
    `select distinct on (sequence) sequence, data->'decision' as decision
       from unnest($1::bigint[], $2::bigint[]) as needed(first, last)
       join events on sequence between first and last where data->'decision' is not null`,
    [needed.map(({ first }) => first), needed.map(({ last }) => last)],
  );
  return new Map([...rows, ...others].map(({ sequence, decision }) => [Number(sequence), decision]));
}

async function countStoredDifferences(sql: pg.Client, teamId: string, last: readonly Candidate[]): Promise<number> {
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
