import type { DeliveryError, WebhookAttempt, WebhookDelivery, WebhookEndpoint } from '../../core/webhooks/endpoint.js';
import { afterAttempt, FAILURES_UNTIL_PAUSED, isGone } from '../../core/webhooks/retries.js';
import type { LoggedEvent } from '../events.js';
import { messageOf } from './messages.js';
import type { WebhookSender } from './sending.js';

/** Requests of one endpoint at a time, each with an event of another subject. */
const CONCURRENCY = 16;

/** Deliveries of one subject in the order of the log, each with its event; without one when the event is not sent any more. */
export type Chain = { delivery: WebhookDelivery; event: LoggedEvent | undefined }[];

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
  endpoint: WebhookEndpoint,
  chains: readonly Chain[],
  options: SendOptions,
): Promise<Sent> {
  const { failures, failingSince } = endpoint;
  const sent: Sent = { deliveries: [], attempts: [], failures, failingSince, finished: [], gone: false };
  const waiting = chains.toReversed();
  const lane = async () => {
    for (let chain = waiting.pop(); chain; chain = waiting.pop()) await sendChain(endpoint, chain, options, sent);
  };
  await Promise.all(Array.from({ length: Math.min(CONCURRENCY, chains.length) }, lane));
  return sent;
}

async function sendChain(endpoint: WebhookEndpoint, chain: Chain, options: SendOptions, sent: Sent): Promise<void> {
  const { clock, isOver } = options;
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
    const next = await attempt(endpoint, delivery, event, options, sent);
    sent.deliveries.push(next);
    stopped = next.state === 'waiting';
  }
  const last = chain.at(-1)?.delivery;
  if (!stopped && last) sent.finished.push({ subjectKey: last.subjectKey, after: last.sequence });
}

async function attempt(
  endpoint: WebhookEndpoint,
  delivery: WebhookDelivery,
  event: LoggedEvent,
  { sender, clock, newId, random, ahead }: SendOptions,
  sent: Sent,
): Promise<WebhookDelivery> {
  const { status, error, durationMs, answer, retryAfterMs } = await sender.send(messageOf(endpoint, event, clock()));
  const now = clock();
  const attempts = delivery.attempts + 1;
  const { workspaceId, endpointId, sequence, eventId, type, subjectKey } = delivery;
  sent.attempts.push({
    ...{ workspaceId, endpointId, id: newId(), sequence, eventId, type, subjectKey, at: new Date(now + ahead) },
    ...{ status, error, durationMs, answer: error === null ? null : answer },
  });
  noteResult(sent, error, now + ahead);
  if (isGone({ status, error })) sent.gone = true;
  const done = { ...delivery, attempts, lastStatus: status, lastError: error };
  const after = afterAttempt({ status, error, retryAfterMs }, attempts, random());
  if (after.next === 'retry') return { ...done, state: 'waiting', nextAttemptAt: new Date(now + after.pauseMs) };
  const state = after.next === 'done' ? 'succeeded' : 'failed';
  return { ...done, state, nextAttemptAt: null, endedAt: new Date(now + ahead) };
}

function noteResult(sent: Sent, error: DeliveryError | null, now: number): void {
  sent.failures = error === null ? 0 : sent.failures + 1;
  if (error === null) sent.failingSince = null;
  else sent.failingSince ??= new Date(now);
}
