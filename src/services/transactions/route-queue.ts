import type { WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { applyRequests } from './apply.js';
import { createConfigCache } from './config.js';
import { preload } from './load.js';
import type { TransactionRequest } from './request.js';

/**
 * Gives waiting leads inside a write that may have given reps room, hours or skills, or published other rules: a lead that arrives after
 * the write finds those that waited before it served. A pass continues it when many wait.
 */
export async function routeQueue(scope: WriteScope, { workspaceId, requestId }: WriteContext): Promise<void> {
  if ((await scope.leads.waitingAfter(undefined, 1)).length === 0) return;
  const context: WriteContext = { workspaceId, actor: { kind: 'system', id: 'queue' }, requestId };
  const commands = [{ type: 'route_queue' } as const];
  const request: TransactionRequest = { context, commands, mode: 'partial', answer: () => undefined };
  const preloaded = await preload(scope, [request], scope.realNow);
  const { results } = await applyRequests(scope, createConfigCache(), [request], preloaded);
  const [only] = results;
  if (only !== undefined && 'error' in only) throw only.error;
}
