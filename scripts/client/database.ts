import { pino } from 'pino';
import { type App, openApp } from '../../src/app.js';
import { CommandError } from '../../src/command.js';
import type { Config } from '../../src/config.js';
import type { Connection } from '../../src/db/client.js';
import { joinOrStartEmbedded } from '../../src/db/embedded/join.js';
import type { IssuedKey } from '../../src/services/api-keys/issue.js';
import { bootstrap, issueAdminKey } from '../../src/services/bootstrap.js';

/** The application over its database, in this process. */
export interface OpenedApp {
  app: App;
  /** A description of the database for messages. */
  database: string;
  /** The first admin key when the database was new; it is shown nowhere else. */
  firstKey: IssuedKey | undefined;
  close(): Promise<void>;
}

/**
 * Opens the database that the service would use: DATABASE_URL, else the embedded one of the data folder. When a running
 * service uses that folder, its PostgreSQL server is joined instead of started.
 */
export async function openLocalApp(config: Config): Promise<OpenedApp> {
  const { connection, database, stop } = await openDatabase(config);
  try {
    const app = await openApp({ ...config, connection, log: pino({ level: 'silent' }) });
    const options = { newId: app.newId, now: app.clock(), adminKey: config.adminKey };
    const firstKey = await bootstrap(app.store, app.issuer, options);
    const close = async () => {
      await app.close();
      await stop();
    };
    return { app, database, firstKey, close };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Issues another admin key of the first workspace. */
export async function issueKey({ app }: OpenedApp, name: string, expiresAt?: Date): Promise<IssuedKey> {
  const key = await issueAdminKey(app.store, app.issuer, { name, expiresAt });
  if (!key) throw new CommandError('The database has no workspace to make a key for.');
  return key;
}

export async function openDatabase(
  config: Config,
): Promise<{ connection: Connection; database: string; stop(): Promise<void> }> {
  if (config.databaseUrl !== undefined) {
    return { connection: config.databaseUrl, database: 'PostgreSQL at DATABASE_URL', stop: async () => undefined };
  }
  const database = `the embedded PostgreSQL of ${config.dataDir}`;
  const { connection, stop } = await joinOrStartEmbedded(config.dataDir);
  return { connection, database, stop };
}
