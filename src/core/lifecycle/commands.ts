import type { Lead } from '../leads/lead.js';
import type { ConvertCommand, UndoConversionCommand } from './converting.js';
import type { LoseCommand } from './losing.js';
import type { RotCommand } from './rotting.js';
import type { StageCommand } from './stages.js';

/** What people and timers do about the lifecycle of a lead; each part of it adds its own. */
export type LifecycleCommand = StageCommand | RotCommand | ConvertCommand | UndoConversionCommand | LoseCommand;

/** `lead`: as it is now, if it is there. */
export interface LifecycleResult {
  type: LifecycleCommand['type'];
  changed: boolean;
  lead?: Lead | undefined;
}
