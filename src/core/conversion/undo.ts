import { CONSENT_FIELDS, withConsentOf } from '../customers/consent.js';
import { type Customer, type CustomerState, customerState, nextCustomer } from '../customers/customer.js';
import { CHURN_FIELDS } from '../customers/returns.js';
import { type Deal, type DealState, dealState, nextDeal } from '../deals/deal.js';
import type { LeadFacts } from '../leads/facts.js';
import type { Refusal } from '../refusals.js';
import { changesBetween, dropAbsent, sameValue } from '../values.js';
import type { ConversionRecord, PartRecord } from './record.js';

/** A record that depends on a customer. */
export interface Dependent {
  customerId: string;
  noun: 'deal' | 'customer' | 'conversion' | 'lead';
  id: string;
}

/** The current records of a conversion, and those that refer to the customers that it created. */
export interface UndoFacts {
  /** The facts of the converted lead. */
  lead: LeadFacts;
  person?: Customer | undefined;
  organization?: Customer | undefined;
  deal?: Deal | undefined;
  dependents: readonly Dependent[];
}

/** Values that were changed since and stay. */
export interface Kept {
  subjectKind: 'customer' | 'deal' | 'lead';
  id: string;
  fields: string[];
}

/** Most leads that an undo lists with consents that stay. */
export const MOST_KEPT_LEADS = 100;

export interface UndoPlan {
  removedCustomers: Customer[];
  removedDeal?: Deal | undefined;
  restoredCustomers: { before: Customer; customer: Customer }[];
  restoredDeal?: { before: Deal; deal: Deal } | undefined;
  kept: Kept[];
}

/**
 * Reverts exactly what a conversion did. Created records are removed; if one was changed since or other records depend on it,
 * nothing is reverted and the refusal names the reason. A filled value is restored if it is unchanged since; a value changed
 * since stays and is listed.
 */
export function planUndo(record: ConversionRecord, facts: UndoFacts, now: number): UndoPlan | Refusal {
  const blocked = blockedBy(record, facts);
  if (blocked) return blocked;
  const plan: UndoPlan = { removedCustomers: [], restoredCustomers: [], kept: [] };
  for (const which of ['person', 'organization'] as const) {
    const [part, customer] = [record[which], facts[which]];
    if (part === undefined || customer === undefined) continue;
    if (part.before === undefined) plan.removedCustomers.push(customer);
    else restoreCustomer(plan, { ...part, before: part.before }, customer, now);
  }
  const { deal } = facts;
  if (deal === undefined) return plan;
  if (record.deal.before === undefined) plan.removedDeal = deal;
  else restoreDeal(plan, { ...record.deal, before: record.deal.before }, deal, now);
  return plan;
}

function blockedBy(
  record: ConversionRecord,
  { lead, person, organization, deal, dependents }: UndoFacts,
): Refusal | undefined {
  const [first] = dependents;
  if (first !== undefined) {
    const more = dependents.length === 1 ? '' : `, and ${dependents.length - 1} more`;
    return conflict(`The ${first.noun} ${first.id}${more} rests on the customer ${first.customerId} that it made.`);
  }
  const changed =
    changedSince('deal', record.deal, deal && dealState(deal)) ??
    changedSince('customer', record.person, person && withoutStatements(record.person, customerState(person), lead)) ??
    changedSince(
      'customer',
      record.organization,
      organization && withoutStatements(record.organization, customerState(organization), lead),
    );
  if (changed) return changed;
  if (deal?.status === 'won' && record.deal.after.status !== 'won') {
    return conflict(`The deal ${deal.id} has been won since: reopen it first.`);
  }
  return undefined;
}

/** The state without what the lead has stated since: with the customer gone, the lead still has it. */
const withoutStatements = (
  part: PartRecord<CustomerState> | undefined,
  state: CustomerState,
  lead: LeadFacts,
): CustomerState => (part ? { ...state, facts: withConsentOf(state.facts, part.after.facts, lead) } : state);

/** Checks that a created record is unchanged, because its removal would lose later changes. */
function changedSince<State extends object>(
  noun: string,
  part: PartRecord<State> | undefined,
  now: State | undefined,
): Refusal | undefined {
  if (part === undefined || part.before !== undefined || now === undefined) return undefined;
  const difference = changesBetween(part.after, now);
  if (difference === undefined) return undefined;
  const fields = Object.keys(difference.after).join(', ');
  return conflict(`The ${noun} ${part.id} that it made has changed since (${fields}), which would be lost.`);
}

const conflict = (what: string): Refusal => ({ code: 'conflict', detail: `The conversion cannot be undone. ${what}` });

type Completed<State> = PartRecord<State> & { before: State };

function restoreCustomer(plan: UndoPlan, part: Completed<CustomerState>, customer: Customer, now: number): void {
  const { facts: wasFacts, ...was } = part.before;
  const { facts: setFacts, ...set } = part.after;
  const { facts: isFacts, ...is } = customerState(customer);
  const facts = revertedFields(wasFacts, setFacts, isFacts, Object.values(CONSENT_FIELDS));
  const rest = revertedFields(was, set, is, [CHURN_FIELDS]);
  const kept = [...facts.kept, ...rest.kept];
  if (kept.length > 0) plan.kept.push({ subjectKind: 'customer', id: customer.id, fields: kept });
  if (!facts.changed && !rest.changed) return;
  // A fact that is not known is absent.
  dropAbsent(facts.state);
  const state = { ...rest.state, facts: facts.state };
  plan.restoredCustomers.push({ before: customer, customer: nextCustomer(customer, state, now) });
}

function restoreDeal(plan: UndoPlan, part: Completed<DealState>, deal: Deal, now: number): void {
  const { state, changed, kept } = revertedFields(part.before, part.after, dealState(deal));
  if (kept.length > 0) plan.kept.push({ subjectKind: 'deal', id: deal.id, fields: kept });
  if (changed) plan.restoredDeal = { before: deal, deal: nextDeal(deal, state, now) };
}

/** Field by field: a written value is restored if it is unchanged, and so are those that belong together. */
function revertedFields<State extends object>(
  before: State,
  after: State,
  current: State,
  together: readonly (readonly string[])[] = [],
) {
  const isChanged = (field: string) => !sameValue(Reflect.get(current, field), Reflect.get(after, field));
  const state = { ...current };
  const kept: string[] = [];
  let changed = false;
  for (const field of Object.keys(changesBetween(before, after)?.after ?? {})) {
    if ((together.find((group) => group.includes(field)) ?? [field]).some(isChanged)) {
      kept.push(field);
      continue;
    }
    changed = true;
    Reflect.set(state, field, Reflect.get(before, field));
  }
  return { state, changed, kept };
}
