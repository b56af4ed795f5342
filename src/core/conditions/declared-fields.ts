import type { DeclaredAttributes } from '../attributes/declared.js';
import type { AttributeDefinition } from '../attributes/definition.js';
import type { Condition } from '../condition.js';
import type { FieldKind } from './field-kinds.js';

/** The kind of a field that a definition declares; undefined: the definitions do not declare it. */
export type DeclaredKinds = (field: string) => FieldKind | undefined;

const PREFIX = 'attributes.';

/** The kinds of declared attributes in conditions. */
export function declaredKinds(declared: DeclaredAttributes | undefined): DeclaredKinds | undefined {
  if (declared === undefined || declared.byName.size === 0) return undefined;
  return (field) => {
    const definition = field.startsWith(PREFIX) ? declared.byName.get(field.slice(PREFIX.length)) : undefined;
    return definition && kindOf(definition);
  };
}

export function kindOf({ type, options }: Pick<AttributeDefinition, 'type' | 'options'>): FieldKind {
  switch (type) {
    case 'url':
      return { type: 'text' };
    case 'date':
      return { type: 'day' };
    case 'one_of':
      return { type: 'enum', values: options ?? [] };
    case 'many_of':
      return { type: 'texts', values: options ?? [] };
    case 'lead':
    case 'customer':
    case 'rep':
      return { type: 'id' };
    default:
      return { type };
  }
}

/** Whether the condition compares a custom attribute. */
export function readsAttributes(condition: Condition): boolean {
  switch (condition.type) {
    case 'all':
    case 'any':
      return condition.conditions.some(readsAttributes);
    case 'not':
      return readsAttributes(condition.condition);
    case 'field':
      return [condition.field, condition.otherField].some((field) => field?.startsWith('attributes.'));
    case 'engagement':
    case 'related':
    case 'segment':
      return false;
  }
}
