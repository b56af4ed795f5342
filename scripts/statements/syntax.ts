/** Reading the syntax trees of PostgreSQL's parser: an object with one property is a node, which that property names. */
export type Node = Record<string, unknown>;

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The body of a node of that kind; undefined for others. */
export function bodyOf(node: unknown, kind: string): Node | undefined {
  const body = isNode(node) ? node[kind] : undefined;
  return isNode(body) ? body : undefined;
}

export const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** The text of a `String` node. */
export const textOf = (node: unknown): string => String(bodyOf(node, 'String')?.sval ?? '');

/** Visits every node below, the node itself first; what `visit` returns false for is not entered. */
export function walk(value: unknown, visit: (kind: string, body: Node) => boolean): void {
  if (Array.isArray(value)) {
    for (const element of value) walk(element, visit);
  } else if (isNode(value)) {
    for (const [kind, body] of Object.entries(value)) {
      if (!isNode(body)) walk(body, visit);
      else if (visit(kind, body)) walk(body, visit);
    }
  }
}

/** Whether a column is named anywhere below, outside the functions in `within`. */
export function namesColumn(value: unknown, within: ReadonlySet<string> = new Set()): boolean {
  let found = false;
  walk(value, (kind, body) => {
    if (kind === 'ColumnRef') found = true;
    return !(kind === 'FuncCall' && within.has(functionName(body)));
  });
  return found;
}

/** Without the schema. */
export const functionName = (call: Node): string => textOf(listOf(call.funcname).at(-1));

/** The parts of `a and b and c`. */
export function conjunctsOf(condition: unknown): unknown[] {
  const all = bodyOf(condition, 'BoolExpr');
  if (all?.boolop === 'AND_EXPR') return listOf(all.args).flatMap(conjunctsOf);
  return condition === undefined ? [] : [condition];
}

/** The pairs that a condition says are equal: one of `a = b`, several of `(a, b) = (c, d)`. */
export function equalitiesOf(condition: unknown): [left: unknown, right: unknown][] {
  const compared = bodyOf(condition, 'A_Expr');
  if (compared?.kind !== 'AEXPR_OP' || textOf(listOf(compared.name)[0]) !== '=') return [];
  const [left, right] = [bodyOf(compared.lexpr, 'RowExpr'), bodyOf(compared.rexpr, 'RowExpr')];
  if (left === undefined || right === undefined) return [[compared.lexpr, compared.rexpr]];
  const others = listOf(right.args);
  return listOf(left.args).map((element, index) => [element, others[index]]);
}
