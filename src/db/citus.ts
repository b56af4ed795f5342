import type pg from 'pg';
import { readTables, type TableOfDatabase } from './table-kinds.js';

const CITUS = `select exists (select from pg_proc where proname = 'create_distributed_table') as capable,
         to_regclass('pg_dist_partition') is not null as lists`;
const KNOWN = 'select logicalrelid::regclass::text as name from pg_dist_partition';
const REFERENCES = `select conrelid::regclass::text as from, confrelid::regclass::text as to from pg_constraint
   where contype = 'f' and conrelid <> confrelid`;
/** The table whose shards all others lie beside: its own row is found by the same value. */
const HEAD = 'workspaces';

/** Names of the tables that Citus has; undefined on a PostgreSQL without it. */
export async function tablesOfCitus(client: pg.ClientBase): Promise<Set<string> | undefined> {
  const [citus] = (await client.query<{ capable: boolean; lists: boolean }>(CITUS)).rows;
  if (!citus?.capable || !citus.lists) return undefined;
  const { rows } = await client.query<{ name: string }>(KNOWN);
  return new Set(rows.map(({ name }) => name));
}

/**
 * Gives Citus the tables that it does not have yet, in the transaction of the caller: distributed by workspace, or local and known to every
 * server. Those that others refer to come first. Returns what it gave.
 */
export async function distributeTables(client: pg.ClientBase, known: ReadonlySet<string>): Promise<TableOfDatabase[]> {
  const added = (await inOrder(client)).filter(({ name }) => !known.has(name));
  if (added.length === 0) return [];
  // Shards of tables that refer to each other are changed one after the other, as Citus requires.
  await client.query("set local citus.multi_shard_modify_mode to 'sequential'");
  for (const { name, kind, key } of added) {
    if (kind === 'local') await client.query('select citus_add_local_table_to_metadata($1::regclass)', [name]);
    else {
      const beside = name === HEAD ? 'none' : HEAD;
      await client.query('select create_distributed_table($1::regclass, $2, colocate_with => $3)', [name, key, beside]);
    }
  }
  return added;
}

async function inOrder(client: pg.ClientBase): Promise<TableOfDatabase[]> {
  const tables = await readTables(client);
  const { rows: references } = await client.query<{ from: string; to: string }>(REFERENCES);
  const sorted = new Set<TableOfDatabase>();
  const add = (table: TableOfDatabase) => {
    if (sorted.has(table)) return;
    for (const { to } of references.filter(({ from }) => from === table.name)) {
      const target = tables.find(({ name }) => name === to);
      if (target !== undefined) add(target);
    }
    sorted.add(table);
  };
  for (const table of tables) add(table);
  return [...sorted];
}
