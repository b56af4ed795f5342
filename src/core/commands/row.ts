import type { Batch } from '../batch/batch.js';
import type { Reads } from '../batch/reads.js';
import type { Refusal } from '../refusals.js';

/** A command as the table holds it: see `COMMANDS`. */
export interface CommandRow<Command, Result> {
  reads: (command: Command) => Reads;
  /** What what was loaded points to; looked at once, after the first round of loading. */
  readsNext?: (batch: Batch, command: Command) => Reads;
  refuse?: (batch: Batch, command: Command) => Refusal | undefined;
  apply: (batch: Batch, command: Command) => Result;
}
