import { hasEnded, type OperationState } from '../../core/operations.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { OperationFilter, OperationRow } from '../../db/repositories/operations.js';
import type { Store } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { notFound } from '../versions.js';
import type { Write } from '../writes.js';
import type { Operation } from './kinds.js';
import type { OperationsRunner } from './run.js';
import { cancel } from './states.js';

export type OperationsService = ReturnType<typeof operationsService>;

const typed = (row: OperationRow) => row as Operation;

/** Long work, as callers see it: what is under way and what came of it. */
export function operationsService(store: Store, write: Write, { runDue }: OperationsRunner) {
  return {
    async get(workspaceId: string, id: string): Promise<Operation> {
      const row = await store.read(workspaceId).operations.find(id);
      if (!row) throw notFound('operation');
      return typed(row);
    },
    async list(workspaceId: string, filter: OperationFilter, request: ListRequest): Promise<Page<Operation>> {
      const page = await store.read(workspaceId).operations.list(filter, request);
      return { ...page, rows: page.rows.map(typed) };
    },
    /** No further step begins; what earlier steps did stays. Cancelled again, it stays as it is. */
    async cancel(context: WriteContext, id: string): Promise<Operation> {
      return write(context, async (scope) => {
        const row = await scope.operations.find(id);
        if (!row) throw notFound('operation');
        if (row.state === 'cancelled') return typed(row);
        if (hasEnded(row.state as OperationState)) {
          throw new AppError('conflict', `The operation has ${row.state} already: there is nothing to cancel.`);
        }
        return typed(await cancel(scope, row));
      });
    },
    runDue,
  };
}
