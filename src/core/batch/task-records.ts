import { overdueTimerOf, type Task } from '../tasks/task.js';
import type { Changes } from './changes.js';

/** A task in memory, and what of it is not written yet. */
interface TaskRecord {
  task: Task;
  isNew: boolean;
  isChanged: boolean;
  /** When its stored timer fires. */
  timerAt: number | undefined;
  /** Whatever timer is stored, it is written anew. */
  isTimerWrong: boolean;
}

const KIND = 'task_overdue';

/** The tasks of a batch: those that commands name, and what its leads have open. */
export class TaskRecords {
  private readonly records = new Map<string, TaskRecord>();
  private readonly idsOfLeads = new Map<string, Set<string>>();
  private goneTimerIds: string[] = [];

  load(task: Task): void {
    if (this.records.has(task.id)) return;
    this.add({ task, isNew: false, isChanged: false, timerAt: overdueTimerOf(task), isTimerWrong: false });
  }

  find(taskId: string): Task | undefined {
    return this.records.get(taskId)?.task;
  }

  /** Of a command whose `refuse` found the task. */
  get(taskId: string): Task {
    const task = this.find(taskId);
    if (task === undefined) throw new Error(`the task ${taskId} is not loaded`);
    return task;
  }

  /** The open tasks of a lead of the batch, oldest first. */
  openOf(leadId: string): Task[] {
    const tasks = [...(this.idsOfLeads.get(leadId) ?? [])].map((taskId) => this.get(taskId));
    return tasks.filter(({ status }) => status === 'open').sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  insert(task: Task): void {
    this.add({ task, isNew: true, isChanged: true, timerAt: undefined, isTimerWrong: false });
  }

  /** The task's next state. */
  put(task: Task): void {
    const record = this.records.get(task.id);
    if (record === undefined) throw new Error(`the task ${task.id} is not loaded`);
    record.task = task;
    record.isChanged = true;
  }

  /** The timer of the task fired and was not due (any more). */
  correctTimer(taskId: string): void {
    const record = this.records.get(taskId);
    if (record) record.isTimerWrong = true;
    else this.goneTimerIds.push(taskId);
  }

  /** The lead is removed, and its tasks with it. */
  forget(leadId: string): void {
    for (const taskId of this.idsOfLeads.get(leadId) ?? []) this.records.delete(taskId);
    this.idsOfLeads.delete(leadId);
  }

  /** With `timers`, those of the leads, to which the timers of the tasks are added. */
  takeChanges(timers: Pick<Changes, 'timersSet' | 'timersCleared'>): Pick<Changes, 'tasksInserted' | 'tasksReplaced'> {
    const changes: Pick<Changes, 'tasksInserted' | 'tasksReplaced'> = { tasksInserted: [], tasksReplaced: [] };
    for (const subjectId of this.goneTimerIds) timers.timersCleared.push({ kind: KIND, subjectId });
    if (this.goneTimerIds.length > 0) this.goneTimerIds = [];
    for (const record of this.records.values()) {
      if (record.isChanged) (record.isNew ? changes.tasksInserted : changes.tasksReplaced).push(record.task);
      if (record.isChanged || record.isTimerWrong) takeTimer(record, timers);
      [record.isNew, record.isChanged, record.isTimerWrong] = [false, false, false];
    }
    return changes;
  }

  private add(record: TaskRecord): void {
    const { id, leadId } = record.task;
    this.records.set(id, record);
    const ids = this.idsOfLeads.get(leadId);
    if (ids) ids.add(id);
    else this.idsOfLeads.set(leadId, new Set([id]));
  }
}

function takeTimer(record: TaskRecord, timers: Pick<Changes, 'timersSet' | 'timersCleared'>): void {
  const dueAt = overdueTimerOf(record.task);
  if (dueAt === record.timerAt && !record.isTimerWrong) return;
  const timer = { kind: KIND, subjectId: record.task.id } as const;
  if (dueAt === undefined) timers.timersCleared.push(timer);
  else timers.timersSet.push({ ...timer, dueAt });
  record.timerAt = dueAt;
}
