import type { Command, ResultOf } from '../../core/commands/table.js';
import type { Refusal } from '../../core/refusals.js';
import type { WriteContext } from '../context.js';

/** `atomic`: one refused command refuses all; `partial`: each command is accepted or refused by itself. */
export type BatchMode = 'partial' | 'atomic';

/** The outcome of a command. */
export type Outcome<One extends Command = Command> = { result: ResultOf<One['type']> } | { refusal: Refusal };

/** The commands of one caller, applied in one transaction. `answer` makes the result from their outcomes. */
export interface TransactionRequest<One extends Command = Command, T = unknown> {
  context: WriteContext;
  commands: readonly One[];
  mode: BatchMode;
  /** Pure: makes the answer. Runs inside the transaction, so that the answer is stored with the effect. Throws AppError to refuse. */
  answer(outcomes: readonly Outcome<One>[]): T;
}

/** Applies commands; concurrent requests of a workspace share a transaction, and each gets its own answer after the commit. */
export interface Transactions {
  /** One command; throws AppError when it is refused. `answer` is pure; its value is stored under an Idempotency-Key. */
  execute<One extends Command, T>(
    context: WriteContext,
    command: One,
    answer: (result: ResultOf<One['type']>) => T,
  ): Promise<T>;
  run<One extends Command, T>(request: TransactionRequest<One, T>): Promise<T>;
}
