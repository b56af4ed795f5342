import { distributeTables, tablesOfCitus } from './citus.js';
import { type Connection, connectClient } from './client.js';
import { MIGRATIONS_LOCK } from './migrate.js';
import { StartError } from './start-error.js';
import type { TableOfDatabase } from './table-kinds.js';

/**
 * Turns a migrated PostgreSQL with the extension citus into a distributed one, or gives it the tables that it does not have yet. All
 * in one transaction under the lock of migrations: it can be repeated at any time. Throws a StartError where there is no Citus.
 */
export async function distribute(connection: Connection): Promise<TableOfDatabase[]> {
  const client = await connectClient(connection);
  try {
    await client.query('begin; set local statement_timeout = 0; set local lock_timeout = 0');
    await client.query('select pg_advisory_xact_lock($1)', [MIGRATIONS_LOCK]);
    const known = await tablesOfCitus(client);
    if (known === undefined) throw new StartError(WITHOUT_CITUS);
    const added = await distributeTables(client, known);
    await client.query('commit');
    // The rows have been copied to the shards; the coordinator keeps its own until they are removed.
    for (const { name, kind } of [...added].reverse())
      if (kind === 'distributed')
        await client.query('select truncate_local_data_after_distributing_table($1::regclass)', [name]);
    return added;
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  } finally {
    await client.end();
  }
}

const WITHOUT_CITUS =
  'The database has no Citus, so nothing was distributed. On each server: install Citus for its version of PostgreSQL, set ' +
  "shared_preload_libraries = 'citus', restart, and run `create extension citus` in this database. Then on the coordinator: " +
  "select citus_set_coordinator_host('HOST'), and select citus_add_node('HOST', 5432) for each worker (docs/operations/scale.md).";
