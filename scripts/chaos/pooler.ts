import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './cluster.js';

/** pgbouncer in transaction mode in front of the database. */
export interface Pooler {
  url: string;
  restart(): Promise<void>;
}

/** Returns undefined when pgbouncer is not installed. */
export async function startPooler(
  databasePort: number,
  cleanup: (() => Promise<unknown> | unknown)[],
): Promise<Pooler | undefined> {
  if (spawnSync('pgbouncer', ['--version']).status !== 0) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'headwater-pooler-'));
  chmodSync(folder, 0o755);
  cleanup.push(() => rmSync(folder, { recursive: true, force: true }));
  const port = await freePort();
  const settings = join(folder, 'pgbouncer.ini');
  const users = join(folder, 'users.txt');
  writeFileSync(users, '"headwater" ""\n');
  writeFileSync(
    settings,
    [
      '[databases]',
      `* = host=127.0.0.1 port=${databasePort}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${port}`,
      'unix_socket_dir =',
      'auth_type = trust',
      `auth_file = ${users}`,
      'pool_mode = transaction',
      'default_pool_size = 10',
      // By default pgbouncer waits 15 s after each failed attempt to reach the database.
      'server_login_retry = 1',
      '',
    ].join('\n'),
  );
  // pgbouncer refuses root, as PostgreSQL does.
  const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn('pgbouncer', ['--quiet', settings], { ...account, cwd: '/', stdio: 'ignore' });
    await sleep(500);
  };
  const stop = async () => {
    child?.kill('SIGKILL');
    while (child && child.exitCode === null && child.signalCode === null) await sleep(20);
  };
  cleanup.push(stop);
  await start();
  return {
    url: `postgres://headwater@127.0.0.1:${port}/headwater`,
    async restart() {
      await stop();
      await sleep(500);
      await start();
    },
  };
}
