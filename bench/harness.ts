import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { BaselineSetup, DatabaseAccess } from './baseline.js';
import type { Job, LoadResult } from './load.js';
import { cpuSeconds, makeFolder, NODE_FLAGS, startServer, startWorker, type Worker } from './processes.js';
import type { Cleanup, Session } from './session.js';

/** Sends one request and returns the parsed body; throws when the status is not 2xx. */
export type Call = <Body>(method: string, path: string, body?: object, key?: string) => Promise<Body>;

/** The product as it runs in production: a process of its own with an embedded PostgreSQL in an empty folder. */
export interface Harness {
  port: number;
  key: string;
  serverPid: number;
  sql: pg.Client;
  /** The product's database. */
  connection: pg.ClientConfig;
  connect(connection: pg.ClientConfig): Promise<pg.Client>;
  /** The schema of a new lead's body from the product's OpenAPI document, with references resolved. */
  leadSchema(): Promise<object>;
  call: Call;
  /** Starts another process of the product on the same database. */
  startProcess(): Promise<{ port: number; pid: number }>;
  /** Runs a load job; throws when any response was not 2xx. */
  load(job: Job): Promise<LoadResult>;
  /** Processor seconds so far of a server, of its database and of the load client. */
  cpu(serverPid: number): Cpu;
  startBaseline(): Promise<Baseline>;
}

export interface Baseline {
  port: number;
  pid: number;
  sql: pg.Client;
  call: Call;
  /** Reopens the baseline's database connections. */
  configure(access: DatabaseAccess): Promise<unknown>;
}

export interface Cpu {
  server: number;
  database: number;
  client: number;
}

export async function startHarness({ cleanup, profileTo, onDatabase }: Session): Promise<Harness> {
  const folder = makeFolder(cleanup);
  const data = join(folder, 'data');
  const profiling =
    profileTo === undefined ? [] : ['--cpu-prof', '--cpu-prof-interval=500', `--cpu-prof-dir=${profileTo}`];
  const { pid, ready } = await startServer(
    {
      args: [...NODE_FLAGS, ...profiling, join('dist', 'headwater.js'), 'serve'],
      env: {
        PATH: process.env.PATH ?? '',
        PORT: '0',
        HEADWATER_RATE_LIMIT: '0',
        HEADWATER_DATA_DIR: data,
        HEADWATER_WEBHOOK_PRIVATE_TARGETS: '127.0.0.1/32',
      },
      output: join(folder, 'server.log'),
      ready: (text) => {
        const [, port, key] =
          /ready at http:\/\/127\.0\.0\.1:(\d+) .*(hw_live_admin_\w+)\n.*curl.*\n\n/s.exec(text) ?? [];
        return port !== undefined && key !== undefined ? { port: Number(port), key } : undefined;
      },
    },
    cleanup,
  );
  const database = readDatabase(data);
  const sql = await connect(database.connection, cleanup);
  onDatabase(await describeDatabase(sql));
  const client = startWorker('load', cleanup);
  let processes = 1;
  const call = createCall(ready.port, ready.key);
  return {
    ...ready,
    serverPid: pid,
    sql,
    connection: database.connection,
    connect: (connection) => connect(connection, cleanup),
    leadSchema: () => leadSchema(ready.port),
    call,
    startProcess: () => {
      processes += 1;
      return startAnotherProcess(database.connection, join(folder, `server-${processes}.log`), cleanup);
    },
    load: (job) => load(client, job),
    cpu: (server) => ({
      server: cpuSeconds(server, false) ?? Number.NaN,
      database: cpuSeconds(database.pid, true) ?? Number.NaN,
      client: cpuSeconds(client.pid, false) ?? Number.NaN,
    }),
    startBaseline: () => startBaseline(ready.port, database.connection, sql, cleanup),
  };
}

async function startAnotherProcess(
  { host, port, user, password, database }: pg.ClientConfig,
  output: string,
  cleanup: Cleanup,
) {
  const url = `postgres://${user}:${password}@localhost:${port}/${database}?host=${encodeURIComponent(host ?? '')}`;
  const { pid, ready } = await startServer(
    {
      args: [...NODE_FLAGS, join('dist', 'headwater.js'), 'serve'],
      env: { PATH: process.env.PATH ?? '', PORT: '0', HEADWATER_RATE_LIMIT: '0', DATABASE_URL: url },
      output,
      ready: (text) => /ready at http:\/\/127\.0\.0\.1:(\d+)/.exec(text)?.[1],
    },
    cleanup,
  );
  return { port: Number(ready), pid };
}

/** The lock file of PostgreSQL names its socket folder and port; the password file is next to the data folder. */
function readDatabase(data: string): { pid: number; connection: pg.ClientConfig } {
  const [pid, , , port, host] = readFileSync(join(data, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
  const password = readFileSync(join(data, 'postgres.password'), 'utf8').trim();
  const connection = { host, port: Number(port), password, user: 'headwater', database: 'headwater' };
  return { pid: Number(pid), connection };
}

/** Throws when the server could lose acknowledged writes in a power cut: figures without durability do not compare. */
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

export async function connect(connection: pg.ClientConfig, cleanup: Cleanup): Promise<pg.Client> {
  const client = new pg.Client(connection);
  client.on('error', () => undefined);
  await client.connect();
  cleanup.add(() => client.end());
  return client;
}

export function createCall(port: number, adminKey: string): Call {
  return async <Body>(method: string, path: string, body?: object, key = adminKey) => {
    const headers: Record<string, string> = { authorization: `Bearer ${key}` };
    if (body) headers['content-type'] = 'application/json';
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers,
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text.slice(0, 2_000)}`);
    return JSON.parse(text) as Body;
  };
}

async function load(client: Worker, job: Job): Promise<LoadResult> {
  const result = await client.request<LoadResult>(job);
  if (result.failure !== undefined) throw new Error(`a response was not 2xx: ${result.failure}`);
  return result;
}

const camelCase = (name: string) => name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());

/** Starts the plain server on its own database in the product's PostgreSQL: the same columns, one primary key. */
async function startBaseline(
  port: number,
  connection: pg.ClientConfig,
  sql: pg.Client,
  cleanup: Cleanup,
): Promise<Baseline> {
  await sql.query('create database bench_baseline');
  const own = { ...connection, database: 'bench_baseline' };
  const { rows: columns } = await sql.query<{ name: string; type: string; required: boolean }>(
    `select attname as name, format_type(atttypid, atttypmod) as type, attnotnull as required from pg_attribute
      where attrelid = 'leads'::regclass and attnum > 0 and not attisdropped order by attnum`,
  );
  const baselineSql = await connect(own, cleanup);
  const list = columns.map(({ name, type, required }) => `"${name}" ${type}${required ? ' not null' : ''}`);
  await baselineSql.query(`create table leads (${list.join(', ')}, primary key (id))`);
  const worker = startWorker('baseline', cleanup);
  const setup: BaselineSetup = {
    connection: own,
    lead: await leadSchema(port),
    columns: columns.map(({ name, type }) => ({ name, property: camelCase(name), type })),
  };
  const started = await worker.request<{ port: number }>(setup);
  return {
    ...started,
    pid: worker.pid,
    sql: baselineSql,
    call: createCall(started.port, ''),
    configure: (access) => worker.request(access),
  };
}

async function leadSchema(port: number): Promise<object> {
  const response = await fetch(`http://127.0.0.1:${port}/openapi.json`);
  const document = (await response.json()) as { components: { schemas: Record<string, object> } };
  const { schemas } = document.components;
  // The validator of the baseline knows no extensions of OpenAPI.
  const resolved = (part: object): object =>
    JSON.parse(JSON.stringify(part), (name, value) => {
      if (name.startsWith('x-')) return undefined;
      const reference = typeof value === 'object' && value !== null && typeof value.$ref === 'string' ? value.$ref : '';
      return reference === '' ? value : resolved(schemas[reference.split('/').at(-1) ?? ''] ?? {});
    });
  return resolved(schemas.LeadCreate ?? {});
}
