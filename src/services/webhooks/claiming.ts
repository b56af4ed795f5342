import type { ApiKey } from '../../core/api-keys/api-key.js';
import type { Condition } from '../../core/condition.js';
import type { EventType } from '../../core/events/events.js';
import { selectEventTypes } from '../../core/events/type-patterns.js';
import type { WebhookEndpoint } from '../../core/webhooks/endpoint.js';
import type { Store } from '../../db/store.js';
import { AppError } from '../errors.js';
import { storedSearch } from '../leads/search.js';
import type { ReadSettings } from '../leads/settings.js';
import type { WorkspaceTime } from '../workspace-time.js';
import type { WebhookSender } from './sending.js';
import type { TurnStatements } from './statements.js';

export interface DeliveringOptions {
  store: Store;
  sender: WebhookSender;
  /** Real time. */
  clock: () => number;
  timeOf: WorkspaceTime;
  settings: ReadSettings;
  newId: () => string;
}

/** Longer than a turn with its last requests. An endpoint of a process that ended is taken over after it. */
export const LEASE_MS = 40_000;

/** Endpoints of a workspace that this process has claimed together, and what their turns have in common. */
export interface ClaimedGroup {
  endpoints: WebhookEndpoint[];
  holder: string;
  /** Real time at which they were claimed. */
  began: number;
  /** Then, by the clock of the workspace. */
  now: number;
  /** The key that may be used now, by principal. */
  keys: Map<string, ApiKey>;
  /** The keys that a skipped key replaced or was replaced by, itself included. */
  rotations: Map<string, string[]>;
  statements: TurnStatements;
  /** The condition in the form that the database gets; undefined without one. */
  conditionOf: (where: Condition | null) => Promise<Condition | 'invalid' | undefined>;
  typesOf: (patterns: readonly string[]) => ReadonlySet<EventType>;
}

/** Claims those of the endpoints that no other process holds. */
export async function claimGroup(
  { store, clock, timeOf, settings, newId }: DeliveringOptions,
  { workspaceId, ids }: { workspaceId: string; ids: readonly string[] },
  statements: TurnStatements,
): Promise<ClaimedGroup> {
  const { webhookEndpoints } = store.read(workspaceId);
  const [began, holder] = [clock(), newId()];
  const endpoints = await webhookEndpoints.claim(ids, holder, new Date(began), new Date(began + LEASE_MS));
  const principals = new Set(endpoints.map(({ principalId }) => principalId));
  const skipped = new Set(endpoints.flatMap(({ skipActors }) => skipActors));
  const [keys, rotations, now] = await Promise.all([
    webhookEndpoints.keysOf([...principals], new Date(began)),
    webhookEndpoints.rotationsOf([...skipped]),
    timeOf(workspaceId),
  ]);
  const read = async (where: Condition) => storedSearch(where, { ...(await settings(workspaceId)), now });
  return {
    ...{ endpoints, holder, began, now, keys, rotations, statements },
    conditionOf: oncePerText(async (where) => (where === null ? undefined : read(where).catch(invalidOf))),
    typesOf: oncePerText(typesOf),
  };
}

function invalidOf(error: unknown): 'invalid' {
  if (error instanceof AppError) return 'invalid';
  throw error;
}

/** A test event reaches its endpoint whatever the endpoint selects. */
function typesOf(patterns: readonly string[]): ReadonlySet<EventType> {
  const selected = patterns.flatMap((pattern) => {
    const found = selectEventTypes([pattern]);
    return 'types' in found ? found.types : [];
  });
  return new Set([...selected, 'webhook_endpoint.tested' as const]);
}

/** Endpoints with equal settings share the result. */
function oncePerText<Value, Result>(make: (value: Value) => Result): (value: Value) => Result {
  const made = new Map<string, Result>();
  return (value) => {
    const text = JSON.stringify(value);
    const known = made.get(text);
    if (known !== undefined) return known;
    const result = make(value);
    made.set(text, result);
    return result;
  };
}
