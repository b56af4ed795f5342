import { textsBeside } from '../fold.js';
import { sameValue } from '../values.js';
import { factsWhere, type LeadFacts } from './facts.js';

/** Facts that are filled, proposed and accepted together. */
export const FACT_GROUPS = [
  ['name', 'firstName', 'lastName'],
  ['budgetAmount', 'budgetCurrency'],
  ['purchaseIntent', 'purchaseIntentStatedAt'],
  ['purchaseTimeframeDays', 'timeframeStatedAt'],
  ['email', 'emailNormalized', 'emailType'],
  ['phone', 'phoneNormalized', 'phoneType'],
] as const satisfies readonly (readonly (keyof LeadFacts)[])[];

/** Derived from another member of their group: a difference in them alone is no proposal. */
const DERIVED: ReadonlySet<string> = new Set([
  'timeframeStatedAt',
  'purchaseIntentStatedAt',
  'emailNormalized',
  'emailType',
  'phoneNormalized',
  'phoneType',
]);

/** Facts that stand alone. */
export const SINGLE_FACTS = factsWhere('proposal', 'single');
const LIST_FACTS = factsWhere('proposal', 'list');

/** The fields of proposals. A group is represented by the members that callers can set. */
export const PROPOSAL_FIELDS = [
  ...(['name', 'firstName', 'lastName', 'email', 'phone'] as const),
  ...SINGLE_FACTS,
  ...(['budgetAmount', 'budgetCurrency', 'purchaseIntent', 'purchaseTimeframeDays', 'timeframeStatedAt'] as const),
  ...LIST_FACTS,
  'attributes' as const,
];
export type ProposalField = (typeof PROPOSAL_FIELDS)[number];

/** The current and the proposed value of each field that a correction would change. Attributes include only differing names. */
export interface Proposal {
  current: Partial<LeadFacts>;
  proposed: Partial<LeadFacts>;
}

/** The stated facts that are missing in the facts of a lead or differ from them; undefined when there are none. */
export function differingFacts(facts: LeadFacts, stated: Partial<LeadFacts>): Partial<LeadFacts> | undefined {
  const rest: Record<string, unknown> = {};
  for (const group of FACT_GROUPS) {
    if (!group.some((field) => !DERIVED.has(field) && differs(facts, stated, field))) continue;
    for (const field of group) if (stated[field] !== undefined) rest[field] = stated[field];
  }
  for (const field of SINGLE_FACTS) if (differs(facts, stated, field)) rest[field] = stated[field];
  for (const field of LIST_FACTS) {
    const missing = missingOf(facts, field, stated[field] ?? []);
    if (missing.length > 0) rest[field] = missing;
  }
  const attributes = Object.entries(stated.attributes ?? {}).filter(
    ([name, value]) => !sameValue(ownValue(facts.attributes, name), value),
  );
  if (attributes.length > 0) rest.attributes = Object.fromEntries(attributes);
  return Object.keys(rest).length === 0 ? undefined : (rest as Partial<LeadFacts>);
}

/** The kept facts that are still undecided, as a proposed correction; undefined when there are none. */
export function proposalOf(facts: LeadFacts, kept: Partial<LeadFacts>): Proposal | undefined {
  const open = differingFacts(facts, kept);
  if (!open) return undefined;
  const proposed: Record<string, unknown> = {};
  for (const field of PROPOSAL_FIELDS) if (open[field] !== undefined) proposed[field] = open[field];
  for (const [main, others] of CONTACTS) {
    const added = [
      ...(facts[main] === undefined ? [] : [open[`${main}Normalized`] ?? open[main]]),
      ...(open[others] ?? []),
    ];
    const values = added.filter((value) => value !== undefined);
    if (facts[main] !== undefined) delete proposed[main];
    if (values.length > 0) proposed[others] = [...new Set([...(facts[others] ?? []), ...values])];
  }
  for (const field of ['products', 'competitorProducts', 'tags'] as const) {
    if (open[field]) proposed[field] = [...(facts[field] ?? []), ...open[field]];
  }
  const current: Record<string, unknown> = {};
  for (const field of Object.keys(proposed) as ProposalField[]) {
    const value = field === 'attributes' ? currentAttributes(facts, open) : facts[field];
    if (value !== undefined) current[field] = value;
  }
  return { current: current as Partial<LeadFacts>, proposed: proposed as Partial<LeadFacts> };
}

/**
 * The correction with the accepted fields of a proposal (default: all). Groups are accepted as a whole. Null removes a fact, so
 * a replaced group keeps no part of the former one.
 */
export function acceptedOf({ proposed }: Proposal, fields?: readonly ProposalField[]): Record<string, unknown> {
  const acceptedFields = new Set<string>(fields ?? PROPOSAL_FIELDS);
  const accepted: Record<string, unknown> = {};
  for (const group of FACT_GROUPS) {
    if (!group.some((field) => acceptedFields.has(field))) continue;
    const replaced = group.filter((field) => PROPOSABLE.has(field));
    if (replaced.some((field) => proposed[field] !== undefined))
      for (const field of replaced) accepted[field] = proposed[field] ?? null;
  }
  for (const [field, value] of Object.entries(proposed)) {
    if (acceptedFields.has(field) && !Object.hasOwn(accepted, field)) accepted[field] = value;
  }
  return accepted;
}

/** Kept facts that the lead has by now, so that nothing is left to decide about them. */
export function settledFields(facts: LeadFacts, kept: Partial<LeadFacts>): string[] {
  const open = differingFacts(facts, kept) ?? {};
  return Object.keys(kept).filter((field) => !Object.hasOwn(open, field));
}

/** The kept facts that fields of a proposal are based on. A kept main address can be proposed as a further one. */
export function keptFieldsOf(fields: readonly ProposalField[] = PROPOSAL_FIELDS): string[] {
  const kept = new Set<string>(fields);
  if (kept.has('otherEmails')) kept.add('email');
  if (kept.has('otherPhones')) kept.add('phone');
  for (const group of FACT_GROUPS)
    if (group.some((field) => kept.has(field))) for (const field of group) kept.add(field);
  return [...kept];
}

const PROPOSABLE: ReadonlySet<string> = new Set(PROPOSAL_FIELDS);

const CONTACTS = [
  ['email', 'otherEmails'],
  ['phone', 'otherPhones'],
] as const;

function differs(facts: LeadFacts, stated: Partial<LeadFacts>, field: keyof LeadFacts): boolean {
  const value = stated[field];
  if (value === undefined || value === 'unknown' || sameValue(value, facts[field])) return false;
  if (field === 'email') return !hasValue(facts, 'otherEmails', stated.emailNormalized ?? String(value));
  if (field === 'phone') return !hasValue(facts, 'otherPhones', stated.phoneNormalized ?? String(value));
  return true;
}

const CONTACT_LISTS = ['otherEmails', 'otherPhones'] as const;
type ContactList = (typeof CONTACT_LISTS)[number];
const isContacts = (field: (typeof LIST_FACTS)[number]): field is ContactList =>
  CONTACT_LISTS.some((one) => one === field);

/** The values that a list of the lead does not have. */
const missingOf = (facts: LeadFacts, field: (typeof LIST_FACTS)[number], values: readonly string[]): string[] =>
  isContacts(field)
    ? values.filter((value) => !hasValue(facts, field, value))
    : textsBeside(values, facts[field] ?? []);

/** Whether a list of the lead has the value. For addresses the main one counts as well. */
function hasValue(facts: LeadFacts, field: ContactList, value: string): boolean {
  if (field === 'otherEmails' && (value === facts.emailNormalized || value === facts.email)) return true;
  if (field === 'otherPhones' && (value === facts.phoneNormalized || value === facts.phone)) return true;
  return facts[field]?.includes(value) ?? false;
}

function currentAttributes(facts: LeadFacts, { attributes = {} }: Partial<LeadFacts>): LeadFacts['attributes'] {
  const entries = Object.keys(attributes).flatMap((name) => {
    const value = ownValue(facts.attributes, name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

const ownValue = (attributes: LeadFacts['attributes'], name: string) =>
  attributes !== undefined && Object.hasOwn(attributes, name) ? attributes[name] : undefined;
