import { executeAccept, executeOffer, executeReject, executeTimeout, executeWithdraw } from '../handoffs/desk.js';
import { answerRefusal, offerRefusal, openRefusal } from '../handoffs/refusals.js';
import type { Refusal } from '../ingest/commands.js';
import { versionRefusal } from '../ingest/owner-refusals.js';
import type { Lead } from '../leads/lead.js';
import { executeCheck, executePause, executeResume, pauseRefusal, resumeRefusal } from '../sla/desk.js';
import { executeEndTasks } from './closing.js';
import type { LifecycleCommand, LifecycleResult } from './commands.js';
import {
  convertedRefusal,
  convertRefusal,
  executeConvert,
  executeUndoConversion,
  undoConversionRefusal,
} from './converting.js';
import { disqualifyRefusal, executeDisqualify } from './disqualifying.js';
import type { LifecycleBook, LifecycleFacts } from './lifecycle-book.js';
import { executeLose } from './losing.js';
import { executePark, executeWake, parkRefusal } from './parking.js';
import { executeRecycle, recycleRefusal } from './recycling.js';
import { executeRot } from './rotting.js';
import { executeStage, stageRefusal } from './stages.js';
import { activityRefusal, executeActivity, executeMakeTasks } from './working.js';

type OfType<Type extends LifecycleCommand['type']> = Extract<LifecycleCommand, { type: Type }>;

interface Line<Command> {
  /** What stands against it; a command without one is fired by a timer and finds out itself whether it is (still) due. */
  refusal?: (command: Command, lead: Lead, facts: LifecycleFacts) => Refusal | undefined;
  execute: (book: LifecycleBook, command: Command) => Omit<LifecycleResult, 'type'>;
}

/** Every command: what stands against it, and what it does. */
const COMMANDS: { [Type in LifecycleCommand['type']]: Line<OfType<Type>> } = {
  move_stage: { refusal: unlessConverted(stageRefusal), execute: executeStage },
  rot: { execute: executeRot },
  convert: { refusal: (_, lead) => convertRefusal(lead), execute: executeConvert },
  undo_conversion: { refusal: (_, lead) => undoConversionRefusal(lead), execute: executeUndoConversion },
  lose: { refusal: unlessConverted(), execute: executeLose },
  disqualify: { refusal: unlessConverted(disqualifyRefusal), execute: executeDisqualify },
  park: { refusal: unlessConverted(parkRefusal), execute: executePark },
  wake: { execute: executeWake },
  recycle: { refusal: unlessConverted(recycleRefusal), execute: executeRecycle },
  record_activity: { refusal: activityRefusal, execute: executeActivity },
  make_tasks: { execute: executeMakeTasks },
  end_tasks: { execute: executeEndTasks },
  handoff_offer: { refusal: offerRefusal, execute: executeOffer },
  handoff_accept: { refusal: answerRefusal, execute: executeAccept },
  handoff_reject: { refusal: answerRefusal, execute: executeReject },
  handoff_withdraw: { refusal: (_command, lead) => openRefusal(lead), execute: executeWithdraw },
  handoff_timeout: { execute: executeTimeout },
  sla_pause: { refusal: pauseRefusal, execute: executePause },
  sla_resume: { refusal: resumeRefusal, execute: executeResume },
  sla_check: { execute: executeCheck },
};

export function isLifecycleCommand(command: { type: string }): command is LifecycleCommand {
  return Object.hasOwn(COMMANDS, command.type);
}

/** A command that moves the lead: a converted one it must not move. */
function unlessConverted<Command>(refusal?: Line<Command>['refusal']): NonNullable<Line<Command>['refusal']> {
  return (command, lead, facts) => convertedRefusal(lead) ?? refusal?.(command, lead, facts);
}

const NO_LEAD: Refusal = { code: 'not_found', detail: 'There is no such lead in this workspace.' };

/** What stands against a command, before anything is changed. */
export function lifecycleRefusal(
  command: LifecycleCommand,
  lead: Lead | undefined,
  facts: LifecycleFacts,
): Refusal | undefined {
  const { refusal } = lineOf(command);
  if (refusal === undefined) return undefined;
  if (lead === undefined) return NO_LEAD;
  return versionRefusal(command as { ifMatch?: readonly number[] }, lead) ?? refusal(command, lead, facts);
}

/** Expects that `lifecycleRefusal` found nothing against it. */
export function executeLifecycle(book: LifecycleBook, command: LifecycleCommand): LifecycleResult {
  return { type: command.type, ...lineOf(command).execute(book, command) };
}

/** The compiler cannot follow that a command meets its own line. */
const lineOf = (command: LifecycleCommand) => COMMANDS[command.type] as Line<LifecycleCommand>;
