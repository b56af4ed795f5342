import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { StartError } from '../start-error.js';
import type { Launcher } from './account.js';
import type { Folders } from './folders.js';

export const SUPERUSER = 'headwater';

const UNFINISHED = 'postgres.unfinished-';
/** Prefix of the name of a database that a restore moved away. */
export const REPLACED = 'postgres.before-';

/** Creates the files of the database if there are none; returns the password of the superuser. */
export async function ensureCluster(
  folders: Folders,
  initdb: string,
  launcher: Launcher,
  durable: boolean,
): Promise<string> {
  removeUnfinished(folders);
  if (existsSync(folders.cluster)) return readPassword(folders);
  refuseHalfReplaced(folders);
  const password = writePassword(folders, launcher);
  // Created beside its final place and renamed when complete, so that a crash leaves no incomplete cluster.
  // A name of its own each time: the initdb of a killed process may still be writing to the last one.
  const unfinished = join(folders.data, UNFINISHED + randomBytes(4).toString('hex'));
  mkdirSync(unfinished, { mode: 0o700 });
  if (launcher.account) chownSync(unfinished, launcher.account.uid, launcher.account.gid);
  await runInitdb(initdb, launcher, [
    `--pgdata=${unfinished}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${folders.password}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    '--data-checksums',
    '--no-instructions',
    ...(durable ? [] : ['--no-sync']),
  ]);
  renameSync(unfinished, folders.cluster);
  syncFolder(folders.data);
  return password;
}

/** Refuses a folder between the two renames of `headwater restore --replace`, so that no empty database replaces both. */
function refuseHalfReplaced(folders: Folders): void {
  const kept = readdirSync(folders.data).find((entry) => entry.startsWith(REPLACED));
  if (kept === undefined) return;
  throw new StartError(
    `${folders.data} has ${kept}, which a restore put aside, and no database in its place. Rename it to ` +
      `${basename(folders.cluster)} to have it back, or move it elsewhere and restore again.`,
  );
}

function removeUnfinished(folders: Folders): void {
  for (const entry of readdirSync(folders.data)) {
    if (!entry.startsWith(UNFINISHED)) continue;
    rmSync(join(folders.data, entry), { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  }
}

function readPassword(folders: Folders): string {
  try {
    return readFileSync(folders.password, 'utf8').trim();
  } catch (error) {
    throw new StartError(
      `The database in ${folders.data} is there, but its password file cannot be read: ${String(error)}. ` +
        'Restore that file beside it, or set HEADWATER_DATA_DIR to another folder.',
    );
  }
}

function writePassword(folders: Folders, launcher: Launcher): string {
  const password = randomBytes(24).toString('hex');
  rmSync(folders.password, { force: true });
  writeFileSync(folders.password, `${password}\n`, { mode: 0o600, flush: true });
  if (launcher.account) chownSync(folders.password, launcher.account.uid, launcher.account.gid);
  return password;
}

/** Makes renames in the folder survive a power cut. */
export function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function runInitdb(initdb: string, launcher: Launcher, flags: string[]): Promise<void> {
  const { command, args, options } = launcher.wrap(initdb, flags);
  return new Promise((resolve, reject) => {
    let output = '';
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8');
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => reject(new StartError(`The embedded PostgreSQL does not run: ${error.message}.`)));
    child.on('close', (code) => {
      if (code === 0) resolve();
      else reject(new StartError(`The embedded PostgreSQL could not make its files: ${output.trim().slice(-500)}`));
    });
  });
}
