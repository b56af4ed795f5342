import type { Condition } from '../../core/condition.js';
import type { EventType } from '../../core/events/events.js';
import { groupBy } from '../../core/groups.js';
import type { WebhookDelivery, WebhookDisabledReason, WebhookEndpoint } from '../../core/webhooks/endpoint.js';
import { DISABLED_AFTER_MS, FAILURES_UNTIL_PAUSED, PROBE_PAUSE_MS } from '../../core/webhooks/retries.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Lease } from '../../db/repositories/webhook-endpoints.js';
import { rightsOf } from '../api-keys/rights.js';
import { type LoggedEvent, withinReach } from '../events.js';
import { type ClaimedGroup, type DeliveringOptions, LEASE_MS } from './claiming.js';
import { disableEndpoint } from './endpoints.js';
import { type Receiver, receiverOf, subjectKeyOf } from './messages.js';
import type { TurnStatements } from './statements.js';
import { type Chain, type SendOptions, type Sent, sendChains } from './turn.js';

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
interface Turn {
  lease: Lease;
  /** As it was claimed, with the position and the failures of this turn. */
  endpoint: WebhookEndpoint;
  receiver: Receiver;
  types: ReadonlySet<EventType>;
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
  statements: TurnStatements;
  queue: Repositories['webhookDeliveries'];
}

/** Sends for one claimed endpoint what is due and what is new, for some seconds. */
export async function deliverTo(
  { store, sender, clock, newId }: DeliveringOptions,
  endpoint: WebhookEndpoint,
  group: ClaimedGroup,
  signal: AbortSignal,
): Promise<void> {
  const { began, holder, now } = group;
  const key = group.keys.get(endpoint.principalId);
  if (!key?.scopes.includes('events:read')) return disableEndpoint(store, endpoint, 'key_ended', newId());
  const rights = rightsOf(key);
  const skipped = new Set(endpoint.skipActors.flatMap((id) => group.rotations.get(id) ?? []));
  const where = await group.conditionOf(endpoint.where);
  if (where === 'invalid') return disableEndpoint(store, endpoint, 'condition_invalid', newId());
  const options: SendOptions = {
    ...{ sender, clock, newId, random: Math.random, ahead: now - clock() },
    isOver: () => signal.aborted || clock() - began >= TURN_MS,
  };
  const turn: Turn = {
    ...{ lease: { endpointId: endpoint.id, holder }, endpoint: { ...endpoint }, receiver: receiverOf(endpoint) },
    ...{ types: group.typesOf(endpoint.types), where, options, statements: group.statements },
    ...{ hasTried: false, isAtEnd: false, slice: FIRST_SLICE },
    seen: (event) => (skipped.has(event.actorId) ? undefined : withinReach(event, rights)),
    queue: store.read(endpoint.workspaceId).webhookDeliveries,
  };
  const reason = await sendUntilOver(turn, endpoint.retryAt);
  if (reason) await disableEndpoint(store, endpoint, reason, newId());
}

/** Returns why the endpoint has to be disabled. */
async function sendUntilOver(turn: Turn, planned: Date | null): Promise<WebhookDisabledReason | undefined> {
  const { endpoint, lease, options } = turn;
  let reason: WebhookDisabledReason | undefined;
  try {
    while (reason === undefined && !turn.isAtEnd && !options.isOver()) {
      const roundBegan = options.clock();
      const sent = (await retry(turn)) ?? (await sendNew(turn));
      if (sent === undefined) break;
      turn.slice = nextSlice(sent.deliveries.length, options.clock() - roundBegan);
      reason = reasonToDisable(endpoint, sent, options);
    }
  } finally {
    const notBefore = new Date(earliestRetry(turn, planned));
    await turn.statements.release({ lease, position: endpoint.position, notBefore });
  }
  return reason;
}

function nextSlice(deliveries: number, tookMs: number): number {
  const fitting = Math.round((deliveries * RECORDED_WITHIN_MS) / Math.max(1, tookMs));
  return Math.min(LARGEST_SLICE, Math.max(SMALLEST_SLICE, fitting));
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
async function retry(turn: Turn): Promise<Sent | undefined> {
  const { endpoint, options, queue } = turn;
  const now = new Date(options.clock());
  if (endpoint.retryAt === null || endpoint.retryAt > now) return undefined;
  const wasPaused = isPaused(endpoint);
  const due = await queue.due(endpoint.id, now, wasPaused ? 1 : turn.slice);
  if (due.length === 0) {
    endpoint.retryAt = null;
    return undefined;
  }
  const subjects = [...new Set(due.map(({ subjectKey }) => subjectKey))];
  const waiting = await queue.waitingOf(endpoint.id, subjects, wasPaused ? 1 : turn.slice);
  const events = await queue.eventsAt(waiting.map(({ sequence }) => sequence));
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
  const sent = await sendChains(turn, chains, options);
  if (!(await record(turn, sent, endpoint.position, sent.finished))) return undefined;
  if (wasPaused && sent.failures === 0) await queue.hurry(endpoint.id, new Date(options.clock()));
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
async function sendNew(turn: Turn): Promise<Sent | undefined> {
  const { endpoint, types, options, statements } = turn;
  const { events, end, isEnd } = await statements.slice({ after: endpoint.position, types, limit: turn.slice });
  turn.isAtEnd = isEnd;
  if (end === endpoint.position) return undefined;
  const wanted = await wantedEvents(turn, events);
  if (wanted.length === 0) {
    // Saved with the next record, or when the endpoint is released.
    endpoint.position = end;
    return queued(endpoint, [], options);
  }
  const deliveries = wanted.map((event) => newDelivery(endpoint, event, options));
  const subjectKeys = [...new Set(deliveries.map(({ subjectKey }) => subjectKey))];
  const blocked = await statements.blocked({ endpointId: endpoint.id, subjectKeys });
  const byId = new Map(wanted.map((event) => [event.id, event]));
  const chains = chainsOf(deliveries, ({ eventId }) => byId.get(eventId));
  const free = chains.filter(([first]) => first && !blocked.has(first.delivery.subjectKey));
  const sent = isPaused(endpoint) ? queued(endpoint, free, options) : await sendChains(turn, free, options);
  sent.deliveries.push(...deliveries.filter(({ subjectKey }) => blocked.has(subjectKey)));
  // Nothing waits behind the new deliveries of a free subject.
  return (await record(turn, sent, end, [])) ? sent : undefined;
}

/** Those that are not for another endpoint, that the condition of the endpoint selects, and that it may have. */
async function wantedEvents(turn: Turn, events: readonly LoggedEvent[]): Promise<LoggedEvent[]> {
  const { endpoint, where, options, statements } = turn;
  const leadIds = events.flatMap(({ subjectKind, subjectId }) => (subjectKind === 'lead' ? subjectId : []));
  const now = options.clock() + options.ahead;
  const chosen = where && leadIds.length > 0 ? await statements.chosen({ where, leadIds, now }) : undefined;
  return events.flatMap((event) => {
    const isForOther = event.type === 'webhook_endpoint.tested' && event.subjectId !== endpoint.id;
    const isLeftOut = event.subjectKind === 'lead' && chosen !== undefined && !chosen.has(event.subjectId);
    const seen = isForOther || isLeftOut ? undefined : turn.seen(event);
    return seen === undefined ? [] : [seen];
  });
}

/** Every chain waits, its first delivery being due. */
function queued({ failures, failingSince }: WebhookEndpoint, chains: readonly Chain[], { clock }: SendOptions): Sent {
  const now = new Date(clock());
  const deliveries = chains.flatMap((chain) =>
    chain.map(({ delivery }, index) => ({ ...delivery, nextAttemptAt: index === 0 ? now : null })),
  );
  return { deliveries, attempts: [], failures, failingSince, finished: [], gone: false };
}

function newDelivery(endpoint: WebhookEndpoint, event: LoggedEvent, { clock, ahead }: SendOptions): WebhookDelivery {
  return {
    workspaceId: endpoint.workspaceId,
    endpointId: endpoint.id,
    sequence: event.sequence,
    eventId: event.id,
    type: event.type,
    subjectKey: subjectKeyOf(event),
    state: 'waiting',
    attempts: 0,
    nextAttemptAt: null,
    lastStatus: null,
    lastError: null,
    createdAt: new Date(clock() + ahead),
    endedAt: null,
  };
}

function chainsOf(
  deliveries: readonly WebhookDelivery[],
  eventOf: (delivery: WebhookDelivery) => LoggedEvent | undefined,
): Chain[] {
  const bySubject = groupBy(deliveries, ({ subjectKey }) => subjectKey);
  return [...bySubject.values()].map((chain) => chain.map((delivery) => ({ delivery, event: eventOf(delivery) })));
}

/** Saves what was sent and moves the position. False: the process holds the endpoint no more. */
async function record(turn: Turn, sent: Sent, position: number, freed: Sent['finished']): Promise<boolean> {
  const { lease, endpoint, options, statements } = turn;
  const { deliveries, attempts, failures, failingSince } = sent;
  const now = options.clock();
  const held = await statements.record({
    ...{ lease, deliveries, attempts, position, failures, failingSince, freed },
    ...{ now: new Date(now), leaseUntil: new Date(now + LEASE_MS) },
  });
  Object.assign(endpoint, { position, failures, failingSince });
  turn.hasTried ||= attempts.length > 0;
  return held;
}
