import type { Command, ResultOf } from '../../core/commands/table.js';
import type { WriteContext } from '../context.js';
import { AppError, type FieldError } from '../errors.js';
import { errorsAt, itemError, refusalError, refuse, SOME_REFUSED } from './refusals.js';
import type { BatchMode, Transactions } from './request.js';

/** An item of a batch as it was sent, or what its form violates: pointers begin at the item. */
export type BatchItem<Input> = { input: Input } | { invalid: readonly FieldError[] };
/** An item that can be applied, or why it cannot. */
export type PreparedItem<Prepared> = Prepared | { error: AppError };
/** The result of an item, or why it was refused: pointers begin at the body of the request. */
export type ItemResult<Value> = { value: Value } | { error: AppError };

/** The error of an item whose form violates something. */
export const invalidItem = (errors: readonly FieldError[]): AppError =>
  new AppError('validation_failed', 'The item does not have the right form.', { errors: [...errors] });

/** Prepares an item: what its form violates and an `AppError` that `prepare` throws become its error. */
export function prepareItem<Input, Prepared>(
  item: BatchItem<Input>,
  prepare: (input: Input) => Prepared,
): PreparedItem<Prepared> {
  if ('invalid' in item) return { error: invalidItem(item.invalid) };
  try {
    return prepare(item.input);
  } catch (error) {
    if (error instanceof AppError) return { error };
    throw error;
  }
}

/**
 * Applies the items of a batch in one transaction, and returns the result of each in the order of the items. With `atomic` one refused item
 * refuses all: throws AppError with the violations of all of them.
 */
export async function runItems<One extends Command, Prepared extends { command: One }, Value>(
  transactions: Transactions,
  request: { context: WriteContext; mode: BatchMode; items: readonly PreparedItem<Prepared>[] },
  toValue: (result: ResultOf<One['type']>, item: Prepared) => Value,
): Promise<ItemResult<Value>[]> {
  const { context, mode, items } = request;
  const wrong = items.flatMap((item, index) => ('error' in item ? errorsAt(index, item.error) : []));
  if (mode === 'atomic' && wrong.length > 0) {
    const errors = wrong.slice(0, 50);
    return refuse(transactions, context, new AppError('rule_refused', SOME_REFUSED, { errors }));
  }
  const commands = items.flatMap((item) => ('error' in item ? [] : [item.command]));
  return transactions.run<One, ItemResult<Value>[]>({
    context,
    commands,
    mode,
    answer: (outcomes) => {
      let next = 0;
      return items.map((item, index) => {
        if ('error' in item) return { error: itemError(index, item.error) };
        const outcome = outcomes[next++];
        if (outcome === undefined) throw new Error('the command of an item has no outcome');
        if ('refusal' in outcome) return { error: itemError(index, refusalError(outcome.refusal)) };
        return { value: toValue(outcome.result, item) };
      });
    },
  });
}
