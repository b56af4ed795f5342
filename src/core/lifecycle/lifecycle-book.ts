import type { AssignmentState } from '../assignment/state.js';
import type { Subject } from '../conditions/subject.js';
import type { EngagementFact } from '../engagement.js';
import type { DomainEvent } from '../events.js';
import type { NewTouch } from '../ingest/changes.js';
import type { DecisionBasis } from '../ingest/decide.js';
import type { CategoryMove } from '../ingest/moving.js';
import type { OwnerBook } from '../ingest/owner-desk.js';
import type { WorkRecords } from '../ingest/work-records.js';
import type { Lead } from '../leads/lead.js';
import type { LifecycleBasis } from './basis.js';

/** What the desk needs of the book it works in. */
export interface LifecycleBook extends OwnerBook {
  lifecycle: LifecycleBasis;
  /** All that decisions rest on. */
  basis: DecisionBasis;
  /** What a lead of the book did. */
  engagementOf(leadId: string): readonly EngagementFact[];
  work: WorkRecords;
  newId(): string;
  /** Decides everything about the lead anew, with a person's word about its category if there is one. */
  settle(lead: Lead, cause: string, from?: string, move?: CategoryMove): Lead;
  subject(lead: Lead): Subject;
  recordTouch(touch: NewTouch): void;
  emit(event: DomainEvent): void;
}

/** What a command may rest on before it is carried out. */
export interface LifecycleFacts {
  assignment: Pick<AssignmentState, 'rep' | 'team' | 'isMember'>;
  lifecycle: LifecycleBasis;
  now: number;
  /** The lead as conditions see it. */
  subject(lead: Lead): Subject;
}
