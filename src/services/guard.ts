import type { FailureKind } from '../db/errors.js';
import type { Store } from '../db/store.js';
import { AppError, type ErrorCode } from './errors.js';

/** Wraps every verb of a service: database failures become the errors that a caller can act on. */
export function guardService<S extends object>(store: Store, service: S): S {
  const guarded: Record<string, unknown> = {};
  for (const [name, verb] of Object.entries(service) as [string, (...args: unknown[]) => unknown][]) {
    guarded[name] = async (...args: unknown[]) => {
      try {
        return await verb(...args);
      } catch (error) {
        throw callerError(store, error);
      }
    };
  }
  return guarded as S;
}

/** `at`: where the request has the cursor. */
export function cursorInvalid(at: { parameter: string } | { pointer: string } = { parameter: 'cursor' }): AppError {
  const detail = 'The cursor belongs to another list, filter or sort, or was altered: start again without it.';
  return new AppError('cursor_invalid', detail, { errors: [{ ...at, code: 'cursor_invalid', detail }] });
}

function feedEpochChanged(what: string): AppError {
  const detail =
    `${what} The database was restored to an earlier state since. Continue from an older cursor, or start without one, ` +
    'and undo the effects of events that are no longer in the log.';
  const errors = [{ parameter: 'cursor', code: 'feed_epoch_changed', detail }];
  return new AppError('feed_epoch_changed', detail, { errors });
}

/** The error for each kind of database failure. The HTTP status is 503, with Retry-After. */
const FAILURES: Partial<Record<FailureKind, [code: ErrorCode, detail: string]>> = {
  unavailable: [
    'database_unavailable',
    'The connection to the database failed. A write may have taken effect: repeat it with the same Idempotency-Key.',
  ],
  hung: [
    'database_unavailable',
    'The database does not answer. A write may have taken effect: repeat it with the same Idempotency-Key.',
  ],
  read_only: [
    'database_unavailable',
    'The database accepts no writes at the moment, as during a fail-over. Nothing was written: try again.',
  ],
  disk_full: [
    'database_unavailable',
    'The disk of the database is full. Nothing was written: try again when the operator has made room.',
  ],
  exhausted: ['database_unavailable', 'The database is out of memory or connections. Nothing was written: try again.'],
  timeout: [
    'overloaded',
    'The database took too long. Nothing was written: narrow a read (filters, period, page), else try again later.',
  ],
  contention: ['overloaded', 'Other writes were in the way for too long. Nothing was written: try again.'],
};

function callerError(store: Store, error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof Error && error.name === 'CursorRefused') {
    return cursorInvalid();
  }
  if (error instanceof Error && error.name === 'FeedPositionGone') return feedEpochChanged(error.message);
  const kind = store.failureOf(error)?.kind;
  const meaning = kind === undefined ? undefined : FAILURES[kind];
  if (meaning === undefined) return error;
  const [code, detail] = meaning;
  return new AppError(code, detail, { cause: error });
}
