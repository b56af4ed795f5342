import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { readTables } from '../../src/db/table-kinds.js';
import type { RecordedStatement } from '../../test/support/statement-recorder.js';
import { exceptionOf } from './exceptions.js';
import { loadParser } from './parser.js';
import { type Database, faultsOf } from './rules.js';

const FUNCTIONS = `select proname as name, bool_and(provolatile <> 'i') as unstable, bool_and(provolatile = 'v') as volatile
   from pg_proc group by proname`;

/** What the rules need to know of the schema, from a database that has it. */
export async function describeDatabase(url: string): Promise<Database> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await readTables(client);
    const { rows } = await client.query<{ name: string; unstable: boolean; volatile: boolean }>(FUNCTIONS);
    return {
      keys: new Map(tables.filter(({ kind }) => kind === 'distributed').map(({ name, key }) => [name, key])),
      unstable: new Set(rows.filter(({ unstable }) => unstable).map(({ name }) => name)),
      volatile: new Set(rows.filter(({ volatile }) => volatile).map(({ name }) => name)),
    };
  } finally {
    await client.end();
  }
}

export interface Fault {
  statement: RecordedStatement;
  faults: string[];
}

/** The recorded statements that break a rule and are no exception. */
export async function checkStatements(
  folder: string,
  database: Database,
): Promise<{ checked: number; unreadable: number; found: Fault[] }> {
  const faultsOfText = await statementCheck(database);
  const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'));
  const distinct = new Map<string, RecordedStatement>();
  for (const statement of files.flatMap((text): RecordedStatement[] => JSON.parse(text)))
    distinct.set(`${statement.pooled} ${statement.text}`, statement);
  const found: Fault[] = [];
  let unreadable = 0;
  for (const statement of distinct.values()) {
    const faults = faultsOfText(statement.text);
    if (faults === undefined) unreadable += 1;
    else if (faults.length > 0 && exceptionOf(statement) === undefined) found.push({ statement, faults });
  }
  return { checked: distinct.size, unreadable, found };
}

/** Returns the faults of a text; undefined for one that is no SQL: tests send some on purpose. */
export async function statementCheck(database: Database): Promise<(text: string) => string[] | undefined> {
  const parse = await loadParser();
  return (text) => {
    try {
      return (parse(text).stmts ?? []).flatMap(({ stmt }) => faultsOf(stmt, database));
    } catch {
      return undefined;
    }
  };
}
