import { fold } from '../fold.js';
import type { AttributeValue } from '../values.js';
import type { FieldViolation } from '../violations.js';
import { type AttributeKind, type AttributeType, hasOptions } from './kind.js';
import { normalValue } from './normal-values.js';

/** A declared attribute of the leads of a workspace. */
export interface AttributeDefinition extends AttributeKind {
  /** The key under `attributes`; 1-100 characters of `NAME`, unique in the workspace regardless of case. It never changes. */
  name: string;
  label: string;
  /** Keys of funnel stages that need a value. */
  requiredForStages: readonly string[];
  /** Whether two leads cannot have the same value. It never changes. */
  unique: boolean;
  /** The value that a new lead gets without one of its own. */
  defaultValue: AttributeValue;
  description: string | null;
  personal: boolean;
  /** An archived attribute has no default and is required nowhere; its values are still checked. */
  archivedAt: Date | null;
}

/** A stored definition. */
export interface StoredAttribute extends AttributeDefinition {
  workspaceId: string;
  id: string;
  version: number;
  nameKey: string;
  options: string[] | null;
  requiredForStages: string[];
  createdAt: Date;
  updatedAt: Date;
}

export const DEFINITION_LIMITS = {
  definitions: 500,
  options: 200,
  optionLength: 200,
  stages: 20,
  /** A lead has at most 100 attributes. */
  defaults: 50,
  /** Characters of a unique value, which is stored in an index. */
  uniqueLength: 200,
} as const;

/** Names begin with a letter and have letters, digits, `_`, `-` and `.` of ASCII. */
export const ATTRIBUTE_NAME = '^[A-Za-z][A-Za-z0-9_.-]{0,99}$';

/** Names with the same key count as one, because generated clients have one name for them. */
export const attributeNameKey = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** Whether undeclared attributes are accepted. */
export const UNDECLARED_ATTRIBUTES = ['accepted', 'refused'] as const;
export type UndeclaredAttributes = (typeof UNDECLARED_ATTRIBUTES)[number];

const NEVER_UNIQUE: ReadonlySet<AttributeType> = new Set(['boolean', 'one_of', 'many_of']);

/** All violations of a kind. Codes: `value_missing`, `value_invalid`. */
export function kindViolations({ type, options }: AttributeKind): FieldViolation[] {
  const refuse = (code: string, detail: string): FieldViolation[] => [{ pointer: '/options', code, detail }];
  if (!hasOptions(type)) {
    return options === null ? [] : refuse('value_invalid', `only one_of and many_of have options, not ${type}`);
  }
  if (options === null || options.length === 0) return refuse('value_missing', `${type} needs at least one option`);
  const distinct = new Set(options.map(fold));
  if (distinct.size === options.length) return [];
  return refuse('value_invalid', 'options must differ in more than case and accents');
}

/** All violations of a definition whose shape is valid. `stages`: the keys of the published funnel. */
export function definitionViolations(
  definition: AttributeDefinition,
  stages: { has(key: string): boolean },
): FieldViolation[] {
  const violations = kindViolations(definition);
  const { type, unique, defaultValue, requiredForStages } = definition;
  const refuse = (pointer: string, detail: string) => void violations.push({ pointer, code: 'value_invalid', detail });
  if (unique && NEVER_UNIQUE.has(type)) refuse('/unique', `values of the type ${type} cannot be unique`);
  if (defaultValue !== null) {
    if (unique) refuse('/defaultValue', 'a unique attribute has no default');
    const normal = normalValue(definition, defaultValue);
    if ('problem' in normal) refuse('/defaultValue', normal.problem);
  }
  for (const [index, stage] of requiredForStages.entries()) {
    if (!stages.has(stage)) refuse(`/requiredForStages/${index}`, `the published funnel has no stage "${stage}"`);
  }
  return violations;
}
