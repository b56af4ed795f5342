import { overdueTimerOf, type Task } from '../tasks/task.js';
import type { Changes } from './changes.js';
import { RecordSet } from './record-set.js';

const KIND = 'task_overdue';

/** The tasks of a batch: those that commands name, and the open ones of its leads; with the timer of each. */
export class TaskRecords {
  private readonly records = new RecordSet<Task>();
  private readonly idsOfLeads = new Map<string, Set<string>>();
  /** When the stored timer of each task fires. */
  private readonly timersAt = new Map<string, number | undefined>();
  /** Tasks whose stored timer is written anew or cleared, whatever it is; some of these tasks may be gone. */
  private readonly wrongTimerIds = new Set<string>();

  load(task: Task): void {
    if (!this.records.load(task)) return;
    this.timersAt.set(task.id, overdueTimerOf(task));
    this.addToLead(task);
  }

  find(taskId: string): Task | undefined {
    return this.records.find(taskId);
  }

  /** Of a command whose `refuse` found the task. */
  get(taskId: string): Task {
    return this.records.get(taskId);
  }

  /** The open tasks of a lead of the batch, oldest first. */
  openOf(leadId: string): Task[] {
    const tasks = [...(this.idsOfLeads.get(leadId) ?? [])].map((taskId) => this.get(taskId));
    return tasks.filter(({ status }) => status === 'open').sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  insert(task: Task): void {
    this.records.insert(task);
    this.addToLead(task);
  }

  /** The task's next state. */
  put(task: Task): void {
    this.records.put(task);
  }

  /** The timer of the task fired and was not due (any more). */
  correctTimer(taskId: string): void {
    this.wrongTimerIds.add(taskId);
  }

  /** The lead is removed, and with it its tasks, which the database removes by itself. */
  forget(leadId: string): void {
    for (const taskId of this.idsOfLeads.get(leadId) ?? []) {
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

  private addToLead({ id, leadId }: Task): void {
    const ids = this.idsOfLeads.get(leadId);
    if (ids) ids.add(id);
    else this.idsOfLeads.set(leadId, new Set([id]));
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
