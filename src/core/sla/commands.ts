/** Stops the clocks of a lead until they are told to go on. */
export interface SlaPauseCommand {
  type: 'sla_pause';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
  reason: string;
}

export interface SlaResumeCommand {
  type: 'sla_resume';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
}

/** The timer of the clocks fired: something warns, or is over. */
export interface SlaCheckCommand {
  type: 'sla_check';
  leadId: string;
}

export type SlaCommand = SlaPauseCommand | SlaResumeCommand | SlaCheckCommand;
