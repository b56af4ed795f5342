import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { EmbeddedConnection } from '../client.js';
import { StartError } from '../start-error.js';
import { SUPERUSER } from './cluster.js';
import { PORT, type Postmaster } from './postmaster.js';

export const DATABASE = 'headwater';

const FIRST_POLL_MS = 15;
const LONGEST_POLL_MS = 100;

export function embeddedConnection(socketFolder: string, password: string): EmbeddedConnection {
  return { host: socketFolder, port: PORT, user: SUPERUSER, password, database: DATABASE, ssl: false };
}

/**
 * Waits until a session works, creating the database on first use. False when the postmaster ended first. Recovery after
 * a crash reads up to 2 GB of log, so the wait has no short limit: it lasts while the server reports that it is starting.
 */
export async function waitUntilReady(postmaster: Postmaster, connection: EmbeddedConnection): Promise<boolean> {
  const deadline = Date.now() + 300_000;
  let pollMs = FIRST_POLL_MS;
  while (!postmaster.hasExited()) {
    const failure = await tryConnect(connection);
    if (failure === undefined) return true;
    if (failure === '3D000') await createDatabase(connection);
    else if (failure === '28P01') throw wrongPassword();
    else await Promise.race([sleep(pollMs), postmaster.exited]);
    // Each attempt during a long recovery writes a line to the server log.
    pollMs = Math.min(pollMs * 1.3, LONGEST_POLL_MS);
    if (Date.now() > deadline) {
      await postmaster.stop();
      throw new StartError(`The embedded PostgreSQL did not get ready in 300 s (${failure}).`);
    }
  }
  return false;
}

function wrongPassword(): StartError {
  return new StartError(
    'The embedded PostgreSQL refuses the password in postgres.password of the data folder. Restore that file.',
  );
}

async function tryConnect(connection: EmbeddedConnection): Promise<string | undefined> {
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 3_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return undefined;
  } catch (error) {
    await client.end().catch(() => undefined);
    return error instanceof Error && 'code' in error ? String(error.code) : 'no answer';
  }
}

async function createDatabase(connection: EmbeddedConnection): Promise<void> {
  const client = new pg.Client({ ...connection, database: 'postgres' });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query(`create database ${DATABASE}`);
  } finally {
    await client.end();
  }
}
