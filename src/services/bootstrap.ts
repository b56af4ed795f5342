import type { KeyRights } from '../core/api-keys/reach.js';
import { SCOPES } from '../core/api-keys/scopes.js';
import type { Store, WriteScope } from '../db/store.js';
import { parseApiKey } from './api-keys/format.js';
import type { IssuedKey, KeyIssuer } from './api-keys/issue.js';
import { furnish, workspaceOf } from './workspaces.js';

/** The operator holds the machine: keys made there are bound by no limit of the deployment. */
const ALL_RIGHTS: KeyRights = { kind: 'admin', scopes: new Set(SCOPES), expiresAt: Infinity, allowedAddresses: [] };

const SYSTEM = { actorKind: 'system', actorId: 'bootstrap', requestId: 'bootstrap' } as const;

export interface BootstrapOptions {
  newId: () => string;
  now: number;
  /** Chosen by the operator. */
  adminKey?: string | undefined;
  /** Stores the first key before it is committed, so that no crash leaves a key that is known to no one. */
  storeKey?: ((token: string) => void) | undefined;
}

/**
 * Makes a fresh deployment usable: its first workspace and an admin key that may do everything. Returns the key when one
 * was made; a key chosen by the operator is put in place on any start where it is not known yet.
 */
export async function bootstrap(
  store: Store,
  issuer: KeyIssuer,
  options: BootstrapOptions,
): Promise<IssuedKey | undefined> {
  const workspace = workspaceOf(options.newId(), { name: 'Default' }, options.now);
  const key = { name: 'First admin key', rights: ALL_RIGHTS, token: options.adminKey };
  // Looked up first: a process also starts on a database that takes no writes at the moment.
  const isFresh = (await store.deployment.firstWorkspace()) === undefined;
  const make = async (scope: WriteScope) => {
    const issued = await furnish(scope, workspace, issuer, key);
    if (options.adminKey === undefined) options.storeKey?.(issued.token);
    return issued;
  };
  const made = isFresh ? await store.found(workspace, SYSTEM, make) : undefined;
  if (made || options.adminKey === undefined) return made;
  const parts = parseApiKey(options.adminKey);
  if (parts && (await store.deployment.findKeyByHash(parts.hash))) return undefined;
  return issueAdminKey(store, issuer, key);
}

/** Another key that may do everything, for the first workspace: for operators who lost theirs. */
export async function issueAdminKey(
  store: Store,
  issuer: KeyIssuer,
  { name, token, expiresAt }: { name: string; token?: string | undefined; expiresAt?: Date | undefined },
): Promise<IssuedKey | undefined> {
  const first = await store.deployment.firstWorkspace();
  if (!first) return undefined;
  const rights = { ...ALL_RIGHTS, expiresAt: expiresAt?.getTime() ?? Infinity };
  return store.write(first.id, SYSTEM, (scope) => issuer(scope, { name, rights, token, createdBy: 'operator' }));
}
