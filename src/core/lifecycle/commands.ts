import type { ActivityContent } from '../activities/activities.js';
import type { Lead } from '../leads/lead.js';
import type { TaskToMake } from '../playbooks/automatic.js';

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

/** Somebody did something about a lead, and tells it. */
export interface ActivityCommand {
  type: 'record_activity';
  leadId: string;
  activityId: string;
  content: ActivityContent;
  /** The task that was completed with it. */
  taskId?: string | undefined;
}

/** Tasks that the playbook makes by itself. */
export interface MakeTasksCommand {
  type: 'make_tasks';
  leadId: string;
  playbookVersion: number;
  toMake: readonly TaskToMake[];
}

/** What people and timers do about the lifecycle of a lead; each part of it adds its own. */
export type LifecycleCommand = StageCommand | RotCommand | ActivityCommand | MakeTasksCommand;

/** `lead`: as it is now, if it is there. */
export interface LifecycleResult {
  type: LifecycleCommand['type'];
  changed: boolean;
  lead?: Lead | undefined;
  /** The activity that was recorded, or was counted before. */
  activity?: { id: string; duplicate: boolean } | undefined;
}
