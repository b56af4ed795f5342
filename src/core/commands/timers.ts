import type { Timer, TimerKind } from '../timers.js';
import type { Command } from './table.js';

/** The command of each timer about a lead or a task. The command checks whether it still applies. */
const TIMER_COMMANDS = {
  lead_review: (leadId) => ({ type: 'review', leadId, cause: 'decay' }),
  lead_routing: (leadId) => ({ type: 'route', leadId }),
  lead_rotting: (leadId) => ({ type: 'rot', leadId }),
  park_wake: (leadId) => ({ type: 'wake', leadId }),
  handoff_timeout: (leadId) => ({ type: 'handoff_timeout', leadId }),
  sla_check: (leadId) => ({ type: 'sla_check', leadId }),
  sequence_entry: (leadId) => ({ type: 'sequence_entry', leadId }),
  sequence_step: (leadId) => ({ type: 'sequence_step', leadId }),
  lease_expiry: (leadId) => ({ type: 'lease_expiry', leadId }),
  queue_review: () => ({ type: 'route_queue', isContinued: true }),
  task_overdue: (taskId) => ({ type: 'task_overdue', taskId }),
} satisfies Partial<Record<TimerKind, (subjectId: string) => Command>>;

export type CommandTimerKind = keyof typeof TIMER_COMMANDS;

/** The command of a timer about a lead or a task; undefined for another timer. */
export const commandOf = ({ kind, subjectId }: Timer): Command | undefined =>
  kind in TIMER_COMMANDS ? TIMER_COMMANDS[kind as keyof typeof TIMER_COMMANDS](subjectId) : undefined;
