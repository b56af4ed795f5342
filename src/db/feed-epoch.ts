import type { Pool } from 'pg';

/** The number of the server's cluster and its timeline, which PostgreSQL raises when a copy is recovered or promoted. */
const IDENTITY = `select c.system_identifier || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8) as identity,
         d.database_identity as known, current_setting('transaction_read_only')::boolean as "readOnly"
    from pg_control_system() c left join deployment d on d.id = 1`;

/**
 * Detects that the database was recovered to an earlier point, or moved, since it was last opened, and begins a new epoch
 * of every feed. Any number of processes may call it at once: one of them changes the epoch. Returns whether this one did.
 * A copy that PostgreSQL starts on the same timeline is not detected; `headwater restore --new-epoch` is for that case.
 */
export async function followDatabaseIdentity(pool: Pool, epoch: string): Promise<boolean> {
  // Managed servers may forbid the query. Then only the command changes epochs, and cursors still check themselves.
  const found = await pool
    .query<{ identity: string; known: string | null; readOnly: boolean }>(IDENTITY)
    .catch(() => undefined);
  const [row] = found?.rows ?? [];
  // A database that takes no writes is checked again at the next start.
  if (row === undefined || row.known === row.identity || row.readOnly) return false;
  return recordIdentity(pool, row.identity, epoch);
}

/** Two statements in one transaction: a database that distributes workspaces changes them by a statement of their own. */
async function recordIdentity(pool: Pool, identity: string, epoch: string): Promise<boolean> {
  const client = await pool.connect();
  try {
    await client.query('begin');
    const { rows } = await client.query<{ before: string | null }>(
      `update deployment set database_identity = $1
         from (select database_identity as before from deployment where id = 1 for update) as last
        where id = 1 and database_identity is distinct from $1
       returning last.before`,
      [identity],
    );
    const isNew = (rows[0]?.before ?? null) !== null;
    if (isNew) await client.query('update workspaces set feed_epoch = $1', [epoch]);
    await client.query('commit');
    return isNew;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    client.release();
  }
}

/** Begins a new epoch after a restore. The next start records the server's identity. */
export async function beginFeedEpoch(db: Pick<Pool, 'query'>, epoch: string): Promise<void> {
  await db.query('update workspaces set feed_epoch = $1', [epoch]);
  // A start without a recorded identity begins no epoch.
  await db.query('update deployment set database_identity = null');
}
