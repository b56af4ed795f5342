import type { AppError } from './errors.js';

export const KEY_KINDS = ['admin', 'service', 'capture'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

/** Everything a key can be allowed to do. `deployment:manage` spans workspaces; the rest stay inside the key's own. */
export const SCOPES = [
  'deployment:manage',
  'workspace:read',
  'workspace:write',
  'api_keys:read',
  'api_keys:write',
  'leads:read',
  'leads:write',
  'leads:capture',
  'engagement:read',
  'engagement:write',
  'customers:read',
  'customers:write',
  'deals:read',
  'deals:write',
  'reports:read',
  'sources:read',
  'sources:write',
  'assignment:read',
  'assignment:write',
  'scoring:read',
  'scoring:write',
  'events:read',
  'operations:read',
  'operations:write',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Who calls: one API key, in one workspace. */
export interface Principal {
  workspaceId: string;
  keyId: string;
  kind: KeyKind;
  scopes: ReadonlySet<Scope>;
}

/** A finished answer as bytes, so that a retry with the same Idempotency-Key is answered byte-identically. */
export interface StoredResponse {
  status: number;
  headers: Record<string, string>;
  body: string;
}

export interface IdempotencyRequest {
  key: string;
  /** SHA-256 (hex) over method, path, canonical query, media type and body bytes. */
  fingerprint: string;
  /** Renders the answer inside the transaction, so that it is stored with the effect. */
  render: (result: unknown) => StoredResponse;
  /** Renders a deterministic refusal (404, 409, 412, 422); undefined when that refusal must not be stored. */
  renderRefusal: (error: AppError) => StoredResponse | undefined;
}

/** Who writes, on whose behalf, and how the answer is remembered. Handed to every `store.write`. */
export interface WriteContext {
  workspaceId: string;
  actor: { kind: 'api_key' | 'system'; id: string };
  requestId: string;
  idempotency?: IdempotencyRequest;
}

/** Thrown out of a write when the same key and request were answered before; the door sends `stored` as it is. */
export class IdempotentReplay extends Error {
  override readonly name = 'IdempotentReplay';
  constructor(readonly stored: StoredResponse) {
    super('answered before');
  }
}
