import { and, asc, desc, eq, lte, ne, sql } from 'drizzle-orm';
import type { Policy } from '../../core/policies/policy.js';
import type { Segment, SegmentKind, SegmentVersion } from '../../core/segments/segment.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { policies } from '../schema/policies.js';
import {
  removedSegments as removedSegmentRows,
  segmentMembers,
  segments,
  segmentVersions,
} from '../schema/segments.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page } from './lists.js';
import { resourceRows } from './resource-rows.js';

export interface SegmentFilter {
  kind?: SegmentKind | undefined;
}

export function segmentsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const { orm } = executor;
  const mine = (id: string) => and(eq(segments.workspaceId, workspaceId), eq(segments.id, id));
  return {
    ...resourceRows<Segment>(executor, segments, workspaceId),
    async insert(row: Segment): Promise<void> {
      await orm.insert(segments).values(row);
    },
    async insertVersion(row: SegmentVersion): Promise<void> {
      await orm.insert(segmentVersions).values(row);
    },
    /** The segment and its versions. Its members, of any number, and its days are removed later, without the lock. */
    async remove(id: string): Promise<void> {
      const versions = and(eq(segmentVersions.workspaceId, workspaceId), eq(segmentVersions.segmentId, id));
      await orm.delete(segmentVersions).where(versions);
      await orm.delete(segments).where(mine(id));
      await orm.insert(removedSegmentRows).values({ workspaceId, segmentId: id });
    },
    list: (filter: SegmentFilter, request: ListRequest): Promise<Page<Segment>> =>
      newestFirst(
        { executor, workspaceId, cursors },
        {
          table: segments,
          key: 'id',
          binding: bindingOf('segments', filter),
          where: matching(segments, filter),
          request,
        },
      ),
    versions: (id: string, request: ListRequest): Promise<Page<SegmentVersion>> =>
      newestFirst(
        { executor, workspaceId, cursors },
        {
          table: segmentVersions,
          key: 'version',
          binding: `segment_versions|${id}`,
          where: [eq(segmentVersions.segmentId, id)],
          request,
        },
      ),
    ...uses(executor, workspaceId),
    ...passRows(executor, workspaceId),
  };
}

/** What segments are used for. */
function uses({ orm }: Executor, workspaceId: string) {
  return {
    /** The segments that a lead is in, by name. */
    ofLead: (leadId: string): Promise<(Pick<Segment, 'id' | 'name' | 'kind'> & { enteredAt: Date })[]> =>
      orm
        .select({ id: segments.id, name: segments.name, kind: segments.kind, enteredAt: segmentMembers.enteredAt })
        .from(segmentMembers)
        .innerJoin(
          segments,
          and(eq(segments.workspaceId, segmentMembers.workspaceId), eq(segments.id, segmentMembers.segmentId)),
        )
        .where(and(eq(segmentMembers.workspaceId, workspaceId), eq(segmentMembers.leadId, leadId)))
        .orderBy(asc(segments.nameKey), asc(segments.id)),
    /** The policies that could name the segment in a decision: all but retired ones, published ones first. */
    policiesNaming: (id: string): Promise<Pick<Policy, 'kind' | 'version' | 'document'>[]> =>
      orm
        .select({ kind: policies.kind, version: policies.version, document: policies.document })
        .from(policies)
        .where(
          and(
            eq(policies.workspaceId, workspaceId),
            ne(policies.status, 'retired'),
            sql`position(${id} in ${policies.document}::text) > 0`,
          ),
        )
        .orderBy(asc(policies.publishedAt), asc(policies.kind), desc(policies.version))
        .limit(200),
  };
}

/** The state of passes over the leads. Only `requestPasses` needs the lock of the workspace. */
function passRows({ orm }: Executor, workspaceId: string) {
  const mine = (id: string) => and(eq(segments.workspaceId, workspaceId), eq(segments.id, id));
  return {
    /** Begins a pass of each dynamic segment anew, after a change of what conditions are read by. */
    async requestPasses(dueAt: Date): Promise<void> {
      await orm
        .update(segments)
        .set({ passDueAt: dueAt, passNumber: sql`${segments.passNumber} + 1`, passAfterId: null })
        .where(and(eq(segments.workspaceId, workspaceId), eq(segments.kind, 'dynamic')));
    },
    /** Takes a pass that is due until `until`; undefined: it is not due, or another process has it. */
    async takePass(id: string, now: Date, until: Date): Promise<Segment | undefined> {
      const [row] = await orm
        .update(segments)
        .set({ passDueAt: until })
        .where(and(mine(id), lte(segments.passDueAt, now)))
        .returning();
      return row;
    },
    /** Records how far a pass has come; false: it was begun anew meanwhile, or the segment is gone. */
    async savePass(
      { id, passNumber }: Pick<Segment, 'id' | 'passNumber'>,
      changes: Partial<Pick<Segment, 'passAfterId' | 'passDueAt' | 'filledAt'>>,
    ): Promise<boolean> {
      const rows = await orm
        .update(segments)
        .set(changes)
        .where(and(mine(id), eq(segments.passNumber, passNumber)))
        .returning({ id: segments.id });
      return rows.length > 0;
    },
  };
}

/** Segments of any workspace, or of one, whose pass is due, the longest due first. */
export function duePasses(
  executor: Executor,
  now: Date,
  limit: number,
  workspaceId?: string,
): Promise<Pick<Segment, 'workspaceId' | 'id'>[]> {
  const ofOne = workspaceId === undefined ? undefined : eq(segments.workspaceId, workspaceId);
  return executor.orm
    .select({ workspaceId: segments.workspaceId, id: segments.id })
    .from(segments)
    .where(and(ofOne, lte(segments.passDueAt, now)))
    .orderBy(asc(segments.passDueAt))
    .limit(limit);
}

/** Deleted segments of any workspace, until the last row of their members is removed. */
export function removedSegments(executor: Executor): Promise<(typeof removedSegmentRows.$inferSelect)[]> {
  return executor.orm.select().from(removedSegmentRows);
}
