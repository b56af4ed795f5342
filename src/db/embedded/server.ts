import type { EmbeddedConnection } from '../client.js';
import { createLauncher, databaseAccount } from './account.js';
import { findBinaries } from './binaries.js';
import { ensureCluster } from './cluster.js';
import { lockFolder } from './folder-lock.js';
import { ensureOwnership, openFolders, openSocketFolder, ownerOf, removeSocketFolder } from './folders.js';
import type { Exit, PostmasterOptions } from './postmaster.js';
import { embeddedConnection } from './ready.js';
import { supervise } from './supervisor.js';

export interface EmbeddedOptions {
  /** Created if absent; holds the cluster, its password and its log. Used by one process at a time. */
  dataDir: string;
  log?: (level: 'info' | 'warn' | 'error', message: string) => void;
  /** Server settings that override the built-in ones. `fsync: 'off'`, for tests only, also skips the syncs of initdb. */
  settings?: Record<string, string>;
}

export interface EmbeddedServer {
  connection: EmbeddedConnection;
  /** Fast shutdown, then the folder is free for another process. */
  stop(): Promise<void>;
  /** Called each time the server process ends unexpectedly; it is started again on the same socket. */
  onExit(listener: (exit: Exit) => void): void;
}

/**
 * Starts PostgreSQL on a folder and keeps it running. Leftovers of a crash are removed first. Throws a
 * `StartError`, a sentence for the operator, when the folder is in use or the server cannot run.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const log = options.log ?? (() => undefined);
  const binaries = findBinaries();
  const folders = openFolders(options.dataDir);
  const lock = await lockFolder(folders.data);
  let socketFolder: string | undefined;
  const close = () => {
    if (socketFolder !== undefined) removeSocketFolder(socketFolder);
    lock.release();
  };
  try {
    const account = databaseAccount(ownerOf(folders));
    ensureOwnership(folders, account);
    socketFolder = openSocketFolder(folders, account);
    const launcher = createLauncher(account, binaries.initdb, [folders.data, socketFolder]);
    const settings = options.settings ?? {};
    const password = await ensureCluster(folders, binaries.initdb, launcher, settings.fsync !== 'off');
    const connection = embeddedConnection(socketFolder, password);
    const server: PostmasterOptions = { postgres: binaries.postgres, folders, socketFolder, launcher, settings };
    const supervised = await supervise(server, connection, log);
    return {
      connection,
      onExit: supervised.onExit,
      async stop() {
        await supervised.stop();
        close();
      },
    };
  } catch (error) {
    close();
    throw error;
  }
}
