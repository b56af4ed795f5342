import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { BaselineSetup, Plumbing } from './baseline.js';
import type { Job, LoadResult } from './load.js';
import { cpuSeconds, NODE_FLAGS, startServer, startWorker, type Worker } from './processes.js';
import type { Session, Undo } from './session.js';

/** A call that must succeed; the parsed answer. */
type Call = <Answer>(method: string, path: string, body?: object, key?: string) => Promise<Answer>;

/** The product as it runs in production: its own process, its own embedded PostgreSQL in an empty folder. */
export interface Rig {
  port: number;
  key: string;
  serverPid: number;
  sql: pg.Client;
  /** Of the product's database. */
  connection: pg.ClientConfig;
  connect(connection: pg.ClientConfig): Promise<pg.Client>;
  /** What the product's own document says of the body of a new lead, with references put in place. */
  leadSchema(): Promise<object>;
  call: Call;
  /** Starts another process of the product on the same database. */
  another(): Promise<{ port: number; pid: number }>;
  /** Runs a load job; throws when any answer was not 2xx. */
  load(job: Job): Promise<LoadResult>;
  /** Processor seconds so far of all that answer requests on a port. */
  cpu(serverPid: number): Cpu;
  baseline(): Promise<Baseline>;
}

export interface Baseline {
  port: number;
  pid: number;
  sql: pg.Client;
  call: Call;
  plumb(plumbing: Plumbing): Promise<unknown>;
}

export interface Cpu {
  server: number;
  database: number;
  client: number;
}

export async function startRig({ undo, profileTo, sawDatabase }: Session): Promise<Rig> {
  const folder = mkdtempSync(join(tmpdir(), 'headwater-bench-'));
  // As root, the database runs as somebody else, who must get in.
  chmodSync(folder, 0o755);
  undo.add(() => rmSync(folder, { recursive: true, force: true }));
  const data = join(folder, 'data');
  const profiling =
    profileTo === undefined ? [] : ['--cpu-prof', '--cpu-prof-interval=500', `--cpu-prof-dir=${profileTo}`];
  const { pid, ready } = await startServer(
    {
      args: [...NODE_FLAGS, ...profiling, join('dist', 'main.js')],
      env: { PATH: process.env.PATH ?? '', PORT: '0', HEADWATER_RATE_LIMIT: '0', HEADWATER_DATA_DIR: data },
      output: join(folder, 'server.log'),
      ready: (text) => {
        const [, port, key] =
          /ready at http:\/\/127\.0\.0\.1:(\d+) .*(hw_live_admin_\w+)\n.*curl.*\n\n/s.exec(text) ?? [];
        return port !== undefined && key !== undefined ? { port: Number(port), key } : undefined;
      },
    },
    undo,
  );
  const database = readDatabase(data);
  const sql = await connect(database.connection, undo);
  sawDatabase(await describeDatabase(sql));
  const client = startWorker('load', undo);
  let processes = 1;
  const call = caller(ready.port, ready.key);
  return {
    ...ready,
    serverPid: pid,
    sql,
    connection: database.connection,
    connect: (connection) => connect(connection, undo),
    leadSchema: () => leadSchema(ready.port),
    call,
    another: () => {
      processes += 1;
      return startAnother(database.connection, join(folder, `server-${processes}.log`), undo);
    },
    load: (job) => load(client, job),
    cpu: (server) => ({
      server: cpuSeconds(server, false) ?? Number.NaN,
      database: cpuSeconds(database.pid, true) ?? Number.NaN,
      client: cpuSeconds(client.pid, false) ?? Number.NaN,
    }),
    baseline: () => startBaseline(ready.port, database.connection, sql, undo),
  };
}

async function startAnother({ host, port, user, password, database }: pg.ClientConfig, output: string, undo: Undo) {
  const url = `postgres://${user}:${password}@localhost:${port}/${database}?host=${encodeURIComponent(host ?? '')}`;
  const { pid, ready } = await startServer(
    {
      args: [...NODE_FLAGS, join('dist', 'main.js')],
      env: { PATH: process.env.PATH ?? '', PORT: '0', HEADWATER_RATE_LIMIT: '0', DATABASE_URL: url },
      output,
      ready: (text) => /ready at http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1],
    },
    undo,
  );
  return { port: Number(ready), pid };
}

/** PostgreSQL writes where it listens into its lock file; its password is beside its files. */
function readDatabase(data: string): { pid: number; connection: pg.ClientConfig } {
  const [pid, , , port, host] = readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  const password = readFileSync(join(data, 'postgres.password'), 'utf8').trim();
  const connection = { host, port: Number(port), password, user: 'headwater', database: 'headwater' };
  return { pid: Number(pid), connection };
}

/** Refuses a server that would acknowledge what a power cut takes: speed without durability is another product. */
async function describeDatabase(sql: pg.Client): Promise<string> {
  const { rows } = await sql.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes')`,
  );
  const settings = new Map(rows.map(({ name, setting }) => [name, setting]));
  const safe = ['fsync', 'synchronous_commit', 'full_page_writes'];
  const unsafe = safe.filter((name) => settings.get(name) !== 'on');
  if (unsafe.length > 0) throw new Error(`PostgreSQL runs without ${unsafe.join(', ')}`);
  return `PostgreSQL ${settings.get('server_version')} with ${safe.join(', ')} on`;
}

async function connect(connection: pg.ClientConfig, undo: Undo): Promise<pg.Client> {
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  undo.add(() => client.end());
  return client;
}

function caller(port: number, adminKey: string): Call {
  return async <Answer>(method: string, path: string, body?: object, key = adminKey) => {
    const headers: Record<string, string> = { authorization: `Bearer ${key}` };
    if (body) headers['content-type'] = 'application/json';
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 2_000)}`);
    return JSON.parse(text) as Answer;
  };
}

async function load(client: Worker, job: Job): Promise<LoadResult> {
  const result = await client.ask<LoadResult>(job);
  if (result.refused !== undefined) throw new Error(`an answer was not 2xx: ${result.refused}`);
  return result;
}

const camelCase = (name: string) => name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

/** The plain server beside the product, on a database of its own in the same PostgreSQL: the same columns, one key. */
async function startBaseline(port: number, connection: pg.ClientConfig, sql: pg.Client, undo: Undo): Promise<Baseline> {
  await sql.query('create database bench_baseline');
  const own = { ...connection, database: 'bench_baseline' };
  const { rows: columns } = await sql.query<{ name: string; type: string; required: boolean }>(
    `select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as required from pg_attribute
      where attrelid = 'leads'::regclass and attnum > 0 and not attisdropped order by attnum`,
  );
  const baselineSql = await connect(own, undo);
  const list = columns.map(({ name, type, required }) => `"${name}" ${type}${required ? ' not null' : ''}`);
  await baselineSql.query(`create table leads (${list.join(', ')}, primary key (id))`);
  const worker = startWorker('baseline', undo);
  const setup: BaselineSetup = {
    connection: own,
    lead: await leadSchema(port),
    columns: columns.map(({ name, type }) => ({ name, property: camelCase(name), type })),
  };
  const started = await worker.ask<{ port: number }>(setup);
  return {
    ...started,
    pid: worker.pid,
    sql: baselineSql,
    call: caller(started.port, ''),
    plumb: (plumbing) => worker.ask(plumbing),
  };
}

async function leadSchema(port: number): Promise<object> {
  const response = await fetch(`http://127.0.0.1:${port}/openapi.json`);
  const document = (await response.json()) as { components: { schemas: Record<string, object> } };
  const { schemas } = document.components;
  return JSON.parse(JSON.stringify(schemas.LeadCreate), (_name, value) => {
    const reference = typeof value === 'object' && value !== null && typeof value.$ref === 'string' ? value.$ref : '';
    return reference === '' ? value : schemas[reference.split('/').at(-1) ?? ''];
  });
}
