import { groupBy } from '../../core/groups.js';
import { claimGroup, type DeliveringOptions } from './claiming.js';
import { deliverTo } from './delivering.js';
import { type TurnStatements, turnStatements } from './statements.js';

/** Endpoints that one process sends for at a time. */
const MOST_ENDPOINTS = 1_000;

/** What a look for endpoints has begun. */
export interface StartedDeliveries {
  /** How many endpoints this process now sends for in addition. */
  started: number;
  /** Resolves after the turns of all these endpoints, with the errors of failed turns. */
  ended: Promise<unknown[]>;
}

/** The start of turns, which remembers the endpoints that this process sends for. */
export function turnStarter(options: DeliveringOptions) {
  const { store, clock } = options;
  const running = new Set<string>();
  const statements = new Map<string, TurnStatements>();
  const statementsOf = (workspaceId: string) => {
    const known = statements.get(workspaceId) ?? turnStatements(store, workspaceId);
    statements.set(workspaceId, known);
    return known;
  };
  const ended = (endpointId: string) => {
    running.delete(endpointId);
    if (running.size === 0) statements.clear();
  };
  /** Returns the errors of turns that failed. A turn that takes long holds up no other. */
  const runTurns = async (workspaceId: string, ids: readonly string[], signal: AbortSignal): Promise<unknown[]> => {
    const claimed = await claimGroup(options, { workspaceId, ids }, statementsOf(workspaceId)).catch(
      (error: unknown) => ({ endpoints: [], error }),
    );
    const held = new Set(claimed.endpoints.map(({ id }) => id));
    for (const id of ids) if (!held.has(id)) ended(id);
    if ('error' in claimed) return [claimed.error];
    const turns = claimed.endpoints.map((endpoint) =>
      deliverTo(options, endpoint, claimed, signal)
        .then(
          () => [],
          (error: unknown) => [error],
        )
        .finally(() => ended(endpoint.id)),
    );
    return (await Promise.all(turns)).flat();
  };
  /** Gives a turn to endpoints that have something to send. Any number of processes may call it at once. */
  return async (signal: AbortSignal = new AbortController().signal): Promise<StartedDeliveries> => {
    const free = MOST_ENDPOINTS - running.size;
    const due = free <= 0 ? [] : await store.deployment.dueWebhookEndpoints(new Date(clock()), free);
    const fresh = due.filter(({ endpointId }) => !running.has(endpointId));
    for (const { endpointId } of fresh) running.add(endpointId);
    const groups = [...groupBy(fresh, ({ workspaceId }) => workspaceId)].map(([workspaceId, endpoints]) => {
      const ids = endpoints.map(({ endpointId }) => endpointId);
      return runTurns(workspaceId, ids, signal);
    });
    return { started: fresh.length, ended: Promise.all(groups).then((errors) => errors.flat()) };
  };
}
