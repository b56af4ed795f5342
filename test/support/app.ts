import { type App, type AppOptions, openApp } from '../../src/app.js';
import type { KeyKind, Scope } from '../../src/core/api-keys/scopes.js';
import { rightsOf, settingsOf } from '../../src/services/api-keys/rights.js';
import { bootstrap } from '../../src/services/bootstrap.js';
import { createTestDatabase } from './database.js';
import { blockOf } from './key-rights.js';

export interface LogLine {
  level: 'info' | 'error';
  fields: object;
  message: string;
}

/** The whole product over a database of its own, with a key that may do everything. */
export interface TestApp extends App {
  /** Key of the first workspace, with every scope. */
  adminKey: string;
  workspaceId: string;
  databaseUrl: string;
  /** Everything logged so far. */
  logged: LogLine[];
  /** Another key of the first workspace, or of the workspace named. */
  makeKey(scopes: readonly Scope[], options?: KeyOptions): Promise<string>;
  /** Another workspace, with its admin key; a sandbox has a clock that can be moved. */
  makeWorkspace(name?: string, sandbox?: boolean): Promise<{ workspaceId: string; adminKey: string }>;
}

export interface KeyOptions {
  workspaceId?: string;
  kind?: KeyKind;
  expiresAt?: Date;
  revoked?: boolean;
  allowedAddresses?: string[];
}

type Closing = { teardown(close: () => unknown): unknown };

/** Opens the product in this process; closed with the test. `server.inject` works at once, `server.listen` as well. */
export async function openTestApp(test: Closing, options: Partial<AppOptions> = {}): Promise<TestApp> {
  const connection = options.connection ?? (await createTestDatabase()).url;
  const logged: LogLine[] = [];
  const log = (level: LogLine['level']) => (fields: object, message: string) =>
    void logged.push({ level, fields, message });
  const app = await openApp({
    poolSize: 10,
    timersEveryMs: 0,
    jobsEveryMs: 0,
    webhooksEveryMs: 0,
    webhookTargets: [blockOf('127.0.0.1/32')],
    log: { info: log('info'), error: log('error') },
    ...options,
    connection,
  });
  test.teardown(() => app.close());
  const made = await bootstrap(app.store, app.issuer, { newId: app.newId, now: app.clock() });
  if (made === undefined) throw new Error('the database of the test had a workspace already');
  await app.server.ready();
  const system = { actorKind: 'system', actorId: 'test', requestId: 'test-support' } as const;
  return {
    ...app,
    adminKey: made.token,
    workspaceId: made.workspaceId,
    databaseUrl: typeof connection === 'string' ? connection : '',
    logged,
    async makeKey(scopes, options = {}) {
      const {
        workspaceId = made.workspaceId,
        kind = 'service',
        expiresAt,
        revoked = false,
        allowedAddresses = [],
      } = options;
      const key = await app.store.write(workspaceId, system, async (scope) => {
        const rights = {
          ...{ kind, scopes: new Set(scopes), expiresAt: expiresAt?.getTime() ?? Infinity },
          allowedAddresses: allowedAddresses.map(blockOf),
        };
        const issued = await app.issuer(scope, { name: 'Test key', rights, createdBy: 'test' });
        if (revoked) await scope.apiKeys.update(issued.id, { revokedAt: new Date(scope.now) });
        return issued;
      });
      if (key === undefined) throw new Error('there is no such workspace');
      return key.token;
    },
    async makeWorkspace(name = 'Another workspace', sandbox = false) {
      const { workspaceId, id } = made;
      const principal = { workspaceId, keyId: id, principalId: id, ...rightsOf(made), ...settingsOf(made) };
      const context = { workspaceId, actor: { kind: 'api_key' as const, id }, requestId: 'test-support' };
      const { workspace, key } = await app.services.workspaces.create(principal, context, { name, sandbox });
      return { workspaceId: workspace.id, adminKey: key.token };
    },
  };
}

/** Headers of a JSON request with that key. */
export function jsonHeaders(key: string): Record<string, string> {
  return { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
}
