import { distinctTexts } from '../../core/fold.js';
import { normalizeCurrency } from '../../core/identity/currencies.js';
import { normalizeLanguage } from '../../core/identity/languages.js';
import { normalizePersonName } from '../../core/identity/person-names.js';
import { isPlaceholder } from '../../core/identity/placeholders.js';
import { cleanLine, cleanText } from '../../core/identity/texts.js';
import { normalizeTimeZone } from '../../core/identity/time-zones.js';
import type { LeadFacts } from '../../core/leads/facts.js';
import type { NormalizationNote, NoteCode, RawLead } from '../../core/leads/raw-leads.js';
import { normalizeCountry } from './countries.js';
import { companyDomain, normalizeDomain } from './domains.js';
import { normalizeEmail } from './emails.js';
import { mayBeNational, normalizePhone } from './phones.js';

export interface NormalizationDefaults {
  /** ISO 3166-1 alpha-2 by which national phone numbers are read when the lead names no country. It is not written to the lead. */
  country?: string | undefined;
  /** Epoch milliseconds: when a purchase timeframe was stated, unless the submission states that. */
  now: number;
}

export interface NormalizedLead {
  facts: LeadFacts;
  notes: NormalizationNote[];
}

const TURKIC_COUNTRIES: ReadonlySet<string> = new Set(['TR', 'AZ']);
const TURKIC_LANGUAGE = /^(?:tr|az)(?:-|$)/;

type TextField = {
  [K in keyof RawLead]-?: RawLead[K] extends string | undefined ? K : never;
}[keyof RawLead];

/** Details that need no more than cleaning. */
const DETAIL_FIELDS = ['jobTitle', 'industry', 'street', 'city', 'region', 'postalCode'] as const;

export const NOTE_DETAILS: Record<NoteCode, string> = {
  email_invalid: 'Not an e-mail address; kept as given, not used for matching.',
  phone_invalid: 'Not a valid number of its country; kept as given, not used for matching.',
  phone_country_unknown: 'A national number, and no country is known; kept as given. Send it with + or send a country.',
  website_not_recognised: 'No registrable domain in it; kept as given.',
  country_not_recognised: 'Send an ISO 3166-1 code or a country name; left empty.',
  language_not_recognised: 'Send a BCP 47 tag or a language name; left empty.',
  time_zone_not_recognised: 'Send an IANA time zone; left empty.',
  currency_not_recognised: 'Send an ISO 4217 code; left empty.',
  placeholder_ignored: 'Stands for "no value"; left empty.',
  limit_reached: 'More than a lead holds; kept with the touch, not used for matching.',
  phone_shared:
    'Another lead (in `otherMatches`) has this number as its key; this lead is found by the number together with the name.',
};

/**
 * A flat submission as lead facts. Nothing is refused: what can't be normalised stays as given (e-mail, phone, website)
 * or stays out (country, language, time zone, currency), and a note says so. Idempotent: facts submitted again give the same facts.
 */
export function normalizeFacts(input: RawLead, defaults: NormalizationDefaults): NormalizedLead {
  const notes: NormalizationNote[] = [];
  const note: Note = (field, code) => notes.push({ field, code, detail: NOTE_DETAILS[code] });
  const facts: LeadFacts = { kind: 'person' };
  put(facts, 'externalId', cleanLine(input.externalId));
  put(facts, 'externalSystem', cleanLine(input.externalSystem));
  const country = codeOf('country', cleanLine(input.country), normalizeCountry, note);
  const language = codeOf('language', cleanLine(input.language), normalizeLanguage, note);
  const isTurkic = TURKIC_COUNTRIES.has(country ?? '') || TURKIC_LANGUAGE.test(language ?? '');
  putNames(facts, input, isTurkic, note);
  put(facts, 'employeeCount', input.employeeCount);
  put(facts, 'annualRevenue', amountOf(input.annualRevenue));
  for (const field of DETAIL_FIELDS) put(facts, field, detailOf(input, field, note));
  put(facts, 'country', country);
  put(facts, 'language', language);
  put(facts, 'timeZone', codeOf('timeZone', cleanLine(input.timeZone), normalizeTimeZone, note));
  putAddresses(facts, input, note);
  putPhones(facts, input, facts.country ?? defaults.country, note);
  putInterest(facts, input, defaults.now, note);
  return { facts, notes };
}

type Note = (field: keyof RawLead, code: NoteCode) => void;

/** Absent is how facts say unknown: a key holding undefined would differ in comparisons and in JSON round trips. */
function put<K extends keyof LeadFacts>(facts: LeadFacts, field: K, value: LeadFacts[K] | undefined): void {
  if (value !== undefined) facts[field] = value;
}

/** Decimal text of at most 15 digits, which a number holds exactly. */
function amountOf(amount: number | string | undefined): number | undefined {
  return amount === undefined ? undefined : Number(amount);
}

/** A contact detail: one clean line that is no placeholder. */
function detailOf(input: RawLead, field: TextField, note: Note): string | undefined {
  const cleaned = cleanLine(input[field]);
  if (cleaned === undefined || !isPlaceholder(cleaned)) return cleaned;
  note(field, 'placeholder_ignored');
  return undefined;
}

function putNames(facts: LeadFacts, input: RawLead, isTurkic: boolean, note: Note): void {
  const { name, firstName, lastName } = input;
  const organizationName = detailOf(input, 'organizationName', note);
  const person = normalizePersonName({ name, firstName, lastName, isTurkic });
  for (const field of ['name', 'firstName', 'lastName'] as const) {
    if (input[field] && person[field] === undefined && isPlaceholder(input[field])) note(field, 'placeholder_ignored');
  }
  const jobTitle = cleanLine(input.jobTitle);
  const ofPerson = person.name !== undefined || (jobTitle !== undefined && !isPlaceholder(jobTitle));
  facts.kind = input.kind ?? (organizationName !== undefined && !ofPerson ? 'organization' : 'person');
  if (facts.kind === 'person') {
    put(facts, 'name', person.name);
    put(facts, 'firstName', person.firstName);
    put(facts, 'lastName', person.lastName);
    put(facts, 'organizationName', organizationName);
  } else putOrganizationNames(facts, input, isTurkic, organizationName);
}

/** The first and last name of an organization are those of its contact; its own name is never split or recased. */
function putOrganizationNames(
  facts: LeadFacts,
  input: RawLead,
  isTurkic: boolean,
  organizationName: string | undefined,
): void {
  const contact = normalizePersonName({ firstName: input.firstName, lastName: input.lastName, isTurkic });
  const given = cleanLine(input.name);
  const name = organizationName ?? (given === undefined || isPlaceholder(given) ? undefined : given);
  put(facts, 'name', name ?? contact.name);
  put(facts, 'firstName', contact.firstName);
  put(facts, 'lastName', contact.lastName);
  put(facts, 'organizationName', name);
}

/** E-mail, website, and the company domain that follows from them. */
function putAddresses(facts: LeadFacts, input: RawLead, note: Note): void {
  const website = detailOf(input, 'website', note);
  const websiteDomain = website === undefined ? undefined : normalizeDomain(website);
  if (website !== undefined && websiteDomain === undefined) note('website', 'website_not_recognised');
  put(facts, 'website', website);
  const typed = detailOf(input, 'email', note);
  const [first, ...others] = typed === undefined ? [] : addressesIn(typed);
  const given = first ?? typed;
  const email = given === undefined ? undefined : normalizeEmail(given);
  if (email?.type === 'invalid') note('email', 'email_invalid');
  put(facts, 'domain', companyDomain(websiteDomain, email?.domain));
  put(facts, 'email', given);
  put(facts, 'emailNormalized', email?.normalized);
  put(facts, 'emailType', email?.type);
  const further = others.length === 0 ? input : { ...input, otherEmails: [...(input.otherEmails ?? []), ...others] };
  put(facts, 'otherEmails', otherContacts(further, 'otherEmails', 'email_invalid', normalizedEmail, note));
}

/** Between addresses, and between addresses with names, as `Ada <ada@x.example>, Bob <bob@y.example>`. */
const SEPARATORS = [/[\s,;|]+/u, /[,;]+/u];

/** The addresses of a text that lists several and has nothing else; none in every other text, which stays as given. */
function addressesIn(typed: string): string[] {
  const lists = SEPARATORS.map((separator) => typed.split(separator).map((part) => part.trim()));
  const ofAddresses = lists.map((parts) => parts.filter((part) => part !== ''));
  return ofAddresses.find((parts) => parts.length > 1 && parts.every(isAddress)) ?? [];
}

const isAddress = (part: string): boolean => normalizedEmail(part) !== undefined;

const normalizedEmail = (raw: string): string | undefined => normalizeEmail(raw).normalized;

function putPhones(facts: LeadFacts, input: RawLead, country: string | undefined, note: Note): void {
  const given = detailOf(input, 'phone', note);
  const code = country === undefined ? 'phone_country_unknown' : 'phone_invalid';
  const phone = given === undefined ? undefined : normalizePhone(given, country);
  const isUnread = phone?.type === 'invalid' && country === undefined && mayBeNational(given ?? '');
  if (phone?.type === 'invalid') note('phone', isUnread ? 'phone_country_unknown' : 'phone_invalid');
  put(facts, 'phone', given);
  put(facts, 'phoneNormalized', phone?.e164);
  // Whether a number without a country is valid is not known.
  put(facts, 'phoneType', isUnread ? undefined : phone?.type);
  const normalize = (raw: string) => normalizePhone(raw, country).e164;
  put(facts, 'otherPhones', otherContacts(input, 'otherPhones', code, normalize, note));
}

/** Further addresses and numbers in normal form where they have one: they are matched by too. */
function otherContacts(
  input: RawLead,
  field: 'otherEmails' | 'otherPhones',
  code: NoteCode,
  normalize: (raw: string) => string | undefined,
  note: Note,
): string[] | undefined {
  return distinctValues(input[field], (value) => {
    const normalized = normalize(value);
    if (normalized === undefined) note(field, code);
    return normalized ?? value;
  });
}

function putInterest(facts: LeadFacts, input: RawLead, now: number, note: Note): void {
  put(facts, 'products', distinctTextsOf(input.products));
  put(facts, 'need', cleanText(input.need));
  put(facts, 'budgetAmount', amountOf(input.budgetAmount));
  put(facts, 'budgetCurrency', codeOf('budgetCurrency', cleanLine(input.budgetCurrency), normalizeCurrency, note));
  put(facts, 'authority', input.authority);
  put(facts, 'purchaseIntent', input.purchaseIntent);
  put(facts, 'purchaseTimeframeDays', input.purchaseTimeframeDays);
  if (input.purchaseTimeframeDays !== undefined) put(facts, 'timeframeStatedAt', input.timeframeStatedAt ?? now);
  put(facts, 'competitorProducts', distinctTextsOf(input.competitorProducts));
  put(facts, 'competitorContractEndsOn', input.competitorContractEndsOn);
  put(facts, 'emailConsent', input.emailConsent);
  put(facts, 'phoneConsent', input.phoneConsent);
  put(facts, 'consentBasis', cleanText(input.consentBasis));
  put(facts, 'tags', distinctly(input.tags));
  put(facts, 'description', cleanText(input.description));
  put(facts, 'attributes', input.attributes);
}

const CODE_NOTES = {
  country: 'country_not_recognised',
  language: 'language_not_recognised',
  timeZone: 'time_zone_not_recognised',
  budgetCurrency: 'currency_not_recognised',
} as const;

function codeOf(
  field: keyof typeof CODE_NOTES,
  given: string | undefined,
  normalize: (raw: string) => string | undefined,
  note: Note,
): string | undefined {
  if (given === undefined) return undefined;
  const code = normalize(given);
  if (code === undefined) note(field, CODE_NOTES[field]);
  return code;
}

/** Clean, distinct, in the order given; absent when nothing is left. */
function distinct(values: string[] | undefined, form = (value: string) => value): string[] | undefined {
  if (values === undefined) return undefined;
  const cleaned = values.map(cleanLine).filter((value) => value !== undefined);
  const found = new Set(cleaned.map(form));
  return found.size === 0 ? undefined : [...found];
}

/** As `distinct`, of texts that conditions compare: spellings that differ in case only are one. */
function distinctly(values: string[] | undefined): string[] | undefined {
  const found = distinct(values);
  return found && distinctTexts(found);
}

const distinctTextsOf = (values: string[] | undefined) => distinctly(values?.filter((value) => !isPlaceholder(value)));

/** As `distinct`, for values that are never "n/a", "none" or the like. */
const distinctValues = (values: string[] | undefined, form?: (value: string) => string): string[] | undefined =>
  distinct(
    values?.filter((value) => !isPlaceholder(value)),
    form,
  );
