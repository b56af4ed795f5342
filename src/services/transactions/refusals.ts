import type { Command } from '../../core/commands/table.js';
import type { Refusal } from '../../core/refusals.js';
import type { WriteContext } from '../context.js';
import { AppError, type FieldError } from '../errors.js';
import type { Transactions } from './request.js';

/** Converts a refusal of the core to an error for the caller. */
export function refusalError(refusal: Refusal): AppError {
  const { code, detail } = refusal;
  if (code === 'version_mismatch') {
    return new AppError(code, detail, { headers: { etag: `"${refusal.version}"` } });
  }
  if ('errors' in refusal) return new AppError(code, detail, { errors: [...refusal.errors] });
  const pointer = 'pointer' in refusal ? refusal.pointer : undefined;
  return new AppError(code, detail, pointer === undefined ? {} : { errors: [{ pointer, code, detail }] });
}

export const SOME_REFUSED = 'Some items cannot be taken, so nothing was written.';

/** The violations of an item, with pointers into the body of its batch. */
export function errorsAt(index: number, { code, detail, extra }: AppError): FieldError[] {
  const errors = extra.errors ?? [{ pointer: '', code, detail }];
  return errors.map((one) => ({ ...one, pointer: `/items/${index}${one.pointer ?? ''}` }));
}

/** The error of an item in the answer of its batch. */
export function itemError(index: number, error: AppError): AppError {
  const { code, detail, extra } = error;
  return extra.errors === undefined ? error : new AppError(code, detail, { ...extra, errors: errorsAt(index, error) });
}

/** One refused item refuses an atomic batch; the answer names every refused item. */
export function atomicRefusal(refusals: readonly (Refusal | undefined)[]): AppError {
  const errors = refusals.flatMap((refusal, index) => (refusal ? errorsAt(index, refusalError(refusal)) : []));
  return new AppError('rule_refused', SOME_REFUSED, { errors: errors.slice(0, 50) });
}

/**
 * An atomic batch was refused because of what its own first items did. The whole transaction is rolled back; `refused` is
 * for the caller of the batch.
 */
export class RefusedMidway extends Error {
  constructor(readonly refused: AppError) {
    super(refused.detail);
  }
}

/** The result of a command; throws its refusal. */
export function resultOf<Result>(outcome: { result: Result } | { refusal: Refusal } | undefined): Result {
  if (outcome === undefined) throw new Error('the command has no outcome');
  if ('refusal' in outcome) throw refusalError(outcome.refusal);
  return outcome.result;
}

/** Refuses a request before it becomes commands. With an Idempotency-Key a transaction stores the refusal. */
export async function refuse(transactions: Transactions, context: WriteContext, error: AppError): Promise<never> {
  if (!context.idempotency) throw error;
  return transactions.run<Command, never>({
    context,
    commands: [],
    mode: 'atomic',
    answer: () => {
      throw error;
    },
  });
}
