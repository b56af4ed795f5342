import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t, { type Test } from 'tap';
import { createClient, createPool } from '../../src/db/client.js';
import { clusterProcesses, recordedPostmaster } from '../../src/db/embedded/processes.js';
import { startEmbedded } from '../../src/db/embedded/server.js';
import { StartError } from '../../src/db/start-error.js';
import { type Child, runChild } from '../support/child.js';

const RECOVERED_WITHIN_MS = 10_000;
const LIMITS = {
  max: 2,
  statementTimeoutMs: 5_000,
  lockTimeoutMs: 2_000,
  idleInTransactionTimeoutMs: 15_000,
  answerGraceMs: 5_000,
};

/** A closed folder with a space in its name, as a clone in a home folder may be. */
function newFolder(t: Test): string {
  const parent = mkdtempSync(join(tmpdir(), 'headwater embedded '));
  chmodSync(parent, 0o700);
  t.teardown(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, 'some data');
}

/** Made once and copied: initdb takes seconds. As root, the copy belongs to root, as after a careless restore. */
let made: Promise<string> | undefined;
async function dataFolder(test: Test): Promise<string> {
  made ??= makeCluster();
  const folder = newFolder(test);
  const original = await made;
  cpSync(original, folder, { recursive: true });
  // Node 24 gives copied folders the usual mode, and PostgreSQL refuses a folder that others can read.
  for (const name of ['', 'postgres']) chmodSync(join(folder, name), lstatSync(join(original, name)).mode);
  return folder;
}

async function makeCluster(): Promise<string> {
  const folder = newFolder(t);
  await (await startEmbedded({ dataDir: folder })).stop();
  return folder;
}

async function startChild(t: Test, dataDir: string): Promise<{ child: Child; url: string; socketFolder: string }> {
  const child = runChild('embedded-child.ts', dataDir);
  t.teardown(async () => {
    child.process.kill('SIGTERM');
    await child.ended;
  });
  const answer = JSON.parse((await child.firstLine) ?? '{}');
  t.match(answer, { url: /^postgres:/ }, 'the server of the child started');
  t.teardown(() => rmSync(answer.socketFolder, { recursive: true, force: true }));
  return { child, ...answer };
}

async function query(url: string, text: string): Promise<unknown[]> {
  const client = createClient(url);
  await client.connect();
  try {
    return (await client.query({ text, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

async function untilNoneLeft(dataDir: string): Promise<number[]> {
  const cluster = join(dataDir, 'postgres');
  for (const deadline = Date.now() + 10_000; Date.now() < deadline; await sleep(50)) {
    if (clusterProcesses(cluster).length === 0) break;
  }
  return clusterProcesses(cluster);
}

function postmasterOf(dataDir: string): number {
  return recordedPostmaster(join(dataDir, 'postgres')) ?? Number.NaN;
}

t.test('a folder serves one process at a time, and the refusal names it', async (t) => {
  const dataDir = await dataFolder(t);
  const first = await startEmbedded({ dataDir });
  const began = Date.now();
  const refusal: unknown = await startEmbedded({ dataDir }).catch((error) => error);
  t.ok(Date.now() - began < 1_000, 'refused within a second');
  t.ok(refusal instanceof StartError);
  t.match(refusal, { message: `The data folder ${dataDir} is in use by the process with id ${process.pid}.` });
  t.match(refusal, { message: /Stop that process, .*HEADWATER_DATA_DIR.*DATABASE_URL\.$/ });
  await first.stop();
  t.same(clusterProcesses(join(dataDir, 'postgres')), [], 'a clean stop leaves no process');
  t.notOk(lstatSync(first.connection.host, { throwIfNoEntry: false }), 'nor a socket');
  const again = await startEmbedded({ dataDir });
  await again.stop();
});

t.test('another process is refused too', async (t) => {
  const dataDir = await dataFolder(t);
  const { child } = await startChild(t, dataDir);
  const second = runChild('embedded-child.ts', dataDir);
  t.match(JSON.parse((await second.firstLine) ?? '{}'), { refusal: `the process with id ${child.process.pid}` });
  t.equal(await second.ended, 1);
});

t.test('the cluster is durable, checked, closed and speaks UTF-8', async (t) => {
  const dataDir = await dataFolder(t);
  const { url } = await startChild(t, dataDir);
  for (const [setting, value] of [
    ['fsync', 'on'],
    ['synchronous_commit', 'on'],
    ['full_page_writes', 'on'],
    ['data_checksums', 'on'],
    ['listen_addresses', ''],
    ['server_encoding', 'UTF8'],
    ['password_encryption', 'scram-sha-256'],
  ]) {
    t.same(await query(url, `show ${setting}`), [value], `${setting} is ${value}`);
  }
  t.same(await query(url, "select upper('zoë')"), ['ZOË']);
  t.equal(lstatSync(join(dataDir, 'postgres.password')).mode & 0o777, 0o600);
  const wrong = createClient(url.replace(/:[0-9a-f]{48}@/, ':guess@'));
  await t.rejects(wrong.connect(), { code: '28P01' }, 'the socket requires a password');
});

t.test('kill -9 of the process: no orphan, nothing lost', async (t) => {
  const dataDir = await dataFolder(t);
  const first = await startChild(t, dataDir);
  await query(first.url, 'create table kept (n int)');
  await query(first.url, 'insert into kept values (1), (2)');
  first.child.process.kill('SIGKILL');
  await first.child.ended;
  t.same(await untilNoneLeft(dataDir), [], 'the database ended by itself');
  const began = Date.now();
  const next = await startChild(t, dataDir);
  t.ok(Date.now() - began < RECOVERED_WITHIN_MS);
  t.same(await query(next.url, 'select n from kept order by n'), [1, 2]);
});

t.test('kill -9 of process, watchdog and all: the next start clears up what is left', async (t) => {
  const dataDir = await dataFolder(t);
  const first = await startChild(t, dataDir);
  await query(first.url, 'create table kept as select 1 as n');
  const left = postmasterOf(dataDir);
  for (const pid of childrenOf(first.child.process.pid ?? 0)) if (pid !== left) process.kill(pid, 'SIGKILL');
  first.child.process.kill('SIGKILL');
  await first.child.ended;
  await sleep(300);
  t.ok(clusterProcesses(join(dataDir, 'postgres')).includes(left), 'the postmaster is an orphan');
  const began = Date.now();
  const next = await startChild(t, dataDir);
  t.ok(Date.now() - began < RECOVERED_WITHIN_MS);
  t.not(postmasterOf(dataDir), left);
  t.same(await query(next.url, 'select n from kept'), [1]);
});

t.test('kill -9 of process and database together', async (t) => {
  const dataDir = await dataFolder(t);
  const first = await startChild(t, dataDir);
  await query(first.url, 'create table kept as select 1 as n');
  process.kill(postmasterOf(dataDir), 'SIGKILL');
  first.child.process.kill('SIGKILL');
  const began = Date.now();
  await first.child.ended;
  const next = await startChild(t, dataDir);
  t.ok(Date.now() - began < RECOVERED_WITHIN_MS);
  t.same(await query(next.url, 'select n from kept'), [1]);
});

t.test('kill -9 of the database: it is started again and the pool goes on', async (t) => {
  const dataDir = await dataFolder(t);
  const server = await startEmbedded({ dataDir });
  t.teardown(() => server.stop());
  const exits: unknown[] = [];
  server.onExit((exit) => exits.push(exit));
  const { pool } = createPool(server.connection, LIMITS);
  t.teardown(() => pool.end());
  await pool.query('create table kept as select 1 as n');
  const inTransaction = await pool.connect();
  await inTransaction.query('begin');
  const killed = postmasterOf(dataDir);
  process.kill(killed, 'SIGKILL');
  await t.rejects(inTransaction.query('select pg_sleep(5)'), 'a request under way fails');
  inTransaction.release(true);
  const began = Date.now();
  let rows: unknown[] = [];
  while (rows.length === 0 && Date.now() - began < RECOVERED_WITHIN_MS) {
    await sleep(100);
    rows = await pool.query('select n from kept').then(
      (result) => result.rows,
      () => [],
    );
  }
  t.same(rows, [{ n: 1 }], 'what was committed is there');
  t.same(exits, [{ code: null, signal: 'SIGKILL' }]);
  t.not(postmasterOf(dataDir), killed);
});

t.test('half-made files of a crashed first start do not matter', async (t) => {
  const dataDir = newFolder(t);
  mkdirSync(join(dataDir, 'postgres.unfinished-1234', 'base'), { recursive: true });
  const server = await startEmbedded({ dataDir });
  t.notOk(lstatSync(join(dataDir, 'postgres.unfinished-1234'), { throwIfNoEntry: false }));
  await server.stop();
  t.match(readFileSync(join(dataDir, 'postgres.log'), 'utf8'), /database system is shut down/);
});

function childrenOf(parent: number): number[] {
  const list = readFileSync(`/proc/${parent}/task/${parent}/children`, 'latin1').trim();
  return list === '' ? [] : list.split(' ').map(Number);
}
