import type { LeadFacts } from './facts.js';

/** Most entries of each list of a lead, over all submissions. */
export const LIST_LIMITS = {
  otherEmails: 10,
  otherPhones: 10,
  products: 50,
  competitorProducts: 50,
  tags: 50,
} as const;
export type LimitedList = keyof typeof LIST_LIMITS;
export const LIMITED_LISTS = Object.keys(LIST_LIMITS) as LimitedList[];

/** Most characters of each text of a lead, of a form and of an import. A test compares them with the schema of `POST /v1/leads`. */
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
} as const satisfies Partial<Record<keyof LeadFacts, number>>;

/** Most characters of each entry of a list. */
export const ENTRY_LENGTHS = {
  otherEmails: 320,
  otherPhones: 100,
  products: 200,
  competitorProducts: 200,
  tags: 100,
} as const satisfies Record<LimitedList, number>;

/** Custom attributes of one lead: number of names, and characters of names and values together, written as JSON. */
export const ATTRIBUTE_LIMITS = { names: 100, characters: 65_536 } as const;

/**
 * The part of each limit that submissions from public pages can use. The rest stays free for trusted callers.
 */
export const PUBLIC_SHARE = 0.5;

type Attributes = NonNullable<LeadFacts['attributes']>;

/** Facts within the limits, and the surplus by field: new list entries and attributes. */
export interface Limited {
  facts: LeadFacts;
  surplus?: Partial<LeadFacts> | undefined;
}

/**
 * Merged facts cut to the limits. Known entries stay, in their order; new ones follow in the order sent until the limit is
 * reached. A list that is over the limit already keeps its length. `share` is the part of each limit that can be used.
 */
export function withinLimits(known: Partial<LeadFacts>, merged: LeadFacts, share = 1): Limited {
  const cut: Partial<LeadFacts> = {};
  const surplus: Partial<LeadFacts> = {};
  for (const field of LIMITED_LISTS) {
    const values = merged[field];
    const limit = Math.max(LIST_LIMITS[field] * share, known[field]?.length ?? 0);
    if (values === undefined || values.length <= limit) continue;
    cut[field] = values.slice(0, limit);
    surplus[field] = values.slice(limit);
  }
  const attributes = attributesWithin(known.attributes, merged.attributes, share);
  if (attributes.surplus) [cut.attributes, surplus.attributes] = [attributes.kept, attributes.surplus];
  if (Object.keys(surplus).length === 0) return { facts: merged };
  const facts = { ...merged, ...cut };
  for (const [field, value] of Object.entries(cut)) if (isEmpty(value)) delete facts[field as keyof LeadFacts];
  return { facts, surplus };
}

const isEmpty = (value: unknown) => typeof value === 'object' && value !== null && Object.keys(value).length === 0;

/** The first field that a correction extends beyond its limit. A field that was over its limit before may shrink. */
export function fieldOverLimit(before: LeadFacts, after: LeadFacts): LimitedList | 'attributes' | undefined {
  for (const field of LIMITED_LISTS) {
    const length = after[field]?.length ?? 0;
    if (length > LIST_LIMITS[field] && length > (before[field]?.length ?? 0)) return field;
  }
  return attributesWithin(before.attributes, after.attributes, 1).surplus ? 'attributes' : undefined;
}

export const LIMIT_DETAILS: Record<LimitedList | 'attributes', string> = {
  otherEmails: 'A lead holds at most 10 further e-mail addresses.',
  otherPhones: 'A lead holds at most 10 further phone numbers.',
  products: 'A lead holds at most 50 products.',
  competitorProducts: 'A lead holds at most 50 products of competitors.',
  tags: 'A lead holds at most 50 tags.',
  attributes: 'A lead holds at most 100 attributes, of 65,536 characters together.',
};

/** Whether these attributes alone take more characters than a lead may hold. */
export function exceedsAttributes(attributes: object | undefined): boolean {
  return attributes !== undefined && JSON.stringify(attributes).length > ATTRIBUTE_LIMITS.characters;
}

function attributesWithin(
  known: Attributes = {},
  merged: Attributes = {},
  share: number,
): { kept?: Attributes; surplus?: Attributes } {
  if (merged === known) return {};
  const names = ATTRIBUTE_LIMITS.names * share;
  const characters = ATTRIBUTE_LIMITS.characters * share;
  const entries = Object.entries(merged);
  if (entries.length <= names && JSON.stringify(merged).length <= characters) return {};
  // Maps, as a name can be `__proto__`.
  const kept = new Map(Object.entries(known).filter(([name]) => Object.hasOwn(merged, name)));
  const surplus = new Map<string, Attributes[string]>();
  let size = 0;
  for (const [name, value] of kept) size += entrySize(name, value);
  for (const [name, value] of entries) {
    const had = kept.get(name);
    const growth = entrySize(name, value) - (had === undefined ? 0 : entrySize(name, had));
    const fits = (had !== undefined || kept.size < names) && (growth <= 0 || size + growth <= characters);
    if (!fits) {
      surplus.set(name, value);
      continue;
    }
    kept.set(name, value);
    size += growth;
  }
  return surplus.size === 0 ? {} : { kept: Object.fromEntries(kept), surplus: Object.fromEntries(surplus) };
}

const entrySize = (name: string, value: unknown) => JSON.stringify(name).length + JSON.stringify(value).length + 2;
