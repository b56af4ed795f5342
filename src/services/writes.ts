import type { EventOrigin } from '../db/repositories/events.js';
import type { Store, WriteScope } from '../db/store.js';
import { IdempotentReplay, type StoredResponse, type WriteContext } from './context.js';
import { AppError } from './errors.js';
import type { Names } from './names.js';
import type { Span } from './tracing.js';

/** How long an answer is stored under its Idempotency-Key. */
export const IDEMPOTENCY_HOURS = 24;

export type Write = <T>(context: WriteContext, work: (scope: WriteScope) => Promise<T>) => Promise<T>;

export function originOf(context: WriteContext): EventOrigin {
  return { actorKind: context.actor.kind, actorId: context.actor.id, requestId: context.requestId };
}

export function rememberedSince(now: number): Date {
  return new Date(now - IDEMPOTENCY_HOURS * 3_600_000);
}

/** The result of a request whose Idempotency-Key is stored: the old answer, or a refusal. */
export function replayOf(
  found: { fingerprint: string; status: number; headers: Record<string, string>; body: string; erased: boolean },
  fingerprint: string,
): IdempotentReplay | AppError {
  if (found.fingerprint !== fingerprint) {
    return new AppError(
      'idempotency_key_reused',
      'This Idempotency-Key was used for another request in the last 24 hours: use a new key for a new request.',
    );
  }
  if (found.erased) {
    return new AppError(
      'answer_erased',
      'This request was carried out, and its answer was erased with a lead or customer that it named. It is not carried out again.',
    );
  }
  return new IdempotentReplay({ status: found.status, headers: found.headers, body: found.body });
}

/** Ends the span when the work ends. */
async function ended<T>(work: Promise<T>, span: Span): Promise<T> {
  try {
    const result = await work;
    span.end();
    return result;
  } catch (error) {
    span.end(error);
    throw error;
  }
}

/**
 * A write of a service: one transaction under the workspace's head row, which stores the answer with the effect. A
 * deterministic refusal is stored too, so that a retry gets the same answer.
 */
export function createWrite(store: Store, names: Names): Write {
  return async (context, work) => {
    const { idempotency } = context;
    let refused: unknown;
    const span = context.span?.child('transaction');
    const writing = store.write(context.workspaceId, originOf(context), async (scope) => {
      if (!idempotency) return { value: await work(scope) };
      const { principalId, key, fingerprint } = idempotency;
      const [found] = await scope.idempotency.find([{ principalId, key }], rememberedSince(scope.realNow));
      if (found) throw replayOf(found, fingerprint);
      let answer: StoredResponse | undefined;
      let value: Awaited<ReturnType<typeof work>> | undefined;
      try {
        value = await scope.attempt(() => work(scope));
        await idempotency.loadNames(value, scope.names.find);
        answer = idempotency.render(value);
      } catch (error) {
        answer = error instanceof AppError ? idempotency.renderRefusal(error) : undefined;
        if (!answer) throw error;
        refused = error;
      }
      const createdAt = new Date(scope.realNow);
      await scope.idempotency.insert([
        { workspaceId: context.workspaceId, principalId, key, fingerprint, ...answer, createdAt },
      ]);
      return { value: value as Awaited<ReturnType<typeof work>> };
    });
    const result = await (span === undefined ? writing : ended(writing, span));
    names.forget(context.workspaceId);
    if (refused) throw refused;
    if (!result) throw new AppError('not_found', 'There is no such workspace.');
    return result.value;
  };
}
