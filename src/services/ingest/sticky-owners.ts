import type { AssignmentState } from '../../core/assignment/state.js';
import { matchKeysOf } from '../../core/identity/keys.js';
import type { LeadFacts } from '../../core/leads/facts.js';
import type { Lead } from '../../core/leads/lead.js';
import type { WriteScope } from '../../db/store.js';
import type { IngestUnit } from './orders.js';

/**
 * Tells the assignment who owns the companies and the contacts that the orders are about; a policy that does not ask costs no
 * query.
 */
export async function readStickyOwners(
  scope: WriteScope,
  assignment: AssignmentState,
  units: readonly IngestUnit[],
  { byId, byKey, waiting }: { byId: Lead[]; byKey: { lead: Lead }[]; waiting: Lead[] },
): Promise<void> {
  const { sticksTo } = assignment;
  if (sticksTo.length === 0) return;
  const leads = [...byId, ...waiting, ...byKey.map(({ lead }) => lead)];
  const facts = [...leads.map((lead) => lead.facts), ...factsOf(units, byId)];
  await Promise.all([
    sticksTo.includes('company') && readCompanies(scope, assignment, facts),
    sticksTo.includes('contact') && readContacts(scope, assignment, facts),
    sticksTo.includes('referrer') && readReferrers(scope, assignment, leads),
  ]);
}

async function readCompanies(
  scope: WriteScope,
  assignment: AssignmentState,
  facts: readonly LeadFacts[],
): Promise<void> {
  const domains = new Set(facts.flatMap(({ domain }) => domain ?? []));
  for (const { domain, ownerId } of await scope.companyOwners.find([...domains])) {
    assignment.companyOwned(domain, ownerId);
  }
}

async function readContacts(scope: WriteScope, assignment: AssignmentState, facts: readonly LeadFacts[]) {
  for (const { key, ...owner } of await scope.leadKeys.ownersOf(facts.flatMap(matchKeysOf))) {
    assignment.contactOwned(key, owner);
  }
}

/** Of leads that are there; who comes now says itself who named it. */
async function readReferrers(scope: WriteScope, assignment: AssignmentState, leads: readonly Lead[]): Promise<void> {
  for (const { leadId, ownerId } of await scope.referrals.ownersOfReferrers(leads.map(({ id }) => id))) {
    assignment.referrerOwned(leadId, ownerId);
  }
}

/** What orders bring. */
function factsOf(units: readonly IngestUnit[], byId: readonly Lead[]): LeadFacts[] {
  const patched = new Map(byId.map((lead) => [lead.id, lead.facts]));
  return units.flatMap(({ orders }) =>
    orders.flatMap((order) => {
      if (order.type === 'submission') return order.facts;
      const before = order.type === 'patch' ? patched.get(order.leadId) : undefined;
      return order.type === 'patch' && before ? order.apply(before) : [];
    }),
  );
}
