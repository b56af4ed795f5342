import { type AnyColumn, getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { FieldType } from '../../core/conditions/field-kinds.js';
import { isStored, type Path, STORED_FIELDS, type Step, type StoredField } from '../../core/conditions/state-fields.js';
import { leads } from '../schema/leads.js';
import { COMPUTED, type ConditionContext, instantOf } from './computed-fields.js';

const COLUMNS: Readonly<Record<string, AnyColumn>> = getTableColumns(leads);

/** Columns of the fields of rules whose names differ from the columns. */
const RENAMED: Readonly<Record<string, AnyColumn>> = {
  'score.fit': leads.fitScore,
  'score.engagement': leads.engagementScore,
  'score.total': leads.totalScore,
};

const STORED: ReadonlyMap<string, SQL> = new Map(
  Object.entries(STORED_FIELDS).map(([name, field]) => [name, storedSql(field)]),
);

/** Whether a column alone has the field. */
export const isColumn = (name: string): boolean => isStored(name) && STORED_FIELDS[name].paths[0].length === 1;

/** The value of a field in a row of `leads`, custom attributes apart. */
export function operandOf(field: string, context: ConditionContext): SQL {
  const computed = COMPUTED[field];
  if (computed !== undefined) return typeof computed === 'function' ? computed(context) : computed;
  const stored = STORED.get(field);
  if (stored !== undefined) return stored;
  const column = RENAMED[field] ?? COLUMNS[field];
  if (column === undefined) throw new Error(`no column has ${field}`);
  return sql`${column}`;
}

/** An instant as JSON has it, in epoch milliseconds; undefined where the field has another form too. */
export function jsonMillisecondsOf(field: string): SQL | undefined {
  const [path, another] = isStored(field) ? STORED_FIELDS[field].paths : [];
  if (path === undefined || another !== undefined) return undefined;
  const [property, ...steps]: Path = path;
  const column = COLUMNS[property];
  return column === undefined || steps.length === 0 ? undefined : sql`(${jsonSql(column, steps)})::float8`;
}

function storedSql({ paths, otherwise, type }: StoredField): SQL {
  const values = paths.map((path) => pathSql(path, type));
  if (otherwise !== undefined) values.push(sql`${otherwise}`);
  return values.length === 1 && values[0] !== undefined ? values[0] : sql`coalesce(${sql.join(values, sql`, `)})`;
}

function pathSql([property, ...steps]: Path, type: FieldType): SQL {
  const column = COLUMNS[property];
  if (column === undefined) throw new Error(`no column has ${property}`);
  if (steps.length === 0) return sql`${column}`;
  const text = jsonSql(column, steps);
  if (type === 'instant') return instantOf(text);
  return type === 'number' ? sql`(${text})::float8` : sql`(${text})`;
}

/** The steps are names of this program, so they need no quotation. */
function jsonSql(column: AnyColumn, steps: readonly Step[]): SQL {
  if (steps.every((step) => typeof step === 'string')) return sql`${column} #>> ${sql.raw(`'{${steps.join(',')}}'`)}`;
  const path = steps.map((step) =>
    typeof step === 'string' ? `.${step}` : `[*] ? (@.${step.property} == "${step.value}")`,
  );
  return sql`jsonb_path_query_first(${column}, ${sql.raw(`'$${path.join('')}'`)}) #>> '{}'`;
}
