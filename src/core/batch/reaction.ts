import type { EngagementFact } from '../engagement.js';
import type { LeadEventDraft } from '../events/lead-events.js';
import type { Lead } from '../leads/lead.js';
import type { SectionChanges } from '../leads/lifecycle.js';
import type { DecisionBasis } from './evaluation.js';

/** What a command has made of a lead. */
export interface LeadChange {
  /** Undefined: the lead is new. */
  before: Lead | undefined;
  lead: Lead;
  engagement: readonly EngagementFact[];
  basis: DecisionBasis;
  now: number;
}

/** What follows from a change of a lead, in the same transaction. */
export interface Reaction<Next = never> {
  /** Sections that change without an event: when something is due next. */
  silent?: SectionChanges | undefined;
  events?: LeadEventDraft | readonly LeadEventDraft[] | undefined;
  /** The command to apply next. */
  next?: Next | undefined;
}
