import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { StartError, USE_ANOTHER_DATABASE } from '../start-error.js';

export interface Account {
  uid: number;
  gid: number;
}

/** How to run a PostgreSQL program: as the current user, or, because PostgreSQL refuses root, as an unprivileged user. */
export interface Launcher {
  /** Undefined when programs run as the current user. */
  account: Account | undefined;
  wrap(program: string, args: string[]): { command: string; args: string[]; options: LaunchOptions };
}

interface LaunchOptions {
  cwd: string;
  env: Record<string, string>;
  uid?: number;
  gid?: number;
}

/** An empty environment, so that the database server does not get the secrets of this process. */
const OPTIONS: LaunchOptions = {
  cwd: '/',
  env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C', LC_ALL: 'C', TZ: 'UTC' },
};

/** The account to use when this process runs as root; `owner` owns the files of the database, or their folder. */
export function databaseAccount(owner: Account): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return owner.uid !== 0 ? owner : nobody();
}

function nobody(): Account {
  try {
    const line = /^nobody:[^:]*:(\d+):(\d+):/m.exec(readFileSync('/etc/passwd', 'utf8'));
    if (line) return { uid: Number(line[1]), gid: Number(line[2]) };
  } catch {
    // No user list, as in an image made from scratch.
  }
  return { uid: 65534, gid: 65534 };
}

/**
 * Picks the least privileged way in which `account` can run `initdb` and enter `folders`. An installation below a folder closed
 * to other users (/root, a mode 0700 temporary folder) needs a capability; this is found by trying, not by reading modes.
 */
export function createLauncher(account: Account | undefined, initdb: string, folders: string[]): Launcher {
  if (account === undefined) {
    return { account, wrap: (command, args) => ({ command, args, options: OPTIONS }) };
  }
  const ways = [direct(account), withCapability(account, 'dac_read_search'), withCapability(account, 'dac_override')];
  for (const launcher of ways) if (canRun(launcher, initdb, folders)) return launcher;
  throw new StartError(
    `PostgreSQL does not run as root, and user ${account.uid} can reach neither ${initdb} nor ${folders.join(', ')}. ` +
      `Start as a normal user, move the folder to where others may enter, ${USE_ANOTHER_DATABASE}.`,
  );
}

function direct(account: Account): Launcher {
  return { account, wrap: (command, args) => ({ command, args, options: { ...OPTIONS, ...account } }) };
}

function withCapability(account: Account, capability: string): Launcher {
  const become = [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  // Without that bit access(2), which PostgreSQL calls for its own files, ignores capabilities of normal users.
  const honour = '--securebits=+no_setuid_fixup';
  const keep = [honour, `--inh-caps=+${capability}`, `--ambient-caps=+${capability}`];
  return {
    account,
    wrap: (program, args) => ({
      command: 'setpriv',
      args: [...become, ...keep, '--', program, ...args],
      options: OPTIONS,
    }),
  };
}

/** `initdb --show` looks for its own files as the server does, and changes nothing. */
function canRun(launcher: Launcher, initdb: string, folders: string[]): boolean {
  const script = 'initdb=$1; shift; for folder do cd "$folder" || exit 1; done; exec "$initdb" --show --pgdata=/none';
  const { command, args, options } = launcher.wrap('/bin/sh', ['-c', script, 'sh', initdb, ...folders]);
  return spawnSync(command, args, { ...options, stdio: 'ignore', timeout: 10_000 }).status === 0;
}
