import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm';
import type { JobKind, JobState } from '../../core/job-kinds.js';
import type { LeadJob } from '../../core/jobs/job.js';
import type { Job } from '../../core/jobs/shapes.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { operations } from '../schema/operations.js';
import { type ListRequest, matches, newestFirst, type Page } from './lists.js';

export interface JobFilter {
  kind?: JobKind | undefined;
  state?: JobState | undefined;
}

/** The mutable columns of a job; `update` increments `version`. */
export type JobChanges = Partial<Omit<Job, 'workspaceId' | 'id' | 'version' | 'kind' | 'params'>>;

const SAVE_PROGRESS = `update operations o
    set version = n.version, cursor = n.cursor::jsonb, done = n.done, attempts = 0, updated_at = $2
   from unnest($3::uuid[], $4::int[], $5::text[], $6::int[]) as n(id, version, cursor, done)
  where o.workspace_id = $1 and o.id = n.id`;

const LEAD_JOBS: ReadonlySet<string> = new Set([
  'rescore',
  'reassign',
  'rerun_routing',
  'bulk_change',
  'attribute_change',
  'import',
  'revert_import',
]);

const UNENDED: JobState[] = ['queued', 'running'];

export function jobsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const ofWorkspace = eq(operations.workspaceId, workspaceId);
  return {
    ...requested(executor, workspaceId),
    async insert(row: Job): Promise<void> {
      await executor.orm.insert(operations).values(row);
    },
    async find(id: string): Promise<Job | undefined> {
      const of = and(ofWorkspace, eq(operations.id, id));
      const [row] = await executor.orm.select().from(operations).where(of);
      return row;
    },
    async findMany(ids: readonly string[]): Promise<Job[]> {
      if (ids.length === 0) return [];
      return executor.orm
        .select()
        .from(operations)
        .where(and(ofWorkspace, inArray(operations.id, [...ids])));
    },
    /** The jobs of a kind that have not ended. */
    async unended<Kind extends JobKind>(kind: Kind): Promise<Job<Kind>[]> {
      const rows: Job[] = await executor.orm
        .select()
        .from(operations)
        .where(and(ofWorkspace, eq(operations.kind, kind), inArray(operations.state, UNENDED)))
        .orderBy(asc(operations.id));
      // A row is written with the parameters, cursor and result of its kind.
      return rows as Job<Kind>[];
    },
    /** Writes `row` with the changes, as its next version; the head row's lock excludes other writers. */
    async update(row: Job, changes: JobChanges): Promise<Job> {
      const next = { ...changes, version: row.version + 1 };
      await executor.orm
        .update(operations)
        .set(next)
        .where(and(ofWorkspace, eq(operations.id, row.id)));
      return { ...row, ...next };
    },
    /** Jobs that pass leads, once their first step has been done and until they end. */
    async findLeadJobs(ids: readonly string[]): Promise<LeadJob[]> {
      if (ids.length === 0) return [];
      const of = and(ofWorkspace, inArray(operations.id, [...ids]));
      return (await executor.orm.select().from(operations).where(of)).flatMap(jobOf);
    },
    /** Saves the progress of jobs. */
    saveProgress: (jobs: readonly LeadJob[], at: Date) => saveProgress(executor, workspaceId, jobs, at),
    /** Extends the lease during a long step. The version stays and no event is emitted. */
    async extendLease(id: string, holder: string, until: Date): Promise<void> {
      await executor.orm
        .update(operations)
        .set({ dueAt: until })
        .where(and(ofWorkspace, eq(operations.id, id), eq(operations.leaseHolder, holder)));
    },
    /** Newest first. */
    list: ({ kind, state }: JobFilter, request: ListRequest): Promise<Page<Job>> =>
      newestFirst(
        { executor, workspaceId, cursors },
        {
          table: operations,
          key: 'id',
          binding: `operations|${kind ?? ''}|${state ?? ''}`,
          where: [matches(operations.kind, kind), matches(operations.state, state)],
          request,
        },
      ),
  };
}

/** Jobs by what was requested. */
function requested(executor: Executor, workspaceId: string) {
  const ofWorkspace = eq(operations.workspaceId, workspaceId);
  return {
    /** The requests that ran an import. */
    async importRequests(importId: string): Promise<string[]> {
      const isRun = and(eq(operations.kind, 'import'), sql`${operations.params} ->> 'importId' = ${importId}`);
      const rows = await executor.orm
        .select({ id: operations.requestId })
        .from(operations)
        .where(and(ofWorkspace, isRun));
      return rows.map(({ id }) => id);
    },
    /** The undo of a bulk change; undefined while none was requested. */
    async undoOf(id: string): Promise<Job<'bulk_change'> | undefined> {
      const isUndo = and(eq(operations.kind, 'bulk_change'), sql`${operations.params} ->> 'undoes' = ${id}`);
      const [row] = await executor.orm.select().from(operations).where(and(ofWorkspace, isUndo));
      return row as Job<'bulk_change'> | undefined;
    },
  };
}

async function saveProgress(
  executor: Executor,
  workspaceId: string,
  jobs: readonly LeadJob[],
  at: Date,
): Promise<void> {
  if (jobs.length === 0) return;
  await executor.run('save_operation_progress', SAVE_PROGRESS, [
    workspaceId,
    at,
    jobs.map(({ id }) => id),
    jobs.map(({ version }) => version),
    jobs.map(({ cursor }) => JSON.stringify(cursor)),
    jobs.map(({ done }) => done),
  ]);
}

/** A cursor is only ever written with the kind that it belongs to. */
function jobOf({ id, version, kind, leaseHolder, cursor, done }: Job): LeadJob[] {
  if (!LEAD_JOBS.has(kind) || cursor === null) return [];
  return [{ id, version, kind, holder: leaseHolder ?? undefined, cursor, done } as LeadJob];
}

/** Due jobs of the kinds in all workspaces, or in one, longest waiting first. */
export function dueJobs(
  { orm }: Executor,
  now: number,
  kinds: readonly JobKind[],
  limit: number,
  workspaceId?: string,
): Promise<Pick<Job, 'workspaceId' | 'id'>[]> {
  const ofOne = workspaceId === undefined ? undefined : eq(operations.workspaceId, workspaceId);
  return orm
    .select({ workspaceId: operations.workspaceId, id: operations.id })
    .from(operations)
    .where(and(ofOne, lte(operations.dueAt, new Date(now)), inArray(operations.kind, [...kinds])))
    .orderBy(asc(operations.dueAt))
    .limit(limit);
}
