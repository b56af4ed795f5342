import pg from 'pg';
import { driverQuery } from './driver.js';
import { types } from './types.js';

/** A row as PostgreSQL sends it: the text of each column in the selected order, null for NULL. */
export type Fields = readonly (string | null)[];

/** The parts of pg's connection that a statement uses; its types leave them out. */
interface Connection {
  describe(portal: object): void;
}

interface Column {
  name: string;
  dataTypeID: number;
}

/** Converts the sent fields to a row object. */
type Layout = (fields: Fields) => object;

/** The row layouts that each connection has described so far, by statement name. */
const layoutsOf = new WeakMap<Connection, Map<string, Layout>>();
/** Each connection with a `describe` that sends nothing. */
const silentConnections = new WeakMap<Connection, Connection>();

/**
 * A prepared statement that is described once for each connection. The driver itself requests a description every time: the
 * server then describes eighty columns before each answer, even one without rows. With `decode` no description is requested,
 * and no intermediate row object is made.
 */
export class Statement<Row> extends pg.Query {
  readonly decodedRows: Row[] = [];
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
      this.layouts = cachedIn(layoutsOf, connection, () => new Map());
      this.layout = this.layouts.get(statement);
    }
    const needsDescription = this.decode === undefined && this.layout === undefined;
    const withoutDescribe = () => Object.create(connection, { describe: { value: () => undefined } }) as Connection;
    const to = needsDescription ? connection : cachedIn(silentConnections, connection, withoutDescribe);
    driverQuery(pg.Query.prototype).prepare.call(this, to);
  }

  handleRowDescription({ fields }: { fields: Column[] }): void {
    this.layout = layoutOf(fields);
    if (this.statement !== undefined) this.layouts?.set(this.statement, this.layout);
  }

  handleDataRow({ fields }: { fields: Fields }): void {
    try {
      this.decodedRows.push((this.decode ?? this.layout)?.(fields) as Row);
    } catch (error) {
      driverQuery(this)._canceledDueToError ||= error;
    }
  }
}

function cachedIn<Key extends object, Value>(map: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  const cached = map.get(key);
  if (cached !== undefined) return cached;
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
