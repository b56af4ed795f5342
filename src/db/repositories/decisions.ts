import { and, between, eq, inArray, lte, or } from 'drizzle-orm';
import type { DecisionRecord, LoggedDecision } from '../../core/assignment/decision.js';
import { fieldsOf, textOf } from '../../core/values.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { neededRecords, type PackedRecord, type SequenceRange, unpackRecord } from '../schema/decision-records.js';
import { events } from '../schema/events.js';
import type { EventRow } from './event-feed.js';
import { wholeValues } from './event-values.js';
import { bindingOf, type ListRequest, newestFirst, type Page } from './lists.js';

/** The event of each outcome. */
const TYPES = { assigned: 'lead.assigned', queued: 'lead.queued' } as const;

export interface DecisionFilter {
  outcome?: keyof typeof TYPES | undefined;
  /** Made by then, epoch milliseconds. */
  until?: number | undefined;
}

/** Decisions are read from the event log. No table repeats them. */
export function decisionsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    /** The decisions that gave leads to their present owners, by lead. */
    ofOwners: (leadIds: readonly string[]) => decisionsOfOwners(executor, workspaceId, leadIds),
    /** The last decision about each lead, if there is one. */
    last: (leadIds: readonly string[]) => lastDecisions(executor, workspaceId, leadIds),
    /** Newest first. */
    async list(leadId: string, filter: DecisionFilter, request: ListRequest): Promise<Page<LoggedDecision>> {
      const { outcome, until } = filter;
      const types = outcome === undefined ? Object.values(TYPES) : [TYPES[outcome]];
      const page = await newestFirst(
        { executor, workspaceId, cursors },
        {
          table: events,
          key: 'sequence',
          binding: bindingOf(`decisions|${leadId}`, filter),
          where: [
            eq(events.subjectId, leadId),
            inArray(events.type, types),
            until === undefined ? undefined : lte(events.occurredAt, new Date(until)),
          ],
          request,
        },
      );
      return { ...page, rows: await loggedDecisions(executor, workspaceId, page.rows) };
    },
  };
}

async function lastDecisions(
  executor: Executor,
  workspaceId: string,
  leadIds: readonly string[],
): Promise<LoggedDecision[]> {
  if (leadIds.length === 0) return [];
  const last = await executor.run<{ sequence: string }>(
    'last_decisions',
    `select e.sequence from unnest($2::text[]) as wanted(id)
      cross join lateral (select sequence from events
                           where workspace_id = $1 and subject_id = wanted.id and type in ('lead.assigned', 'lead.queued')
                           order by sequence desc limit 1) e`,
    [workspaceId, leadIds],
  );
  if (last.length === 0) return [];
  const sequences = last.map(({ sequence }) => Number(sequence));
  const rows = await executor.orm
    .select()
    .from(events)
    .where(and(eq(events.workspaceId, workspaceId), inArray(events.sequence, sequences)));
  return loggedDecisions(executor, workspaceId, rows);
}

async function loggedDecisions(
  executor: Executor,
  workspaceId: string,
  rows: readonly EventRow[],
): Promise<LoggedDecision[]> {
  const made = rows.flatMap((row) => {
    const { decision, after } = wholeValues(row);
    return decision === undefined ? [] : [{ ...row, decision, after }];
  });
  const ranges = made.flatMap(({ sequence, decision }) => neededRecords(decision, sequence));
  const records = await recordsIn(executor, workspaceId, ranges);
  for (const { sequence, decision } of made) records.set(sequence, decision);
  return made.map((row) => decisionOfEvent(row, records));
}

async function decisionsOfOwners(
  executor: Executor,
  workspaceId: string,
  leadIds: readonly string[],
): Promise<Map<string, DecisionRecord>> {
  if (leadIds.length === 0) return new Map();
  const rows = await executor.run<{ leadId: string; sequence: string; decision: PackedRecord }>(
    'decisions_of_owners',
    // Lateral with a limit: one index probe per lead, from its latest event back.
    `select e.subject_id as "leadId", e.sequence, e.data->'decision' as decision
       from unnest($2::text[]) as wanted(id)
      cross join lateral (select subject_id, sequence, data from events
                           where workspace_id = $1 and subject_id = wanted.id and type = 'lead.assigned'
                           order by sequence desc limit 1) e
      where e.data->'decision' is not null`,
    [workspaceId, leadIds],
  );
  const found = rows.map(({ leadId, sequence, decision }) => ({ leadId, sequence: Number(sequence), decision }));
  const needed = found.flatMap(({ decision, sequence }) => neededRecords(decision, sequence));
  const records = await recordsIn(executor, workspaceId, needed);
  for (const { sequence, decision } of found) records.set(sequence, decision);
  return new Map(found.map(({ leadId, sequence }) => [leadId, unpackRecord(sequence, records)]));
}

async function recordsIn(
  executor: Executor,
  workspaceId: string,
  ranges: readonly SequenceRange[],
): Promise<Map<number, PackedRecord>> {
  if (ranges.length === 0) return new Map();
  const rows = await executor.orm
    .select({ sequence: events.sequence, data: events.data })
    .from(events)
    .where(
      and(
        eq(events.workspaceId, workspaceId),
        or(...ranges.map(({ first, last }) => between(events.sequence, first, last))),
      ),
    );
  return new Map(
    rows.flatMap(({ sequence, data }) => (data.decision === undefined ? [] : [[sequence, data.decision]])),
  );
}

function decisionOfEvent(
  { id, sequence, subjectId, type, occurredAt, after }: EventRow & { after?: unknown },
  records: ReadonlyMap<number, PackedRecord>,
): LoggedDecision {
  const { ownerId, teamId } = fieldsOf(after);
  const outcome = type === 'lead.assigned' ? 'assigned' : 'queued';
  const record = unpackRecord(sequence, records);
  return {
    id,
    leadId: subjectId,
    decidedAt: occurredAt,
    outcome,
    repId: textOf(ownerId),
    teamId: textOf(teamId),
    record,
  };
}
