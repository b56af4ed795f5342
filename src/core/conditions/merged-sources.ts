import type { Operator } from '../condition.js';
import { fold } from '../fold.js';

/** A source or campaign that counts as another one. */
export interface MergedOrigin {
  noun: 'source' | 'campaign';
  id: string;
  name: string;
  survivorId: string;
  survivorName: string;
}

/** What conditions have to know of merges. */
export interface MergedOrigins {
  /** The ids that count as one with this one, itself included; undefined: it was not merged with any. */
  familyOf(id: string): readonly string[] | undefined;
  /** The present names of the survivors of what had this name; undefined: nothing of this name was merged. */
  survivorsNamed(noun: MergedOrigin['noun'], name: string): readonly string[] | undefined;
}

/** For the merged sources and campaigns of one workspace; undefined without any. */
export function mergedOrigins(merged: readonly MergedOrigin[]): MergedOrigins | undefined {
  if (merged.length === 0) return undefined;
  const families = new Map<string, string[]>();
  const names = new Map<string, string[]>();
  for (const { noun, id, name, survivorId, survivorName } of merged) {
    const family = families.get(survivorId) ?? [survivorId];
    family.push(id);
    families.set(survivorId, family).set(id, family);
    const key = `${noun} ${fold(name)}`;
    names.set(key, [...(names.get(key) ?? []), survivorName]);
  }
  return {
    familyOf: (id) => families.get(id.toLowerCase()),
    survivorsNamed: (noun, name) => names.get(`${noun} ${fold(name)}`),
  };
}

const ID_FIELDS: ReadonlySet<unknown> = new Set(['sourceId', 'campaignId']);
const NAME_FIELDS: ReadonlyMap<unknown, MergedOrigin['noun']> = new Map([
  ['source.name', 'source'],
  ['source.campaign', 'campaign'],
]);
/** Operators that compare with whole values, and those for several values. */
const OF_SEVERAL: Readonly<Partial<Record<Operator, Operator>>> = {
  ...{ eq: 'in', in: 'in', neq: 'not_in', not_in: 'not_in' },
};
const ID_LISTS = ['sourceIds', 'campaignIds'] as const;

/**
 * A condition, or a document with conditions, in which each source and campaign stands for all that count as one with it: ids get those of
 * the others, and a name the name that its records have now. Records keep the id that they were recorded with; their names are those of the
 * survivors. Operators that compare parts of names, such as `contains`, stay.
 */
export const withMerged = <T>(document: T, merged: MergedOrigins | undefined): T =>
  merged === undefined || !namesOrigins(document) ? document : (changedPart(document, merged) as T);

function changedPart(part: unknown, merged: MergedOrigins): unknown {
  if (Array.isArray(part)) return part.map((member) => changedPart(member, merged));
  if (typeof part !== 'object' || part === null) return part;
  const fields = part as Record<string, unknown>;
  if (fields.type === 'field') return changedComparison(fields, merged);
  const changed = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, changedPart(value, merged)]));
  if (fields.type !== 'engagement' && fields.type !== 'related') return changed;
  for (const name of ID_LISTS) {
    const ids = fields[name];
    if (Array.isArray(ids)) changed[name] = distinct(ids.flatMap((id) => familyOf(id, merged)));
  }
  return changed;
}

function changedComparison(condition: Record<string, unknown>, merged: MergedOrigins): unknown {
  const { field, operator, value } = condition;
  const several = OF_SEVERAL[operator as Operator];
  const noun = NAME_FIELDS.get(field);
  if (several === undefined || value === undefined || (noun === undefined && !ID_FIELDS.has(field))) return condition;
  const given: readonly unknown[] = Array.isArray(value) ? value : [value];
  const values = distinct(
    given.flatMap((one) => (noun === undefined ? familyOf(one, merged) : namesOf(noun, one, merged))),
  );
  return values.length === given.length ? condition : { ...condition, operator: several, value: values };
}

const familyOf = (id: unknown, merged: MergedOrigins): readonly unknown[] =>
  (typeof id === 'string' ? merged.familyOf(id) : undefined) ?? [id];

const namesOf = (noun: MergedOrigin['noun'], name: unknown, merged: MergedOrigins): readonly unknown[] => [
  name,
  ...((typeof name === 'string' ? merged.survivorsNamed(noun, name) : undefined) ?? []),
];

const distinct = (values: readonly unknown[]): unknown[] => [...new Set(values)];

/** Whether a condition anywhere in a document names sources or campaigns. */
export function namesOrigins(document: unknown): boolean {
  if (Array.isArray(document)) return document.some(namesOrigins);
  if (typeof document !== 'object' || document === null) return false;
  const fields = document as Record<string, unknown>;
  if (fields.type === 'field') return ID_FIELDS.has(fields.field) || NAME_FIELDS.has(fields.field);
  return ID_LISTS.some((name) => Array.isArray(fields[name])) || Object.values(fields).some(namesOrigins);
}
