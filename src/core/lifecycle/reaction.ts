import type { EngagementFact } from '../engagement.js';
import type { DecisionBasis } from '../ingest/decide.js';
import type { Lead } from '../leads/lead.js';
import type { LifecycleCommand } from './commands.js';
import type { Telling } from './events.js';
import type { SectionChanges } from './lifecycle.js';

/** What a command has made of a lead. */
export interface LeadChange {
  /** Undefined: it is new. */
  before: Lead | undefined;
  lead: Lead;
  engagement: readonly EngagementFact[];
  basis: DecisionBasis;
  now: number;
}

/** What follows from a change for one part of the lifecycle. */
export interface Reaction {
  /** Sections that change without being told: when something is due next. */
  silent?: SectionChanges | undefined;
  told?: Telling | readonly Telling[] | undefined;
  /** To be carried out next, in the same transaction. */
  next?: LifecycleCommand | undefined;
}
