import type { Lead } from '../leads/lead.js';

/** A person moves a lead to a stage, and so into its category, where it stays until it is released. */
export interface StageCommand {
  type: 'move_stage';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
  /** Key of the stage. */
  stage: string;
  reason: string;
  competitor?: string | undefined;
  actorId: string;
}

/** The timer of a lead's ageing limit fired. */
export interface RotCommand {
  type: 'rot';
  leadId: string;
}

/** What people and timers do about the lifecycle of a lead; each part of it adds its own. */
export type LifecycleCommand = StageCommand | RotCommand;

/** `lead`: as it is now, if it is there. */
export interface LifecycleResult {
  type: LifecycleCommand['type'];
  changed: boolean;
  lead?: Lead | undefined;
}
