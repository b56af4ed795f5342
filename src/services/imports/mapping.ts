import { normalizeCurrency } from '../../core/identity/currencies.js';
import { normalizeTimeZone } from '../../core/identity/time-zones.js';
import { IMPORT_FIELDS } from '../../core/imports/fields.js';
import type { ImportMapping } from '../../core/imports/mapping.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { AppError, type FieldError } from '../errors.js';
import { normalizeCountry } from '../identity/countries.js';

const FIELDS: ReadonlySet<string> = new Set(IMPORT_FIELDS);

/** Refuses a mapping that does not fit the columns of the file, or names reps that there are not; names each place. */
export async function checkMapping(
  { reps }: Pick<Repositories, 'reps'>,
  header: readonly string[],
  mapping: ImportMapping,
): Promise<void> {
  const errors: FieldError[] = [];
  const fault = (pointer: string, detail: string) =>
    errors.push({ pointer: `/mapping${pointer}`, code: 'rule_refused', detail });
  const { owners = [] } = mapping;
  const known = new Set((await reps.findMany(owners.map(({ repId }) => repId))).map(({ id }) => id));
  for (const [index, { repId }] of owners.entries())
    if (!known.has(repId)) fault(`/owners/${index}/repId`, 'There is no such rep in this workspace.');
  if (mapping.columns.length !== header.length)
    fault('/columns', `The file has ${header.length} columns, and each has one entry in its order.`);
  const attributes = new Map<string, string>();
  for (const [index, { column, use, field, attribute }] of mapping.columns.entries()) {
    const at = `/columns/${index}`;
    if (index < header.length && column !== header[index])
      fault(`${at}/column`, `The column at this place is "${header[index]}".`);
    if (use === 'field' && (field === undefined || !FIELDS.has(field)))
      fault(`${at}/field`, `There is no such field. Fields: ${IMPORT_FIELDS.join(', ')}.`);
    if (use === 'ignore') continue;
    const other = attributes.get(attribute.trim());
    if (attribute.trim() === '') fault(`${at}/attribute`, 'An attribute has a name.');
    else if (other !== undefined) fault(`${at}/attribute`, `The column "${other}" has this attribute already.`);
    else attributes.set(attribute.trim(), column);
  }
  if (mapping.country !== undefined && normalizeCountry(mapping.country) !== mapping.country)
    fault('/country', 'is no ISO 3166-1 code in capital letters');
  if (mapping.timeZone !== undefined && normalizeTimeZone(mapping.timeZone) !== mapping.timeZone)
    fault('/timeZone', 'is no IANA name of a time zone');
  if (mapping.currency !== undefined && normalizeCurrency(mapping.currency) !== mapping.currency)
    fault('/currency', 'is no ISO 4217 code in capital letters');
  if (errors.length > 0) {
    throw new AppError('rule_refused', 'The mapping does not fit the file: see errors.', {
      errors: errors.slice(0, 50),
    });
  }
}
