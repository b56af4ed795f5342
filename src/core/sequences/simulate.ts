import type { Subject } from '../conditions/subject.js';
import type { LeaveReason, SequenceRun, SequenceSends } from '../leads/sequence-runs.js';
import { advance, enterSequence, exitReason, type TakenStep } from './advance.js';
import type { CompiledSequence } from './compile.js';

/** What would have happened to a lead. Instants are epoch milliseconds. */
export interface SequenceSimulation {
  /** Absent: the lead would not have entered. */
  enteredAt?: number | undefined;
  steps: (TakenStep & { at: number })[];
  leftAt?: number | undefined;
  left?: LeaveReason | undefined;
  /** The run at the end of the past, if the lead would still be in. */
  run?: SequenceRun | undefined;
}

/** How a lead looked from an instant on. `subject.now` is that instant. */
export interface PastState {
  at: number;
  subject: Subject;
}

/** Most steps that a simulation returns. */
export const MOST_SIMULATED = 500;

/**
 * Dry run of a sequence over the past of a lead: it enters at the first state from `from` on for which the entry condition holds (at once
 * without one), and its steps come at their instants until `until`. Only sends of this sequence count for its caps. A generator, so that
 * the caller can give other work a turn after each state; it returns the result. `states` are in the order of time.
 */
export function* simulateSequence(
  sequence: CompiledSequence,
  states: Iterable<PastState>,
  { from, until }: { from: number; until: number },
): Generator<void, SequenceSimulation> {
  const result: SequenceSimulation = { steps: [] };
  let known: PastState | undefined;
  let sends: SequenceSends = {};

  /** Takes the steps that are due before `end` as the lead looks now. */
  const takeUntil = (end: number, { subject }: PastState): void => {
    while (result.run !== undefined && result.run.dueAt < end && result.steps.length < MOST_SIMULATED) {
      const now = Math.max(result.run.dueAt, subject.now);
      const found = advance(sequence, result.run, { subject: { ...subject, now }, sends });
      result.steps.push(...found.taken.map((one) => ({ ...one, at: now })));
      sends = found.sends;
      result.run = found.run;
      if (found.run === undefined) Object.assign(result, { leftAt: now, left: found.left });
    }
  };
  /** Lets the lead enter, or leave by an exit condition. */
  const react = (subject: Subject): void => {
    if (result.run !== undefined) {
      const reason = exitReason(sequence, result.run, subject);
      if (reason !== undefined) Object.assign(result, { run: undefined, leftAt: subject.now, left: reason });
    } else if (result.enteredAt === undefined && sequence.enters?.(subject) !== false) {
      const entry = { enteredBy: 'rule', category: subject.category ?? 'lead', stay: 1 } as const;
      result.run = enterSequence(sequence, { subject, sends }, entry);
      result.enteredAt = subject.now;
    }
  };
  const startAt = ({ subject }: PastState) => ({ ...subject, now: Math.max(subject.now, from) });

  for (const state of states) {
    yield;
    if (known !== undefined && state.at > from) {
      if (known.at < from && result.enteredAt === undefined) react(startAt(known));
      takeUntil(state.at, known);
    }
    if (result.left !== undefined) return result;
    known = state;
    if (state.at >= from) react(state.subject);
  }
  if (known !== undefined && known.at < from && from <= until) react(startAt(known));
  if (known !== undefined) takeUntil(until + 1, known);
  return result;
}
