import { type ContactChannel, channelNote, isBlocked } from '../leads/channels.js';
import type { ConsentChannel } from '../leads/consent.js';
import type { TaskKind } from '../tasks/tasks.js';
import type { TaskTemplate } from './playbook.js';

/** The channel of each kind of task; `any`: the lead is contacted, through whichever channel; absent: it is not. */
export const CHANNEL_OF: Readonly<Partial<Record<TaskKind, ConsentChannel | 'any'>>> = {
  email: 'email',
  call: 'phone',
  meeting: 'any',
  recommendations: 'any',
};
const KIND_OF: Readonly<Record<ConsentChannel, TaskKind>> = { email: 'email', phone: 'call' };
const TITLE_OF: Readonly<Record<ConsentChannel, string>> = { email: 'Contact by e-mail', phone: 'Contact by phone' };

/** A task as it may be done. `note` explains another channel than that of the task. */
export interface PermittedTask {
  kind: TaskKind;
  title: string;
  note?: string | undefined;
}

/**
 * The task with a channel that may be used: its own, or else the allowed one. Undefined: it would contact the lead, and no channel
 * is allowed.
 */
export function permittedTask(
  { kind, title }: { kind: TaskKind; title: string },
  channels: readonly ContactChannel[],
): PermittedTask | undefined {
  const needed = CHANNEL_OF[kind];
  const allowed = channels.find(({ status }) => status === 'allowed')?.channel;
  const isOpen = !channels.some((one) => isBlocked(one) && (needed === 'any' || one.channel === needed));
  if (needed === undefined || isOpen || (needed === 'any' && allowed !== undefined)) return { kind, title };
  if (allowed === undefined) return undefined;
  const note = `It replaces the task "${title}". ${channelNote(channels)}`;
  return { kind: KIND_OF[allowed], title: TITLE_OF[allowed], note };
}

export interface PermittedTasks {
  tasks: (PermittedTask & { template: TaskTemplate })[];
  /** Whether a task is left out because no channel is allowed. */
  isBlocked: boolean;
}

/**
 * The templates that may be done, in their order. A task whose channel is blocked is left out where another task with the same due
 * time has the allowed channel: "write now" beside "call now".
 */
export function permittedTasks(
  templates: readonly TaskTemplate[],
  channels: readonly ContactChannel[],
): PermittedTasks {
  const tasks: PermittedTasks['tasks'] = [];
  let isBlocked = false;
  for (const template of templates) {
    const task = permittedTask(template, channels);
    if (task === undefined) isBlocked = true;
    else if (task.note === undefined || !templates.some((other) => isAlternative(other, template, task.kind))) {
      tasks.push({ ...task, template });
    }
  }
  return { tasks, isBlocked };
}

const isAlternative = ({ kind, due }: TaskTemplate, blocked: TaskTemplate, allowedKind: TaskKind): boolean =>
  kind === allowedKind && due.after === blocked.due.after && due.unit === blocked.due.unit;
