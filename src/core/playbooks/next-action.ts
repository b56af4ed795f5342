import type { WorkCalendar } from '../calendar/calendar.js';
import type { Subject } from '../conditions/subject.js';
import type { Task } from '../tasks/task.js';
import { dueAt, type TaskKind } from '../tasks/tasks.js';
import { iso } from '../time.js';
import { type CompiledPlaybook, chooseEntry, type PlaybookKey } from './choose.js';
import type { TaskTemplate } from './playbook.js';

export const NEXT_ACTION_KINDS = [
  'overdue_task',
  'accept_handoff',
  'meet_sla',
  'wake',
  'playbook_task',
  'open_task',
  'await_wake',
  'nothing',
] as const;
export type NextActionKind = (typeof NEXT_ACTION_KINDS)[number];

/** The properties of a task that decide the next action. Instants are epoch milliseconds. */
export type TaskState = Pick<Task, 'id' | 'kind' | 'title' | 'status' | 'dueAt' | 'templateKey' | 'closedAt'>;

export interface NextActionFacts {
  now: number;
  playbookKey: PlaybookKey;
  /** When the lead entered its stage. Tasks closed before do not count. */
  since: number;
  subject: Subject;
  tasks: readonly TaskState[];
  /** An open offer of the lead, and when it expires. */
  handoff?: { until?: number | undefined } | undefined;
  /** Running SLA clocks: from when on they warn, and when they are breached. */
  clocks?: readonly { name: string; warnsAt: number; breachesAt: number }[] | undefined;
  /** A parked lead: the date on which it wakes, and whether a wake condition is met. */
  parked?: { until?: number | undefined; reason: string; isDue: boolean } | undefined;
  /** Business hours of its owner. */
  calendar?: WorkCalendar | undefined;
}

/** The next best action for a lead, and the reason. */
export interface NextAction {
  kind: NextActionKind;
  reason: string;
  title?: string | undefined;
  taskKind?: TaskKind | undefined;
  guidance?: string | undefined;
  /** Epoch milliseconds. */
  dueAt?: number | undefined;
  taskId?: string | undefined;
  templateKey?: string | undefined;
  playbookVersion: number;
  entryId?: string | undefined;
}

type ActionDraft = Pick<NextAction, 'kind' | 'reason'> & Partial<NextAction>;

/**
 * The next best action, in this order: an overdue task, the longest overdue first; a hand-off that waits to be accepted; an
 * SLA clock that warns; a parked lead that is due to wake; the first template of its playbook entry that applies and was not
 * done or skipped since the lead entered its stage; an open task; a wake-up date to wait for; else nothing.
 */
export function nextAction(playbook: CompiledPlaybook, facts: NextActionFacts): NextAction {
  const chosen = chooseEntry(playbook, facts.playbookKey);
  const entry = chosen?.entry;
  const found = urgentAction(facts) ?? plannedAction(playbook, facts) ?? defaultAction(facts);
  const template = entry?.tasks.find(({ key }) => key === found.templateKey);
  const guidance = template?.guidance ?? entry?.guidance;
  return { ...found, guidance, playbookVersion: playbook.version, entryId: entry?.id };
}

function urgentAction({ now, tasks, handoff, clocks = [], parked }: NextActionFacts): ActionDraft | undefined {
  const overdue = firstOpen(tasks);
  if (overdue !== undefined && overdue.dueAt <= now) {
    return { kind: 'overdue_task', reason: `A task has been due since ${iso(overdue.dueAt)}.`, ...taskOf(overdue) };
  }
  if (handoff !== undefined) {
    const { until } = handoff;
    const reason = until === undefined ? 'A hand-off waits to be accepted.' : `A hand-off waits until ${iso(until)}.`;
    return { kind: 'accept_handoff', title: 'Accept or reject the hand-off', reason, dueAt: until };
  }
  const clock = clocks.filter(({ warnsAt }) => warnsAt <= now).sort((a, b) => a.breachesAt - b.breachesAt)[0];
  if (clock !== undefined) {
    const { name, breachesAt } = clock;
    const when = breachesAt <= now ? `was breached at ${iso(breachesAt)}` : `is breached at ${iso(breachesAt)}`;
    return { kind: 'meet_sla', title: 'Contact the lead', reason: `The SLA ${name} ${when}.`, dueAt: breachesAt };
  }
  if (parked?.isDue !== true) return undefined;
  const reason = `The wake-up of the parked lead is due (${parked.reason}).`;
  return { kind: 'wake', title: 'Take the lead up again', reason, dueAt: parked.until };
}

function plannedAction(playbook: CompiledPlaybook, facts: NextActionFacts): ActionDraft | undefined {
  const chosen = chooseEntry(playbook, facts.playbookKey);
  if (chosen === undefined) return undefined;
  const { entry, templates } = chosen;
  const next = templates.find(
    ({ template, applies }) => !isClosed(template, facts) && applies(facts.subject),
  )?.template;
  if (next === undefined) return undefined;
  const reason = `It is the next task of the playbook entry "${entry.label}".`;
  const open = firstOpen(facts.tasks.filter(({ templateKey }) => templateKey === next.key));
  if (open !== undefined) return { kind: 'playbook_task', reason, ...taskOf(open) };
  return {
    kind: 'playbook_task',
    reason,
    title: next.title,
    taskKind: next.kind,
    templateKey: next.key,
    // Due from the start of the stage, but not in the past, because the task did not exist then.
    dueAt: Math.max(facts.now, dueAt(next.due, facts.since, facts.calendar)),
  };
}

function isClosed({ key }: TaskTemplate, { tasks, since }: NextActionFacts): boolean {
  return tasks.some(
    ({ templateKey, status, closedAt = since }) => templateKey === key && status !== 'open' && closedAt >= since,
  );
}

function defaultAction({ tasks, parked }: NextActionFacts): ActionDraft {
  const open = firstOpen(tasks);
  if (open !== undefined) return { kind: 'open_task', reason: 'It is the next task that is due.', ...taskOf(open) };
  if (parked !== undefined) {
    const when = parked.until === undefined ? 'until what it waits for comes' : `until ${iso(parked.until)}`;
    return { kind: 'await_wake', reason: `It is parked ${when} (${parked.reason}).`, dueAt: parked.until };
  }
  return { kind: 'nothing', reason: 'There is no open task, and the playbook has no task for it now.' };
}

/** The open task that is due first. */
function firstOpen(tasks: readonly TaskState[]): TaskState | undefined {
  let first: TaskState | undefined;
  for (const task of tasks) {
    if (task.status !== 'open') continue;
    if (!first || task.dueAt < first.dueAt || (task.dueAt === first.dueAt && task.id < first.id)) first = task;
  }
  return first;
}

const taskOf = ({ id, title, kind, dueAt, templateKey }: TaskState) => ({
  taskId: id,
  title,
  taskKind: kind,
  dueAt,
  templateKey,
});
