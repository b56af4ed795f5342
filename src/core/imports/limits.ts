import { ENTRY_LENGTHS, LIST_LIMITS, TEXT_LENGTHS } from '../leads/limits.js';
import type { ImportedLead } from './mapping.js';

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
