import type { WorkCalendar } from '../calendar/calendar.js';
import type { Subject } from '../conditions/subject.js';
import { type ContactChannel, channelNote, contactChannels } from '../leads/channels.js';
import type { Task } from '../tasks/task.js';
import { dueAt, type TaskKind } from '../tasks/tasks.js';
import { iso } from '../time.js';
import { type CompiledEntry, type CompiledPlaybook, chooseEntry, type PlaybookKey } from './choose.js';
import { type PermittedTask, type PermittedTasks, permittedTask, permittedTasks } from './permitted.js';
import type { TaskTemplate } from './playbook.js';

export const NEXT_ACTION_KINDS = [
  'overdue_task',
  'accept_handoff',
  'meet_sla',
  'wake',
  'review_interest',
  'playbook_task',
  'open_task',
  'await_wake',
  'await_sequence',
  'no_channel',
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
  /** Interest that left the lead closed without a rule of the funnel for it. */
  interest?: { at: number } | undefined;
  /** The sequences that it is in: the keys of their steps and templates, and the sequence with the earliest step. */
  sequence?: { keys: ReadonlySet<string>; key: string; at: number } | undefined;
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
  /** Whether the lead may be contacted, for each channel. */
  channels: readonly ContactChannel[];
}

type ActionDraft = Pick<NextAction, 'kind' | 'reason'> & Partial<NextAction>;
type ChannelFacts = NextActionFacts & Pick<NextAction, 'channels'>;

/**
 * The next best action, in this order: an overdue task, the longest overdue first; a hand-off that waits to be accepted; an
 * SLA clock that warns; a parked lead that is due to wake; interest of a closed lead to decide about; the first template of its playbook
 * entry that applies and was not done or skipped since the lead entered its stage; an open task; a wake-up date or a step of a sequence
 * to wait for; else nothing. No action proposes a channel that is denied or bounces: a task takes the allowed channel, or is left out, and
 * `no_channel` is the result when nothing else is left. A task of the playbook that a sequence of the lead sends or creates is left to it.
 */
export function nextAction(playbook: CompiledPlaybook, facts: NextActionFacts): NextAction {
  const chosen = chooseEntry(playbook, facts.playbookKey);
  const entry = chosen?.entry;
  const channels = contactChannels(facts.subject.facts);
  const given: ChannelFacts = { ...facts, channels };
  const found = urgentAction(given) ?? plannedAction(chosen, given) ?? defaultAction(chosen, given);
  const template = entry?.tasks.find(({ key }) => key === found.templateKey);
  const guidance = found.kind === 'no_channel' ? undefined : (template?.guidance ?? entry?.guidance);
  return { ...found, guidance, playbookVersion: playbook.version, entryId: entry?.id, channels };
}

function urgentAction(facts: ChannelFacts): ActionDraft | undefined {
  const { now, tasks } = facts;
  const overdue = firstOpen(tasks, facts);
  if (overdue !== undefined && overdue.dueAt <= now) {
    return actionOf('overdue_task', `A task has been due since ${iso(overdue.dueAt)}.`, overdue, facts);
  }
  const waiting = waitingAction(facts);
  const note = waiting && channelNote(facts.channels);
  if (waiting === undefined || note === undefined) return waiting;
  const reason = `${waiting.reason} ${note}`;
  const hasAllowed = facts.channels.some(({ status }) => status === 'allowed');
  if (waiting.kind === 'meet_sla' && !hasAllowed) return { kind: 'no_channel', title: DO_NOT_CONTACT, reason };
  return { ...waiting, reason };
}

function waitingAction({ now, handoff, clocks = [], parked, interest }: ChannelFacts): ActionDraft | undefined {
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
  if (parked?.isDue) {
    const reason = `The wake-up of the parked lead is due (${parked.reason}).`;
    return { kind: 'wake', title: 'Take the lead up again', reason, dueAt: parked.until };
  }
  if (interest === undefined) return undefined;
  const reason = `It showed interest at ${iso(interest.at)}, and no rule of the funnel decides about it.`;
  return { kind: 'review_interest', title: 'Decide whether to recycle the lead', reason };
}

/** The templates of the entry that apply and are not done, as they may be done. */
function plannedTasks(chosen: CompiledEntry | undefined, facts: ChannelFacts): PermittedTasks {
  const templates = (chosen?.templates ?? []).flatMap(({ template, applies }) =>
    !isClosed(template, facts) && !facts.sequence?.keys.has(template.key) && applies(facts.subject) ? [template] : [],
  );
  return permittedTasks(templates, facts.channels);
}

function plannedAction(chosen: CompiledEntry | undefined, facts: ChannelFacts): ActionDraft | undefined {
  const next = plannedTasks(chosen, facts).tasks[0];
  if (chosen === undefined || next === undefined) return undefined;
  const { template, kind: taskKind, title, note } = next;
  const reason = `It is the next task of the playbook entry "${chosen.entry.label}".`;
  const made = facts.tasks.filter(({ templateKey }) => templateKey === template.key);
  const open = firstOpen(made, facts);
  if (open !== undefined) return actionOf('playbook_task', reason, open, facts);
  // Due from the start of the stage, but not in the past, because the task did not exist then.
  const due = Math.max(facts.now, dueAt(template.due, facts.since, facts.calendar));
  const task = { title, taskKind, templateKey: template.key, dueAt: due };
  return { kind: 'playbook_task', reason: note === undefined ? reason : `${reason} ${note}`, ...task };
}

function isClosed({ key }: TaskTemplate, { tasks, since }: NextActionFacts): boolean {
  return tasks.some(
    ({ templateKey, status, closedAt = since }) => templateKey === key && status !== 'open' && closedAt >= since,
  );
}

function defaultAction(chosen: CompiledEntry | undefined, facts: ChannelFacts): ActionDraft {
  const { tasks, parked, channels } = facts;
  const open = firstOpen(tasks, facts);
  if (open !== undefined) return actionOf('open_task', 'It is the next task that is due.', open, facts);
  if (parked !== undefined) {
    const when = parked.until === undefined ? 'until what it waits for comes' : `until ${iso(parked.until)}`;
    return { kind: 'await_wake', reason: `It is parked ${when} (${parked.reason}).`, dueAt: parked.until };
  }
  const blocked = tasks.find((task) => task.status === 'open');
  if (blocked !== undefined || plannedTasks(chosen, facts).isBlocked) {
    const left = blocked === undefined ? 'The tasks of the playbook' : 'The open tasks';
    const reason = `${left} would contact the lead. ${channelNote(channels)}`;
    return { kind: 'no_channel', title: DO_NOT_CONTACT, reason, taskId: blocked?.id };
  }
  const { sequence } = facts;
  if (sequence !== undefined) {
    const reason = `The sequence "${sequence.key}" goes on at ${iso(sequence.at)}.`;
    return { kind: 'await_sequence', reason, dueAt: sequence.at };
  }
  return { kind: 'nothing', reason: 'There is no open task, and the playbook has no task for it now.' };
}

const DO_NOT_CONTACT = 'Do not contact the lead';

/** The open task that is due first, of those that may be done. */
function firstOpen(tasks: readonly TaskState[], { channels }: ChannelFacts): TaskState | undefined {
  let first: TaskState | undefined;
  for (const task of tasks) {
    if (task.status !== 'open' || permittedTask(task, channels) === undefined) continue;
    if (!first || task.dueAt < first.dueAt || (task.dueAt === first.dueAt && task.id < first.id)) first = task;
  }
  return first;
}

/** The action of a stored task, through a channel that may be used. */
function actionOf(kind: NextActionKind, reason: string, task: TaskState, { channels }: ChannelFacts): ActionDraft {
  const { id: taskId, dueAt, templateKey } = task;
  const permitted: PermittedTask = permittedTask(task, channels) ?? task;
  const { title, kind: taskKind, note } = permitted;
  const explained = note === undefined ? reason : `${reason} ${note}`;
  return { kind, reason: explained, taskId, title, taskKind, dueAt, templateKey };
}
