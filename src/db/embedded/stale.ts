import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { clusterProcesses, isAlive, recordedPostmaster, signal } from './processes.js';

const POLL_MS = 25;

/** How long each way of asking a left-over server to end is given before the next, harder one. */
const LADDER: [NodeJS.Signals, number][] = [
  ['SIGINT', 3_000],
  ['SIGQUIT', 2_000],
  ['SIGKILL', 1_000],
];

/**
 * Ends what a killed process left running on the cluster: a postmaster whose watchdog was killed too, or backends that
 * outlived their postmaster. To be called under the folder's lock, so nothing that is still wanted can be found.
 */
export async function endStaleServer(cluster: string, log: (message: string) => void): Promise<void> {
  for (const [name, patienceMs] of LADDER) {
    const left = clusterProcesses(cluster);
    if (left.length === 0) break;
    log(`ending a PostgreSQL left over from an earlier run (process ${left.join(', ')}) with ${name}`);
    const postmaster = recordedPostmaster(cluster);
    // Backends end with their postmaster; orphans do not know SIGINT as an order to end.
    if (postmaster !== undefined && left.includes(postmaster) && name !== 'SIGKILL') signal(postmaster, name);
    else for (const pid of left) signal(pid, name === 'SIGINT' ? 'SIGQUIT' : name);
    const deadline = Date.now() + patienceMs;
    while (clusterProcesses(cluster).length > 0 && Date.now() < deadline) await sleep(POLL_MS);
  }
  forgetReusedPid(cluster);
}

/** PostgreSQL trusts any live process with the pid in its lock file; after a reboot that may be anybody. */
function forgetReusedPid(cluster: string): void {
  const pid = recordedPostmaster(cluster);
  if (pid === undefined || !isAlive(pid) || clusterProcesses(cluster).length > 0) return;
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}
