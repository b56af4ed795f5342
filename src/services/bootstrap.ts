import type { KeyRights } from '../core/api-keys/reach.js';
import { SCOPES } from '../core/api-keys/scopes.js';
import type { Store, WriteScope } from '../db/store.js';
import { parseApiKey } from './api-keys/format.js';
import type { IssuedKey, KeyIssuer } from './api-keys/issue.js';
import { seedWorkspace, workspaceOf } from './workspaces.js';

/** The operator controls the machine: no limit of the deployment applies to keys made there. */
const ALL_RIGHTS: KeyRights = { kind: 'admin', scopes: new Set(SCOPES), expiresAt: Infinity, allowedAddresses: [] };

const SYSTEM = { actorKind: 'system', actorId: 'bootstrap', requestId: 'bootstrap' } as const;

export interface BootstrapOptions {
  newId: () => string;
  now: number;
  /** Chosen by the operator. */
  adminKey?: string | undefined;
  /** Stores the first key before the commit, so that no crash leaves a key whose token is lost. */
  storeKey?: ((token: string) => void) | undefined;
}

/**
 * Makes a fresh deployment usable: creates its first workspace and an admin key with all rights. Returns the key when one was
 * created. A key chosen by the operator is created at every start that does not find it.
 */
export async function bootstrap(
  store: Store,
  issuer: KeyIssuer,
  options: BootstrapOptions,
): Promise<IssuedKey | undefined> {
  const workspace = workspaceOf(options.newId(), { name: 'Default' }, options.now);
  const key = { name: 'First admin key', rights: ALL_RIGHTS, token: options.adminKey };
  // The lookup comes first: a process also starts on a database that takes no writes.
  const isFresh = (await store.deployment.firstWorkspace()) === undefined;
  const make = async (scope: WriteScope) => {
    const issued = await seedWorkspace(scope, workspace, issuer, key);
    if (options.adminKey === undefined) options.storeKey?.(issued.token);
    return issued;
  };
  const made = isFresh ? await store.found(workspace, SYSTEM, make) : undefined;
  if (made || options.adminKey === undefined) return made;
  const parts = parseApiKey(options.adminKey);
  if (parts && (await store.deployment.hasKey(parts.hash))) return undefined;
  return issueAdminKey(store, issuer, key);
}

/** Issues another key with all rights for the first workspace, for operators who lost theirs. */
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
