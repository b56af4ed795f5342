import type { Batch, ChangedLead } from '../../batch/batch.js';
import { leadEvent } from '../../events/lead-events.js';
import { activeRepReference, type IfMatch, type Refusal } from '../../refusals.js';
import { giveTo, nextVersion } from './ownership.js';

/** A person gives a lead to a rep; no rule takes it away until it is released. */
export interface AssignCommand {
  type: 'assign';
  leadId: string;
  ifMatch?: IfMatch;
  repId: string;
  reason: string;
  /** Who assigns it. */
  actorId: string;
}

/** Ends what a person decided about the owner: the owner stays, and rules may take the lead away again. */
export interface UnlockCommand {
  type: 'unlock';
  leadId: string;
  ifMatch?: IfMatch;
}

export const assignRefusal = ({ assignment }: Batch, { repId }: AssignCommand): Refusal | undefined =>
  activeRepReference(repId, assignment);

/** Repeated word for word, it changes nothing. */
export function assign(batch: Batch, { leadId, repId, reason, actorId }: AssignCommand): ChangedLead {
  const lead = batch.leads.get(leadId);
  if (lead.ownerId === repId && lead.ownerActorId === actorId && lead.ownerReason === reason) {
    return { changed: false, lead };
  }
  const locked = { ...nextVersion(batch, lead), ownerActorId: actorId, ownerReason: reason };
  return { changed: true, lead: giveTo(batch, locked, repId, { cause: 'manual', reason }) };
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
