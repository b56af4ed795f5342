import { and, desc, eq, inArray, lt, lte } from 'drizzle-orm';
import type { DecisionRecord } from '../../core/assignment/decision.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { type PackedRecord, rosterSequences, unpackRecord } from '../schema/decision-records.js';
import { events } from '../schema/events.js';
import { wholeValues } from './event-values.js';
import type { EventRow } from './events.js';
import { type ListRequest, type Page, pageOf } from './lists.js';

/** Who got a lead, or why nobody did: a view of the event that says so. */
export interface DecisionRow {
  id: string;
  leadId: string;
  decidedAt: Date;
  outcome: 'assigned' | 'queued';
  repId: string | undefined;
  teamId: string | undefined;
  record: DecisionRecord;
}

/** Decisions are events of the log, never a second bookkeeping. */
export function decisionsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    /** Newest first; `until`: those that had been made by then, epoch milliseconds. */
    async list(leadId: string, request: ListRequest, until?: number): Promise<Page<DecisionRow>> {
      const binding = `${workspaceId}|decisions|${leadId}|${until ?? ''}`;
      const page = await pageOf<EventRow>(
        cursors,
        binding,
        request,
        (row) => [row.sequence],
        async (after, take) =>
          executor.orm
            .select()
            .from(events)
            .where(
              and(
                eq(events.workspaceId, workspaceId),
                eq(events.subjectId, leadId),
                inArray(events.type, ['lead.assigned', 'lead.queued']),
                after === undefined ? undefined : lt(events.sequence, Number(after[0])),
                until === undefined ? undefined : lte(events.occurredAt, new Date(until)),
              ),
            )
            .orderBy(desc(events.sequence))
            .limit(take),
      );
      const records = page.rows.flatMap(({ data }) => (data.decision === undefined ? [] : [data.decision]));
      const tellers = await recordsAt(executor, workspaceId, rosterSequences(records));
      return { ...page, rows: page.rows.flatMap((row) => decisionOfEvent(row, tellers)) };
    },
  };
}

async function recordsAt(
  executor: Executor,
  workspaceId: string,
  sequences: readonly number[],
): Promise<Map<number, PackedRecord>> {
  if (sequences.length === 0) return new Map();
  const rows = await executor.orm
    .select({ sequence: events.sequence, data: events.data })
    .from(events)
    .where(and(eq(events.workspaceId, workspaceId), inArray(events.sequence, [...sequences])));
  return new Map(
    rows.flatMap(({ sequence, data }) => (data.decision === undefined ? [] : [[sequence, data.decision]])),
  );
}

function decisionOfEvent(
  { id, subjectId, type, occurredAt, ...stored }: EventRow,
  tellers: ReadonlyMap<number, PackedRecord>,
): DecisionRow[] {
  const data = wholeValues(stored);
  if (data.decision === undefined) return [];
  const { ownerId, teamId } = (data.after ?? {}) as { ownerId?: string; teamId?: string };
  const outcome = type === 'lead.assigned' ? 'assigned' : 'queued';
  const record = unpackRecord(data.decision, tellers);
  return [{ id, leadId: subjectId, decidedAt: occurredAt, outcome, repId: ownerId, teamId, record }];
}
