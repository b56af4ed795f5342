import { createHash } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  lstatSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { StartError } from '../start-error.js';
import type { Account } from './account.js';

/** The paths of one embedded server. All but the socket are in the data folder. */
export interface Folders {
  data: string;
  cluster: string;
  password: string;
  log: string;
}

export function openFolders(dataDir: string): Folders {
  const wanted = resolve(dataDir);
  try {
    // Other users may enter but not list it: the cluster inside belongs to another account when this process runs as root.
    mkdirSync(wanted, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
    const data = realpathSync(wanted);
    accessSync(data, constants.R_OK | constants.W_OK | constants.X_OK);
    const inside = (name: string) => join(data, name);
    return { data, cluster: inside('postgres'), password: inside('postgres.password'), log: inside('postgres.log') };
  } catch (error) {
    throw new StartError(`The data folder ${wanted} cannot be used: ${String(error)}. Set HEADWATER_DATA_DIR.`);
  }
}

/** The owner of the files of the database, or of the folder for them. */
export function ownerOf(folders: Folders): Account {
  const { uid, gid } = statSync(folders.cluster, { throwIfNoEntry: false }) ?? statSync(folders.data);
  return { uid, gid };
}

/** PostgreSQL must own its files. Root changes their owner; any other user gets an error. */
export function ensureOwnership(folders: Folders, account: Account | undefined): void {
  const stat = statSync(folders.cluster, { throwIfNoEntry: false });
  if (!stat) return;
  if (account) {
    if (stat.uid !== account.uid) changeOwner(folders.cluster, account);
    if (statSync(folders.password, { throwIfNoEntry: false })) chownSync(folders.password, account.uid, account.gid);
    return;
  }
  const uid = process.getuid?.();
  if (uid !== undefined && stat.uid !== uid) {
    throw new StartError(
      `The data folder ${folders.data} belongs to user ${stat.uid}, and this process runs as user ${uid}. ` +
        'Start as that user (or as root, if root made it), or set HEADWATER_DATA_DIR to another folder.',
    );
  }
}

function changeOwner(folder: string, account: Account): void {
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, entry);
    if (!lstatSync(path).isSymbolicLink()) chownSync(path, account.uid, account.gid);
  }
  chownSync(folder, account.uid, account.gid);
}

/** Leaves room for `/headwater-<12>/.s.PGSQL.5432.lock` in the 103 bytes that every system allows for a socket path. */
const LONGEST_SOCKET_PARENT = 60;

/** A folder with a short path for the socket, because the path of the data folder may be too long for a socket. */
export function openSocketFolder(folders: Folders, account: Account | undefined): string {
  const uid = account?.uid ?? process.getuid?.() ?? 0;
  const { dev, ino } = statSync(folders.data, { bigint: true });
  const name = createHash('sha256').update(`${folders.data}:${dev}:${ino}:${uid}`).digest('hex').slice(0, 12);
  const parent = tmpdir().length > LONGEST_SOCKET_PARENT ? '/tmp' : tmpdir();
  const folder = join(parent, `headwater-${name}`);
  const existing = lstatSync(folder, { throwIfNoEntry: false });
  if (existing === undefined) {
    mkdirSync(folder, { mode: 0o700 });
    if (account) chownSync(folder, account.uid, account.gid);
  } else if (!existing.isDirectory() || (existing.uid !== uid && process.getuid?.() !== 0)) {
    throw new StartError(`${folder} is needed for the database's socket and belongs to another user. Remove it.`);
  } else {
    if (existing.uid !== uid && account) chownSync(folder, account.uid, account.gid);
    chmodSync(folder, 0o700);
  }
  return folder;
}

export function removeSocketFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
