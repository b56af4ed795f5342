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

/** One refused item refuses an atomic batch; the answer names every refused item. */
export function atomicRefusal(refusals: readonly (Refusal | undefined)[]): AppError {
  const errors = refusals.flatMap((refusal, index): FieldError[] => {
    if (!refusal) return [];
    const pointer = `/items/${index}${'pointer' in refusal ? (refusal.pointer ?? '') : ''}`;
    return [{ pointer, code: refusal.code, detail: refusal.detail }];
  });
  return new AppError('rule_refused', `${errors.length} items were refused, so nothing was written.`, {
    errors: errors.slice(0, 50),
  });
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
