import { LIST_LIMITS } from '../leads/limits.js';
import type { ImportedLead } from './mapping.js';

/** Most characters of each text of a lead, as for a submission: a test compares them with the schema of `POST /v1/leads`. */
export const TEXT_LENGTHS = {
  externalId: 200,
  externalSystem: 100,
  name: 300,
  firstName: 150,
  lastName: 150,
  jobTitle: 200,
  organizationName: 300,
  industry: 200,
  website: 500,
  email: 320,
  phone: 100,
  street: 300,
  city: 200,
  region: 200,
  postalCode: 40,
  country: 100,
  language: 100,
  timeZone: 100,
  need: 2000,
  budgetCurrency: 10,
  consentBasis: 500,
  description: 5000,
} as const satisfies Partial<Record<keyof ImportedLead, number>>;

/** Most characters of each entry of a list. */
export const ENTRY_LENGTHS = {
  otherEmails: 320,
  otherPhones: 100,
  products: 200,
  competitorProducts: 200,
  tags: 100,
} as const satisfies Record<keyof typeof LIST_LIMITS, number>;

// Made once: the limits are looked at for each row.
const TEXTS = Object.entries(TEXT_LENGTHS) as [keyof typeof TEXT_LENGTHS, number][];
const ENTRIES = Object.entries(ENTRY_LENGTHS) as [keyof typeof ENTRY_LENGTHS, number][];

const SOURCE_LENGTH = 200;
const MOST_EMPLOYEES = 2_000_000_000;
const MOST_DAYS = 3650;
const MOST_AMOUNT = 9_999_999_999_999;

/** The refusal of a lead with a value that is longer or larger than a lead can have; undefined: all fit. */
export function leadLimitRefusal(lead: ImportedLead): string | undefined {
  for (const [field, most] of TEXTS) {
    const value = lead[field];
    if (value !== undefined && value.length > most) return `\`${field}\` has more than ${most} characters.`;
  }
  for (const [field, most] of ENTRIES) {
    const values = lead[field];
    if (values === undefined) continue;
    if (values.length > LIST_LIMITS[field]) return `\`${field}\` has too many entries.`;
    if (values.some((value) => value.length > most))
      return `An entry of \`${field}\` has more than ${most} characters.`;
  }
  const { name, campaign = '' } = lead.source;
  if (Math.max(name.length, campaign.length) > SOURCE_LENGTH)
    return `The name of a source or campaign has more than ${SOURCE_LENGTH} characters.`;
  return numberRefusal(lead);
}

const BOUNDS = [
  ['employeeCount', MOST_EMPLOYEES],
  ['purchaseTimeframeDays', MOST_DAYS],
  ['annualRevenue', MOST_AMOUNT],
  ['budgetAmount', MOST_AMOUNT],
] as const;

function numberRefusal(lead: ImportedLead): string | undefined {
  for (const [field, most] of BOUNDS) {
    const value = lead[field];
    if (value !== undefined && !(Number(value) >= 0 && Number(value) <= most))
      return `\`${field}\` is not a number from 0 to ${most}.`;
  }
  return undefined;
}
