import type { Batch, ChangedLead } from '../../batch/batch.js';
import type { Lead } from '../../leads/lead.js';
import type { LossSection } from '../../leads/lifecycle.js';
import type { LossReason } from '../../leads/lifecycle-reasons.js';
import type { IfMatch } from '../../refusals.js';

/** The lead did not buy, and why. */
export interface LoseCommand {
  type: 'lose';
  leadId: string;
  ifMatch?: IfMatch;
  reason: LossReason;
  detail?: string | undefined;
  /** Who won it instead. */
  competitor?: string | undefined;
  actorId: string;
}

/** Lost is a person's decision about the category; repeated word for word it changes nothing. */
export function lose(batch: Batch, command: LoseCommand): ChangedLead {
  const { now } = batch;
  const { leadId, reason, detail, competitor, actorId } = command;
  const lead = batch.leads.get(leadId);
  const loss = lossOf(lead);
  const isSame = loss?.reason === reason && loss.detail === detail && loss.competitor === competitor;
  if (lead.category === 'lost' && lead.categoryDecidedBy === 'person' && isSame) return { changed: false, lead };
  const section: LossSection = { reason, detail, competitor, at: now };
  const next = batch.record(lead, {
    type: 'lead.lost',
    cause: 'api',
    sections: { loss: section },
    after: { reason, detail, competitor },
  });
  const move = { type: 'move', category: 'lost', reason: detail ?? reason, competitor, actorId, at: now } as const;
  return { changed: true, lead: batch.reevaluate(next.id, { cause: 'manual', move }) };
}

/** How a lost lead was lost. One that was moved to `lost` by hand has the reason of that move. */
export function lossOf({ category, categorySince, moveReason, competitor, lifecycle }: Lead): LossSection | undefined {
  if (category !== 'lost') return undefined;
  const loss = lifecycle?.loss;
  if (loss !== undefined && loss.at >= categorySince) return loss;
  return { reason: 'other', detail: moveReason, competitor, at: categorySince };
}
