import { bodyOf, conjunctsOf, equalitiesOf, listOf, type Node, namesColumn, textOf } from './syntax.js';

/** The column of each distributed table that names the workspace. */
export type Keys = ReadonlyMap<string, string>;

/** A table, view, function or subquery in the `from` of a query. */
export interface Relation {
  alias: string;
  /** Absent for what is no distributed table. */
  table?: string;
  /** The column that names the workspace; absent where rows may be of several workspaces, as those of a function. */
  key?: string;
}

/** The relations of a query, inside those of the queries around it. */
export interface Scope {
  relations: Relation[];
  /** Names of `with` queries. */
  named: Set<string>;
  outer: Scope | undefined;
}

export const scopeIn = (outer: Scope | undefined): Scope => ({ relations: [], named: new Set(), outer });

/** Which relations hold rows of one workspace only, as the equalities of the statement show. */
export class Bindings {
  private readonly parents = new Map<Relation, Relation>();
  private readonly bound = new Set<Relation>();

  bind(relation: Relation): void {
    this.bound.add(relation);
  }

  equate(one: Relation, other: Relation): void {
    this.parents.set(this.rootOf(one), this.rootOf(other));
  }

  isBound(relation: Relation): boolean {
    const root = this.rootOf(relation);
    return [...this.bound].some((known) => this.rootOf(known) === root);
  }

  private rootOf(relation: Relation): Relation {
    let root = relation;
    for (let next = this.parents.get(root); next !== undefined && next !== root; next = this.parents.get(root))
      root = next;
    return root;
  }
}

export function isNamed(scope: Scope | undefined, name: string): boolean {
  for (let at = scope; at !== undefined; at = at.outer) if (at.named.has(name)) return true;
  return false;
}

/** The relation whose key the expression is; undefined for any other expression. */
function keyRelation(expression: unknown, scope: Scope): Relation | undefined {
  const fields = listOf(bodyOf(expression, 'ColumnRef')?.fields).map(textOf);
  const column = fields.at(-1);
  const alias = fields.at(-2);
  if (column === undefined) return undefined;
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    if (alias !== undefined) {
      const named = at.relations.find((relation) => relation.alias === alias);
      if (named !== undefined) return named.key === column ? named : undefined;
      continue;
    }
    const keyed = at.relations.filter(({ key }) => key === column);
    if (keyed.length > 0) return keyed.find(({ table }) => table !== undefined) ?? keyed[0];
  }
  return undefined;
}

/** Reads what the conditions say about workspaces. */
export function readConditions(conditions: readonly unknown[], scope: Scope, bindings: Bindings): void {
  for (const condition of conditions.flatMap(conjunctsOf)) {
    for (const [left, right] of equalitiesOf(condition)) {
      const [one, other] = [keyRelation(left, scope), keyRelation(right, scope)];
      if (one && other) bindings.equate(one, other);
      else if (one && isConstant(right)) bindings.bind(one);
      else if (other && isConstant(left)) bindings.bind(other);
    }
  }
}

/** A parameter, a literal, or what is computed of them. */
function isConstant(expression: unknown): boolean {
  return !namesColumn(expression) && !JSON.stringify(expression ?? null).includes('"SubLink"');
}

export function aliasOf(body: Node, name: string): string {
  const alias = body.alias as Node | undefined;
  return typeof alias?.aliasname === 'string' ? alias.aliasname : name;
}
