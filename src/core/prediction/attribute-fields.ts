import type { DeclaredAttributes } from '../attributes/declared.js';
import { isDecimalText } from '../conditions/attribute-bounds.js';
import { MILLISECONDS_PER_DAY, parseInstant } from '../time.js';
import type { AttributeValue } from '../values.js';
import type { FieldValue } from './sample.js';

/**
 * Declared attributes that a model reads otherwise than their values look: a decimal, which is stored as text, as a number, and a date or
 * instant as days from now (decimals, below 0 once it has passed). The name says how, so a stored model needs no definitions.
 */
const DECIMAL = 'decimal attributes.';
const DAYS_UNTIL = 'days until attributes.';

/** The field for a value of the attribute; undefined: as it looks; null: no model uses it, because values identify one lead. */
export function declaredField(declared: DeclaredAttributes | undefined, name: string): string | null | undefined {
  const definition = declared?.byName.get(name);
  if (definition === undefined) return undefined;
  switch (definition.type) {
    case 'decimal':
      return `${DECIMAL}${name}`;
    case 'date':
    case 'instant':
      return `${DAYS_UNTIL}${name}`;
    case 'lead':
    case 'customer':
    case 'url':
      return null;
    default:
      return definition.unique ? null : undefined;
  }
}

/** The attribute of such a field; undefined for other fields. */
export function attributeOfDeclared(field: string): string | undefined {
  const prefix = [DECIMAL, DAYS_UNTIL].find((one) => field.startsWith(one));
  return prefix === undefined ? undefined : field.slice(prefix.length);
}

/** The value of such a field; undefined where the attribute has no value of its type. */
export function declaredValue(field: string, value: AttributeValue | undefined, now: number): FieldValue {
  if (typeof value !== 'string') return undefined;
  if (field.startsWith(DECIMAL)) return isDecimalText(value) ? Number(value) : undefined;
  const at = parseInstant(value);
  return at === undefined ? undefined : (at - now) / MILLISECONDS_PER_DAY;
}

/** The attribute whose days change by time alone; undefined for other fields. */
export const dateOfField = (field: string): string | undefined =>
  field.startsWith(DAYS_UNTIL) ? field.slice(DAYS_UNTIL.length) : undefined;

/** The first whole millisecond at which fewer than `days` are left until `date`, with their rounding. */
export function fallingBelow(date: number, days: number): number {
  const near = date - Math.ceil(days * MILLISECONDS_PER_DAY);
  for (let instant = near - 1; ; instant++) if ((date - instant) / MILLISECONDS_PER_DAY < days) return instant;
}
