import type { ConsentChannel } from './consent.js';
import type { Category } from './vocabulary.js';

/** What a sequence is for. A lead is in at most one sequence of each purpose. */
export const SEQUENCE_PURPOSES = ['education', 'reactivation', 'onboarding', 'retention', 'win_back', 'other'] as const;
export type SequencePurpose = (typeof SEQUENCE_PURPOSES)[number];

/** A lead enters by the entry condition, or because a caller requested it. */
export const SEQUENCE_ENTRIES = ['rule', 'request'] as const;
export type SequenceEntry = (typeof SEQUENCE_ENTRIES)[number];

/**
 * Why a lead left a sequence. `completed`: all steps came. `branch`: a condition step led out. `exit_condition`: `exitWhen` held.
 * `retired`: no version is published any more. `step_removed`: the published version lacks the step that was next.
 */
export const LEAVE_REASONS = [
  'completed',
  'branch',
  'exit_condition',
  'reply',
  'class_change',
  'objection',
  'conversion',
  'request',
  'retired',
  'step_removed',
] as const;
export type LeaveReason = (typeof LEAVE_REASONS)[number];

export const DELAY_REASONS = ['quiet_hours', 'frequency_cap'] as const;
export type DelayReason = (typeof DELAY_REASONS)[number];

/** A lead in a sequence. Instants are epoch milliseconds. */
export interface SequenceRun {
  /** The key of the sequence. */
  key: string;
  purpose: SequencePurpose;
  /** Counts the stays of the lead in this sequence from 1. */
  stay: number;
  /** The version that planned the next step. */
  version: number;
  enteredAt: number;
  enteredBy: SequenceEntry;
  /** The category of the lead when it entered. */
  category: Category;
  /** The key of the next step; absent: the sequence is completed at `dueAt`. */
  step?: string | undefined;
  dueAt: number;
  /** Why the step comes later than its waits alone would have it. */
  delayedBy?: DelayReason | undefined;
  /** The last step that came, was skipped or decided. */
  lastStep?: string | undefined;
  /** How many such steps there were. */
  taken: number;
  /** How often each repeat step that is in progress led back. */
  repeats?: Record<string, number> | undefined;
}

/** The last stay of a lead in a sequence that it has left. */
export interface EndedRun {
  key: string;
  stay: number;
  enteredAt: number;
  leftAt: number;
  reason: LeaveReason;
}

/** The latest sends of all sequences by channel, oldest first, epoch milliseconds. */
export type SequenceSends = { [Channel in ConsentChannel]?: readonly number[] | undefined };

/** The sequences of a lead. */
export interface SequenceSection {
  /** At most one of each purpose. */
  runs: readonly SequenceRun[];
  /** The last stay in each sequence that the lead has left. */
  ended?: readonly EndedRun[] | undefined;
  sends?: SequenceSends | undefined;
  /** When the first of the next steps is due: the due instant of the timer. */
  dueAt?: number | undefined;
}
