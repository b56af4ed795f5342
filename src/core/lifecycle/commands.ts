import type { Lead } from '../leads/lead.js';
import type { RotCommand } from './rotting.js';
import type { StageCommand } from './stages.js';
import type { WorkCommand } from './working.js';

/** What people and timers do about the lifecycle of a lead; each part of it adds its own. */
export type LifecycleCommand = StageCommand | RotCommand | WorkCommand;

/** `lead`: as it is now, if it is there. */
export interface LifecycleResult {
  type: LifecycleCommand['type'];
  changed: boolean;
  lead?: Lead | undefined;
  /** The activity that was recorded, or was counted before. */
  activity?: { id: string; duplicate: boolean } | undefined;
}
