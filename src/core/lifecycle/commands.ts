import type { ActivityContent } from '../activities/activities.js';
import type { LossReason } from '../deals/deal.js';
import type { HandoffCommand } from '../handoffs/commands.js';
import type { Lead } from '../leads/lead.js';
import type { TaskToMake } from '../playbooks/automatic.js';
import type { SlaCommand } from '../sla/commands.js';
import type { Bought, WakeWhen } from './lifecycle.js';
import type { DisqualificationReason, ParkReason } from './reasons.js';

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

/** The lead is won. Customers and deal are written in the same transaction. */
export interface ConvertCommand {
  type: 'convert';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
  conversionId: string;
  bought: Bought;
  actorId: string;
}

export interface UndoConversionCommand {
  type: 'undo_conversion';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
}

/** The lead did not buy, and why. */
export interface LoseCommand {
  type: 'lose';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
  reason: LossReason;
  detail?: string | undefined;
  /** Who won it instead. */
  competitor?: string | undefined;
  actorId: string;
}

/** Why a lead is not worth working. */
export interface DisqualifyCommand {
  type: 'disqualify';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
  reason: DisqualificationReason;
  detail?: string | undefined;
  actorId: string;
}

/** Keeps a lead aside until something wakes it. */
export interface ParkCommand {
  type: 'park';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
  reason: ParkReason;
  detail?: string | undefined;
  /** Whose product it has or prefers. */
  competitor?: string | undefined;
  wakeWhen: WakeWhen;
  actorId: string;
}

/** Wakes a parked lead if there is anything to wake it. */
export interface WakeCommand {
  type: 'wake';
  leadId: string;
}

/** Takes a lead up again that had come to an end. */
export interface RecycleCommand {
  type: 'recycle';
  leadId: string;
  ifMatch?: readonly number[] | undefined;
  reason: string;
  /** Another product that is pitched, with the source, of the channel `win_back`, that it comes from. */
  product?: string | undefined;
  sourceId?: string | undefined;
  campaignId?: string | undefined;
  actorId: string;
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

/** The lead is closed: what is still to be done about it is not done any more. */
export interface EndTasksCommand {
  type: 'end_tasks';
  leadId: string;
}

/** What people and timers do about the lifecycle of a lead; each part of it adds its own. */
export type LifecycleCommand =
  | StageCommand
  | RotCommand
  | DisqualifyCommand
  | ParkCommand
  | WakeCommand
  | RecycleCommand
  | ConvertCommand
  | UndoConversionCommand
  | LoseCommand
  | ActivityCommand
  | MakeTasksCommand
  | EndTasksCommand
  | HandoffCommand
  | SlaCommand;

/** `lead`: as it is now, if it is there. */
export interface LifecycleResult {
  type: LifecycleCommand['type'];
  changed: boolean;
  lead?: Lead | undefined;
  /** The activity that was recorded, or was counted before. */
  activity?: { id: string; duplicate: boolean } | undefined;
}
