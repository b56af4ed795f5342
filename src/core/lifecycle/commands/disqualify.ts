import type { Batch, ChangedLead } from '../../batch/batch.js';
import { isNotPursued } from '../../batch/current-class.js';
import type { LeadChange, Reaction } from '../../batch/reaction.js';
import type { Lead } from '../../leads/lead.js';
import type { Disqualification } from '../../leads/lifecycle.js';
import type { DisqualificationReason } from '../../leads/lifecycle-reasons.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import { categoryRefusal } from '../guards.js';

/** Why a lead is not worth working. */
export interface DisqualifyCommand {
  type: 'disqualify';
  leadId: string;
  ifMatch?: IfMatch;
  reason: DisqualificationReason;
  detail?: string | undefined;
  actorId: string;
}

export function disqualifyRefusal(batch: Batch, _command: DisqualifyCommand, lead: Lead): Refusal | undefined {
  if (lead.category !== 'customer') return categoryRefusal(batch.guarded(lead), 'disqualified');
  return { code: 'rule_refused', detail: 'The lead is a customer: undo its conversion first.' };
}

/** Emits the event with the reason first, then sets the category as a person's decision. A repetition with the same values changes nothing. */
export function disqualify(batch: Batch, command: DisqualifyCommand): ChangedLead {
  const { now } = batch;
  const { reason, detail, actorId } = command;
  const lead = batch.leads.get(command.leadId);
  const known = lead.lifecycle?.disqualification;
  if (lead.category === 'disqualified' && known?.reason === reason && known.detail === detail) {
    return { changed: false, lead };
  }
  const next = batch.record(lead, {
    type: 'lead.disqualified',
    cause: 'manual',
    sections: { disqualification: { at: now, reason, detail } },
    before: { category: lead.category },
    after: { reason, detail },
  });
  const move = { type: 'move', category: 'disqualified', reason: detail ?? reason, actorId, at: now } as const;
  return { changed: true, lead: batch.reevaluate(next.id, { cause: 'manual', move }) };
}

/**
 * Why a lead is disqualified; undefined: a classification rule did it and gave no reason. One that was moved by hand has the reason
 * of that move.
 */
export function disqualificationOf(lead: Lead): Disqualification | undefined {
  const { category, categoryDecidedBy, categorySince, moveReason, lifecycle } = lead;
  if (category !== 'disqualified') return undefined;
  if (categoryDecidedBy === 'rule' && !isNotPursued(lead)) {
    return lifecycle?.disqualification?.ruleId === undefined ? undefined : lifecycle.disqualification;
  }
  return lifecycle?.disqualification ?? { at: categorySince, reason: 'other', detail: moveReason };
}

/** Removes the disqualification of a lead that is moved to another category. */
export function disqualificationReaction({ lead }: LeadChange): Reaction | undefined {
  const { disqualification, conversion } = lead.lifecycle ?? {};
  if (disqualification === undefined || lead.category === 'disqualified') return undefined;
  // The undo of a conversion restores the disqualification.
  const last = conversion === undefined ? { lastDisqualification: disqualification } : {};
  const sections = { disqualification: undefined, ...last };
  return { events: { type: 'lead.requalified', cause: 'moved', sections, before: { disqualification } } };
}
