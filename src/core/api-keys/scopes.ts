/** From the most powerful to the least. */
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
  'exports:read',
  'exports:write',
  'webhooks:read',
  'webhooks:write',
  'operations:read',
  'operations:write',
] as const;
export type Scope = (typeof SCOPES)[number];

/** Scopes that a key of an ordinary workspace can hold. */
export const WORKSPACE_SCOPES: readonly Scope[] = SCOPES.filter((scope) => scope !== 'deployment:manage');

/** The scopes of a publishable key, which can only submit. */
export const CAPTURE_SCOPES: readonly Scope[] = ['leads:capture'];
