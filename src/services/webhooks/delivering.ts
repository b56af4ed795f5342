import type { Condition } from '../../core/condition.js';
import { selectEventTypes } from '../../core/events/type-patterns.js';
import type { WebhookDelivery, WebhookDisabledReason, WebhookEndpoint } from '../../core/webhooks/endpoint.js';
import { DISABLED_AFTER_MS, FAILURES_UNTIL_PAUSED, PROBE_PAUSE_MS } from '../../core/webhooks/retries.js';
import type { DueEndpoint, Lease } from '../../db/repositories/webhook-endpoints.js';
import type { Store } from '../../db/store.js';
import { rightsOf } from '../api-keys/rights.js';
import { AppError } from '../errors.js';
import { type LoggedEvent, withinReach } from '../events.js';
import { searchable } from '../leads/search.js';
import type { ReadSettings } from '../leads/settings.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { disableEndpoint } from './endpoints.js';
import { subjectKeyOf } from './messages.js';
import type { WebhookSender } from './sending.js';
import { type Chain, type SendOptions, type Sent, sendChains } from './turn.js';

export interface DeliveringOptions {
  store: Store;
  sender: WebhookSender;
  /** Real time. */
  clock: () => number;
  timeOf: WorkspaceTime;
  settings: ReadSettings;
  newId: () => string;
}

/**
 * Events that are sent between two records: about as many as the receiver takes in `RECORDED_WITHIN_MS`. A crash repeats no
 * more than these.
 */
const FIRST_SLICE = 32;
const SMALLEST_SLICE = 16;
const LARGEST_SLICE = 300;
const RECORDED_WITHIN_MS = 500;
/** After this time an endpoint starts no more requests in a turn; the last ones end within their time-out. */
const TURN_MS = 10_000;
/** Longer than a turn with its last requests. An endpoint of a process that ended is taken over after it. */
export const LEASE_MS = 40_000;

interface Turn {
  lease: Lease;
  /** As it was claimed, with the position and the failures of this turn. */
  endpoint: WebhookEndpoint;
  /** Whether a request was made. */
  hasTried: boolean;
  /** Whether the log had no more events: those that come meanwhile are sent together in the next turn. */
  isAtEnd: boolean;
  /** Most events that are sent until the next record. */
  slice: number;
  options: SendOptions;
  /** The condition of the endpoint in the form that the database gets. */
  where: Condition | undefined;
  seen: (event: LoggedEvent) => LoggedEvent | undefined;
}

/** Sends for one endpoint what is due and what is new, for some seconds. Does nothing while another process does so. */
export async function deliverTo(
  { store, sender, clock, timeOf, settings, newId }: DeliveringOptions,
  { workspaceId, endpointId }: DueEndpoint,
  signal: AbortSignal,
): Promise<void> {
  const repositories = store.read(workspaceId);
  const lease = { endpointId, holder: newId() };
  const began = clock();
  const claimed = await repositories.webhookEndpoints.claim(lease, new Date(began), new Date(began + LEASE_MS));
  if (!claimed) return;
  const key = await repositories.webhookEndpoints.keyOf(claimed.principalId, new Date(began));
  if (!key?.scopes.includes('events:read')) return disableEndpoint(store, claimed, 'key_ended', newId());
  const rights = rightsOf(key);
  const skipped = await repositories.webhookEndpoints.rotationsOf(claimed.skipActors);
  const now = await timeOf(workspaceId);
  const where = await conditionOf(claimed, settings, now);
  if (where === 'invalid') return disableEndpoint(store, claimed, 'condition_invalid', newId());
  const options: SendOptions = {
    ...{ sender, clock, newId, random: Math.random, ahead: now - clock() },
    isOver: () => signal.aborted || clock() - began >= TURN_MS,
  };
  const turn: Turn = {
    ...{ lease, endpoint: { ...claimed }, hasTried: false, isAtEnd: false, slice: FIRST_SLICE, options, where },
    seen: (event) => (skipped.has(event.actorId) ? undefined : withinReach(event, rights)),
  };
  let reason: WebhookDisabledReason | undefined;
  try {
    while (reason === undefined && !turn.isAtEnd && !options.isOver()) {
      const roundBegan = clock();
      const sent = (await retry(store, turn)) ?? (await sendNew(store, turn));
      if (sent === undefined) break;
      turn.slice = nextSlice(sent.deliveries.length, clock() - roundBegan);
      reason = reasonToDisable(turn.endpoint, sent, options);
    }
  } finally {
    await repositories.webhookEndpoints.release(lease, new Date(earliestRetry(turn, claimed.retryAt)));
  }
  if (reason) await disableEndpoint(store, claimed, reason, newId());
}

function nextSlice(deliveries: number, tookMs: number): number {
  const fitting = Math.round((deliveries * RECORDED_WITHIN_MS) / Math.max(1, tookMs));
  return Math.min(LARGEST_SLICE, Math.max(SMALLEST_SLICE, fitting));
}

async function conditionOf(
  { workspaceId, where }: WebhookEndpoint,
  settings: ReadSettings,
  now: number,
): Promise<Condition | 'invalid' | undefined> {
  if (where === null) return undefined;
  try {
    return await searchable(where, { ...(await settings(workspaceId)), now });
  } catch (error) {
    if (error instanceof AppError) return 'invalid';
    throw error;
  }
}

/** A failing endpoint is tried again a minute after the last attempt; events that come meanwhile don't defer that. */
function earliestRetry({ endpoint, hasTried, options: { clock } }: Turn, planned: Date | null): number {
  if (!isPaused(endpoint)) return clock();
  return hasTried || planned === null ? clock() + PROBE_PAUSE_MS : planned.getTime();
}

const isPaused = ({ failures }: WebhookEndpoint) => failures >= FAILURES_UNTIL_PAUSED;

function reasonToDisable(
  { failingSince }: WebhookEndpoint,
  { gone }: Pick<Sent, 'gone'>,
  { clock, ahead }: SendOptions,
): WebhookDisabledReason | undefined {
  if (gone) return 'gone';
  const isLong = failingSince !== null && clock() + ahead - failingSince.getTime() >= DISABLED_AFTER_MS;
  return isLong ? 'failing' : undefined;
}

/** Sends deliveries that are due again, one only while the endpoint fails. Undefined: there is none. */
async function retry(store: Store, turn: Turn): Promise<Sent | undefined> {
  const { endpoint, options } = turn;
  const now = new Date(options.clock());
  if (endpoint.retryAt === null || endpoint.retryAt > now) return undefined;
  const { webhookDeliveries } = store.read(endpoint.workspaceId);
  const wasPaused = isPaused(endpoint);
  const due = await webhookDeliveries.due(endpoint.id, now, wasPaused ? 1 : turn.slice);
  if (due.length === 0) {
    endpoint.retryAt = null;
    return undefined;
  }
  const subjects = [...new Set(due.map(({ subjectKey }) => subjectKey))];
  const waiting = await webhookDeliveries.waitingOf(endpoint.id, subjects, wasPaused ? 1 : turn.slice);
  const events = await webhookDeliveries.eventsAt(waiting.map(({ sequence }) => sequence));
  const chains = chainsOf(waiting, (delivery) => {
    const event = events.get(delivery.sequence);
    return event && turn.seen(event);
  })
    .map((chain) => untilLater(chain, now))
    .filter(({ length }) => length > 0);
  if (chains.length === 0) {
    endpoint.retryAt = null;
    return undefined;
  }
  const sent = await sendChains(endpoint, chains, options);
  if (!(await record(store, turn, sent, endpoint.position, sent.finished))) return undefined;
  if (wasPaused && sent.failures === 0) await webhookDeliveries.hurry(endpoint.id, new Date(options.clock()));
  // While it fails, the next one is tried a minute later.
  if (isPaused(endpoint)) endpoint.retryAt = null;
  return sent;
}

/** A resent delivery can be due before a later one of its subject is. */
function untilLater(chain: Chain, now: Date): Chain {
  const later = chain.findIndex(({ delivery: { nextAttemptAt } }) => nextAttemptAt !== null && nextAttemptAt > now);
  return later === -1 ? chain : chain.slice(0, later);
}

/** Sends the next events of the log. Those of a subject with a waiting delivery queue behind it. Undefined: there is none. */
async function sendNew(store: Store, turn: Turn): Promise<Sent | undefined> {
  const { endpoint, options } = turn;
  const { webhookDeliveries } = store.read(endpoint.workspaceId);
  const { events, end, isEnd } = await webhookDeliveries.slice(endpoint.position, typesOf(endpoint), turn.slice);
  turn.isAtEnd = isEnd;
  if (end === endpoint.position) return undefined;
  const chosen = await chosenLeads(store, turn, events);
  const wanted = events.flatMap((event) => {
    const isForOther = event.type === 'webhook_endpoint.tested' && event.subjectId !== endpoint.id;
    const isLeftOut = event.subjectKind === 'lead' && chosen !== undefined && !chosen.has(event.subjectId);
    const seen = isForOther || isLeftOut ? undefined : turn.seen(event);
    return seen === undefined ? [] : [seen];
  });
  const deliveries = wanted.map((event) => newDelivery(endpoint, event, options));
  const subjects = [...new Set(deliveries.map(({ subjectKey }) => subjectKey))];
  const blocked = subjects.length === 0 ? new Set() : await webhookDeliveries.blocked(endpoint.id, subjects);
  const byId = new Map(wanted.map((event) => [event.id, event]));
  const chains = chainsOf(deliveries, ({ eventId }) => byId.get(eventId));
  const free = chains.filter(([first]) => first && !blocked.has(first.delivery.subjectKey));
  const sent = isPaused(endpoint) ? queued(endpoint, free, options) : await sendChains(endpoint, free, options);
  sent.deliveries.push(...deliveries.filter(({ subjectKey }) => blocked.has(subjectKey)));
  // Nothing waits behind the new deliveries of a free subject.
  return (await record(store, turn, sent, end, [])) ? sent : undefined;
}

/** Leads of the events for which the condition of the endpoint holds now; undefined without a condition. */
async function chosenLeads(
  store: Store,
  { endpoint, options, where }: Turn,
  events: readonly LoggedEvent[],
): Promise<Set<string> | undefined> {
  if (where === undefined) return undefined;
  const leadIds = new Set(events.flatMap(({ subjectKind, subjectId }) => (subjectKind === 'lead' ? subjectId : [])));
  const now = options.clock() + options.ahead;
  return store.read(endpoint.workspaceId).webhookDeliveries.leadsWhere([...leadIds], where, now);
}

/** Every chain waits, its first delivery being due. */
function queued({ failures, failingSince }: WebhookEndpoint, chains: readonly Chain[], { clock }: SendOptions): Sent {
  const now = new Date(clock());
  const deliveries = chains.flatMap((chain) =>
    chain.map(({ delivery }, index) => ({ ...delivery, nextAttemptAt: index === 0 ? now : null })),
  );
  return { deliveries, attempts: [], failures, failingSince, finished: [], gone: false };
}

/** A test event reaches its endpoint whatever the endpoint selects. */
function typesOf({ types }: WebhookEndpoint) {
  const selected = types.flatMap((pattern) => {
    const found = selectEventTypes([pattern]);
    return 'types' in found ? found.types : [];
  });
  return [...new Set([...selected, 'webhook_endpoint.tested' as const])];
}

function newDelivery(endpoint: WebhookEndpoint, event: LoggedEvent, { clock, ahead }: SendOptions): WebhookDelivery {
  return {
    ...{ workspaceId: endpoint.workspaceId, endpointId: endpoint.id },
    ...{ sequence: event.sequence, eventId: event.id, type: event.type, subjectKey: subjectKeyOf(event) },
    ...{ state: 'waiting', attempts: 0, nextAttemptAt: null, lastStatus: null, lastError: null },
    ...{ createdAt: new Date(clock() + ahead), endedAt: null },
  };
}

function chainsOf(
  deliveries: readonly WebhookDelivery[],
  eventOf: (delivery: WebhookDelivery) => LoggedEvent | undefined,
): Chain[] {
  const chains = new Map<string, Chain>();
  for (const delivery of deliveries) {
    const chain = chains.get(delivery.subjectKey) ?? [];
    chains.set(delivery.subjectKey, chain);
    chain.push({ delivery, event: eventOf(delivery) });
  }
  return [...chains.values()];
}

/** Saves what was sent and moves the position. False: the process holds the endpoint no more. */
async function record(
  store: Store,
  turn: Turn,
  sent: Sent,
  position: number,
  freed: Sent['finished'],
): Promise<boolean> {
  const { lease, endpoint, options } = turn;
  const now = options.clock();
  const held = await store.read(endpoint.workspaceId).webhookDeliveries.record(lease, {
    ...{ deliveries: sent.deliveries, attempts: sent.attempts, position },
    ...{ failures: sent.failures, failingSince: sent.failingSince, freed },
    ...{ now: new Date(now), leaseUntil: new Date(now + LEASE_MS) },
  });
  const { failures, failingSince } = sent;
  Object.assign(endpoint, { position, failures, failingSince });
  turn.hasTried ||= sent.attempts.length > 0;
  return held;
}
