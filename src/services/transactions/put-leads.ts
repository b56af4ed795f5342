import type { Batch } from '../../core/batch/batch.js';
import type { Lead } from '../../core/leads/lead.js';
import { withTouches } from '../../core/leads/touch.js';
import type { LeadHistory } from '../../db/repositories/engagement.js';

/** Puts loaded leads into the batch, each with its engagement and, where policies compare them, its touches. */
export function putLeads(batch: Batch, leads: readonly Lead[], histories: readonly LeadHistory[]): void {
  const byId = new Map(histories.map((history) => [history.leadId, history]));
  for (const lead of leads) {
    const { engagement = [], touches } = byId.get(lead.id) ?? {};
    batch.loadLead(withTouches(lead, touches), engagement);
  }
}
