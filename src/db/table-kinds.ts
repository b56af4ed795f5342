/** Where the rows of a table are kept in a database that distributes its tables over several servers. */
export type TableKind = 'distributed' | 'local';

export interface TableOfDatabase {
  name: string;
  kind: TableKind;
  /** The column that names the workspace; empty for a local table. */
  key: string;
}

/** Tables that stay on one server, each with the reason: their rows are found without a workspace. */
export const LOCAL_TABLES: Readonly<Record<string, string>> = {
  deployment: 'one row, of no workspace',
  headwater_migrations: 'the schema is that of the whole database',
  api_key_directory: 'a request names a key and no workspace',
  connector_addresses: 'a call of a platform names an address and no workspace',
};

/** The head row itself is distributed by its id; every other table by the column that refers to it. */
export const keyOf = (table: string): string => (table === 'workspaces' ? 'id' : 'workspace_id');

const TABLES = `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
   where n.nspname = 'public' and c.relkind in ('r', 'p') order by c.relname`;

/** The tables of the schema with their kinds, those first that others refer to. */
export async function readTables(db: {
  query(text: string): Promise<{ rows: { name: string }[] }>;
}): Promise<TableOfDatabase[]> {
  const { rows } = await db.query(TABLES);
  const tables = rows.map(({ name }): TableOfDatabase => {
    const isLocal = LOCAL_TABLES[name] !== undefined;
    return { name, kind: isLocal ? 'local' : 'distributed', key: isLocal ? '' : keyOf(name) };
  });
  return tables.sort((one, other) => Number(other.name === 'workspaces') - Number(one.name === 'workspaces'));
}
