import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Ids of the PostgreSQL processes at work on a cluster, whoever started them. */
export function clusterProcesses(cluster: string): number[] {
  if (!existsSync(cluster)) return [];
  return process.platform === 'linux' ? processesWorkingIn(realpathSync(cluster)) : postmasterOf(cluster);
}

/** The pid in the cluster's lock file, if there is one. */
export function recordedPostmaster(cluster: string): number | undefined {
  try {
    const pid = Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'latin1'), 10);
    return pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // Gone meanwhile, which is what the signal was for.
  }
}

/** Every PostgreSQL process changes into its cluster: a mark that a reused pid does not carry. */
function processesWorkingIn(cluster: string): number[] {
  const found: number[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      if (readlinkSync(`/proc/${entry}/cwd`) !== cluster) continue;
      if (readFileSync(`/proc/${entry}/comm`, 'latin1').trim() === 'postgres') found.push(Number(entry));
    } catch {
      // Ended meanwhile, or another user's.
    }
  }
  return found;
}

function postmasterOf(cluster: string): number[] {
  const pid = recordedPostmaster(cluster);
  if (pid === undefined || !isAlive(pid)) return [];
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout?.includes(cluster) ? [pid] : [];
}
