import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { EmbeddedConnection } from '../client.js';
import { connectClient } from '../client.js';
import { StartError } from '../start-error.js';
import { REPLACED, SUPERUSER, syncFolder } from './cluster.js';
import { lockFolder } from './folder-lock.js';
import { type Folders, openFolders, ownerOf } from './folders.js';
import { startEmbedded } from './server.js';
import { endStaleServer } from './stale.js';

const UNFINISHED = 'restore.unfinished-';
/** With this, rows copied into tables of the same transaction go only to their files, not to the write-ahead log. */
const QUICK_LOAD = { wal_level: 'minimal', max_wal_senders: '0' };

export interface RestoredFolderOptions {
  /** The suffix under which the existing database is kept; when absent, a folder with a database is refused. */
  replacedAt?: string | undefined;
}

/**
 * Restores into a new database beside the one of a data folder, and swaps them when it is complete. If it ends early, the
 * folder is unchanged except for leftovers that the next restore removes. The folder is locked throughout.
 */
export async function restoreFolder(
  dataDir: string,
  { replacedAt }: RestoredFolderOptions,
  fill: (connection: EmbeddedConnection) => Promise<void>,
): Promise<void> {
  const folders = openFolders(dataDir);
  const lock = await lockFolder(folders.data);
  try {
    if (existsSync(folders.cluster) && replacedAt === undefined) {
      throw new StartError(
        `There is a database in ${folders.data} already. Restore into another folder with --into, or say --replace, ` +
          'which keeps what is there under another name.',
      );
    }
    await removeUnfinished(folders);
    const beside = join(folders.data, UNFINISHED + randomBytes(4).toString('hex'));
    mkdirSync(beside, { mode: 0o711 });
    const owner = ownerOf(folders);
    if (process.getuid?.() === 0) chownSync(beside, owner.uid, owner.gid);
    await fillFolder(beside, folders, fill);
    await endStaleServer(folders.cluster, () => undefined);
    putInPlace(openFolders(beside), folders, replacedAt);
    rmSync(beside, { recursive: true, force: true });
  } finally {
    lock.release();
  }
}

async function fillFolder(
  beside: string,
  folders: Folders,
  fill: (connection: EmbeddedConnection) => Promise<void>,
): Promise<void> {
  const server = await startEmbedded({ dataDir: beside, settings: QUICK_LOAD });
  try {
    await fill(server.connection);
    if (existsSync(folders.password))
      await setPassword(server.connection, readFileSync(folders.password, 'utf8').trim());
  } finally {
    await server.stop();
  }
}

/** Sets the password of the folder, so that only the cluster has to be moved into place. It consists of hexadecimal digits. */
async function setPassword(connection: EmbeddedConnection, password: string): Promise<void> {
  if (!/^[0-9a-f]+$/.test(password)) throw new StartError('The password file of the data folder is damaged.');
  const client = await connectClient(connection);
  try {
    await client.query(`alter role ${SUPERUSER} password '${password}'`);
  } finally {
    await client.end();
  }
}

function putInPlace(from: Folders, to: Folders, replacedAt = ''): void {
  if (!existsSync(to.password)) renameSync(from.password, to.password);
  if (existsSync(to.cluster)) renameSync(to.cluster, join(to.data, REPLACED + replacedAt));
  renameSync(from.cluster, to.cluster);
  syncFolder(to.data);
}

/** Removes the leftovers of a killed restore and ends its server, if that still runs. */
async function removeUnfinished(folders: Folders): Promise<void> {
  for (const entry of readdirSync(folders.data)) {
    if (!entry.startsWith(UNFINISHED)) continue;
    const beside = join(folders.data, entry);
    await endStaleServer(join(beside, 'postgres'), () => undefined);
    rmSync(beside, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}
