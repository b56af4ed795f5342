import Type from 'typebox';
import type { ApiKey } from '../../core/api-keys/api-key.js';
import { KEY_KINDS, WORKSPACE_SCOPES } from '../../core/api-keys/scopes.js';
import type { Workspace } from '../../core/workspaces.js';
import type { IssuedKey } from '../../services/api-keys/issue.js';
import { isoOrNull } from '../instants.js';
import { operation } from '../operations.js';
import { listOperation, pageRequest, resource } from '../resource.js';
import {
  ApiKeyCreate,
  ApiKeyList,
  ApiKeyRotate,
  ApiKeySchema,
  CreatedWorkspace,
  IssuedApiKey,
  WorkspaceCreate,
  WorkspaceList,
  WorkspacePatch,
  WorkspaceSchema,
} from '../schemas/access.js';
import { idParams } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, OTHER_ID } from '../schemas/examples.js';

const WORKSPACE = {
  id: EXAMPLE_ID,
  version: 1,
  name: 'Europe',
  defaultCountry: 'DE',
  timeZone: 'Europe/Berlin',
  weekStart: 'monday',
  undeclaredAttributes: 'accepted',
  doubleOptIn: [],
  sandbox: false,
  createdAt: AT,
  updatedAt: AT,
};
const API_KEY = {
  id: OTHER_ID,
  kind: 'service',
  name: 'Website',
  scopes: ['leads:write'],
  displayId: 'x7Pq2LmA',
  createdBy: EXAMPLE_ID,
  expiresAt: null,
  revokedAt: null,
  lastUsedAt: null,
  lastUsedAddress: null,
  allowedAddresses: ['192.0.2.0/24'],
  allowedOrigins: [],
  requestsPerMinute: null,
  createdAt: AT,
};
const ISSUED = { ...API_KEY, token: 'hw_live_service_x7Pq2LmA...' };

function workspaceOut({ id, version, name, defaultCountry, timeZone, clockOffset, ...workspace }: Workspace) {
  const { weekStart, undeclaredAttributes, doubleOptIn, createdAt, updatedAt } = workspace;
  const settings = { id, version, name, defaultCountry, timeZone, sandbox: clockOffset !== null };
  return {
    ...settings,
    weekStart: weekStart ?? 'monday',
    undeclaredAttributes: undeclaredAttributes ?? 'accepted',
    doubleOptIn: doubleOptIn ?? [],
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

function apiKeyOut(key: ApiKey) {
  return {
    id: key.id,
    kind: key.kind,
    name: key.name,
    scopes: key.scopes,
    displayId: key.displayId,
    createdBy: key.createdBy,
    createdAt: key.createdAt.toISOString(),
    expiresAt: isoOrNull(key.expiresAt),
    revokedAt: isoOrNull(key.revokedAt),
    lastUsedAt: isoOrNull(key.lastUsedAt),
    lastUsedAddress: key.lastUsedAddress,
    rotatedFrom: key.rotatedFrom ?? undefined,
    allowedAddresses: key.allowedAddresses,
    allowedOrigins: key.allowedOrigins,
    requestsPerMinute: key.requestsPerMinute,
  };
}

/** A workspace made by an admin key has an admin key. */
const FIRST_KEY = {
  ...API_KEY,
  token: 'hw_live_admin_x7Pq2LmA...',
  ...{ kind: 'admin', name: 'Admin', scopes: WORKSPACE_SCOPES, createdBy: 'system', allowedAddresses: [] },
};

const issuedOut = (key: IssuedKey) => ({ ...apiKeyOut(key), token: key.token });
const workspaces = resource({
  tag: 'Workspaces',
  noun: 'workspace',
  plural: 'workspaces',
  path: '/v1/workspaces',
  read: ['workspace:read'],
  write: ['workspace:write'],
  schema: WorkspaceSchema,
  list: WorkspaceList,
  example: WORKSPACE,
  validator: 'content',
  out: workspaceOut,
});
const keyParams = idParams('apiKeyId', 'The key.');

export const createWorkspace = operation({
  id: 'createWorkspace',
  method: 'POST',
  path: '/v1/workspaces',
  tag: 'Workspaces',
  summary: 'Create a workspace',
  description:
    'Isolated from all others, with default score model, classification and routing, and a first key with every scope but `deployment:manage`. That key has the kind, expiry and allowed addresses of the calling key. The clock of a `sandbox` can be moved forward, to test the effects of time on leads.',
  scopes: ['deployment:manage'],
  body: WorkspaceCreate,
  bodyExample: { name: 'Europe', defaultCountry: 'DE', timeZone: 'Europe/Berlin' },
  success: {
    status: 201,
    schema: CreatedWorkspace,
    description: 'The workspace and its first key.',
    example: { workspace: WORKSPACE, apiKey: FIRST_KEY },
  },
  refusals: ['rule_refused'],
  secret: true,
  run: (services, { principal, write, body }) => services.workspaces.create(principal, write, body),
  present: ({ workspace, key }) => ({
    body: { workspace: workspaceOut(workspace), apiKey: issuedOut(key) },
    location: `/v1/workspaces/${workspace.id}`,
  }),
});

export const listWorkspaces = workspaces.listed({
  id: 'listWorkspaces',
  summary: 'List workspaces',
  description: 'All workspaces of the deployment for a key with `deployment:manage`, else the workspace of the key.',
  filters: { sandbox: Type.Optional(Type.Boolean({ description: 'Sandboxes (true), or the others (false).' })) },
  run: (services, { principal, query }) =>
    services.workspaces.list(principal, { sandbox: query.sandbox }, pageRequest(query)),
});

export const getWorkspace = workspaces.get({
  id: 'getWorkspace',
  summary: 'Read a workspace',
  description: 'The workspace of the key, or any for a key with `deployment:manage`.',
  run: (services, { principal, params }) => services.workspaces.get(principal, params.workspaceId),
});

export const updateWorkspace = workspaces.update({
  id: 'updateWorkspace',
  summary: 'Change a workspace',
  description:
    'Its name, the default country of phone numbers, the time zone of its calendar days, whether leads take undeclared attributes, or the channels that need double opt-in.',
  refusals: ['rule_refused'],
  body: WorkspacePatch,
  bodyExample: { defaultCountry: 'FR' },
  run: (services, { principal, write, params, ifMatch, body }) =>
    services.workspaces.update(principal, write, params.workspaceId, ifMatch, body),
});

export const createApiKey = operation({
  id: 'createApiKey',
  method: 'POST',
  path: '/v1/api-keys',
  tag: 'API keys',
  summary: 'Create an API key',
  description:
    'The secret is in this answer and nowhere else. The new key cannot exceed the calling key in scopes, kind (`admin` over `service` over `capture`), expiry, allowed addresses or requests a minute (422).',
  scopes: ['api_keys:write'],
  body: ApiKeyCreate,
  bodyExample: {
    name: 'Website',
    kind: 'service',
    scopes: ['leads:write'],
    allowedAddresses: ['192.0.2.0/24'],
  },
  success: { status: 201, schema: IssuedApiKey, description: 'The key with its secret.', example: ISSUED },
  refusals: ['rule_refused'],
  secret: true,
  run: (services, { principal, write, body }) => {
    const expiresAt = body.expiresAt === undefined ? undefined : new Date(body.expiresAt);
    return services.apiKeys.create(principal, write, { ...body, expiresAt });
  },
  present: (key) => ({ body: issuedOut(key), location: `/v1/api-keys/${key.id}` }),
});

export const listApiKeys = listOperation({
  id: 'listApiKeys',
  path: '/v1/api-keys',
  tag: 'API keys',
  summary: 'List API keys',
  description:
    'Without their secrets, newest first, including revoked and expired keys. Only keys that do not exceed the calling key in scopes, kind, expiry or allowed addresses.',
  scopes: ['api_keys:read'],
  filters: {
    kind: Type.Optional(enumOf(KEY_KINDS, { description: 'Of this kind.' })),
    revoked: Type.Optional(Type.Boolean({ description: 'Revoked keys (true), or the others (false).' })),
  },
  plural: 'keys',
  list: ApiKeyList,
  example: API_KEY,
  out: apiKeyOut,
  run: (services, { principal, query: { limit, cursor, ...filter } }) =>
    services.apiKeys.list(principal, filter, pageRequest({ limit, cursor })),
});

export const getApiKey = operation({
  id: 'getApiKey',
  method: 'GET',
  path: '/v1/api-keys/:apiKeyId',
  tag: 'API keys',
  summary: 'Read an API key',
  description: 'Without its secret. A key that exceeds the calling key is not found.',
  scopes: ['api_keys:read'],
  params: keyParams,
  success: { status: 200, schema: ApiKeySchema, description: 'The key.', example: API_KEY },
  run: (services, { principal, params }) => services.apiKeys.get(principal, params.apiKeyId),
  present: (key) => ({ body: apiKeyOut(key) }),
});

export const rotateApiKey = operation({
  id: 'rotateApiKey',
  method: 'POST',
  path: '/v1/api-keys/:apiKeyId/rotate',
  tag: 'API keys',
  summary: 'Rotate an API key',
  description:
    'Issues a new secret with the same rights, restrictions and expiry; an Idempotency-Key used with the old secret counts for the new one as well. The old secret keeps working for the overlap, so that clients can switch without downtime, and cannot be rotated again (409).',
  scopes: ['api_keys:write'],
  params: keyParams,
  body: ApiKeyRotate,
  bodyExample: { overlapHours: 24 },
  success: {
    status: 201,
    schema: IssuedApiKey,
    description: 'The new key.',
    example: { ...ISSUED, rotatedFrom: EXAMPLE_ID },
  },
  refusals: ['conflict'],
  secret: true,
  run: (services, { principal, write, params, body }) =>
    services.apiKeys.rotate(principal, write, params.apiKeyId, body.overlapHours ?? 24),
  present: (key) => ({ body: issuedOut(key), location: `/v1/api-keys/${key.id}` }),
});

export const revokeApiKey = operation({
  id: 'revokeApiKey',
  method: 'POST',
  path: '/v1/api-keys/:apiKeyId/revoke',
  tag: 'API keys',
  summary: 'Revoke an API key',
  description:
    'The key stops working: at once in this process, within five seconds in every other. Revoking a revoked key changes nothing.',
  scopes: ['api_keys:write'],
  params: keyParams,
  success: {
    status: 200,
    schema: ApiKeySchema,
    description: 'The revoked key.',
    example: { ...API_KEY, revokedAt: AT },
  },
  run: (services, { principal, write, params }) => services.apiKeys.revoke(principal, write, params.apiKeyId),
  present: (key) => ({ body: apiKeyOut(key) }),
});
