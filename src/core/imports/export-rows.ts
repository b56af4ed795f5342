/** Reads rows of a file that an export of leads has written: each cell is what it was, so nothing is guessed. */
import { attributeOfCell, listOfCell, withoutGuard } from '../exports/cells.js';
import { LEAD_FACTS } from '../leads/facts.js';
import type { RawLead } from '../leads/raw-leads.js';
import { CHANNELS, type SourceReference } from '../sources.js';
import { createRowReader, type ReadingContext } from './lead-reader.js';
import type { ImportedLead, ImportMapping, RowResult } from './mapping.js';

/** A decimal number of at least 0, as text. */
const AMOUNT = /^\d{1,13}(?:\.\d{1,2})?$/;
const COUNT = /^\d{1,10}$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const DAY_MS = 86_400_000;

type Kind = 'text' | 'enum' | 'count' | 'amount' | 'list' | 'instant' | 'day';

/** The columns that a submission has as well. */
const FIELDS = {
  kind: 'enum',
  externalId: 'text',
  externalSystem: 'text',
  name: 'text',
  firstName: 'text',
  lastName: 'text',
  jobTitle: 'text',
  organizationName: 'text',
  industry: 'text',
  employeeCount: 'count',
  annualRevenue: 'amount',
  website: 'text',
  email: 'text',
  phone: 'text',
  otherEmails: 'list',
  otherPhones: 'list',
  street: 'text',
  city: 'text',
  region: 'text',
  postalCode: 'text',
  country: 'text',
  language: 'text',
  timeZone: 'text',
  products: 'list',
  need: 'text',
  budgetAmount: 'amount',
  budgetCurrency: 'text',
  authority: 'enum',
  purchaseIntent: 'enum',
  purchaseTimeframeDays: 'count',
  timeframeStatedAt: 'instant',
  competitorProducts: 'list',
  competitorContractEndsOn: 'day',
  emailConsent: 'enum',
  phoneConsent: 'enum',
  consentBasis: 'text',
  tags: 'list',
  description: 'text',
} as const satisfies Partial<Record<keyof RawLead, Kind>>;
type Field = keyof typeof FIELDS;
const FIELD_NAMES = Object.keys(FIELDS) as Field[];

const ATTRIBUTES = 'attributes.';
/** Columns that only such a file has. Without all of them it is read as any other file. */
const SIGNS = ['id', 'version', 'firstTouchAt', 'source.channel', 'source.name', 'score.total'];

/** Whether the header is that of an export of leads with all its columns. */
const isExportHeader = (header: readonly string[]): boolean => SIGNS.every((name) => header.includes(name));

/**
 * Returns a function that reads rows by the mapping. A file with all columns of an export of leads, imported as a list of `leads`, is read as it was
 * written; another kind of list is read by its columns.
 */
export function createImportReader(
  mapping: ImportMapping,
  context: ReadingContext,
): (row: readonly string[]) => RowResult {
  const header = mapping.columns.map(({ column }) => column);
  if (mapping.list !== 'leads' || !isExportHeader(header)) return createRowReader(mapping, context);
  return exportRowReader(header, { now: context.now, other: mapping.source });
}

type Value = string | number | string[];

/**
 * Returns a function that reads a row as the submission that makes such a lead. A value that no export writes refuses its row.
 * `now`: epoch milliseconds, after which nothing happened. `other`: the source of rows without one.
 */
function exportRowReader(
  header: readonly string[],
  { now, other }: { now: number; other: SourceReference },
): (row: readonly string[]) => RowResult {
  const placeOf = new Map(header.map((name, index) => [name, index]));
  const attributes = header.flatMap((name, index) =>
    name.startsWith(ATTRIBUTES) ? [{ name: name.slice(ATTRIBUTES.length), index }] : [],
  );
  return (row) => {
    const cell = (name: string) => row[placeOf.get(name) ?? -1] ?? '';
    const facts: [Field, Value][] = [];
    for (const name of FIELD_NAMES) {
      const text = cell(name);
      if (text === '') continue;
      const value = fieldValue(name, text, now);
      if (value === undefined) return { refused: { reason: 'is not as an export writes it', column: name } };
      facts.push([name, value]);
    }
    const own = attributes.flatMap(({ name, index }) => {
      const value = attributeOfCell(row[index] ?? '');
      return value === undefined ? [] : [[name, value] as const];
    });
    const occurredAt = instantOf(cell('firstTouchAt'), now);
    const lead: ImportedLead = {
      // Each value was read by the kind of its field.
      ...(Object.fromEntries(facts) as unknown as RawLead),
      ...(own.length > 0 && { attributes: Object.fromEntries(own) }),
      ...(occurredAt !== undefined && { occurredAt }),
      source: sourceOf(cell) ?? other,
    };
    return { lead };
  };
}

function sourceOf(cell: (name: string) => string): SourceReference | undefined {
  const channel = CHANNELS.find((known) => known === cell('source.channel'));
  const [name, campaign] = [withoutGuard(cell('source.name')), withoutGuard(cell('source.campaign'))];
  if (channel === undefined || name === '') return undefined;
  return campaign === '' ? { channel, name } : { channel, name, campaign };
}

/** Undefined for a text that is no such value. */
function fieldValue(name: Field, text: string, now: number): Value | undefined {
  const kind: Kind = FIELDS[name];
  switch (kind) {
    case 'text':
      return withoutGuard(text);
    case 'list':
      return listOfCell(text);
    case 'count':
      return COUNT.test(text) ? Number(text) : undefined;
    case 'amount':
      return AMOUNT.test(text) ? text : undefined;
    case 'day':
      return DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
    case 'instant':
      return instantOf(text, now);
    case 'enum': {
      const fact: { type: string; values?: readonly string[] } = LEAD_FACTS[name];
      return fact.values?.find((word) => word === text);
    }
  }
}

/** Undefined for a text that is no instant, and for one that lies ahead. */
function instantOf(text: string, now: number): number | undefined {
  const at = Date.parse(text);
  return Number.isNaN(at) || at > now + DAY_MS ? undefined : at;
}
