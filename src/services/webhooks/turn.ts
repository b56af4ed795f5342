import type { DeliveryError, WebhookAttempt, WebhookDelivery, WebhookEndpoint } from '../../core/webhooks/endpoint.js';
import { afterAttempt, FAILURES_UNTIL_PAUSED, isGone } from '../../core/webhooks/retries.js';
import type { LoggedEvent } from '../events.js';
import { messageOf, type Receiver } from './messages.js';
import type { WebhookSender } from './sending.js';

/** Requests of one endpoint at a time, each with an event of another subject. */
const CONCURRENCY = 16;

/** Deliveries of one subject in the order of the log, each with its event; without one when the event is not sent any more. */
export type Chain = { delivery: WebhookDelivery; event: LoggedEvent | undefined }[];

/** The endpoint that is sent to. */
export interface Destination {
  endpoint: WebhookEndpoint;
  receiver: Receiver;
}

export interface SendOptions {
  sender: WebhookSender;
  /** Real time. */
  clock: () => number;
  newId: () => string;
  random: () => number;
  /** Milliseconds that the clock of the workspace is ahead of real time. */
  ahead: number;
  /** Whether no more requests may be started. */
  isOver: () => boolean;
}

/** What a round of sending changed. */
export interface Sent {
  deliveries: WebhookDelivery[];
  attempts: WebhookAttempt[];
  failures: number;
  failingSince: Date | null;
  /** Subjects of which every delivery of the round has ended, with the last. */
  finished: { subjectKey: string; after: number }[];
  gone: boolean;
}

/**
 * Sends chains side by side, and the deliveries of a chain one after the other until one fails. What is not tried, because
 * the endpoint fails or the time is over, waits.
 */
export async function sendChains(
  destination: Destination,
  chains: readonly Chain[],
  options: SendOptions,
): Promise<Sent> {
  const { failures, failingSince } = destination.endpoint;
  const sent: Sent = { deliveries: [], attempts: [], failures, failingSince, finished: [], gone: false };
  const waiting = chains.toReversed();
  const lane = async () => {
    for (let chain = waiting.pop(); chain; chain = waiting.pop()) await sendChain(destination, chain, options, sent);
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, chains.length) }, lane));
  return sent;
}

async function sendChain(destination: Destination, chain: Chain, options: SendOptions, sent: Sent): Promise<void> {
  const { clock, isOver } = options;
  const { endpoint, receiver } = destination;
  let stopped = false;
  for (const { delivery, event } of chain) {
    if (event === undefined) {
      sent.deliveries.push({ ...delivery, state: 'failed', nextAttemptAt: null, endedAt: new Date(clock()) });
      continue;
    }
    const isPaused = sent.failures >= FAILURES_UNTIL_PAUSED && sent.failures > endpoint.failures;
    if (stopped || isOver() || isPaused || sent.gone) {
      // The first one not tried is due at once; those behind it wait for it.
      const nextAttemptAt = stopped ? null : (delivery.nextAttemptAt ?? new Date(clock()));
      sent.deliveries.push({ ...delivery, nextAttemptAt });
      stopped = true;
      continue;
    }
    const next = await attempt(receiver, delivery, event, options, sent);
    sent.deliveries.push(next);
    stopped = next.state === 'waiting';
  }
  const last = chain.at(-1)?.delivery;
  if (!stopped && last) sent.finished.push({ subjectKey: last.subjectKey, after: last.sequence });
}

async function attempt(
  receiver: Receiver,
  delivery: WebhookDelivery,
  event: LoggedEvent,
  { sender, clock, newId, random, ahead }: SendOptions,
  sent: Sent,
): Promise<WebhookDelivery> {
  const result = await sender.send(messageOf(receiver, event, clock()));
  const { status, error, durationMs, answer } = result;
  const now = clock();
  const at = new Date(now + ahead);
  sent.attempts.push({
    workspaceId: delivery.workspaceId,
    endpointId: delivery.endpointId,
    id: newId(),
    sequence: delivery.sequence,
    eventId: delivery.eventId,
    type: delivery.type,
    subjectKey: delivery.subjectKey,
    at,
    status,
    error,
    durationMs,
    answer: error === null ? null : answer,
  });
  noteResult(sent, error, at);
  if (isGone(result)) sent.gone = true;
  const after = afterAttempt(result, delivery.attempts + 1, random());
  const isWaiting = after.next === 'retry';
  return {
    ...delivery,
    attempts: delivery.attempts + 1,
    lastStatus: status,
    lastError: error,
    state: isWaiting ? 'waiting' : after.next === 'done' ? 'succeeded' : 'failed',
    nextAttemptAt: isWaiting ? new Date(now + after.pauseMs) : null,
    endedAt: isWaiting ? delivery.endedAt : at,
  };
}

function noteResult(sent: Sent, error: DeliveryError | null, at: Date): void {
  sent.failures = error === null ? 0 : sent.failures + 1;
  if (error === null) sent.failingSince = null;
  else sent.failingSince ??= at;
}
