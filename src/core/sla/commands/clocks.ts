import { releaseOwner } from '../../assignment/commands/ownership.js';
import type { Batch, ChangedLead, LeadResult } from '../../batch/batch.js';
import type { EventCause } from '../../events/events.js';
import { timeOutOffer } from '../../handoffs/commands/answer.js';
import { type Lead, OPEN_CATEGORIES } from '../../leads/lead.js';
import type { Refusal } from '../../refusals.js';
import type { SlaChange } from '../changes.js';
import { checkClocks, pauseClocks, resumeClocks } from '../follow.js';
import { slaBasisOf } from './basis.js';
import { clockEvents } from './reaction.js';
import type { SlaCheckCommand, SlaPauseCommand, SlaResumeCommand } from './types.js';

export function pauseRefusal(_batch: Batch, _command: SlaPauseCommand, { lifecycle }: Lead): Refusal | undefined {
  if (lifecycle?.sla?.paused === undefined) return undefined;
  return { code: 'conflict', detail: 'The clocks of the lead are paused already.' };
}

export function resumeRefusal(_batch: Batch, _command: SlaResumeCommand, { lifecycle }: Lead): Refusal | undefined {
  const cause = lifecycle?.sla?.paused?.cause;
  if (cause === 'request') return undefined;
  const parked = 'The clocks are paused because the lead is parked: they resume when it wakes.';
  return { code: 'conflict', detail: cause === 'parked' ? parked : 'The clocks of the lead are not paused.' };
}

export function pause(batch: Batch, { leadId, reason }: SlaPauseCommand): ChangedLead {
  const lead = batch.leads.get(leadId);
  return withClocks(batch, lead, pauseClocks(lead, basisOf(batch, lead), reason), 'api');
}

export function resume(batch: Batch, { leadId }: SlaResumeCommand): ChangedLead {
  const lead = batch.leads.get(leadId);
  return withClocks(batch, lead, resumeClocks(lead, basisOf(batch, lead)), 'api');
}

/** Records warnings and breaches that are due. A breach may reassign the lead, unless a person assigned it. */
export function check(batch: Batch, { leadId }: SlaCheckCommand): LeadResult {
  const lead = batch.leads.find(leadId);
  const dueAt = lead?.lifecycle?.sla?.dueAt;
  const found = lead && dueAt !== undefined && dueAt <= batch.now ? checkClocks(lead, basisOf(batch, lead)) : undefined;
  if (lead === undefined || found === undefined) {
    batch.correctTimers(leadId);
    return { changed: false, lead };
  }
  const isReassigned = found.steps.some(
    ({ type, clock }) => type === 'lead.sla_breached' && clock?.onBreach.includes('reassign'),
  );
  const { ownerId, ownerActorId, category } = lead;
  const { lead: next } = withClocks(batch, lead, found, 'sla');
  if (!isReassigned || ownerActorId !== undefined || !OPEN_CATEGORIES.has(category)) {
    return { changed: true, lead: next };
  }
  if (next.lifecycle?.handoff?.status === 'offered') return { changed: true, lead: timeOutOffer(batch, next) };
  return { changed: true, lead: ownerId === undefined ? next : reassign(batch, next, ownerId) };
}

/** Reassigns the lead after a breach. The owner does not get it again; it waits if no other rep can take it. */
function reassign(batch: Batch, lead: Lead, ownerId: string): Lead {
  const declinedRepIds = [...new Set([...(lead.lifecycle?.declinedRepIds ?? []), ownerId])];
  const declined = batch.record(lead, {
    type: 'lead.owner_declined',
    cause: 'sla_breach',
    sections: { declinedRepIds },
    after: { repId: ownerId },
  });
  releaseOwner(batch, declined, true);
  return batch.reevaluate(lead.id, { cause: 'sla_breach', from: ownerId });
}

function withClocks(batch: Batch, lead: Lead, found: SlaChange | undefined, cause: EventCause): ChangedLead {
  if (found === undefined) return { changed: false, lead };
  const next = clockEvents(lead, found, cause).reduce((of, draft) => batch.record(of, draft), lead);
  return { changed: true, lead: next };
}

const basisOf = (batch: Batch, lead: Lead) =>
  slaBasisOf(lead, { basis: batch.basis, engagement: batch.leads.engagementOf(lead.id), now: batch.now });
