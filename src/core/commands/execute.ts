import type { Batch } from '../batch/batch.js';
import type { CustomerLeads, Reads } from '../batch/reads.js';
import { type EngagementCommand, evaluatePending } from '../leads/commands/record-engagement.js';
import type { Lead } from '../leads/lead.js';
import { takeUpEngaged } from '../lifecycle/commands/returning.js';
import type { Refusal } from '../refusals.js';
import type { VisitCommand } from '../visits/commands/visit.js';
import { reactTo } from './reactions.js';
import type { CommandRow } from './row.js';
import { COMMANDS, type Command, type CommandOf, type CommandType, type ResultOf } from './table.js';

type Row<Type extends CommandType> = CommandRow<CommandOf<Type>, ResultOf<Type>>;
const ROWS: { [Type in CommandType]: Row<Type> } = COMMANDS;

/** The row of a command. Each type of command gets its own row, which the compiler cannot infer for a union of types. */
const rowOf = <One extends Command>({ type }: One) => ROWS[type] as unknown as CommandRow<One, ResultOf<One['type']>>;

/** The records to load before the command is checked. */
export const readsOf = <One extends Command>(command: One): Reads => rowOf(command).reads(command);

/** The records to load after the first load. */
export const nextReadsOf = <One extends Command>(batch: Batch, command: One): Reads | undefined =>
  rowOf(command).readsNext?.(batch, command);

/** The leads of customers to load after that. */
export const customerLeadsOf = <One extends Command>(batch: Batch, command: One): CustomerLeads | undefined =>
  rowOf(command).leadsOf?.(batch, command);

/** An upper limit: no change needs so many iterations of reactions. */
const MAXIMUM_ROUNDS = 10;

/** The refusal of a command, before anything is changed; undefined when it can be applied. */
export const refusalOf = <One extends Command>(batch: Batch, command: One): Refusal | undefined =>
  rowOf(command).refuse?.(batch, command);

/** Applies a command that `refusalOf` does not refuse, with all its consequences. */
export const execute = <One extends Command>(batch: Batch, command: One): ResultOf<One['type']> =>
  conclude(batch, rowOf(command).apply(batch, command));

/** Applies what follows from the changes of a command. Returns its result as it is then. */
function conclude<Result extends object>(batch: Batch, result: Result): Result {
  react(batch);
  evaluateAllPending(batch);
  emitSales(batch);
  return withCurrentLead(batch, result);
}

/** Records an event and leaves the evaluation to `evaluateRecorded`, which must come before any command of another kind. */
export const recordOnly = <One extends EngagementCommand | VisitCommand>(
  batch: Batch,
  command: One,
): ResultOf<One['type']> => rowOf(command).apply(batch, command);

/** Evaluates the leads of which events were recorded, and applies the reactions. */
function evaluateAllPending(batch: Batch): void {
  for (const leadId of batch.engagement.pendingLeadIds) evaluateRecorded(batch, leadId);
}

/** The same for one lead, which is taken up again if it had ended and the events show interest. */
export function evaluateRecorded(batch: Batch, leadId: string): void {
  const pending = evaluatePending(batch, leadId);
  if (pending) takeUpEngaged(batch, pending);
  react(batch);
  emitSales(batch);
}

/** The events of customers and deals, which follow those of the leads. */
function emitSales(batch: Batch): void {
  for (const event of batch.sales.takeEvents()) batch.emit(event);
}

/** The result with its lead as it is now: reactions or other events may have changed it, and its score may have faded. */
export function withCurrentLead<Result extends { lead?: Lead | undefined } | object>(
  batch: Batch,
  result: Result,
): Result {
  const before = 'lead' in result ? result.lead : undefined;
  const stored = before && batch.leads.find(before.id);
  const lead = stored && batch.exactLead(stored);
  return lead === undefined || lead === before ? result : { ...result, lead };
}

/** Applies the reactions to all changes of leads, and their follow-up commands, until there are none. */
function react(batch: Batch): void {
  for (let round = 0; batch.hasUnreacted; round++) {
    if (round === MAXIMUM_ROUNDS) throw new Error('the reactions to a command do not end');
    for (const [leadId, before] of batch.takeUnreacted()) reactToLead(batch, leadId, before);
  }
}

function reactToLead(batch: Batch, leadId: string, before: Lead | undefined): void {
  const { basis, now, leads } = batch;
  const lead = leads.find(leadId);
  if (lead === undefined) return;
  const reacted = reactTo({ before, lead, engagement: leads.engagementOf(leadId), basis, now });
  if (reacted === undefined) return;
  // The lead is written only if a reaction changed it.
  if (reacted.lead !== lead) batch.putQuietly(reacted.lead);
  for (const event of reacted.events) batch.emit(event);
  for (const command of reacted.next) rowOf(command).apply(batch, command);
}
