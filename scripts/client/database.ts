import { existsSync, readFileSync } from 'node:fs';
import { pino } from 'pino';
import { type App, openApp } from '../../src/app.js';
import type { Config } from '../../src/config.js';
import type { Connection } from '../../src/db/client.js';
import { databaseAccount } from '../../src/db/embedded/account.js';
import { lockFolder } from '../../src/db/embedded/folder-lock.js';
import { openFolders, openSocketFolder, ownerOf } from '../../src/db/embedded/folders.js';
import { embeddedConnection } from '../../src/db/embedded/ready.js';
import { startEmbedded } from '../../src/db/embedded/server.js';
import type { IssuedKey } from '../../src/services/api-keys/issue.js';
import { bootstrap, issueAdminKey } from '../../src/services/bootstrap.js';
import { Obstacle } from './misuse.js';

/** The service's parts over its database, in this process. */
export interface OpenedApp {
  app: App;
  /** Which database, in words. */
  database: string;
  /** The first admin key, when the database was new: it is shown nowhere else. */
  firstKey: IssuedKey | undefined;
  close(): Promise<void>;
}

/**
 * Opens the database that the service would use: DATABASE_URL, else the embedded one of the data folder. When a running
 * service holds that folder, its server is joined instead of started.
 */
export async function openHere(config: Config): Promise<OpenedApp> {
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

/** One more admin key of the first workspace. */
export async function mintKey({ app }: OpenedApp, name: string, expiresAt?: Date): Promise<IssuedKey> {
  const key = await issueAdminKey(app.store, app.issuer, { name, expiresAt });
  if (!key) throw new Obstacle('The database has no workspace to make a key for.');
  return key;
}

async function openDatabase(
  config: Config,
): Promise<{ connection: Connection; database: string; stop(): Promise<void> }> {
  if (config.databaseUrl !== undefined) {
    return { connection: config.databaseUrl, database: 'PostgreSQL at DATABASE_URL', stop: async () => undefined };
  }
  const database = `the embedded PostgreSQL of ${config.dataDir}`;
  if (await isHeld(config.dataDir)) return { connection: join(config.dataDir), database, stop: async () => undefined };
  const server = await startEmbedded({ dataDir: config.dataDir });
  return { connection: server.connection, database, stop: () => server.stop() };
}

async function isHeld(dataDir: string): Promise<boolean> {
  if (!existsSync(dataDir)) return false;
  try {
    const lock = await lockFolder(openFolders(dataDir).data);
    lock.release();
    return false;
  } catch (error) {
    if (error instanceof Error && error.name === 'StartError') return true;
    throw error;
  }
}

/** The socket and the password that the holder's server was started with. */
function join(dataDir: string): Connection {
  const folders = openFolders(dataDir);
  const socketFolder = openSocketFolder(folders, databaseAccount(ownerOf(folders)));
  try {
    return embeddedConnection(socketFolder, readFileSync(folders.password, 'utf8').trim());
  } catch {
    throw new Obstacle(
      `The data folder ${dataDir} is in use, and its password cannot be read. Run this as the user who runs the service, or give --url and --key.`,
    );
  }
}
