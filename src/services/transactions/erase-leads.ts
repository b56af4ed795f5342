import type { RemovedLead } from '../../core/batch/changes.js';
import type { RemovedWithLeads } from '../../db/repositories/removed-leads.js';
import type { WriteScope } from '../../db/store.js';

/**
 * Erases all personal values in the events about removed leads, their tasks and their referrals, including events of this
 * transaction. Returns the ids by which stored answers about them are found.
 */
export async function eraseLeads(
  scope: WriteScope,
  removedLeads: readonly RemovedLead[],
  removed: Promise<RemovedWithLeads>,
): Promise<string[]> {
  const { subjectIds, visitorIds, answeredIds } = await removed;
  scope.sendEvents();
  const leadIds = removedLeads.map(({ leadId }) => leadId);
  const visitors = [...visitorIds, ...removedLeads.flatMap((lead) => lead.visitorIds)];
  const erased = { subjectIds: [...leadIds, ...subjectIds], visitorIds: visitors };
  await scope.connectorPayloads.forgetLeads(leadIds);
  const visitIds = await scope.events.erase(erased, new Date(scope.now));
  const consentIds = await scope.consents.forget(
    leadIds,
    removedLeads.flatMap(({ addresses }) => addresses),
  );
  return [...leadIds, ...answeredIds, ...visitIds, ...consentIds];
}
