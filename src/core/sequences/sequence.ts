import type { Condition } from '../condition.js';
import type { ConsentChannel } from '../leads/consent.js';
import type { SequencePurpose } from '../leads/sequence-runs.js';
import type { Due, TaskKind } from '../tasks/tasks.js';

export const STEP_TYPES = ['send', 'task', 'wait', 'condition', 'repeat'] as const;
export type StepType = (typeof STEP_TYPES)[number];

export const WAIT_UNITS = ['days', 'business_days'] as const;
export type WaitUnit = (typeof WAIT_UNITS)[number];

/** Where a condition step leads besides the key of a later step. */
export const NEXT_STEP = 'next';
export const EXIT = 'exit';

/** Something to send: the event `sequence.step_due` requests it from an outside sender. */
export interface SendStep {
  type: 'send';
  key: string;
  channel: ConsentChannel;
  /** The name of the sender's template. A playbook task with this key counts as done by the sequence. */
  template: string;
  label?: string | undefined;
}

/** A task for the owner of the lead, or for marketing where it has none. */
export interface TaskStep {
  type: 'task';
  /** Also the template key of the task: no second task is created while one with this key is open. */
  key: string;
  kind: TaskKind;
  title: string;
  guidance?: string | undefined;
  due: Due;
}

/** The next step comes `after` days later, at the same time of day. */
export interface WaitStep {
  type: 'wait';
  key: string;
  after: number;
  unit: WaitUnit;
}

/** Leads to a later step by its key, to the `next` step, or out of the sequence (`exit`). */
export interface ConditionStep {
  type: 'condition';
  key: string;
  when: Condition;
  /** `next` when absent. */
  whenTrue?: string | undefined;
  /** `exit` when absent. */
  whenFalse?: string | undefined;
}

/** Leads back to an earlier step, `times` times. */
export interface RepeatStep {
  type: 'repeat';
  key: string;
  from: string;
  times: number;
}

export type SequenceStep = SendStep | TaskStep | WaitStep | ConditionStep | RepeatStep;

/** What ends a sequence for a lead, besides its condition. */
export const EXIT_TRIGGERS = ['reply', 'class_change', 'objection', 'conversion'] as const;
export type ExitTrigger = (typeof EXIT_TRIGGERS)[number];

/** No sends from `start` to `end` by the lead's clock; `end` may be on the next day. */
export interface QuietHours {
  start: string;
  end: string;
  /** Also no sends on Saturdays, Sundays and public holidays; false when absent. */
  workdaysOnly?: boolean | undefined;
}

/** At most `sends` through a channel in any `days` days, counted over all sequences of the lead. */
export interface FrequencyCap {
  channel: ConsentChannel;
  sends: number;
  days: number;
}

/** A row of steps over time. */
export interface Sequence {
  /** Versions with the same key are versions of one sequence. */
  key: string;
  purpose: SequencePurpose;
  /** A lead enters when a change or time alone makes this true; absent: on request only. */
  enterWhen?: Condition | undefined;
  /** Days after it left at which the condition lets a lead in again; absent: once only. */
  reenterAfterDays?: number | undefined;
  /** All when absent. */
  exitOn?: readonly ExitTrigger[] | undefined;
  exitWhen?: Condition | undefined;
  /** Sends only where the consent to the channel was granted; otherwise where it was not denied. */
  requireConsent?: boolean | undefined;
  quietHours?: QuietHours | undefined;
  caps?: readonly FrequencyCap[] | undefined;
  /** IANA zone for leads without one; the zone of the workspace when absent. */
  timeZone?: string | undefined;
  /** Country (ISO 3166-1 alpha-2) of the public holidays, and its subdivision (second part of an ISO 3166-2 code). */
  holidaysCountry?: string | undefined;
  holidaysRegion?: string | undefined;
  steps: readonly SequenceStep[];
}

export const SEQUENCE_LIMITS = {
  steps: 50,
  /** Published sequences of a workspace. */
  sequences: 100,
  waitDays: 365,
  repeats: 52,
  capSends: 10,
  capDays: 90,
  reenterDays: 3_650,
  template: 200,
} as const;
