import type { KeyKind, Scope } from './scopes.js';

/** An API key without its secret. */
export interface ApiKey {
  workspaceId: string;
  id: string;
  kind: KeyKind;
  name: string;
  scopes: Scope[];
  /** The readable end of the key. */
  displayId: string;
  createdBy: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
  /** The address that the last use came from. */
  lastUsedAddress: string | null;
  /** The key that this one replaced by rotation. */
  rotatedFrom: string | null;
  /** The first key of the chain of rotations; null: this key. */
  principalId: string | null;
  /** CIDR blocks that requests may come from, as `formatBlock` writes them; empty: any. */
  allowedAddresses: string[];
  /** Origins of the pages that may call with a publishable key, as browsers send them; empty: no page of another origin. */
  allowedOrigins: string[];
  /** Requests a minute; null: the limit of the deployment. */
  requestsPerMinute: number | null;
}

/** What a key may be set to, beside its rights. */
export type KeySettings = Pick<ApiKey, 'allowedOrigins' | 'requestsPerMinute'>;

export const USUAL_SETTINGS: KeySettings = { allowedOrigins: [], requestsPerMinute: null };
