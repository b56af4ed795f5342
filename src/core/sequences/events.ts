import type { EventCause } from '../events/events.js';
import type { LeadEventDraft } from '../events/lead-events.js';
import type { LeaveReason, SequenceRun, SequenceSection } from '../leads/sequence-runs.js';
import type { TakenStep } from './advance.js';

/** What identifies a stay of a lead in a sequence, in events. */
const about = ({ key, stay, purpose, version, enteredAt }: SequenceRun) => ({ key, stay, purpose, version, enteredAt });

export const enteredEvent = (run: SequenceRun, sequences: SequenceSection, cause: EventCause): LeadEventDraft => ({
  type: 'sequence.entered',
  cause,
  sections: { sequences },
  after: { ...about(run), enteredBy: run.enteredBy, step: run.step, dueAt: run.dueAt },
});

export const leftEvent = (
  run: SequenceRun,
  reason: LeaveReason,
  { sequences, cause, note }: { sequences: SequenceSection; cause: EventCause; note?: string | undefined },
): LeadEventDraft => ({
  type: 'sequence.left',
  cause,
  sections: { sequences },
  after: { ...about(run), reason, lastStep: run.lastStep, note },
});

const TYPES = {
  due: 'sequence.step_due',
  task: 'sequence.step_done',
  met: 'sequence.step_done',
  not_met: 'sequence.step_done',
  skipped: 'sequence.step_skipped',
} as const;

/** A step that came. `position` counts the steps of the stay from 1. */
export function stepEvent(
  run: SequenceRun,
  { step, type, outcome, reason, channel, template }: TakenStep,
  { sequences, position, taskId }: { sequences: SequenceSection; position: number; taskId?: string | undefined },
): LeadEventDraft {
  return {
    type: TYPES[outcome],
    cause: 'sequence',
    sections: { sequences },
    after: { ...about(run), step, stepType: type, outcome, reason, channel, template, taskId, position },
  };
}

export const delayedEvent = (run: SequenceRun, sequences: SequenceSection): LeadEventDraft => ({
  type: 'sequence.step_delayed',
  cause: 'sequence',
  sections: { sequences },
  after: { ...about(run), step: run.step, reason: run.delayedBy, dueAt: run.dueAt },
});
