import { createHash } from 'node:crypto';
import type { WebhookEndpoint } from '../../core/webhooks/endpoint.js';
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

/** The request that sends an event to an endpoint, signed at `now` (real time). */
export function messageOf(endpoint: WebhookEndpoint, event: LoggedEvent, now: number): WebhookRequest {
  const whole = eventBody(event);
  const sent = endpoint.payload === 'full' ? whole : { ...whole, before: undefined, after: undefined };
  const body = JSON.stringify(sent);
  const timestamp = Math.floor(now / 1_000);
  const message = { id: event.id, timestamp, body };
  const headers = {
    ...Object.fromEntries(endpoint.headers.map(({ name, value }) => [name, value])),
    'content-type': 'application/json',
    'user-agent': `Headwater/${VERSION}`,
    'webhook-id': event.id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': signatureHeader(signingAt(endpoint.signingKeys, now), message),
  };
  return { url: endpoint.url, headers, body };
}
