import type { Subject } from '../conditions/subject.js';
import { contactChannels } from '../leads/channels.js';
import { type ConsentChannel, consentOf } from '../leads/consent.js';
import type { LeaveReason, SequenceRun, SequenceSends } from '../leads/sequence-runs.js';
import { type PermittedTask, permittedTask } from '../playbooks/permitted.js';
import { MILLISECONDS_PER_DAY } from '../time.js';
import type { CompiledSequence } from './compile.js';
import { type ConditionStep, EXIT, NEXT_STEP, type SendStep, type StepType, type TaskStep } from './sequence.js';
import { earliestSend, waitEnd, withSend } from './times.js';

/** What became of a step. `due`: it is to be sent. `task`: a task was created. `met`, `not_met`: a condition decided. */
export const STEP_OUTCOMES = ['due', 'task', 'skipped', 'met', 'not_met'] as const;
export type StepOutcome = (typeof STEP_OUTCOMES)[number];

/** Why a step was skipped: the state of its channel, a consent that was not granted, or an open task with its key. */
export const SKIP_REASONS = ['denied', 'bounced', 'missing', 'not_granted', 'no_channel', 'task_open'] as const;
export type SkipReason = (typeof SKIP_REASONS)[number];

/** A step that came, was skipped or decided. */
export interface TakenStep {
  step: string;
  type: Exclude<StepType, 'wait' | 'repeat'>;
  outcome: StepOutcome;
  reason?: SkipReason | undefined;
  channel?: ConsentChannel | undefined;
  template?: string | undefined;
  /** The task to create, through a channel that may be used. */
  task?: { step: TaskStep; permitted: PermittedTask } | undefined;
}

/** The lead at an instant, as a sequence sees it. */
export interface SequenceMoment {
  subject: Subject;
  sends: SequenceSends;
  /** Template keys of the open tasks of the lead. */
  openTasks?: ReadonlySet<string> | undefined;
}

export interface Advance {
  /** The run with its next step; its `dueAt` is later than now. Undefined: the lead leaves. */
  run: SequenceRun | undefined;
  left?: LeaveReason | undefined;
  taken: readonly TakenStep[];
  sends: SequenceSends;
}

/** The run of a lead that enters at `subject.now`. */
export function enterSequence(
  sequence: CompiledSequence,
  { subject, sends }: SequenceMoment,
  entry: Pick<SequenceRun, 'enteredBy' | 'category' | 'stay'>,
): SequenceRun {
  const { key, purpose } = sequence.document;
  const run = { key, purpose, version: sequence.version, enteredAt: subject.now, ...entry };
  return arrive(sequence, { ...run, dueAt: subject.now, taken: 0 }, 0, { subject, sends, at: subject.now });
}

/** Events after the entry by which the person answers. */
const REPLIES: ReadonlySet<string> = new Set(['email_replied', 'call_answered', 'chat_started', 'meeting_booked']);

/** Why the lead has to leave now, apart from its steps; undefined: it stays. */
export function exitReason(
  { exitOn, exits, channels }: CompiledSequence,
  { enteredAt, category }: Pick<SequenceRun, 'enteredAt' | 'category'>,
  subject: Subject,
): LeaveReason | undefined {
  const isOther = subject.category !== undefined && subject.category !== category;
  if (exitOn.has('conversion') && isOther && subject.category === 'customer') return 'conversion';
  if (exitOn.has('objection') && [...channels].some((channel) => objects(subject, channel, enteredAt)))
    return 'objection';
  const isReply = ({ type, occurredAt }: Subject['engagement'][number]) => REPLIES.has(type) && occurredAt > enteredAt;
  if (exitOn.has('reply') && subject.engagement.some(isReply)) return 'reply';
  if (exitOn.has('class_change') && isOther && subject.category !== 'customer') return 'class_change';
  return exits?.(subject) ? 'exit_condition' : undefined;
}

function objects({ facts }: Subject, channel: ConsentChannel, since: number): boolean {
  const { consent, at } = consentOf(facts, channel);
  return consent === 'denied' && at !== undefined && at >= since;
}

/** A timer that fires later than this after its due instant counts from when it fires: steps do not come in a heap. */
const LATEST = MILLISECONDS_PER_DAY;

/**
 * The steps of a run that are due by `subject.now`, and the run with the step after them. Pure: the version of the sequence, the state
 * of the lead in it, and the lead at this instant decide. It ends: conditions lead forward only, and each repeat is bounded.
 */
export function advance(sequence: CompiledSequence, run: SequenceRun, moment: SequenceMoment): Advance {
  const { subject } = moment;
  const { now } = subject;
  const taken: TakenStep[] = [];
  let sends = moment.sends;
  let current = run;
  const leave = (left: LeaveReason): Advance => ({ run: undefined, left, taken, sends });
  while (current.dueAt <= now) {
    const exit = exitReason(sequence, current, subject);
    if (exit !== undefined) return leave(exit);
    if (current.step === undefined) return leave('completed');
    const index = sequence.indexOf.get(current.step);
    const step = index === undefined ? undefined : sequence.document.steps[index];
    if (index === undefined || step === undefined) return leave('step_removed');
    const at = now - current.dueAt < LATEST ? current.dueAt : now;
    let next: number | undefined = index + 1;
    if (step.type === 'send') {
      const found = send(sequence, step, { ...moment, sends });
      if ('until' in found) return { run: { ...current, ...found.run, version: sequence.version }, taken, sends };
      taken.push(found);
      if (found.outcome === 'due') sends = withSend(sends, step.channel, now);
    } else if (step.type === 'task') taken.push(task(step, moment));
    else if (step.type === 'condition') {
      const isMet = sequence.conditions.get(step.key)?.(subject) === true;
      taken.push({ step: step.key, type: 'condition', outcome: isMet ? 'met' : 'not_met' });
      next = target(sequence, step, isMet, index);
    } else next = index;
    const isTaken = step.type !== 'wait' && step.type !== 'repeat';
    const after = isTaken ? { ...current, lastStep: step.key, taken: current.taken + 1 } : current;
    if (next === undefined) return leave('branch');
    current = arrive(sequence, after, next, { subject, sends, at });
  }
  return { run: current, taken, sends };
}

/** Undefined: out of the sequence. */
function target(
  { indexOf }: CompiledSequence,
  { whenTrue = NEXT_STEP, whenFalse = EXIT }: ConditionStep,
  isMet: boolean,
  index: number,
): number | undefined {
  const to = isMet ? whenTrue : whenFalse;
  if (to === EXIT) return undefined;
  return to === NEXT_STEP ? index + 1 : indexOf.get(to);
}

interface Later {
  until: number;
  run: Pick<SequenceRun, 'dueAt' | 'delayedBy'>;
}

/** A send that is not allowed is skipped; one that comes too soon is due later. */
function send(sequence: CompiledSequence, step: SendStep, { subject, sends }: SequenceMoment): TakenStep | Later {
  const { channel, template, key } = step;
  const reason = sendObstacle(sequence, subject, channel);
  const about = { step: key, type: 'send', channel, template } as const;
  if (reason !== undefined) return { ...about, outcome: 'skipped', reason };
  const { facts, now } = subject;
  const { at, delayedBy } = earliestSend(sequence.document, sequence.timesOf(facts.timeZone), {
    channel,
    sends,
    at: now,
  });
  return at > now ? { until: at, run: { dueAt: at, delayedBy } } : { ...about, outcome: 'due' };
}

/** Why nothing may be sent to the lead through the channel. */
function sendObstacle(
  { document }: CompiledSequence,
  { facts }: Subject,
  channel: ConsentChannel,
): SkipReason | undefined {
  const status = contactChannels(facts).find((one) => one.channel === channel)?.status ?? 'missing';
  if (status !== 'allowed') return status;
  return document.requireConsent === true && consentOf(facts, channel).consent !== 'granted'
    ? 'not_granted'
    : undefined;
}

function task(step: TaskStep, { subject, openTasks }: SequenceMoment): TakenStep {
  const about = { step: step.key, type: 'task' } as const;
  if (openTasks?.has(step.key)) return { ...about, outcome: 'skipped', reason: 'task_open' };
  const permitted = permittedTask(step, contactChannels(subject.facts));
  if (permitted === undefined) return { ...about, outcome: 'skipped', reason: 'no_channel' };
  return { ...about, outcome: 'task', task: { step, permitted } };
}

/** The run at the first step from `index` on that does something, after the waits before it. */
function arrive(
  sequence: CompiledSequence,
  run: SequenceRun,
  index: number,
  { subject, sends, at }: { subject: Subject; sends: SequenceSends; at: number },
): SequenceRun {
  const { version, document, indexOf } = sequence;
  const times = sequence.timesOf(subject.facts.timeZone);
  const repeats = { ...run.repeats };
  let [place, dueAt] = [index, at];
  let step = document.steps[place];
  for (; step?.type === 'wait' || step?.type === 'repeat'; step = document.steps[place]) {
    if (step.type === 'wait') dueAt = waitEnd(step, dueAt, times);
    const count = step.type === 'repeat' ? (repeats[step.key] ?? 0) : 0;
    const back = step.type === 'repeat' && count < step.times ? indexOf.get(step.from) : undefined;
    if (back !== undefined) repeats[step.key] = count + 1;
    else delete repeats[step.key];
    place = back ?? place + 1;
  }
  const isRepeating = Object.keys(repeats).length > 0;
  const planned =
    step?.type === 'send' ? earliestSend(document, times, { channel: step.channel, sends, at: dueAt }) : { at: dueAt };
  return {
    ...run,
    version,
    step: step?.key,
    dueAt: planned.at,
    delayedBy: planned.delayedBy,
    repeats: isRepeating ? repeats : undefined,
  };
}

/** What would come if nothing happened: the steps with their instants, `limit` at most, and how it would end. */
export function forecast(
  sequence: CompiledSequence,
  run: SequenceRun,
  { subject, sends }: SequenceMoment,
  limit: number,
): {
  steps: (TakenStep & { at: number; delayedBy?: SequenceRun['delayedBy'] })[];
  endsAt?: number;
  left?: LeaveReason;
} {
  const steps: (TakenStep & { at: number; delayedBy?: SequenceRun['delayedBy'] })[] = [];
  let current = run;
  let known = sends;
  while (steps.length < limit) {
    const now = Math.max(current.dueAt, subject.now);
    const found = advance(sequence, current, { subject: { ...subject, now }, sends: known });
    steps.push(
      ...found.taken.map((one, index) => ({ ...one, at: now, delayedBy: index === 0 ? current.delayedBy : undefined })),
    );
    if (found.run === undefined) return { steps, endsAt: now, ...(found.left && { left: found.left }) };
    current = found.run;
    known = found.sends;
  }
  return { steps: steps.slice(0, limit) };
}
