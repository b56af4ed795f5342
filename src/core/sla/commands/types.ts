import type { IfMatch } from '../../refusals.js';

/** Stops the clocks of a lead until they are resumed. */
export interface SlaPauseCommand {
  type: 'sla_pause';
  leadId: string;
  ifMatch?: IfMatch;
  reason: string;
}

export interface SlaResumeCommand {
  type: 'sla_resume';
  leadId: string;
  ifMatch?: IfMatch;
}

/** The timer of the clocks fired: a clock warns or is breached. */
export interface SlaCheckCommand {
  type: 'sla_check';
  leadId: string;
}
