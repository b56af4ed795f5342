/** Columns of JSON records in the shape of the body of `POST /v1/leads`: each member is what its name says, and nothing is guessed. */
import type { Column } from './columns.js';
import type { ImportField } from './fields.js';

const SAME = [
  ...([
    'kind',
    'externalId',
    'externalSystem',
    'name',
    'firstName',
    'lastName',
    'jobTitle',
    'organizationName',
  ] as const),
  ...(['industry', 'employeeCount', 'annualRevenue', 'website', 'email', 'phone', 'street', 'city', 'region'] as const),
  ...(['postalCode', 'country', 'language', 'timeZone', 'products', 'need', 'budgetAmount', 'budgetCurrency'] as const),
  ...(['authority', 'purchaseIntent', 'purchaseTimeframeDays', 'timeframeStatedAt', 'competitorProducts'] as const),
  ...(['competitorContractEndsOn', 'emailConsent', 'phoneConsent', 'consentBasis', 'tags', 'description'] as const),
  'occurredAt',
] as const satisfies readonly ImportField[];

const FIELD_OF: ReadonlyMap<string, ImportField> = new Map<string, ImportField>([
  ...SAME.map((field) => [field, field] as const),
  ['otherEmails', 'email'],
  ['otherPhones', 'phone'],
  ['source.channel', 'channel'],
  ['source.name', 'source'],
  ['source.campaign', 'campaign'],
]);
/** Members of a list after the main one. */
const LATER: ReadonlySet<string> = new Set(['otherEmails', 'otherPhones']);
const NAMES = ['email', 'phone', 'name', 'firstName', 'lastName', 'organizationName', 'externalId'];
const ATTRIBUTES = 'attributes.';
/** Members that an import does not take. */
const LEFT_OUT = /^(?:visitorId|referredBy(?:\..*)?)$/;

const isMember = (path: string): boolean => FIELD_OF.has(path) || path.startsWith(ATTRIBUTES) || LEFT_OUT.test(path);

/** Whether all paths of JSON records are members of a submission. */
export const isSubmissionShape = (paths: readonly string[]): boolean =>
  paths.some((path) => NAMES.includes(path)) && paths.every(isMember);

/** Maps the columns of such records; a choice of a person stays. */
export function mapSubmission(columns: Column[], reasons: Map<Column, string>): void {
  for (const column of columns) {
    if (column.chosen) continue;
    const path = column.header;
    column.chosen = true;
    column.field = FIELD_OF.get(path);
    column.rank = LATER.has(path) ? 1 : 0;
    column.ignored = LEFT_OUT.test(path);
    if (path.startsWith(ATTRIBUTES)) column.attribute = path.slice(ATTRIBUTES.length);
    reasons.set(
      column,
      column.ignored ? 'An import does not take it.' : 'It is a member of the body of POST /v1/leads.',
    );
  }
}
