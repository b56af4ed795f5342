import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmbeddedConnection } from '../../src/db/client.js';
import { createClient } from '../../src/db/client.js';
import { startEmbedded } from '../../src/db/embedded/server.js';
import { migrate } from '../../src/db/migrate.js';

/** A PostgreSQL for one test run, and the migrated database in it that each test file clones. */
export interface TestServer {
  /** Of a database to run `create database` from. */
  url: string;
  template: string;
}

export interface StartedServer extends TestServer {
  /** Drops everything the run made. */
  stop(): Promise<void>;
}

/** Speed over durability: a test server may lose its data in a power cut. */
const SETTINGS = { fsync: 'off', full_page_writes: 'off', max_connections: '120', shared_buffers: '128MB' };

/** `existing`: the URL of a PostgreSQL whose user may create databases; without it, an embedded one is started. */
export async function startTestServer(existing: string | undefined): Promise<StartedServer> {
  if (existing) {
    const template = await createTemplate(existing);
    return { url: existing, template, stop: () => dropRun(existing, template) };
  }
  const folder = mkdtempSync(join(tmpdir(), 'headwater-test-'));
  chmodSync(folder, 0o755);
  const server = await startEmbedded({ dataDir: join(folder, 'data'), settings: SETTINGS });
  const stop = async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const url = connectionUrl(server.connection);
    return { url, template: await createTemplate(url), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export function connectionUrl(connection: EmbeddedConnection): string {
  const { user, password, host, port, database } = connection;
  return `postgres://${user}:${password}@localhost:${port}/${database}?host=${encodeURIComponent(host)}`;
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

/** Runs statements one by one, outside any transaction. */
export async function administer(url: string, ...statements: string[]): Promise<void> {
  const client = createClient(url);
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The name is random: two runs, from two checkouts or machines, may share a server. */
async function createTemplate(url: string): Promise<string> {
  const template = `headwater_test_${randomBytes(5).toString('hex')}`;
  await administer(url, `create database ${template} template template0 encoding 'UTF8'`);
  await migrate(withDatabase(url, template));
  return template;
}

async function dropRun(url: string, template: string): Promise<void> {
  const client = createClient(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where datname = $1 or starts_with(datname, $2)',
      [template, `${template}_`],
    );
    for (const { datname } of rows) await client.query(`drop database if exists "${datname}" with (force)`);
  } finally {
    await client.end();
  }
}
