/** Types of declared attributes. `decimal` is exact and written as text; `lead`, `customer` and `rep` are ids of those. */
export const DECLARED_TYPES = [
  'text',
  'number',
  'decimal',
  'date',
  'instant',
  'boolean',
  'one_of',
  'many_of',
  'lead',
  'customer',
  'rep',
  'url',
] as const;
export type AttributeType = (typeof DECLARED_TYPES)[number];

/** What a value of an attribute has to be. */
export interface AttributeKind {
  type: AttributeType;
  /** The values of `one_of` and `many_of`; null for other types. */
  options: readonly string[] | null;
}

export const hasOptions = (type: AttributeType): boolean => type === 'one_of' || type === 'many_of';
