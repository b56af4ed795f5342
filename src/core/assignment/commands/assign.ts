import type { Batch, ChangedLead } from '../../batch/batch.js';
import { leadEvent } from '../../events/lead-events.js';
import { activeRepReference, type IfMatch, type Refusal } from '../../refusals.js';
import { assignTo, nextVersion } from './ownership.js';

/** A person assigns a lead to a rep. Rules do not reassign it until it is unlocked. */
export interface AssignCommand {
  type: 'assign';
  leadId: string;
  ifMatch?: IfMatch;
  repId: string;
  reason: string;
  /** The person who assigns it. */
  actorId: string;
}

/** Ends a manual assignment: the owner stays, and rules may reassign the lead again. */
export interface UnlockCommand {
  type: 'unlock';
  leadId: string;
  ifMatch?: IfMatch;
}

export const assignRefusal = ({ assignment }: Batch, { repId }: AssignCommand): Refusal | undefined =>
  activeRepReference(repId, assignment);

/** A repetition with the same rep, person and reason changes nothing. */
export function assign(batch: Batch, { leadId, repId, reason, actorId }: AssignCommand): ChangedLead {
  const lead = batch.leads.get(leadId);
  if (lead.ownerId === repId && lead.ownerActorId === actorId && lead.ownerReason === reason) {
    return { changed: false, lead };
  }
  const locked = { ...nextVersion(batch, lead), ownerActorId: actorId, ownerReason: reason };
  return { changed: true, lead: assignTo(batch, locked, repId, { cause: 'manual', reason }) };
}

export function unlock(batch: Batch, { leadId }: UnlockCommand): ChangedLead {
  const lead = batch.leads.get(leadId);
  if (lead.ownerActorId === undefined) return { changed: false, lead };
  const free = { ...nextVersion(batch, lead), ownerActorId: undefined, ownerReason: undefined };
  batch.put(free);
  const { ownerId, ownerReason } = lead;
  batch.emit(leadEvent(free, 'lead.owner_released', 'api', { ownerId, ownerReason }, { ownerId }));
  return { changed: true, lead: free };
}
