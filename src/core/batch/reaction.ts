import type { EngagementFact } from '../engagement.js';
import type { LeadEventDraft } from '../events/lead-events.js';
import type { Lead } from '../leads/lead.js';
import type { SectionChanges } from '../leads/lifecycle.js';
import type { DecisionBasis } from './evaluation.js';

/** A lead before and after a command. */
export interface LeadChange {
  /** Undefined: the lead is new. */
  before: Lead | undefined;
  lead: Lead;
  engagement: readonly EngagementFact[];
  basis: DecisionBasis;
  now: number;
}

/** The consequences of a change of a lead, in the same transaction. */
export interface Reaction<Next = never> {
  /** Sections that change without an event, such as the next due instant. */
  silent?: SectionChanges | undefined;
  events?: LeadEventDraft | readonly LeadEventDraft[] | undefined;
  /** The command to apply next. */
  next?: Next | undefined;
}
