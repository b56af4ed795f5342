import pg from 'pg';
import { types } from './types.js';

/** A row as PostgreSQL sends it: the text of each column in the order asked for, null where there is no value. */
export type Fields = readonly (string | null)[];

/** The parts of pg's connection that a statement speaks to; its types do not tell them. */
interface Connection {
  describe(portal: object): void;
}

interface Column {
  name: string;
  dataTypeID: number;
}

/** Makes a row of what was sent. */
type Layout = (fields: Fields) => object;

/** What pg's own class has and its types leave out. */
interface Inside {
  /** What is told instead of the rows, once the answer is complete. */
  _canceledDueToError: unknown;
  prepare(connection: Connection): void;
}

/** What each connection has described so far, by the name of the statement. */
const known = new WeakMap<Connection, Map<string, Layout>>();
/** The same connections, deaf to the question what columns there will be. */
const undescribed = new WeakMap<Connection, Connection>();

/**
 * A prepared statement that is described once for each connection: the driver asks every time, and a row of eighty columns
 * is told anew before each answer, also before one without a row. With `decode` nothing is asked, and no row object is made
 * on the way to what the caller wants.
 */
export class Statement<Row> extends pg.Query {
  readonly found: Row[] = [];
  private layouts: Map<string, Layout> | undefined;
  private layout: Layout | undefined;
  private readonly decode: ((fields: Fields) => Row) | undefined;
  private readonly statement: string | undefined;

  constructor(
    config: { name?: string; text: string; values: unknown[] },
    decode: ((fields: Fields) => Row) | undefined,
  ) {
    super(config);
    this.decode = decode;
    this.statement = config.name;
  }

  prepare(connection: Connection): void {
    const { statement } = this;
    if (statement !== undefined && this.decode === undefined) {
      this.layouts = remembered(known, connection, () => new Map());
      this.layout = this.layouts.get(statement);
    }
    const asked = this.decode === undefined && this.layout === undefined;
    const deaf = () => Object.create(connection, { describe: { value: () => undefined } }) as Connection;
    const to = asked ? connection : remembered(undescribed, connection, deaf);
    (pg.Query.prototype as unknown as Inside).prepare.call(this, to);
  }

  handleRowDescription({ fields }: { fields: Column[] }): void {
    this.layout = layoutOf(fields);
    if (this.statement !== undefined) this.layouts?.set(this.statement, this.layout);
  }

  handleDataRow({ fields }: { fields: Fields }): void {
    try {
      this.found.push((this.decode ?? this.layout)?.(fields) as Row);
    } catch (error) {
      (this as unknown as Inside)._canceledDueToError ||= error;
    }
  }
}

function remembered<Key extends object, Value>(map: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = make();
  map.set(key, made);
  return made;
}

function layoutOf(columns: readonly Column[]): Layout {
  const names = columns.map(({ name }) => name);
  const parsers = columns.map(({ dataTypeID }) => types.getTypeParser(dataTypeID, 'text') as (text: string) => unknown);
  const empty: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, null]));
  return (fields) => {
    const row = { ...empty };
    for (let at = 0; at < names.length; at++) {
      const text = fields[at];
      if (text !== null && text !== undefined) row[names[at] as string] = parsers[at]?.(text);
    }
    return row;
  };
}
