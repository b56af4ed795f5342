import type { WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { applyRequests } from './apply.js';
import { createConfigCache } from './config.js';
import { preload } from './load.js';
import type { TransactionRequest } from './request.js';

/** A decision about a lead looks at each member of a team. So many looks take about half a second of one request. */
const DECISIONS_AT_ONCE = 50_000;
const LEAST_ROUTED = 10;

/**
 * Routes the waiting leads inside a write that may have given reps room, hours or skills: a lead that arrives after the write finds
 * those that waited before it served. The timer of the queue goes on when many wait.
 */
export async function routeQueue(scope: WriteScope, { workspaceId, requestId }: WriteContext): Promise<void> {
  if ((await scope.leads.waiting(1)).length === 0) return;
  const context: WriteContext = { workspaceId, actor: { kind: 'system', id: 'queue' }, requestId };
  const members = await scope.teamMembers.largestTeam();
  const most = Math.max(LEAST_ROUTED, Math.floor(DECISIONS_AT_ONCE / Math.max(1, members)));
  const commands = [{ type: 'route_queue', most } as const];
  const request: TransactionRequest = { context, commands, mode: 'partial', answer: () => undefined };
  const preloaded = await preload(scope, [request], scope.realNow);
  const { results } = await applyRequests(scope, createConfigCache(), [request], preloaded);
  const [only] = results;
  if (only !== undefined && 'error' in only) throw only.error;
}
