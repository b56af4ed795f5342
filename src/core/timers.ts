/**
 * Kinds of timers. A timer is a row with a due instant, one per kind and subject. Every kind has one handler
 * (`src/services/timers.ts`), which fires it exactly once, in the transaction of its effect.
 */
export const TIMER_KINDS = [
  'lead_review',
  'lead_routing',
  'lease_expiry',
  'lead_rotting',
  'park_wake',
  'handoff_timeout',
  'sla_check',
  'sequence_entry',
  'sequence_step',
  'queue_review',
  'prediction_training',
  'rep_absence',
  'form_submission_expiry',
  'task_overdue',
] as const;
export type TimerKind = (typeof TIMER_KINDS)[number];

/** A timer of a workspace; `dueAt` is epoch milliseconds. */
export interface Timer {
  kind: TimerKind;
  subjectId: string;
  dueAt: number;
}
