import type { Store } from '../db/store.js';
import { AppError } from './errors.js';

/** Every verb of a service with database failures told as what they mean to a caller. In one place, for all verbs. */
export function guardService<S extends object>(store: Store, service: S): S {
  const guarded: Record<string, unknown> = {};
  for (const [name, verb] of Object.entries(service) as [string, (...args: unknown[]) => unknown][]) {
    guarded[name] = async (...args: unknown[]) => {
      try {
        return await verb(...args);
      } catch (error) {
        throw meaningOf(store, error);
      }
    };
  }
  return guarded as S;
}

export function cursorInvalid(): AppError {
  const detail = 'The cursor belongs to another list, filter or sort, or was altered: start again without it.';
  return new AppError('cursor_invalid', detail, { errors: [{ parameter: 'cursor', code: 'cursor_invalid', detail }] });
}

function feedEpochChanged(what: string): AppError {
  const detail =
    `${what} The database was restored to an earlier state since. Go on from an older cursor, or begin without one, ` +
    'and undo what came of events that the log has no more.';
  const errors = [{ parameter: 'cursor', code: 'feed_epoch_changed', detail }];
  return new AppError('feed_epoch_changed', detail, { errors });
}

function meaningOf(store: Store, error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (error instanceof Error && error.name === 'CursorRefused') {
    return cursorInvalid();
  }
  if (error instanceof Error && error.name === 'FeedPositionGone') return feedEpochChanged(error.message);
  switch (store.failureOf(error)?.kind) {
    case 'unavailable':
      return new AppError('database_unavailable', 'The database does not answer: try again.', {
        cause: error,
        headers: { 'retry-after': '2' },
      });
    case 'timeout':
      return new AppError('overloaded', 'The database took too long: try again later, or ask for less.', {
        cause: error,
        headers: { 'retry-after': '2' },
      });
    default:
      return error;
  }
}
