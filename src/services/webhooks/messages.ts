import { createHash } from 'node:crypto';
import type { SigningKey, WebhookEndpoint, WebhookPayload } from '../../core/webhooks/endpoint.js';
import { VERSION } from '../../version.js';
import { eventBody } from '../event-body.js';
import type { LoggedEvent } from '../events.js';
import type { WebhookRequest } from './sending.js';
import { signatureHeader, signingAt } from './signing.js';

const HASH_LENGTH = 32;

/**
 * Events with the same key are sent one after the other. The id of a visitor is text of the caller's choice, which erasure
 * removes from the log: its key is a hash.
 */
export function subjectKeyOf({ subjectKind, subjectId }: Pick<LoggedEvent, 'subjectKind' | 'subjectId'>): string {
  if (subjectKind !== 'visitor') return subjectId;
  return createHash('sha256').update(subjectId).digest('hex').slice(0, HASH_LENGTH);
}

/** What the requests to an endpoint have in common. */
export interface Receiver {
  url: string;
  payload: WebhookPayload;
  headers: Record<string, string>;
  signingKeys: readonly SigningKey[];
}

export function receiverOf({ url, payload, headers, signingKeys }: WebhookEndpoint): Receiver {
  const own = Object.fromEntries(headers.map(({ name, value }) => [name, value]));
  const common = { ...own, 'content-type': 'application/json', 'user-agent': `Headwater/${VERSION}` };
  return { url, payload, headers: common, signingKeys };
}

/** The request that sends an event to an endpoint, signed at `now` (real time). */
export function messageOf(
  { url, payload, headers, signingKeys }: Receiver,
  event: LoggedEvent,
  now: number,
): WebhookRequest {
  const body = bodyOf(event, payload);
  const timestamp = Math.floor(now / 1_000);
  const signature = signatureHeader(signingAt(signingKeys, now), { id: event.id, timestamp, body });
  const signed = {
    'webhook-id': event.id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signature,
  };
  return { url, headers: { ...headers, ...signed }, body };
}

/** Bodies by event and payload: all endpoints that get an event share them. */
const bodies: Record<WebhookPayload, WeakMap<LoggedEvent, string>> = { full: new WeakMap(), thin: new WeakMap() };

function bodyOf(event: LoggedEvent, payload: WebhookPayload): string {
  const known = bodies[payload].get(event);
  if (known !== undefined) return known;
  const sent = payload === 'full' ? event : { ...event, data: {} };
  const body = JSON.stringify(eventBody(sent));
  bodies[payload].set(event, body);
  return body;
}
