import type { Batch, ChangedLead } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import { lostDeal } from '../../deals/closing.js';
import { replaceDeal } from '../../deals/commands/record.js';
import type { Deal } from '../../deals/deal.js';
import { earlierLossOf, type Lead, lossOf } from '../../leads/lead.js';
import type { LossSection } from '../../leads/lifecycle.js';
import type { LossReason } from '../../leads/lifecycle-reasons.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import { categoryRefusal } from '../guards.js';

/** The lead did not buy, and why. */
export interface LoseCommand {
  type: 'lose';
  leadId: string;
  ifMatch?: IfMatch;
  reason: LossReason;
  detail?: string | undefined;
  /** The competitor who won the lead. */
  competitor?: string | undefined;
  /** Whether its open deals are lost with it. */
  loseDeals: boolean;
  actorId: string;
}

export interface LostLead extends ChangedLead {
  deals: Deal[];
}

export const loseReads = ({ leadId, loseDeals }: LoseCommand): Reads => ({
  leadIds: [leadId],
  ...(loseDeals && { sales: { dealsOfLeads: [leadId] } }),
});

export const loseRefusal = (batch: Batch, _command: LoseCommand, lead: Lead): Refusal | undefined =>
  categoryRefusal(batch.guarded(lead), 'lost');

export function lose(batch: Batch, command: LoseCommand): LostLead {
  const lost = loseLead(batch, command);
  return { ...lost, deals: command.loseDeals ? loseOpenDeals(batch, command) : [] };
}

/** Lost is a person's decision about the category; repeated word for word it changes nothing. */
function loseLead(batch: Batch, command: LoseCommand): ChangedLead {
  const { now } = batch;
  const { leadId, reason, detail, competitor, actorId } = command;
  const lead = batch.leads.get(leadId);
  const loss = lossOf(lead);
  const isSame = loss?.reason === reason && loss.detail === detail && loss.competitor === competitor;
  if (lead.category === 'lost' && lead.categoryDecidedBy === 'person' && isSame) return { changed: false, lead };
  const section: LossSection = { reason, detail, competitor, at: now, earlier: earlierLossOf(lead) };
  const next = batch.record(lead, {
    type: 'lead.lost',
    cause: 'api',
    sections: { loss: section },
    after: { reason, detail, competitor },
  });
  const move = { type: 'move', category: 'lost', reason: detail ?? reason, competitor, actorId, at: now } as const;
  return { changed: true, lead: batch.reevaluate(next.id, { cause: 'manual', move }) };
}

function loseOpenDeals(batch: Batch, { leadId, reason, detail, competitor }: LoseCommand): Deal[] {
  const open = batch.sales.deals.ofLead(leadId).filter(({ status }) => status === 'open');
  const lost = open.map((deal) => lostDeal(deal, { reason, detail, competitor }, batch.now));
  for (const deal of lost) replaceDeal(batch, 'deal.lost', 'lead_lost', deal);
  return lost;
}
