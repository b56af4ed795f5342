import { and, asc, between, eq, gt, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Task } from '../../core/tasks/task.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { tasks } from '../schema/tasks.js';
import { type ListRequest, matches, type Page, pageOf } from './lists.js';

type TaskRow = typeof tasks.$inferSelect;

export interface TaskFilter {
  leadId?: string | undefined;
  repId?: string | undefined;
  status?: string | undefined;
  kind?: string | undefined;
  dueBefore?: Date | undefined;
}

/** Most tasks of one lead that a recommendation of the next action reads. */
const MOST_TASKS = 500;

const writer = rowWriter(tasks, ['workspace_id', 'id']);

export function tasksRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const ofWorkspace = eq(tasks.workspaceId, workspaceId);
  const isOpen = eq(tasks.status, 'open');
  const findMany = async (ids: readonly string[]): Promise<Task[]> => {
    if (ids.length === 0) return [];
    const rows = await executor.orm
      .select()
      .from(tasks)
      .where(and(ofWorkspace, sql`${tasks.id} = any(${sql.param([...ids])}::uuid[])`));
    return rows.map(taskOf);
  };
  return {
    insert: (added: readonly Task[]) =>
      writer.insert(
        executor,
        added.map((task) => rowOf(workspaceId, task)),
      ),
    replace: (changed: readonly Task[]) =>
      writer.replace(
        executor,
        changed.map((task) => rowOf(workspaceId, task)),
      ),
    async find(id: string): Promise<Task | undefined> {
      return (await findMany([id]))[0];
    },
    findMany,
    /** The open tasks of these leads. */
    async openOf(leadIds: readonly string[]): Promise<Task[]> {
      if (leadIds.length === 0) return [];
      const of = sql`${tasks.leadId} = any(${sql.param([...leadIds])}::uuid[])`;
      const rows = await executor.orm
        .select()
        .from(tasks)
        .where(and(ofWorkspace, of, isOpen));
      return rows.map(taskOf);
    },
    /** The open tasks of all leads from one id to another, both included. */
    async openBetween(firstLeadId: string, lastLeadId: string): Promise<Task[]> {
      const of = between(tasks.leadId, firstLeadId, lastLeadId);
      const rows = await executor.orm
        .select()
        .from(tasks)
        .where(and(ofWorkspace, of, isOpen));
      return rows.map(taskOf);
    },
    /** All tasks of a lead, open or not, by due instant. */
    async ofLead(leadId: string): Promise<Task[]> {
      const rows = await executor.orm
        .select()
        .from(tasks)
        .where(and(ofWorkspace, eq(tasks.leadId, leadId)))
        .orderBy(asc(tasks.dueAt), asc(tasks.id))
        .limit(MOST_TASKS);
      return rows.map(taskOf);
    },
    list: (filter: TaskFilter, request: ListRequest) => listTasks(executor, workspaceId, cursors, filter, request),
  };
}

/** Earliest due first. */
async function listTasks(
  executor: Executor,
  workspaceId: string,
  cursors: CursorCodec,
  { leadId, repId, status, kind, dueBefore }: TaskFilter,
  request: ListRequest,
): Promise<Page<Task>> {
  const wanted: (SQL | undefined)[] = [
    matches(tasks.leadId, leadId),
    matches(tasks.repId, repId),
    matches(tasks.status, status),
    matches(tasks.kind, kind),
    dueBefore === undefined ? undefined : lt(tasks.dueAt, dueBefore),
  ];
  const filter = JSON.stringify([leadId, repId, status, kind, dueBefore]);
  const page = await pageOf<TaskRow>(
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
  return { ...page, rows: page.rows.map(taskOf) };
}

function later(dueAt: string, id: string): SQL | undefined {
  const at = new Date(dueAt);
  return or(gt(tasks.dueAt, at), and(eq(tasks.dueAt, at), gt(tasks.id, id)));
}

function rowOf(workspaceId: string, task: Task): TaskRow {
  return {
    workspaceId,
    id: task.id,
    version: task.version,
    leadId: task.leadId,
    kind: task.kind,
    title: task.title,
    description: task.description ?? null,
    status: task.status,
    dueAt: new Date(task.dueAt),
    repId: task.repId ?? null,
    templateKey: task.templateKey ?? null,
    playbookVersion: task.playbookVersion ?? null,
    outcome: task.outcome ?? null,
    note: task.note ?? null,
    activityId: task.activityId ?? null,
    overdueAt: task.overdueAt === undefined ? null : new Date(task.overdueAt),
    closedAt: task.closedAt === undefined ? null : new Date(task.closedAt),
    createdAt: new Date(task.createdAt),
    updatedAt: new Date(task.updatedAt),
  };
}

/** Kind, status and outcome are only ever written from their vocabularies. */
function taskOf(row: TaskRow): Task {
  return {
    id: row.id,
    version: row.version,
    leadId: row.leadId,
    kind: row.kind,
    title: row.title,
    description: row.description ?? undefined,
    status: row.status,
    dueAt: row.dueAt.getTime(),
    repId: row.repId ?? undefined,
    templateKey: row.templateKey ?? undefined,
    playbookVersion: row.playbookVersion ?? undefined,
    outcome: row.outcome ?? undefined,
    note: row.note ?? undefined,
    activityId: row.activityId ?? undefined,
    overdueAt: row.overdueAt?.getTime(),
    closedAt: row.closedAt?.getTime(),
    createdAt: row.createdAt.getTime(),
    updatedAt: row.updatedAt.getTime(),
  };
}
