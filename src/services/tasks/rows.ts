import type { NewTask } from '../../core/tasks/changes.js';
import type { TaskRow } from '../../db/repositories/tasks.js';

/** A task as it is kept when it comes into being. */
export function taskRow(workspaceId: string, task: NewTask, now: number): TaskRow {
  const at = new Date(now);
  return {
    workspaceId,
    id: task.id,
    version: 1,
    leadId: task.leadId,
    kind: task.kind,
    title: task.title,
    description: task.description ?? null,
    status: 'open',
    dueAt: new Date(task.dueAt),
    repId: task.repId ?? null,
    templateKey: task.templateKey ?? null,
    playbookVersion: task.playbookVersion ?? null,
    outcome: null,
    note: null,
    activityId: null,
    overdueAt: null,
    closedAt: null,
    createdAt: at,
    updatedAt: at,
  };
}
