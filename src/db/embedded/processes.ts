import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Ids of the PostgreSQL processes that work on a cluster, regardless of who started them. */
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
    // The process has ended meanwhile, as intended.
  }
}

/** Every PostgreSQL process has its cluster as working directory, which distinguishes it from a process with a reused pid. */
function processesWorkingIn(cluster: string): number[] {
  const found: number[] = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      if (readlinkSync(`/proc/${entry}/cwd`) !== cluster) continue;
      if (readFileSync(`/proc/${entry}/comm`, 'latin1').trim() === 'postgres') found.push(Number(entry));
    } catch {
      // The process has ended meanwhile, or belongs to another user.
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
