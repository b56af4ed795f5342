import { and, asc, eq, gt, inArray, lte, type SQL, sql } from 'drizzle-orm';
import type { Condition } from '../../core/condition.js';
import { narrows } from '../../core/conditions/slow-parts.js';
import { iso } from '../../core/time.js';
import { unseen } from '../arrays.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { leads } from '../schema/leads.js';
import { segmentDays, segmentMembers } from '../schema/segments.js';
import { narrowingTests } from './condition-indexes.js';
import { exactSql } from './lead-conditions.js';
import { type ListRequest, newestFirst, type Page } from './lists.js';
import { isMemberSql } from './segment-member-sql.js';

/** A lead enters a segment or leaves it. */
export interface SegmentChange {
  segmentId: string;
  leadId: string;
}

export type StoredMember = typeof segmentMembers.$inferSelect;
export type SegmentDay = typeof segmentDays.$inferSelect;

const writer = rowWriter(segmentMembers, ['workspace_id', 'segment_id', 'lead_id']);

/** Counts changes in the row of the day, which begins with the count of the last day before. */
const COUNT = `insert into segment_days (workspace_id, segment_id, day, entered, left_count, lead_count)
  select $1, changed.segment_id, greatest($2::date, latest.day), changed.entered, changed.gone,
         coalesce(latest.lead_count, 0) + changed.entered - changed.gone
    from unnest($3::uuid[], $4::int[], $5::int[]) as changed (segment_id, entered, gone)
    left join lateral (select day, lead_count from segment_days
      where workspace_id = $1 and segment_id = changed.segment_id order by day desc limit 1) latest on true
  on conflict (workspace_id, segment_id, day) do update set entered = segment_days.entered + excluded.entered,
    left_count = segment_days.left_count + excluded.left_count, lead_count = excluded.lead_count`;

export function segmentMembersRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const { orm } = executor;
  const count = async (entered: readonly SegmentChange[], left: readonly SegmentChange[], at: number) => {
    const ids = [...new Set([...entered, ...left].map(({ segmentId }) => segmentId))];
    const countOf = (changes: readonly SegmentChange[]) =>
      ids.map((id) => changes.filter(({ segmentId }) => segmentId === id).length);
    const values = [workspaceId, iso(at).slice(0, 10), ids, countOf(entered), countOf(left)];
    if (ids.length > 0) await executor.run('count_segment_changes', COUNT, values);
  };
  return {
    /** Which of these leads are in which segments. */
    async ofLeads(leadIds: readonly string[]): Promise<SegmentChange[]> {
      if (leadIds.length === 0) return [];
      // One probe for each lead, whatever the table was like when the statement was planned.
      const text = `select m.segment_id as "segmentId", wanted.lead_id as "leadId" from unnest(${unseen('$2', 'uuid')}) as wanted(lead_id)
        cross join lateral (select segment_id from segment_members
          where workspace_id = $1 and lead_id = wanted.lead_id offset 0) m`;
      return executor.run<SegmentChange>('segments_of_leads', text, [workspaceId, leadIds]);
    },
    async insert(changes: readonly SegmentChange[], at: number): Promise<void> {
      const enteredAt = iso(at);
      await writer.insertNamed(
        executor,
        changes.map(({ segmentId, leadId }) => ({
          workspace_id: workspaceId,
          segment_id: segmentId,
          lead_id: leadId,
          entered_at: enteredAt,
        })),
      );
    },
    async remove(changes: readonly SegmentChange[]): Promise<void> {
      if (changes.length === 0) return;
      const text = `delete from segment_members m using unnest($2::uuid[], $3::uuid[]) as gone (segment_id, lead_id)
        where m.workspace_id = $1 and m.segment_id = gone.segment_id and m.lead_id = gone.lead_id`;
      const [segmentIds, leadIds] = [changes.map(({ segmentId }) => segmentId), changes.map(({ leadId }) => leadId)];
      await executor.run('remove_segment_members', text, [workspaceId, segmentIds, leadIds]);
    },
    count,
    /** The number of members now, by segment; a segment that never had any is absent. */
    async counts(segmentIds: readonly string[]): Promise<Map<string, number>> {
      if (segmentIds.length === 0) return new Map();
      const rows = await orm
        .selectDistinctOn([segmentDays.segmentId], { id: segmentDays.segmentId, count: segmentDays.count })
        .from(segmentDays)
        .where(and(eq(segmentDays.workspaceId, workspaceId), inArray(segmentDays.segmentId, [...segmentIds])))
        .orderBy(segmentDays.segmentId, sql`${segmentDays.day} desc`);
      return new Map(rows.map(({ id, count: members }) => [id, members]));
    },
    ...memberLists(executor, workspaceId, cursors),
    ...passTests(executor, workspaceId),
    ...indexedPassTests(executor, workspaceId),
    ...remains(executor, workspaceId),
  };
}

function memberLists(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const { orm } = executor;
  const ofSegment = (segmentId: string) =>
    and(eq(segmentMembers.workspaceId, workspaceId), eq(segmentMembers.segmentId, segmentId));
  return {
    /** The members of a segment, the latest lead first. */
    list: (segmentId: string, request: ListRequest): Promise<Page<StoredMember>> =>
      newestFirst(
        { executor, workspaceId, cursors },
        {
          table: segmentMembers,
          key: 'leadId',
          binding: `segment_members|${segmentId}`,
          where: [eq(segmentMembers.segmentId, segmentId)],
          request,
        },
      ),
    /** The days on which the segment changed, the latest first. */
    days: (segmentId: string, request: ListRequest): Promise<Page<SegmentDay>> =>
      newestFirst(
        { executor, workspaceId, cursors },
        {
          table: segmentDays,
          key: 'day',
          binding: `segment_days|${segmentId}`,
          where: [eq(segmentDays.segmentId, segmentId)],
          request,
        },
      ),
    /** Of these leads, those in the segment, and those that exist. */
    async among(segmentId: string, leadIds: readonly string[]): Promise<{ members: string[]; known: string[] }> {
      const [members, known] = await Promise.all([
        orm
          .select({ id: segmentMembers.leadId })
          .from(segmentMembers)
          .where(and(ofSegment(segmentId), inArray(segmentMembers.leadId, [...leadIds]))),
        orm
          .select({ id: leads.id })
          .from(leads)
          .where(and(eq(leads.workspaceId, workspaceId), inArray(leads.id, [...leadIds]))),
      ]);
      return { members: members.map(({ id }) => id), known: known.map(({ id }) => id) };
    },
  };
}

/**
 * Deletes members of a deleted segment. The range begins after the slice before, so that it does not read deleted rows again. Rows that another
 * transaction holds are passed over: it deletes their leads, or removes them as well.
 */
const REMOVE_SLICE = `with gone as (delete from segment_members where workspace_id = $1 and ctid = any (array(
    select ctid from segment_members where workspace_id = $1 and segment_id = $2 and lead_id > $3::uuid
     order by lead_id limit $4 for update skip locked)) returning lead_id)
  select count(*)::int as gone, max(lead_id::text) as "lastId" from gone`;

const FORGET = `with ended as (delete from removed_segments where workspace_id = $1 and segment_id = $2
    and not exists (select from segment_members where workspace_id = $1 and segment_id = $2) returning segment_id)
  delete from segment_days d using ended where d.workspace_id = $1 and d.segment_id = ended.segment_id`;

/** What is left of deleted segments. */
function remains(executor: Executor, workspaceId: string) {
  return {
    /** Deletes the next members after a lead, at most `limit`. `lastId` is null when there was none. */
    async removeSlice(segmentId: string, afterId: string, limit: number): Promise<RemovedSlice> {
      const values = [workspaceId, segmentId, afterId, limit];
      const [row] = await executor.run<RemovedSlice>('remove_slice_of_segment', REMOVE_SLICE, values);
      return row ?? { gone: 0, lastId: null };
    },
    /** Deletes the days of the segment and forgets it, unless it still has members. */
    async forget(segmentId: string): Promise<void> {
      await executor.run('forget_segment', FORGET, [workspaceId, segmentId]);
    },
  };
}

export interface RemovedSlice {
  gone: number;
  lastId: string | null;
}

/** With more members a pass tests all leads instead. */
const MOST_BY_INDEXES = 100_000;

/** What a pass over the leads reads. */
function passTests({ orm }: Executor, workspaceId: string) {
  /** Of the leads, those for which the condition holds and are no members, or the reverse. */
  const differing = async (segmentId: string, { condition, now }: PassCondition, which: SQL | undefined) => {
    const held = sql<boolean>`((${exactSql(condition, { workspaceId, now })}) is true)`;
    const member = isMemberSql(segmentId, workspaceId);
    return orm
      .select({ leadId: leads.id, holds: held })
      .from(leads)
      .where(and(eq(leads.workspaceId, workspaceId), which, sql`${held} <> ${member}`));
  };
  return {
    /** The last of the next `size` leads after one; undefined: fewer are left. */
    async endOfSlice(afterId: string, size: number): Promise<string | undefined> {
      const [row] = await orm
        .select({ id: leads.id })
        .from(leads)
        .where(and(eq(leads.workspaceId, workspaceId), gt(leads.id, afterId)))
        .orderBy(asc(leads.id))
        .offset(size - 1)
        .limit(1);
      return row?.id;
    },
    /** In a slice of the leads: those whose membership does not follow from the condition. */
    differingBetween: (
      segmentId: string,
      condition: PassCondition,
      { afterId, lastId }: { afterId: string; lastId: string | undefined },
    ): Promise<DifferingLead[]> =>
      differing(
        segmentId,
        condition,
        and(gt(leads.id, afterId), lastId === undefined ? undefined : lte(leads.id, lastId)),
      ),
    /** The same of some leads. */
    differingAmong: (
      segmentId: string,
      condition: PassCondition,
      leadIds: readonly string[],
    ): Promise<DifferingLead[]> => differing(segmentId, condition, inArray(leads.id, [...leadIds])),
  };
}

/** What a pass reads that needs no look at each lead. */
function indexedPassTests(executor: Executor, workspaceId: string) {
  const { orm } = executor;
  return {
    /**
     * Among all leads, at most `limit`: by the indexes of a condition that has some, and by the members. Undefined: the condition has none, or
     * the segment so many members that reading all leads takes no longer.
     */
    async differingByIndexes(
      segmentId: string,
      { condition, now }: PassCondition,
      limit: number,
    ): Promise<DifferingLead[] | undefined> {
      const context = { workspaceId, now };
      const tests = narrowingTests(condition, context);
      if (tests.length === 0 && !narrows(condition)) return undefined;
      const m = segmentMembers;
      const [size] = await executor.run<{ many: boolean }>(
        'segment_has_many_members',
        `select count(*) = $3::bigint as many from (select from segment_members where workspace_id = $1 and segment_id = $2 limit $3::bigint) as first`,
        [workspaceId, segmentId, MOST_BY_INDEXES],
      );
      if (size?.many !== false) return undefined;
      const exact = sql`(${exactSql(condition, context)}) is true`;
      const member = isMemberSql(segmentId, workspaceId);
      const entering = await orm
        .select({ leadId: leads.id })
        .from(leads)
        .where(and(eq(leads.workspaceId, workspaceId), ...tests, exact, sql`not ${member}`))
        .limit(limit);
      const leaving = await orm
        .select({ leadId: m.leadId })
        .from(m)
        .innerJoin(leads, and(eq(leads.workspaceId, workspaceId), eq(leads.id, m.leadId)))
        .where(and(eq(m.workspaceId, workspaceId), eq(m.segmentId, segmentId), sql`not (${exact})`))
        .limit(limit);
      const of = (rows: { leadId: string }[], holds: boolean) => rows.map(({ leadId }) => ({ leadId, holds }));
      return [...of(entering, true), ...of(leaving, false)].slice(0, limit);
    },
  };
}

/** A condition without relative dates and without dynamic segments, and the instant that its windows end at. */
export interface PassCondition {
  condition: Condition;
  /** Epoch milliseconds. */
  now: number;
}

export interface DifferingLead {
  leadId: string;
  /** Whether the condition holds; the lead is a member if it does not. */
  holds: boolean;
}
