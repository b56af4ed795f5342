import type { FieldCondition, Operator, Scalar } from '../condition.js';
import { normalizeCurrency } from '../identity/currencies.js';
import { normalizeLanguage } from '../identity/languages.js';
import { namesOfZone } from '../identity/zone-aliases.js';

const WIDER: Partial<Record<Operator, Operator>> = { eq: 'in', in: 'in', neq: 'not_in', not_in: 'not_in' };

/** Other spellings of a value of the field, as a submission may have it: all names of a time zone, the code of a language or currency. */
const OTHER_SPELLINGS: Readonly<Record<string, (value: string) => readonly (string | undefined)[]>> = {
  timeZone: (value) => namesOfZone(value) ?? [],
  language: (value) => [normalizeLanguage(value)],
  budgetCurrency: (value) => [normalizeCurrency(value)],
};

/**
 * The condition with every spelling of its values. Normalising a submission would make them one; leads from before a name
 * changed have the old one. `rep.<field>` is read like the field of a lead.
 */
export function withSpellings({ field, operator, value, ...rest }: FieldCondition): FieldCondition {
  const spellings = OTHER_SPELLINGS[field.replace(/^rep\./, '')];
  const wider = WIDER[operator];
  if (spellings === undefined || wider === undefined || value === undefined) return { ...rest, field, operator, value };
  const given: Scalar[] = Array.isArray(value) ? value : [value];
  const others = given.flatMap((one) => (typeof one === 'string' ? spellings(one) : []));
  const all = new Set([...given, ...others.filter((one) => one !== undefined)]);
  return all.size === given.length
    ? { ...rest, field, operator, value }
    : { ...rest, field, operator: wider, value: [...all] };
}
