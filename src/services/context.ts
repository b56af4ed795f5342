import type { KeySettings } from '../core/api-keys/api-key.js';
import type { KeyRights } from '../core/api-keys/reach.js';
import type { AppError } from './errors.js';
import type { ReadNames } from './names.js';
import type { Span } from './tracing.js';

/** The caller: one API key, in one workspace. */
export interface Principal extends KeyRights, KeySettings {
  workspaceId: string;
  keyId: string;
  /** The same for a key and those that replace it by rotation: an Idempotency-Key belongs to it. */
  principalId: string;
}

/**
 * Waits without holding capacity of the server, and takes it again afterwards. The signal of `wait` aborts when the caller has
 * left or the server closes.
 */
export type WhileIdle = <T>(wait: (ended: AbortSignal) => Promise<T>) => Promise<T>;

/** A file that arrives as the body of a request. */
export interface UploadedFile {
  /** As it arrives: the caller of a slow reader waits. Rejects when the caller leaves. */
  bytes: AsyncIterable<Uint8Array>;
}

/** A finished answer as bytes, so that a retry with the same Idempotency-Key is answered byte-identically. */
export interface StoredResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface IdempotencyRequest {
  principalId: string;
  /** The key as sent. For a publishable key it also holds the fingerprint: visitors choose keys independently of each other. */
  key: string;
  /** SHA-256 (hex) over method, path, canonical query, media type and body bytes. */
  fingerprint: string;
  /** Loads the names that the answer shows beside ids, by `read`. */
  loadNames: (result: unknown, read: ReadNames) => Promise<void>;
  /** Renders the answer inside the transaction, so that it is stored with the effect. */
  render: (result: unknown) => StoredResponse;
  /** Renders a deterministic refusal (404, 409, 412, 422); undefined when that refusal must not be stored. */
  renderRefusal: (error: AppError) => StoredResponse | undefined;
}

/** The actor of a write, the request that caused it, and how the answer is stored. */
export interface WriteContext {
  workspaceId: string;
  actor: { kind: 'api_key' | 'system'; id: string };
  requestId: string;
  idempotency?: IdempotencyRequest;
  /** The span of the request, where it is traced. */
  span?: Span | undefined;
}

/** Thrown out of a write when the same key and request were answered before; the HTTP layer sends `stored` as it is. */
export class IdempotentReplay extends Error {
  override readonly name = 'IdempotentReplay';
  constructor(readonly stored: StoredResponse) {
    super('answered before');
  }
}
