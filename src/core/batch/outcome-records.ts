import type { EventCause } from '../events/events.js';
import type { Lead } from '../leads/lead.js';
import type { NewOutcome } from './changes.js';
import { endedAtOf, type OutcomeKey, outcomeChange, outcomeOf, outcomeReasonOf } from './outcomes.js';

const keyOf = ({ leadId, category, endedAt }: OutcomeKey): string => `${leadId}|${category}|${endedAt}`;

/** Outcomes of leads that a batch adds and withdraws. Withdrawn ones are deleted before added ones are inserted. */
export class OutcomeRecords {
  private added = new Map<string, NewOutcome>();
  private withdrawn = new Map<string, OutcomeKey>();

  constructor(private readonly newId: () => string) {}

  /** Notes a change of a lead; `before` is undefined for a new lead. */
  note(before: Lead | undefined, lead: Lead, cause: EventCause): void {
    if (before?.category === lead.category && endedAtOf(before) === endedAtOf(lead)) {
      if (cause === 'manual') this.noteReason(before, lead);
      return;
    }
    const { added, withdrawn } = outcomeChange(before, lead, cause);
    if (withdrawn) {
      this.added.delete(keyOf(withdrawn));
      this.withdrawn.set(keyOf(withdrawn), withdrawn);
    }
    if (added) this.added.set(keyOf(added), { id: this.newId(), ...added });
  }

  /** A person may state another reason of a lead that has ended. The stored outcome takes it. */
  private noteReason(before: Lead, lead: Lead): void {
    const outcome = lead.category === 'customer' ? undefined : outcomeOf(before, lead);
    if (outcome && !this.added.has(keyOf(outcome))) this.added.set(keyOf(outcome), { id: this.newId(), ...outcome });
  }

  /** The lead is removed; the database keeps its stored outcomes without it. */
  forget(leadId: string): void {
    for (const outcome of this.added.values()) {
      if (outcome.leadId === leadId)
        Object.assign(outcome, { leadId: undefined, products: undefined, competitor: undefined });
    }
  }

  takeChanges(leadOf: (id: string) => Lead | undefined): {
    outcomesAdded: NewOutcome[];
    outcomesWithdrawn: OutcomeKey[];
  } {
    const { added, withdrawn } = this;
    if (added.size > 0) this.added = new Map();
    if (withdrawn.size > 0) this.withdrawn = new Map();
    for (const outcome of added.values()) {
      const { leadId, category, endedAt } = outcome;
      const lead = leadId === undefined ? undefined : leadOf(leadId);
      if (leadId !== undefined && lead) Object.assign(outcome, outcomeReasonOf({ leadId, category, endedAt }, lead));
    }
    return { outcomesAdded: [...added.values()], outcomesWithdrawn: [...withdrawn.values()] };
  }
}
