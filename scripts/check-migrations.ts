/**
 * Fails on a migration with a statement that a database distributed by workspace refuses (docs/adr/0056). The tables that the migrations make are
 * tested in `test/db/distribution.test.ts`.
 */
import { MIGRATIONS_FOLDER, readMigrations } from '../src/db/migrations.js';
import { statementsOf } from '../src/db/sql-statements.js';
import { loadParser } from './statements/parser.js';
import { type Node, walk } from './statements/syntax.js';

const REFUSED_STATEMENTS: Record<string, string> = {
  CreateTrigStmt: 'makes a trigger',
  RuleStmt: 'makes a rule',
  CreateSeqStmt: 'makes a sequence: numbers come from the application',
  VacuumStmt: 'cannot run in a transaction',
};

function faultsOf(stmts: readonly { stmt: Node }[]): string[] {
  const faults = stmts.length === 1 ? [] : [`${stmts.length} statements are not divided from each other`];
  walk(
    stmts.map(({ stmt }) => stmt),
    (kind: string, body: Node) => {
      const refused = REFUSED_STATEMENTS[kind];
      if (refused !== undefined) faults.push(refused);
      if (kind === 'Constraint' && body.contype === 'CONSTR_FOREIGN' && ['n', 'd'].includes(String(body.fk_del_action)))
        faults.push('a foreign key sets columns to null or to a default');
      if (kind === 'Constraint' && body.deferrable === true) faults.push('a constraint is deferrable');
      if (kind === 'IndexStmt' && body.concurrent === true) faults.push('an index that is made concurrently');
      return true;
    },
  );
  return faults;
}

const parse = await loadParser();
const migrations = readMigrations(MIGRATIONS_FOLDER);
const found = migrations.flatMap(({ name, sql }) =>
  statementsOf(sql).flatMap((statement) =>
    faultsOf(parse(statement).stmts ?? []).map((fault) => `${name}: ${fault}: ${statement.slice(0, 200)}`),
  ),
);
for (const fault of found) console.error(fault);
if (migrations.length === 0) throw new Error('there are no migrations');
process.exitCode = found.length > 0 ? 1 : 0;
