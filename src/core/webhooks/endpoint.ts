import type { Condition } from '../condition.js';

/** `full`: the event with its values before and after. `thin`: without them. */
export const WEBHOOK_PAYLOADS = ['full', 'thin'] as const;
export type WebhookPayload = (typeof WEBHOOK_PAYLOADS)[number];

/** HMAC with SHA-256 and a shared secret (`v1`), or Ed25519 with a public key for the receiver (`v1a`). */
export const WEBHOOK_SIGNATURES = ['hmac_sha256', 'ed25519'] as const;
export type WebhookSignature = (typeof WEBHOOK_SIGNATURES)[number];

/**
 * Why the service disabled an endpoint: the receiver answered 410, no delivery succeeded for days, the API key with whose
 * rights events are sent has ended, or its condition names what is gone, such as an attribute.
 */
export const WEBHOOK_DISABLED_REASONS = ['gone', 'failing', 'key_ended', 'condition_invalid'] as const;
export type WebhookDisabledReason = (typeof WEBHOOK_DISABLED_REASONS)[number];

/** `waiting`: for its next attempt, or for an earlier event of the same subject. `failed`: every attempt failed. */
export const DELIVERY_STATES = ['waiting', 'succeeded', 'failed'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

/** Why an attempt failed. `status`: the receiver answered, but not with 2xx. */
export const DELIVERY_ERRORS = [
  'status',
  'address_refused',
  'name_not_resolved',
  'connection_failed',
  'tls_failed',
  'timed_out',
] as const;
export type DeliveryError = (typeof DELIVERY_ERRORS)[number];

/** A key that signs. `endsAt`: epoch milliseconds after which it signs no more; null for the current one. */
export interface SigningKey {
  value: string;
  endsAt: number | null;
}

/** A header of every request to an endpoint. */
export interface WebhookHeader {
  name: string;
  value: string;
}

/** Where events are sent, which ones, and how far that has come. */
export interface WebhookEndpoint {
  workspaceId: string;
  id: string;
  version: number;
  url: string;
  description: string | null;
  /** Event types, or all types of a noun as `lead.*`. */
  types: string[];
  /** Only events of leads for which it holds. Null: all. */
  where: Condition | null;
  payload: WebhookPayload;
  headers: WebhookHeader[];
  signature: WebhookSignature;
  /** The current key first. */
  signingKeys: SigningKey[];
  /** API keys whose changes are not sent, nor those of keys that replace them. */
  skipActors: string[];
  /** The principal with whose rights events are sent: the one that created the endpoint or last changed it. */
  principalId: string;
  enabled: boolean;
  disabledReason: WebhookDisabledReason | null;
  disabledAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  /** Number of the last event that was sent or queued. */
  position: number;
  /** Failed attempts since the last that succeeded. */
  failures: number;
  /** When the first of them failed, by the clock of the workspace. */
  failingSince: Date | null;
  /** Real time at which the next queued delivery is due. Null: none is queued. */
  retryAt: Date | null;
  /** The process that sends for the endpoint, and until when it may (real time). */
  leaseHolder: string | null;
  leaseUntil: Date | null;
}

/** An event on its way to an endpoint, or there. */
export interface WebhookDelivery {
  workspaceId: string;
  endpointId: string;
  /** Of the event. */
  sequence: number;
  eventId: string;
  type: string;
  /** Events with the same key are sent one after the other. */
  subjectKey: string;
  state: DeliveryState;
  attempts: number;
  /** Real time. Null: it has ended, or waits for an earlier event of the same subject. */
  nextAttemptAt: Date | null;
  /** HTTP status of the last attempt. */
  lastStatus: number | null;
  lastError: DeliveryError | null;
  createdAt: Date;
  /** When it succeeded or failed for good. */
  endedAt: Date | null;
}

export interface WebhookAttempt {
  workspaceId: string;
  endpointId: string;
  id: string;
  sequence: number;
  eventId: string;
  type: string;
  subjectKey: string;
  at: Date;
  status: number | null;
  error: DeliveryError | null;
  durationMs: number;
  /** First characters of the answer of a failed attempt. May repeat personal values of the event. */
  answer: string | null;
}
