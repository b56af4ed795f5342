import type { Batch, ChangedLead } from '../../batch/batch.js';
import type { CategoryMove } from '../../batch/current-class.js';
import { categoryRefusal } from '../../lifecycle/guards.js';
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
  /** Only with `lost`. */
  competitor?: string | undefined;
  /** The person who moves it. */
  actorId: string;
}

/** The rules decide about the category again. */
export interface ReleaseCommand {
  type: 'release';
  leadId: string;
  ifMatch?: IfMatch;
}

export function moveRefusal(batch: Batch, { category, competitor }: MoveCommand, lead: Lead): Refusal | undefined {
  if (competitor !== undefined && category !== 'lost') {
    const detail = 'Only a lost lead has a competitor who won it.';
    return { code: 'rule_refused', detail, pointer: '/competitor' };
  }
  return categoryRefusal(batch.guarded(lead), category, '/category');
}

/** A repetition with the same values changes nothing. */
export function move(batch: Batch, command: MoveCommand): ChangedLead {
  const { category, reason, competitor, actorId } = command;
  const lead = batch.leads.get(command.leadId);
  const isSame = lead.category === category && lead.moveReason === reason && lead.competitor === competitor;
  if (isSame && lead.categoryDecidedBy !== 'rule') return { changed: false, lead };
  const decision: CategoryMove = { type: 'move', category, reason, competitor, actorId, at: batch.now };
  return { changed: true, lead: batch.reevaluate(lead.id, { cause: 'manual', move: decision }) };
}

export function release(batch: Batch, { leadId }: ReleaseCommand): ChangedLead {
  const lead = batch.leads.get(leadId);
  if (lead.categoryDecidedBy !== 'person') return { changed: false, lead };
  return { changed: true, lead: batch.reevaluate(lead.id, { cause: 'release', move: { type: 'release' } }) };
}
