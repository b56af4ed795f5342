import type { Batch } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import { noteDenials } from '../../consents/commands/note-statements.js';
import { detachFromLead, detachReads, detachReadsNext } from '../../conversion/commands/detach-lead.js';
import { deletedEvent } from '../../events/lead-events.js';
import type { IfMatch } from '../../refusals.js';
import { matchKeysOf, sharedKeysOfLead } from '../keys.js';
import { claimUniqueValues } from './attributes.js';

export interface RemoveCommand {
  type: 'removal';
  leadId: string;
  ifMatch?: IfMatch;
  /** The lead came by mistake: reports count nothing of it any more. */
  isTakenBack?: boolean;
}

export const removeReads = ({ leadId }: RemoveCommand): Reads => ({ leadIds: [leadId], ...detachReads(leadId) });

export const removeReadsNext = (batch: Batch, { leadId }: RemoveCommand): Reads => detachReadsNext(batch, leadId);

export function remove(batch: Batch, { leadId, isTakenBack = false }: RemoveCommand): { leadId: string } {
  const lead = batch.leads.get(leadId);
  batch.leads.releaseKeys(leadId, [...matchKeysOf(lead.facts), ...sharedKeysOfLead(leadId, lead.facts)]);
  claimUniqueValues(batch, leadId, undefined, lead.facts.attributes);
  noteDenials(batch, lead);
  batch.remove(lead, isTakenBack);
  batch.emit(deletedEvent(lead));
  detachFromLead(batch, lead);
  return { leadId };
}
