import type { AssignmentState } from '../../core/assignment/state.js';
import type { LeadFacts } from '../../core/leads/facts.js';
import { matchKeysOf } from '../../core/leads/keys.js';
import type { Lead } from '../../core/leads/lead.js';
import type { WriteScope } from '../../db/store.js';
import type { Preloaded } from './load.js';
import type { Needs } from './needs.js';

/**
 * Loads the owners of companies, contacts and referrers of the commands that the routing policy sticks to. Runs no query for the
 * others.
 */
export async function readStickyOwners(
  scope: WriteScope,
  assignment: AssignmentState,
  { byId, byKey, waiting, needs }: Pick<Preloaded, 'byId' | 'byKey' | 'waiting'> & { needs: Pick<Needs, 'facts'> },
): Promise<void> {
  const { stickiness } = assignment;
  if (stickiness.length === 0) return;
  const leads = [...byId, ...waiting, ...byKey.map(({ lead }) => lead)];
  const facts = [...leads.map((lead) => lead.facts), ...needs.facts];
  await Promise.all([
    stickiness.includes('company') && readCompanies(scope, assignment, facts),
    stickiness.includes('contact') && readContacts(scope, assignment, facts),
    stickiness.includes('referrer') && readReferrers(scope, assignment, leads),
  ]);
}

async function readCompanies(
  scope: WriteScope,
  assignment: AssignmentState,
  facts: readonly LeadFacts[],
): Promise<void> {
  const domains = new Set(facts.flatMap(({ domain }) => domain ?? []));
  for (const { domain, ownerId } of await scope.companyOwners.find([...domains])) {
    assignment.setCompanyOwner(domain, ownerId);
  }
}

async function readContacts(scope: WriteScope, assignment: AssignmentState, facts: readonly LeadFacts[]) {
  for (const { key, ...owner } of await scope.leadKeys.ownersOf(facts.flatMap(matchKeysOf))) {
    assignment.setContactOwner(key, owner);
  }
}

/** For known leads only: a submission states its own referrer. */
async function readReferrers(scope: WriteScope, assignment: AssignmentState, leads: readonly Lead[]): Promise<void> {
  for (const { leadId, ownerId } of await scope.referrals.ownersOfReferrers(leads.map(({ id }) => id))) {
    assignment.setReferrerOwner(leadId, ownerId);
  }
}
