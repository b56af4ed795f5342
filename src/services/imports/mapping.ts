import { REASONS_OF } from '../../core/history/history.js';
import { normalizeCurrency } from '../../core/identity/currencies.js';
import { normalizeTimeZone } from '../../core/identity/time-zones.js';
import { IMPORT_FIELDS } from '../../core/imports/fields.js';
import type { ColumnMapping, ImportMapping, StageMapping } from '../../core/imports/mapping.js';
import type { KnownStage } from '../../core/imports/stages.js';
import { OPEN_CATEGORIES } from '../../core/leads/lead.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { AppError, type FieldError } from '../errors.js';
import { normalizeCountry } from '../identity/countries.js';

const FIELDS: ReadonlySet<string> = new Set(IMPORT_FIELDS);

const PHONE_PREFIX = /^\+[1-9]\d{0,3}$/;

type Fault = (pointer: string, detail: string) => void;

/** Refuses a mapping that does not fit the columns of the file, or names reps or stages that there are not; names each place. */
export async function checkMapping(
  { reps, policies }: Pick<Repositories, 'reps' | 'policies'>,
  header: readonly string[],
  mapping: ImportMapping,
): Promise<void> {
  const errors: FieldError[] = [];
  const fault: Fault = (pointer, detail) =>
    errors.push({ pointer: `/mapping${pointer}`, code: 'rule_refused', detail });
  const { owners = [], stages = [] } = mapping;
  const known = new Set((await reps.findMany(owners.map(({ repId }) => repId))).map(({ id }) => id));
  for (const [index, { repId }] of owners.entries())
    if (!known.has(repId)) fault(`/owners/${index}/repId`, 'There is no such rep in this workspace.');
  if (stages.length > 0) checkStages(stages, (await policies.publishedOf('funnel'))?.document.stages ?? [], fault);
  checkColumns(header, mapping.columns, fault);
  checkValues(mapping, fault);
  if (errors.length > 0) {
    throw new AppError('rule_refused', 'The mapping does not fit the file: see errors.', {
      errors: errors.slice(0, 50),
    });
  }
}

function checkStages(stages: readonly StageMapping[], funnel: readonly KnownStage[], fault: Fault): void {
  const open = new Set<string>(OPEN_CATEGORIES);
  const keys = funnel.filter(({ category }) => open.has(category)).map(({ key }) => key);
  for (const [index, { stage, result, reason }] of stages.entries()) {
    const at = `/stages/${index}`;
    if (stage !== undefined && !keys.includes(stage))
      fault(`${at}/stage`, `There is no such stage in which a lead is open. Stages: ${keys.join(', ')}.`);
    if (reason === undefined) continue;
    const reasons = result ? REASONS_OF[result] : [];
    if (!reasons.includes(reason))
      fault(
        `${at}/reason`,
        reasons.length === 0
          ? 'Only a lost, disqualified or parked lead has a reason.'
          : `There is no such reason. Reasons: ${reasons.join(', ')}.`,
      );
  }
}

function checkColumns(header: readonly string[], columns: readonly ColumnMapping[], fault: Fault): void {
  if (columns.length !== header.length)
    fault('/columns', `The file has ${header.length} columns, and each has one entry in its order.`);
  const attributes = new Map<string, string>();
  for (const [index, { column, use, field, attribute }] of columns.entries()) {
    const at = `/columns/${index}`;
    if (index < header.length && column !== header[index])
      fault(`${at}/column`, `The column at this place is "${header[index]}".`);
    if (use === 'field' && (field === undefined || !FIELDS.has(field)))
      fault(`${at}/field`, `There is no such field. Fields: ${IMPORT_FIELDS.join(', ')}.`);
    if (use === 'ignore') continue;
    const name = attribute.trim();
    const other = attributes.get(name);
    if (name === '' || name === '__proto__')
      fault(`${at}/attribute`, 'An attribute has a name, which is not __proto__.');
    else if (other !== undefined) fault(`${at}/attribute`, `The column "${other}" has this attribute already.`);
    else attributes.set(name, column);
  }
}

function checkValues({ externalSystem, phonePrefix, country, timeZone, currency }: ImportMapping, fault: Fault): void {
  if (externalSystem.trim() === '') fault('/externalSystem', 'A system has a name.');
  if (phonePrefix !== undefined && !PHONE_PREFIX.test(phonePrefix))
    fault('/phonePrefix', 'is no prefix such as +1: a plus sign and one to four digits');
  if (country !== undefined && normalizeCountry(country) !== country)
    fault('/country', 'is no ISO 3166-1 code in capital letters');
  if (timeZone !== undefined && normalizeTimeZone(timeZone) !== timeZone)
    fault('/timeZone', 'is no IANA name of a time zone');
  if (currency !== undefined && normalizeCurrency(currency) !== currency)
    fault('/currency', 'is no ISO 4217 code in capital letters');
}
