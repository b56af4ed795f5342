import { withinCapacity } from '../../assignment/commands/ownership.js';
import type { Batch, ChangedLead } from '../../batch/batch.js';
import type { CategoryMove } from '../../batch/current-class.js';
import { categoryRefusal, ownCallRefusal } from '../../lifecycle/guards.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import type { Lead } from '../lead.js';
import type { Category } from '../vocabulary.js';

/** A person moves a lead to a category, which rules do not change until it is released. */
export interface MoveCommand {
  type: 'move';
  leadId: string;
  ifMatch?: IfMatch;
  category: Category;
  reason: string;
  /** The person who moves it. */
  actorId: string;
}

/** The rules decide about the category again. */
export interface ReleaseCommand {
  type: 'release';
  leadId: string;
  ifMatch?: IfMatch;
}

export function moveRefusal(batch: Batch, { category }: MoveCommand, lead: Lead): Refusal | undefined {
  const refusal = ownCallRefusal(category, '/category');
  if (refusal) return refusal;
  return categoryRefusal(batch.guarded(lead), category, '/category');
}

/** A lead that is opened keeps its owner within the capacity. A repetition with the same values changes nothing. */
export function move(batch: Batch, command: MoveCommand): ChangedLead {
  const { category, reason, actorId } = command;
  const lead = batch.leads.get(command.leadId);
  const isSame = lead.category === category && lead.moveReason === reason;
  if (isSame && lead.categoryDecidedBy !== 'rule') return { changed: false, lead };
  const decision: CategoryMove = { type: 'move', category, reason, actorId, at: batch.now };
  batch.reevaluate(lead.id, { cause: 'manual', move: decision });
  return { changed: true, lead: withinCapacity(batch, lead, 'manual') };
}

export function release(batch: Batch, { leadId }: ReleaseCommand): ChangedLead {
  const lead = batch.leads.get(leadId);
  if (lead.categoryDecidedBy !== 'person') return { changed: false, lead };
  batch.reevaluate(lead.id, { cause: 'release', move: { type: 'release' } });
  return { changed: true, lead: withinCapacity(batch, lead, 'release') };
}
