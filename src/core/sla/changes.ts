import type { Subject } from '../conditions/subject.js';
import type { Sla, SlaClock } from '../leads/sla.js';
import type { CalendarOf } from './clock.js';
import type { CompiledSlaPolicy } from './policy.js';

export type SlaEventType =
  | 'lead.sla_started'
  | 'lead.sla_warned'
  | 'lead.sla_breached'
  | 'lead.sla_met'
  | 'lead.sla_restated'
  | 'lead.sla_cancelled'
  | 'lead.sla_paused'
  | 'lead.sla_resumed';

/** One change of the clocks of a lead, with the clock after it, and before it if it is restated. */
export interface SlaStep {
  type: SlaEventType;
  clock?: SlaClock;
  before?: SlaClock;
}

/** The clocks after the changes, and the changes in order. */
export interface SlaChange {
  sla: Sla;
  steps: SlaStep[];
}

/** The input of clocks. `subject` is called only when a rule has to be evaluated. */
export interface SlaBasis {
  policy: CompiledSlaPolicy;
  calendarOf: CalendarOf;
  subject: () => Subject;
  now: number;
}
