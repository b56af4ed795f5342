import type { AssignmentState } from '../../core/assignment/state.js';
import type { Lead } from '../../core/leads/lead.js';
import type { WriteScope } from '../../db/store.js';
import type { IngestUnit } from './orders.js';

/** Tells the assignment who owns the companies that the orders are about; a policy that does not ask costs no query. */
export async function readCompanyOwners(
  scope: WriteScope,
  assignment: AssignmentState,
  units: readonly IngestUnit[],
  { byId, byKey, waiting }: { byId: Lead[]; byKey: { lead: Lead }[]; waiting: Lead[] },
): Promise<void> {
  const known = [...byId, ...waiting, ...byKey.map(({ lead }) => lead)];
  const domains = new Set(known.flatMap(({ facts }) => facts.domain ?? []));
  for (const { orders } of units) {
    for (const order of orders) {
      if (order.type === 'submission' && order.facts.domain !== undefined) domains.add(order.facts.domain);
    }
  }
  for (const { domain, ownerId } of await scope.companyOwners.find([...domains])) {
    assignment.companyOwned(domain, ownerId);
  }
}
