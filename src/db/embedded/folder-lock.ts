import { createHash } from 'node:crypto';
import { rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StartError } from '../start-error.js';

export interface FolderLock {
  release(): void;
}

const HOLDER_ANSWERS_WITHIN_MS = 500;

/**
 * Holds a folder for this process. The lock is a listening socket, not a file with a pid: the kernel drops it with the
 * process, however it ends, and a reused pid cannot fake it.
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const address = lockAddress(folder);
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const server = await listen(address);
    if (server) return { release: () => server.close() };
    const holder = await askHolder(address);
    if (holder !== undefined) throw inUse(folder, holder);
    // No process listens: a path socket outlived its process (abstract sockets cannot).
    if (!address.startsWith('\0')) rmSync(address, { force: true });
  }
  throw inUse(folder, '');
}

function inUse(folder: string, holder: string): StartError {
  const who = holder === '' ? 'another process' : `the process with id ${holder}`;
  return new StartError(
    `The data folder ${folder} is in use by ${who}. Stop that process, or give this one a folder of its own with ` +
      'HEADWATER_DATA_DIR, or a database with DATABASE_URL.',
  );
}

/** Named by device and inode, so that two paths to one folder have the same lock. */
function lockAddress(folder: string): string {
  const { dev, ino } = statSync(folder, { bigint: true });
  const name = `headwater-${createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 16)}`;
  return process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.lock`);
}

function listen(address: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => socket.destroy());
      socket.end(String(process.pid));
    });
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(address, () => {
      server.unref();
      resolve(server);
    });
  });
}

/** The pid of the holder; empty when the holder does not answer; undefined when no process holds the lock. */
function askHolder(address: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(address);
    socket.setTimeout(HOLDER_ANSWERS_WITHIN_MS, () => {
      socket.destroy();
      resolve(answer);
    });
    socket.on('data', (chunk) => {
      answer += chunk.toString('latin1');
    });
    socket.on('close', () => resolve(answer));
    socket.on('error', () => resolve(undefined));
  });
}
