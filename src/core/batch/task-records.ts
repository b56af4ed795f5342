import { overdueTimerOf, type Task } from '../tasks/task.js';
import type { Changes } from './changes.js';
import { MultiMap } from './multi-map.js';
import { RecordSet } from './record-set.js';

const KIND = 'task_overdue';

/** The tasks of a batch: those of its commands and the open tasks of its leads, each with its timer. */
export class TaskRecords {
  private readonly records = new RecordSet<Task>();
  private readonly idsOfLeads = new MultiMap<string, string>();
  /** When the stored timer of each task fires. */
  private readonly timersAt = new Map<string, number | undefined>();
  /** Tasks whose stored timer is set again or cleared, whatever it is; some of these tasks may be removed. */
  private readonly wrongTimerIds = new Set<string>();

  load(task: Task): void {
    if (!this.records.load(task)) return;
    this.timersAt.set(task.id, overdueTimerOf(task));
    this.idsOfLeads.add(task.leadId, task.id);
  }

  find(taskId: string): Task | undefined {
    return this.records.find(taskId);
  }

  /** For a command whose `refuse` has found the task. */
  get(taskId: string): Task {
    return this.records.get(taskId);
  }

  /** The open tasks of a lead of the batch, oldest first. */
  openOf(leadId: string): Task[] {
    const tasks = [...this.idsOfLeads.get(leadId)].map((taskId) => this.get(taskId));
    return tasks.filter(({ status }) => status === 'open').sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  insert(task: Task): void {
    this.records.insert(task);
    this.idsOfLeads.add(task.leadId, task.id);
  }

  /** Stores the next state of the task. */
  put(task: Task): void {
    this.records.put(task);
  }

  /** Stores the timer of the task again, after it fired without being due (any more). */
  correctTimer(taskId: string): void {
    this.wrongTimerIds.add(taskId);
  }

  /** The lead is removed; the database removes its tasks with it. */
  forget(leadId: string): void {
    for (const taskId of this.idsOfLeads.get(leadId)) {
      this.records.remove(taskId);
      this.wrongTimerIds.delete(taskId);
    }
    this.idsOfLeads.delete(leadId);
  }

  /** Adds the timers of tasks to `timers`, which has those of the leads. */
  takeChanges(timers: Pick<Changes, 'timersSet' | 'timersCleared'>): Pick<Changes, 'tasksInserted' | 'tasksReplaced'> {
    const { inserted, replaced } = this.records.takeChanges();
    const changedIds = [...inserted, ...replaced].map(({ id }) => id);
    for (const taskId of new Set([...changedIds, ...this.wrongTimerIds])) this.takeTimer(taskId, timers);
    this.wrongTimerIds.clear();
    return { tasksInserted: inserted, tasksReplaced: replaced };
  }

  private takeTimer(subjectId: string, timers: Pick<Changes, 'timersSet' | 'timersCleared'>): void {
    const task = this.find(subjectId);
    const dueAt = task && overdueTimerOf(task);
    if (dueAt === this.timersAt.get(subjectId) && !this.wrongTimerIds.has(subjectId)) return;
    if (dueAt === undefined) timers.timersCleared.push({ kind: KIND, subjectId });
    else timers.timersSet.push({ kind: KIND, subjectId, dueAt });
    this.timersAt.set(subjectId, dueAt);
  }
}
