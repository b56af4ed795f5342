import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, fchownSync, fstatSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { StartError } from '../start-error.js';
import type { Launcher } from './account.js';
import type { Folders } from './folders.js';
import { signal } from './processes.js';
import { startWatchdog } from './watchdog.js';

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** One run of the server process. */
export interface Postmaster {
  /** Resolves when the process has ended. */
  readonly exited: Promise<Exit>;
  hasExited(): boolean;
  /** What this run wrote to the server log, its last 2,000 bytes. */
  lastWords(): string;
  /** Fast shutdown: sessions are closed, committed data is on disk. */
  stop(): Promise<void>;
}

export const PORT = 5432;

const LOG_LIMIT_BYTES = 10 * 1024 * 1024;

/** For two cores and a few gigabytes. Every setting that affects the durability of commits keeps its safe default. */
const SETTINGS: Record<string, string> = {
  listen_addresses: '',
  port: String(PORT),
  unix_socket_permissions: '0700',
  max_connections: '60',
  shared_buffers: '256MB',
  work_mem: '16MB',
  max_wal_size: '2GB',
  jit: 'off',
  synchronous_commit: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_checkpoints: 'off',
  log_min_messages: 'warning',
  // Statements and details quote values, and values are personal data.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
};

export interface PostmasterOptions {
  postgres: string;
  folders: Folders;
  socketFolder: string;
  launcher: Launcher;
  settings: Record<string, string>;
}

export function startPostmaster(options: PostmasterOptions): Postmaster {
  const { folders, launcher, socketFolder } = options;
  const settings = { ...SETTINGS, unix_socket_directories: socketFolder, ...options.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const { command, args, options: launch } = launcher.wrap(options.postgres, ['-D', folders.cluster, ...flags]);
  const log = openLog(folders, launcher);
  const logStart = fstatSync(log).size;
  const watchdog = startWatchdog(launcher);
  // A session of its own: Ctrl-C in a terminal reaches only this process, which decides when the database stops.
  const child = spawn(command, args, { ...launch, detached: true, stdio: ['ignore', log, log] });
  closeSync(log);
  if (child.pid !== undefined) watchdog.guard(child.pid);
  let ended = false;
  const exited = exitOf(child).then((exit) => {
    ended = true;
    watchdog.release();
    return exit;
  });
  return {
    exited,
    hasExited: () => ended,
    lastWords: () => readFrom(folders.log, logStart),
    stop: () => stopGently(child.pid, exited, () => ended),
  };
}

function exitOf(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('exit', (code, name) => resolve({ code, signal: name }));
    child.once('error', () => resolve({ code: null, signal: null }));
  });
}

async function stopGently(pid: number | undefined, exited: Promise<Exit>, hasExited: () => boolean): Promise<void> {
  const ladder: [NodeJS.Signals, number][] = [
    ['SIGINT', 10_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ];
  for (const [name, patienceMs] of ladder) {
    if (pid === undefined || hasExited()) return;
    signal(pid, name);
    const patience = new AbortController();
    const timeout = sleep(patienceMs, undefined, { signal: patience.signal }).catch(() => undefined);
    await Promise.race([exited, timeout]);
    patience.abort();
  }
}

function openLog(folders: Folders, launcher: Launcher): number {
  try {
    const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT;
    const log = openSync(folders.log, flags, 0o600);
    if (launcher.account) fchownSync(log, launcher.account.uid, launcher.account.gid);
    if (fstatSync(log).size > LOG_LIMIT_BYTES) ftruncateSync(log);
    return log;
  } catch (error) {
    throw new StartError(`The server log ${folders.log} cannot be written: ${String(error)}.`);
  }
}

function readFrom(file: string, start: number): string {
  const descriptor = openSync(file, 'r');
  try {
    const from = Math.max(start, fstatSync(descriptor).size - 2_000);
    const buffer = Buffer.alloc(2_000);
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, buffer.length, from)).trim();
  } finally {
    closeSync(descriptor);
  }
}
