import { and, asc, eq, getTableColumns, gt, or, type SQL } from 'drizzle-orm';
import type { Task } from '../../core/tasks/task.js';
import { unseen } from '../arrays.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { tasks } from '../schema/tasks.js';
import { bindingOf, type ListRequest, matching, type Page, pageOf, within } from './lists.js';

type TaskRow = typeof tasks.$inferSelect;

export interface TaskFilter {
  leadId?: string | undefined;
  repId?: string | undefined;
  status?: string | undefined;
  kind?: string | undefined;
  outcome?: string | undefined;
  /** Epoch milliseconds, as `dueBefore`. */
  dueFrom?: number | undefined;
  dueBefore?: number | undefined;
}

/** Most tasks of one lead that a recommendation of the next action reads. */
const MOST_TASKS = 500;

const writer = rowWriter(tasks, ['workspace_id', 'id']);

/** Every column, named as in `TaskRow`. */
const COLUMNS = Object.entries(getTableColumns(tasks))
  .map(([property, { name }]) => `"${name}" as "${property}"`)
  .join(', ');
const IDS = unseen('$2', 'uuid');

export function tasksRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  /** Prepared: each write that finds a lead reads its open tasks, and building and planning the query anew costs more than running it. */
  const read = async (name: string, condition: string, values: unknown[]): Promise<Task[]> => {
    const text = `select ${COLUMNS} from tasks where workspace_id = $1 and ${condition}`;
    return (await executor.run<TaskRow>(name, text, [workspaceId, ...values])).map(taskOf);
  };
  const findMany = async (ids: readonly string[]): Promise<Task[]> =>
    ids.length === 0 ? [] : read('find_tasks', `id = any(${IDS}::uuid[])`, [ids]);
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
    openOf: async (leadIds: readonly string[]): Promise<Task[]> =>
      leadIds.length === 0 ? [] : read('open_tasks', `lead_id = any(${IDS}::uuid[]) and status = 'open'`, [leadIds]),
    /** The open tasks of all leads from one id to another, both included. */
    openBetween: (firstLeadId: string, lastLeadId: string): Promise<Task[]> =>
      read('open_tasks_between', `lead_id between $2 and $3 and status = 'open'`, [firstLeadId, lastLeadId]),
    /** All tasks of a lead, open or not, by due instant. */
    ofLead: (leadId: string): Promise<Task[]> =>
      read('tasks_of_lead', `lead_id = $2 order by due_at, id limit ${MOST_TASKS}`, [leadId]),
    list: (filter: TaskFilter, request: ListRequest) => listTasks(executor, workspaceId, cursors, filter, request),
  };
}

/** Earliest due first. */
async function listTasks(
  executor: Executor,
  workspaceId: string,
  cursors: CursorCodec,
  filter: TaskFilter,
  request: ListRequest,
): Promise<Page<Task>> {
  const { dueFrom, dueBefore, ...equal } = filter;
  const wanted = [...matching(tasks, equal), within(tasks.dueAt, dueFrom, dueBefore)];
  const page = await pageOf<TaskRow>(
    cursors,
    `${workspaceId}|${bindingOf('tasks', filter)}`,
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
