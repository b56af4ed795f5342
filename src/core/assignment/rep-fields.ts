import type { FieldKind } from '../conditions/field-kinds.js';
import type { AttributeValue } from '../values.js';
import type { RepProfile } from './reps.js';

export interface RepField extends FieldKind {
  read: (profile: RepProfile) => AttributeValue | undefined;
}

const defined = (values: readonly (string | undefined)[]): string[] => values.flatMap((value) => value ?? []);

/** Fields of a rep that conditions can read. Custom attributes are read as `attributes.<name>`. */
const REP_FIELDS: ReadonlyMap<string, RepField> = new Map<string, RepField>([
  ['country', { type: 'text', read: ({ country }) => country }],
  ['region', { type: 'text', read: ({ region }) => region }],
  ['timeZone', { type: 'text', read: ({ timeZone }) => timeZone }],
  ['languages', { type: 'texts', read: ({ languages }) => [...languages] }],
  ['products', { type: 'texts', read: ({ products }) => [...products] }],
  ['skills', { type: 'texts', read: ({ skills }) => skills.map(({ name }) => name) }],
  ['territories.country', { type: 'texts', read: ({ territories }) => defined(territories.map((one) => one.country)) }],
  ['territories.region', { type: 'texts', read: ({ territories }) => defined(territories.map((one) => one.region)) }],
  [
    'territories.industry',
    { type: 'texts', read: ({ territories }) => defined(territories.map((one) => one.industry)) },
  ],
  [
    'territories.postalPrefix',
    { type: 'texts', read: ({ territories }) => defined(territories.map((one) => one.postalPrefix)) },
  ],
]);

export const REP_FIELD_NAMES: readonly string[] = [...REP_FIELDS.keys()];

const ATTRIBUTE = /^attributes\.(.{1,100})$/su;

/** The field of that name; `attributes.<name>` is any custom attribute of the rep; else undefined. */
export function findRepField(name: string): RepField | undefined {
  const fixed = REP_FIELDS.get(name);
  if (fixed !== undefined) return fixed;
  const attribute = ATTRIBUTE.exec(name)?.[1];
  if (attribute === undefined) return undefined;
  return {
    type: 'attribute',
    read: ({ attributes = {} }) => (Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined),
  };
}
