import type { Batch } from '../../batch/batch.js';
import { deletedEvent } from '../../events/lead-events.js';
import type { IfMatch } from '../../refusals.js';
import { matchKeysOf } from '../keys.js';

export interface RemoveCommand {
  type: 'removal';
  leadId: string;
  ifMatch?: IfMatch;
}

export function remove(batch: Batch, { leadId }: RemoveCommand): { leadId: string } {
  const lead = batch.leads.get(leadId);
  batch.leads.releaseKeys(leadId, matchKeysOf(lead.facts));
  batch.remove(lead);
  batch.emit(deletedEvent(lead));
  return { leadId };
}
