import type { AttributeValue } from '../values.js';
import {
  AUTHORITIES,
  CONSENTS,
  EMAIL_TYPES,
  LEAD_KINDS,
  type LeadKind,
  PHONE_TYPES,
  PURCHASE_INTENTS,
} from './vocabulary.js';

/** An address of the lead that bounced for good, and when, epoch milliseconds. */
export interface BouncedEmail {
  email: string;
  at: number;
}

/** The properties of one fact: type, merging, proposals, customers and erasure. */
interface Fact {
  /** Type in conditions. A `date` is epoch milliseconds, a `day` is `yyyy-mm-dd` and may lie ahead. */
  type: 'text' | 'number' | 'texts' | 'enum' | 'date' | 'day' | 'attributes' | 'bounces';
  /** The closed list of an `enum`. */
  values?: readonly string[];
  /**
   * How a further touch changes it. `completed`: only filled when empty, because it is part of the identity. `latest`: the newer
   * value counts. `united`: lists are united. `consent`: the latest statement counts (`replacesConsent`). `own`: `mergeFacts` has
   * a rule of its own.
   */
  merge: 'completed' | 'latest' | 'united' | 'consent' | 'own';
  /** How a submission proposes it: alone, by values of a `list`, in a group (`FACT_GROUPS`), or not at all. */
  proposal: 'single' | 'list' | 'group' | 'none';
  /** Which customers get it: all (`contact`, `place`), a company, or none. */
  customer: 'contact' | 'place' | 'company' | 'none';
  /**
   * Whether an erasure of the person removes it. Free text of callers is personal, whatever its content. Numbers, instants and
   * enum values (including codes of countries, languages, zones and currencies) are kept.
   */
  erasure: 'personal' | 'kept';
}

/**
 * Every fact of a lead. Its type, the lists of merging, proposals, customers, conditions and erasure, and the plain columns of
 * the row follow from this table. Money is in major units of `budgetCurrency`; `annualRevenue` in US dollars unless the
 * workspace says otherwise; `purchaseTimeframeDays` is days from `timeframeStatedAt` (0 = wants to buy now).
 */
export const LEAD_FACTS = {
  kind: { type: 'enum', values: LEAD_KINDS, merge: 'own', proposal: 'none', customer: 'none', erasure: 'kept' },
  externalId: { type: 'text', merge: 'completed', proposal: 'none', customer: 'contact', erasure: 'personal' },
  externalSystem: { type: 'text', merge: 'completed', proposal: 'none', customer: 'contact', erasure: 'personal' },
  name: { type: 'text', merge: 'completed', proposal: 'group', customer: 'contact', erasure: 'personal' },
  firstName: { type: 'text', merge: 'completed', proposal: 'group', customer: 'contact', erasure: 'personal' },
  lastName: { type: 'text', merge: 'completed', proposal: 'group', customer: 'contact', erasure: 'personal' },
  jobTitle: { type: 'text', merge: 'latest', proposal: 'single', customer: 'none', erasure: 'personal' },
  organizationName: { type: 'text', merge: 'completed', proposal: 'single', customer: 'none', erasure: 'personal' },
  industry: { type: 'text', merge: 'latest', proposal: 'single', customer: 'company', erasure: 'personal' },
  employeeCount: { type: 'number', merge: 'latest', proposal: 'single', customer: 'company', erasure: 'kept' },
  annualRevenue: { type: 'number', merge: 'latest', proposal: 'single', customer: 'company', erasure: 'kept' },
  website: { type: 'text', merge: 'latest', proposal: 'single', customer: 'company', erasure: 'personal' },
  /** Registrable company domain, from the website or a business e-mail; never a free-mail provider's. */
  domain: { type: 'text', merge: 'own', proposal: 'none', customer: 'company', erasure: 'personal' },
  /** As given (trimmed). */
  email: { type: 'text', merge: 'completed', proposal: 'group', customer: 'contact', erasure: 'personal' },
  emailNormalized: { type: 'text', merge: 'completed', proposal: 'group', customer: 'contact', erasure: 'personal' },
  emailType: {
    ...{ type: 'enum', values: EMAIL_TYPES },
    ...{ merge: 'completed', proposal: 'group', customer: 'contact', erasure: 'kept' },
  },
  /** Addresses that bounced for good and are not the main one now. */
  bouncedEmails: { type: 'bounces', merge: 'own', proposal: 'none', customer: 'none', erasure: 'personal' },
  /** When the main address bounced for good; absent once mail was received later. */
  emailBouncedAt: { type: 'date', merge: 'own', proposal: 'none', customer: 'contact', erasure: 'kept' },
  /** As given (trimmed). */
  phone: { type: 'text', merge: 'completed', proposal: 'group', customer: 'contact', erasure: 'personal' },
  /** E.164, only when the number is possible and valid. */
  phoneNormalized: { type: 'text', merge: 'completed', proposal: 'group', customer: 'contact', erasure: 'personal' },
  phoneType: {
    ...{ type: 'enum', values: PHONE_TYPES },
    ...{ merge: 'completed', proposal: 'group', customer: 'contact', erasure: 'kept' },
  },
  street: { type: 'text', merge: 'latest', proposal: 'single', customer: 'place', erasure: 'personal' },
  city: { type: 'text', merge: 'latest', proposal: 'single', customer: 'place', erasure: 'personal' },
  region: { type: 'text', merge: 'latest', proposal: 'single', customer: 'place', erasure: 'personal' },
  postalCode: { type: 'text', merge: 'latest', proposal: 'single', customer: 'place', erasure: 'personal' },
  /** ISO 3166-1 alpha-2. */
  country: { type: 'text', merge: 'latest', proposal: 'single', customer: 'place', erasure: 'kept' },
  /** BCP 47 language tag, canonical case. */
  language: { type: 'text', merge: 'latest', proposal: 'single', customer: 'place', erasure: 'kept' },
  /** IANA time zone. */
  timeZone: { type: 'text', merge: 'latest', proposal: 'single', customer: 'place', erasure: 'kept' },
  need: { type: 'text', merge: 'latest', proposal: 'single', customer: 'none', erasure: 'personal' },
  budgetAmount: { type: 'number', merge: 'latest', proposal: 'group', customer: 'none', erasure: 'kept' },
  /** ISO 4217. */
  budgetCurrency: { type: 'text', merge: 'latest', proposal: 'group', customer: 'none', erasure: 'kept' },
  authority: {
    ...{ type: 'enum', values: AUTHORITIES },
    ...{ merge: 'own', proposal: 'single', customer: 'none', erasure: 'kept' },
  },
  purchaseIntent: {
    ...{ type: 'enum', values: PURCHASE_INTENTS },
    ...{ merge: 'own', proposal: 'group', customer: 'none', erasure: 'kept' },
  },
  /** When the intent was stated; absent: before this was stored. */
  purchaseIntentStatedAt: { type: 'date', merge: 'own', proposal: 'group', customer: 'none', erasure: 'kept' },
  purchaseTimeframeDays: { type: 'number', merge: 'latest', proposal: 'group', customer: 'none', erasure: 'kept' },
  /** When the timeframe was stated. */
  timeframeStatedAt: { type: 'date', merge: 'latest', proposal: 'group', customer: 'none', erasure: 'kept' },
  description: { type: 'text', merge: 'latest', proposal: 'single', customer: 'contact', erasure: 'personal' },
  emailConsent: {
    ...{ type: 'enum', values: CONSENTS },
    ...{ merge: 'consent', proposal: 'single', customer: 'contact', erasure: 'kept' },
  },
  phoneConsent: {
    ...{ type: 'enum', values: CONSENTS },
    ...{ merge: 'consent', proposal: 'single', customer: 'contact', erasure: 'kept' },
  },
  /** When the consent was granted or denied. */
  emailConsentAt: { type: 'date', merge: 'own', proposal: 'none', customer: 'contact', erasure: 'kept' },
  phoneConsentAt: { type: 'date', merge: 'own', proposal: 'none', customer: 'contact', erasure: 'kept' },
  consentBasis: { type: 'text', merge: 'latest', proposal: 'single', customer: 'contact', erasure: 'personal' },
  products: { type: 'texts', merge: 'united', proposal: 'list', customer: 'none', erasure: 'personal' },
  competitorProducts: { type: 'texts', merge: 'united', proposal: 'list', customer: 'none', erasure: 'personal' },
  /** The day on which its contract with a competitor ends, `yyyy-mm-dd`. */
  competitorContractEndsOn: { type: 'day', merge: 'latest', proposal: 'single', customer: 'none', erasure: 'kept' },
  tags: { type: 'texts', merge: 'united', proposal: 'list', customer: 'contact', erasure: 'personal' },
  otherEmails: { type: 'texts', merge: 'own', proposal: 'list', customer: 'contact', erasure: 'personal' },
  otherPhones: { type: 'texts', merge: 'own', proposal: 'list', customer: 'contact', erasure: 'personal' },
  attributes: { type: 'attributes', merge: 'own', proposal: 'none', customer: 'contact', erasure: 'personal' },
} as const satisfies Record<string, Fact>;

type Facts = typeof LEAD_FACTS;
export type LeadFact = keyof Facts;
type FactsWhere<Property extends keyof Fact, Value> = {
  [Name in LeadFact]: Facts[Name] extends { readonly [P in Property]: Value } ? Name : never;
}[LeadFact];

/** Every name, in the order of the table. `Object.keys` is typed for objects that may hold more than they declare. */
export const LEAD_FACT_NAMES = Object.keys(LEAD_FACTS) as readonly LeadFact[];

/** Copies one fact, so that a loop over names keeps the value of each. */
export function copyFact<Name extends keyof LeadFacts>(
  to: Partial<LeadFacts>,
  from: Partial<LeadFacts>,
  name: Name,
): void {
  to[name] = from[name];
}

/** The facts with this value of a property, for example `factsWhere('merge', 'latest')`. */
export function factsWhere<Property extends keyof Fact, const Value extends Fact[Property]>(
  property: Property,
  value: Value,
): readonly FactsWhere<Property, Value>[] {
  const matches = (name: LeadFact): name is FactsWhere<Property, Value> => {
    const fact: Fact = LEAD_FACTS[name];
    return fact[property] === value;
  };
  return LEAD_FACT_NAMES.filter(matches);
}

type ValueOf<F> = F extends { values: readonly (infer Word)[] }
  ? Word
  : F extends { type: 'text' | 'day' }
    ? string
    : F extends { type: 'texts' }
      ? string[]
      : F extends { type: 'attributes' }
        ? Record<string, AttributeValue>
        : F extends { type: 'bounces' }
          ? readonly BouncedEmail[]
          : number;
type Stated = { -readonly [Name in Exclude<LeadFact, 'kind'>]?: ValueOf<Facts[Name]> | undefined };

/**
 * The normalised facts of a lead: the input of matching, scoring, classification and routing. Absent means unknown.
 */
export interface LeadFacts extends Stated {
  kind: LeadKind;
}

export const NO_IDENTITY = 'A lead needs at least one of name, email, phone, organizationName and externalId.';

/** Whether the facts identify a lead. */
export function hasIdentity({ name, organizationName, email, phone, externalId }: LeadFacts): boolean {
  return [name, organizationName, email, phone, externalId].some((value) => value !== undefined);
}
