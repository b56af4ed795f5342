import { aliasOf, Bindings, isNamed, type Keys, type Relation, readConditions, type Scope, scopeIn } from './scopes.js';
import { bodyOf, functionName, isNode, listOf, type Node, namesColumn, textOf, walk } from './syntax.js';

export interface Database {
  keys: Keys;
  /** Functions of which no variant is immutable. */
  unstable: ReadonlySet<string>;
  /** Those of them that are volatile. */
  volatile: ReadonlySet<string>;
}

/** A statement is read once: its relations, what binds them to a workspace, and the faults found on the way. */
interface Reading {
  database: Database;
  bindings: Bindings;
  relations: Relation[];
  /** The distributed relations of queries that lock their rows. */
  locked: Relation[];
  faults: string[];
}

const QUERIES = ['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt'] as const;
/** These make a timestamp without a zone, whose sums depend on no setting. */
const ZONED = new Set(['timezone']);

/** What a database that is distributed by workspace would refuse, or carry to all of its servers, in the statement. */
export function faultsOf(statement: Node, database: Database): string[] {
  const reading: Reading = { database, bindings: new Bindings(), relations: [], locked: [], faults: [] };
  readQuery(statement, undefined, reading);
  const loose = reading.relations.filter((relation) => !reading.bindings.isBound(relation));
  for (const { alias, table } of loose) {
    const name = alias === table ? table : `${table} (${alias})`;
    reading.faults.push(`${name} is not bound to one workspace by an equality`);
  }
  if (reading.locked.some((relation) => loose.includes(relation))) reading.faults.push('locks rows of any workspace');
  return reading.faults;
}

function readQuery(statement: unknown, outer: Scope | undefined, reading: Reading): void {
  for (const kind of QUERIES) {
    const body = bodyOf(statement, kind);
    if (body === undefined) continue;
    const scope = scopeIn(outer);
    const conditions: unknown[] = [body.whereClause];
    readNamed(body, scope, reading);
    if (kind === 'InsertStmt') readInsert(body, scope, reading);
    else {
      if (kind !== 'SelectStmt') readRelation({ RangeVar: body.relation }, scope, conditions, reading);
      for (const from of [...listOf(body.fromClause), ...listOf(body.usingClause)])
        readRelation(from, scope, conditions, reading);
      if (kind === 'UpdateStmt') refuseUpdate(body, tableOf(body.relation), reading);
      if (kind === 'DeleteStmt') refuseUnstable([body.whereClause], reading);
    }
    readConditions(conditions, scope, reading.bindings);
    for (const side of [body.larg, body.rarg]) if (isNode(side)) readQuery({ SelectStmt: side }, outer, reading);
    readSubqueries([body.targetList, body.returningList, body.havingClause, ...conditions], scope, reading);
    readSubqueries([body.valuesLists, body.sortClause, body.groupClause], scope, reading);
    if (listOf(body.lockingClause).length > 0) reading.locked.push(...scope.relations.filter(({ table }) => table));
  }
}

function readNamed(body: Node, scope: Scope, reading: Reading): void {
  const queries = listOf((body.withClause as Node | undefined)?.ctes).map((cte) => bodyOf(cte, 'CommonTableExpr'));
  for (const cte of queries) scope.named.add(String(cte?.ctename));
  for (const cte of queries) readQuery(cte?.ctequery, scope, reading);
}

function readSubqueries(expressions: readonly unknown[], scope: Scope, reading: Reading): void {
  walk(expressions, (kind, body) => {
    if (kind !== 'SubLink') return true;
    readQuery(body.subselect, scope, reading);
    walk(body.testexpr, () => true);
    return false;
  });
}

const tableOf = (relation: unknown): string => String((relation as Node | undefined)?.relname ?? '');

/** Adds the relations of a part of `from`, and the conditions of its joins. */
function readRelation(from: unknown, scope: Scope, conditions: unknown[], reading: Reading): void {
  const table = bodyOf(from, 'RangeVar');
  const query = bodyOf(from, 'RangeSubselect');
  const join = bodyOf(from, 'JoinExpr');
  const called = bodyOf(from, 'RangeFunction');
  if (table) {
    const name = tableOf(table);
    const alias = aliasOf(table, name);
    const key = isNamed(scope, name) ? undefined : reading.database.keys.get(name);
    if (key === undefined) addDerived(alias, isNamed(scope, name), scope, reading);
    else {
      const relation = { alias, table: name, key };
      scope.relations.push(relation);
      reading.relations.push(relation);
    }
  } else if (query) {
    readQuery(query.subquery, scope, reading);
    const values = listOf(bodyOf(query.subquery, 'SelectStmt')?.valuesLists);
    addDerived(aliasOf(query, ''), values.length === 0, scope, reading);
  } else if (called) {
    readSubqueries([called.functions], scope, reading);
    scope.relations.push({ alias: aliasOf(called, '') });
  } else if (join) readJoin(join, scope, conditions, reading);
}

/** The rows of a subquery are of the workspace that its own relations are bound to, and those are read by themselves. */
function addDerived(alias: string, isQuery: boolean, scope: Scope, reading: Reading): void {
  const relation: Relation = isQuery ? { alias, key: 'workspace_id' } : { alias };
  scope.relations.push(relation);
  if (isQuery) reading.bindings.bind(relation);
}

function readJoin(join: Node, scope: Scope, conditions: unknown[], reading: Reading): void {
  const before = scope.relations.length;
  readRelation(join.larg, scope, conditions, reading);
  readRelation(join.rarg, scope, conditions, reading);
  if (join.quals !== undefined) conditions.push(join.quals);
  const shared = listOf(join.usingClause).map(textOf);
  const [first, ...rest] = scope.relations.slice(before).filter(({ key }) => key !== undefined && shared.includes(key));
  for (const other of rest) if (first) reading.bindings.equate(first, other);
}

function readInsert(body: Node, scope: Scope, reading: Reading): void {
  const table = tableOf(body.relation);
  const key = reading.database.keys.get(table);
  const columns = listOf(body.cols).map((column) => bodyOf(column, 'ResTarget')?.name);
  if (key !== undefined && columns.length > 0 && !columns.includes(key))
    reading.faults.push(`inserts into ${table} without ${key}`);
  readQuery(body.selectStmt, scope, reading);
  const conflict = body.onConflictClause as Node | undefined;
  if (conflict) refuseUpdate(conflict, table, reading);
}

/** `body` has the assignments and the condition of an update. */
function refuseUpdate(body: Node, table: string, reading: Reading): void {
  const key = reading.database.keys.get(table);
  const changed = listOf(body.targetList).map((target) => bodyOf(target, 'ResTarget')?.name);
  if (key !== undefined && changed.includes(key)) reading.faults.push(`updates ${key} of ${table}`);
  if (key !== undefined) refuseUnstable([body.targetList, body.whereClause], reading);
}

function refuseUnstable(expressions: readonly unknown[], { database, faults }: Reading): void {
  walk(expressions, (kind, body) => {
    if (kind === 'FuncCall') {
      const name = functionName(body);
      if (database.volatile.has(name)) faults.push(`calls ${name}, which is volatile, in an update`);
      else if (database.unstable.has(name) && namesColumn(body.args))
        faults.push(`calls ${name}, which is stable, over columns in an update`);
    }
    if (kind === 'A_Expr' && isIntervalSum(body))
      faults.push('adds an interval to a column with a time zone in an update');
    return true;
  });
}

/** Whether it adds an interval to an instant, which is stable: the length of a day depends on the time zone of the session. */
function isIntervalSum(body: Node): boolean {
  if (!['+', '-'].includes(textOf(listOf(body.name)[0]))) return false;
  const sides = [body.lexpr, body.rexpr];
  const isInterval = (side: unknown) => JSON.stringify(side ?? null).includes('"interval"');
  return sides.some(isInterval) && sides.some((side) => !isInterval(side) && namesColumn(side, ZONED));
}
