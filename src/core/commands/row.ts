import type { Batch } from '../batch/batch.js';
import type { CustomerLeads, Reads } from '../batch/reads.js';
import type { Refusal } from '../refusals.js';

/** A row of the table of commands: see `COMMANDS`. */
export interface CommandRow<Command, Result> {
  reads: (command: Command) => Reads;
  /** The records that loaded records refer to; requested once, after the first load. */
  readsNext?: (batch: Batch, command: Command) => Reads;
  /** Leads of customers that the command may change, with their engagement and open tasks; requested after the second load. */
  leadsOf?: (batch: Batch, command: Command) => CustomerLeads | undefined;
  refuse?: (batch: Batch, command: Command) => Refusal | undefined;
  apply: (batch: Batch, command: Command) => Result;
}
