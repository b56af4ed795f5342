import type { Lead } from '../leads/lead.js';
import type { NewTask } from '../tasks/changes.js';
import type { Changes, Emit, NewActivity, RemovedLead, TasksEnd } from './changes.js';

/** The work on the leads of a batch: activities, each external id counted once, and tasks. */
export class WorkRecords {
  private readonly counted = new Map<string, { id: string; leadId: string }>();
  /** Templates of which leads have open tasks. */
  private readonly openTemplates = new Map<string, Set<string>>();
  private readonly ended = new Map<string, TasksEnd>();
  private removed: RemovedLead[] = [];
  private activities: NewActivity[] = [];
  private tasks: NewTask[] = [];

  loadCounted(externalId: string, id: string, leadId: string): void {
    this.counted.set(externalId, { id, leadId });
  }

  loadOpenTask(leadId: string, templateKey: string): void {
    const known = this.openTemplates.get(leadId);
    if (known) known.add(templateKey);
    else this.openTemplates.set(leadId, new Set([templateKey]));
  }

  /** The activity that had this external id before. */
  countedBefore(externalId: string | undefined): { id: string; leadId: string } | undefined {
    return externalId === undefined ? undefined : this.counted.get(externalId);
  }

  hasOpenTask(leadId: string, templateKey: string): boolean {
    return this.openTemplates.get(leadId)?.has(templateKey) === true;
  }

  addActivity(activity: NewActivity): void {
    const { externalId, id, leadId } = activity;
    if (externalId !== undefined) this.counted.set(externalId, { id, leadId });
    this.activities.push(activity);
  }

  addTask(task: NewTask): void {
    if (task.templateKey !== undefined) this.loadOpenTask(task.leadId, task.templateKey);
    this.ended.get(task.leadId)?.keptIds.push(task.id);
    this.tasks.push(task);
  }

  /** All that are open now, stored or not. */
  endTasks(leadId: string, emit: Emit): void {
    this.openTemplates.delete(leadId);
    this.ended.set(leadId, { leadId, keptIds: [], emit });
  }

  /** Whether stored tasks, customers or deals differ from what they have to become. */
  get hasFollowers(): boolean {
    return this.ended.size > 0 || this.removed.length > 0;
  }

  /** The activities of a removed lead are gone: the same external ids may be sent again. */
  removeLead({ id, lifecycle }: Lead, visitorIds: string[], emit: Emit): void {
    for (const [externalId, { leadId }] of this.counted) if (leadId === id) this.counted.delete(externalId);
    this.removed.push({ leadId: id, visitorIds, bought: lifecycle?.conversion, emit });
  }

  /** With the timers of the leads, those of their tasks. */
  takeChanges(
    isKept: (row: { leadId: string }) => boolean,
    { timersSet, timersCleared }: Pick<Changes, 'timersSet' | 'timersCleared'>,
  ): Pick<Changes, 'activities' | 'tasks' | 'tasksEnded' | 'leadsRemoved' | 'timersSet' | 'timersCleared'> {
    const [activities, tasks] = [this.activities.filter(isKept), this.tasks.filter(isKept)];
    if (this.activities.length > 0) this.activities = [];
    if (this.tasks.length > 0) this.tasks = [];
    for (const { id, dueAt } of tasks) timersSet.push({ kind: 'task_overdue', subjectId: id, dueAt });
    const tasksEnded = [...this.ended.values()].filter(isKept);
    this.ended.clear();
    const leadsRemoved = this.removed;
    if (leadsRemoved.length > 0) this.removed = [];
    return { activities, tasks, tasksEnded, leadsRemoved, timersSet, timersCleared };
  }
}
