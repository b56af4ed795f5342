import { and, asc, eq, gt, inArray, lt, or, type SQL } from 'drizzle-orm';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { tasks } from '../schema/tasks.js';
import { type ListRequest, type Page, pageOf } from './lists.js';

export type TaskRow = typeof tasks.$inferSelect;

export interface TaskFilter {
  leadId?: string | undefined;
  repId?: string | undefined;
  status?: string | undefined;
  kind?: string | undefined;
  dueBefore?: Date | undefined;
}

/** What of a task changes; `version` counts up by itself. */
export type TaskChanges = Partial<Omit<TaskRow, 'workspaceId' | 'id' | 'version' | 'leadId'>>;

/** Of a task that was skipped, what is told of it. */
export type SkippedTask = Pick<TaskRow, 'id' | 'leadId' | 'kind' | 'title' | 'repId' | 'templateKey'>;

/** Tasks of one lead that are looked at to tell what is next: the latest, should there ever be more. */
const LOOKED_AT = 500;

const writer = rowWriter(tasks, ['workspace_id', 'id']);

export function tasksRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const ofWorkspace = eq(tasks.workspaceId, workspaceId);
  return {
    insert: (rows: readonly TaskRow[]) => writer.insert(executor, rows),
    async find(id: string): Promise<TaskRow | undefined> {
      const [row] = await executor.orm
        .select()
        .from(tasks)
        .where(and(ofWorkspace, eq(tasks.id, id)));
      return row;
    },
    async findMany(ids: readonly string[]): Promise<TaskRow[]> {
      if (ids.length === 0) return [];
      return executor.orm
        .select()
        .from(tasks)
        .where(and(ofWorkspace, inArray(tasks.id, [...ids])));
    },
    /** Writes `row` with the changes, as its next version; the head row is held, so nobody else does. */
    async update(row: TaskRow, changes: TaskChanges): Promise<TaskRow> {
      const next = { ...changes, version: row.version + 1 };
      await executor.orm
        .update(tasks)
        .set(next)
        .where(and(ofWorkspace, eq(tasks.id, row.id)));
      return { ...row, ...next };
    },
    /** Says of them all that it was told. */
    async markOverdue(ids: readonly string[], overdueAt: Date): Promise<void> {
      await executor.run(
        'tasks_overdue',
        `update tasks set overdue_at = $3, updated_at = $3, version = version + 1
          where workspace_id = $1 and id = any($2::uuid[])`,
        [workspaceId, ids, overdueAt],
      );
    },
    skipOpen: (leadIds: readonly string[], how: Skipping) => skipOpen(executor, workspaceId, leadIds, how),
    /** All of a lead, open or not, in the order in which they are due. */
    async ofLead(leadId: string): Promise<TaskRow[]> {
      return executor.orm
        .select()
        .from(tasks)
        .where(and(ofWorkspace, eq(tasks.leadId, leadId)))
        .orderBy(asc(tasks.dueAt), asc(tasks.id))
        .limit(LOOKED_AT);
    },
    /** Of which templates the leads have open tasks. */
    async openTemplates(leadIds: readonly string[]): Promise<{ leadId: string; templateKey: string }[]> {
      if (leadIds.length === 0) return [];
      return executor.run<{ leadId: string; templateKey: string }>(
        'open_templates',
        `select lead_id as "leadId", template_key as "templateKey" from tasks
          where workspace_id = $1 and lead_id = any($2::uuid[]) and status = 'open' and template_key is not null`,
        [workspaceId, leadIds],
      );
    },
    list: (filter: TaskFilter, request: ListRequest) => listTasks(executor, workspaceId, cursors, filter, request),
  };
}

interface Skipping {
  /** Those that stay open. */
  keptIds: readonly string[];
  reason: string;
  at: Date;
}

/** Skips all that are open of the leads; tells which, oldest first. */
async function skipOpen(
  executor: Executor,
  workspaceId: string,
  leadIds: readonly string[],
  { keptIds, reason, at }: Skipping,
): Promise<SkippedTask[]> {
  const skipped = await executor.run<SkippedTask>(
    'tasks_skip_open',
    `update tasks set status = 'skipped', note = $4, closed_at = $5, updated_at = $5, version = version + 1
      where workspace_id = $1 and lead_id = any($2::uuid[]) and status = 'open' and id <> all($3::uuid[])
      returning id, lead_id as "leadId", kind, title, rep_id as "repId", template_key as "templateKey"`,
    [workspaceId, leadIds, keptIds, reason, at],
  );
  return skipped.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What is due first comes first. */
function listTasks(
  executor: Executor,
  workspaceId: string,
  cursors: CursorCodec,
  { leadId, repId, status, kind, dueBefore }: TaskFilter,
  request: ListRequest,
): Promise<Page<TaskRow>> {
  const wanted: (SQL | undefined)[] = [
    leadId === undefined ? undefined : eq(tasks.leadId, leadId),
    repId === undefined ? undefined : eq(tasks.repId, repId),
    status === undefined ? undefined : eq(tasks.status, status),
    kind === undefined ? undefined : eq(tasks.kind, kind),
    dueBefore === undefined ? undefined : lt(tasks.dueAt, dueBefore),
  ];
  const filter = JSON.stringify([leadId, repId, status, kind, dueBefore]);
  return pageOf(
    cursors,
    `${workspaceId}|tasks|${filter}`,
    request,
    (row) => [row.dueAt.toISOString(), row.id],
    async (after, take) =>
      executor.orm
        .select()
        .from(tasks)
        .where(and(eq(tasks.workspaceId, workspaceId), ...wanted, after && later(String(after[0]), String(after[1]))))
        .orderBy(asc(tasks.dueAt), asc(tasks.id))
        .limit(take),
  );
}

function later(dueAt: string, id: string): SQL | undefined {
  const at = new Date(dueAt);
  return or(gt(tasks.dueAt, at), and(eq(tasks.dueAt, at), gt(tasks.id, id)));
}
