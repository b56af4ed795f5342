import type { Condition } from '../condition.js';
import { type RecordKind, recordFieldsOf } from './fields.js';

/** Filters of a query by name: a field of the record, or its instant with `From` (inclusive) or `Before` (exclusive). */
export type RecordFilters = Readonly<Record<string, string | boolean | undefined>>;

const BOUND = /^(.+)(From|Before)$/u;

/** The condition that the filters stand for, all of which must hold; undefined without any. */
export function recordFilterCondition(kind: RecordKind, filters: RecordFilters): Condition | undefined {
  const fieldOf = recordFieldsOf(kind);
  const conditions = Object.entries(filters).flatMap(([name, value]): Condition[] => {
    if (value === undefined) return [];
    if (fieldOf(name) !== undefined) return [{ type: 'field', field: name, operator: 'eq', value }];
    const [, stem = '', bound] = BOUND.exec(name) ?? [];
    return [{ type: 'field', field: `${stem}At`, operator: bound === 'From' ? 'gte' : 'lt', value }];
  });
  return conditions.length === 0 ? undefined : { type: 'all', conditions };
}
