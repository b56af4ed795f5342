import type { WriteScope } from '../../db/store.js';
import type { StoredResponse, WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { replayOf } from '../writes.js';
import type { StoredAnswer } from './load.js';
import type { TransactionRequest } from './request.js';

/** The result of one request. */
export type RequestResult = { value: unknown } | { error: unknown };

type NewAnswer = Parameters<WriteScope['idempotency']['insert']>[0][number];

/** The answers under Idempotency-Keys, of earlier transactions and of this one. `beforeRender` runs before each new one. */
export function createAnswers(scope: WriteScope, stored: readonly StoredAnswer[], beforeRender: () => void) {
  const known = new Map<string, Omit<StoredAnswer, 'principal_id' | 'key'>>();
  for (const row of stored) known.set(`${row.principal_id}|${row.key}`, row);
  const added: NewAnswer[] = [];

  const remember = ({ workspaceId, idempotency }: WriteContext, answer: StoredResponse): void => {
    if (!idempotency) return;
    const { principalId, key, fingerprint } = idempotency;
    const row = { workspaceId, principalId, key, fingerprint, ...answer, createdAt: new Date(scope.realNow) };
    known.set(`${principalId}|${key}`, { ...row, erased: false });
    added.push(row);
  };

  return {
    /** Answers to store. */
    added,
    /** Does the work of a request unless an answer is stored. Refusals are stored too. */
    async once({ context }: TransactionRequest, work: () => Promise<unknown>): Promise<RequestResult> {
      const { idempotency } = context;
      const before = idempotency && known.get(`${idempotency.principalId}|${idempotency.key}`);
      if (before && idempotency) return { error: replayOf(before, idempotency.fingerprint) };
      try {
        const value = await work();
        if (idempotency) {
          beforeRender();
          remember(context, idempotency.render(value));
        }
        return { value };
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        const answer = idempotency?.renderRefusal(error);
        if (answer) remember(context, answer);
        return { error };
      }
    },
  };
}
