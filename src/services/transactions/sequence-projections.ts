import type { DomainEvent } from '../../core/events/events.js';
import type { NewSequenceRun, NewSequenceStep, SequenceRunEnding } from '../../db/repositories/sequences.js';
import type { WriteScope } from '../../db/store.js';

/** What the commands put into `after` of the events, from which rows are made. */
type Entered = Omit<NewSequenceRun, 'leadId'>;
type Stepped = Omit<NewSequenceStep, 'leadId' | 'type' | 'at'> & { stepType: NewSequenceStep['type'] };
type Left = Omit<SequenceRunEnding, 'leadId' | 'leftAt'>;

/** Rows about leads in sequences that follow from the events of a transaction. */
export class SequenceProjections {
  private runs: NewSequenceRun[] = [];
  private steps: NewSequenceStep[] = [];
  private endings: SequenceRunEnding[] = [];

  /** `now` is the instant of the event, epoch milliseconds. */
  note(event: DomainEvent, now: number): void {
    const leadId = event.subjectId;
    if (event.type === 'lead.deleted') this.forget(leadId);
    switch (event.type) {
      case 'sequence.entered': {
        this.runs.push({ ...(event.after as Entered), leadId });
        return;
      }
      case 'sequence.left': {
        this.endings.push({ ...(event.after as Left), leadId, leftAt: now });
        return;
      }
      case 'sequence.step_due':
      case 'sequence.step_done':
      case 'sequence.step_skipped': {
        const { stepType: type, ...step } = event.after as Stepped;
        this.steps.push({ ...step, type, leadId, at: now });
        return;
      }
    }
  }

  write(scope: WriteScope): void {
    const { runs, steps, endings } = this;
    if (runs.length > 0) scope.defer(scope.sequences.insertRuns(runs));
    if (steps.length > 0) scope.defer(scope.sequences.insertSteps(steps));
    if (endings.length > 0) scope.defer(scope.sequences.end(endings));
  }

  /** The removal of a lead deletes its stored rows. */
  private forget(leadId: string): void {
    const others = (one: { leadId: string }) => one.leadId !== leadId;
    this.runs = this.runs.filter(others);
    this.steps = this.steps.filter(others);
    this.endings = this.endings.filter(others);
  }
}
