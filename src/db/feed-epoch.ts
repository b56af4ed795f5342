import type { Pool } from 'pg';

/** The number of the server's cluster and its timeline, which PostgreSQL raises when a copy is recovered or promoted. */
const IDENTITY = `select c.system_identifier || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8) as identity,
         d.database_identity as known, current_setting('transaction_read_only')::boolean as "readOnly"
    from pg_control_system() c left join deployment d on d.id = 1`;

/**
 * Notices that the database was recovered to an earlier point, or moved, since it was last opened, and begins a new epoch
 * of every feed. Any number of processes may call it at once: one of them changes the epoch. Returns whether this one did.
 * A copy that PostgreSQL starts on the same timeline is not noticed; for it there is `npm run restore -- --new-epoch`.
 */
export async function followDatabaseIdentity(pool: Pool, epoch: string): Promise<boolean> {
  // Managed servers may forbid the question; then epochs change by the command only, and cursors still check themselves.
  const found = await pool
    .query<{ identity: string; known: string | null; readOnly: boolean }>(IDENTITY)
    .catch(() => undefined);
  const [row] = found?.rows ?? [];
  // A database that takes no writes at the moment is looked at again at the next start.
  if (row === undefined || row.known === row.identity || row.readOnly) return false;
  const { identity } = row;
  const { rows } = await pool.query<{ before: string | null }>(
    `with changed as (
       update deployment set database_identity = $1
         from (select database_identity as before from deployment where id = 1) as last
        where id = 1 and database_identity is distinct from $1
       returning last.before
     ), begun as (
       update workspaces set feed_epoch = $2 where exists (select from changed where before is not null)
     )
     select before from changed`,
    [identity, epoch],
  );
  return (rows[0]?.before ?? null) !== null;
}

/** The same for whoever restored the database: its server is taken for known from here on. */
export async function beginFeedEpoch(db: Pick<Pool, 'query'>, epoch: string): Promise<void> {
  await db.query('update workspaces set feed_epoch = $1', [epoch]);
  // The next start looks at the server for the first time, which begins no epoch.
  await db.query('update deployment set database_identity = null');
}
