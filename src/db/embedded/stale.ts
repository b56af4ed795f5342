import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterProcesses, isAlive, recordedPostmaster, signal } from './processes.js';

const POLL_MS = 25;

/** The signals that end a left-over server, mildest first, and how long to wait for each. */
const SIGNALS: [NodeJS.Signals, number][] = [
  ['SIGINT', 3_000],
  ['SIGQUIT', 2_000],
  ['SIGKILL', 1_000],
];

/**
 * Ends the processes that a killed process left on the cluster: a postmaster whose watchdog was killed too, or backends that
 * outlived their postmaster. The caller holds the folder lock, so no process in use can be found.
 */
export async function endStaleServer(cluster: string, log: (message: string) => void): Promise<void> {
  for (const [name, patienceMs] of SIGNALS) {
    const left = clusterProcesses(cluster);
    if (left.length === 0) break;
    log(`ending a PostgreSQL left over from an earlier run (process ${left.join(', ')}) with ${name}`);
    const postmaster = recordedPostmaster(cluster);
    // Backends end with their postmaster; orphaned backends do not end on SIGINT.
    if (postmaster !== undefined && left.includes(postmaster) && name !== 'SIGKILL') signal(postmaster, name);
    else for (const pid of left) signal(pid, name === 'SIGINT' ? 'SIGQUIT' : name);
    const deadline = Date.now() + patienceMs;
    while (clusterProcesses(cluster).length > 0 && Date.now() < deadline) await sleep(POLL_MS);
  }
  forgetReusedPid(cluster);
}

/** PostgreSQL trusts any live process with the pid in its lock file; after a reboot that may be an unrelated process. */
function forgetReusedPid(cluster: string): void {
  const pid = recordedPostmaster(cluster);
  if (pid === undefined || !isAlive(pid) || clusterProcesses(cluster).length > 0) return;
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}
