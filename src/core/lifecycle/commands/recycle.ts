import type { Batch, ChangedLead } from '../../batch/batch.js';
import { touchLead } from '../../leads/commands/touch.js';
import type { Lead } from '../../leads/lead.js';
import { withinLimits } from '../../leads/limits.js';
import { mergeFacts } from '../../leads/merge.js';
import type { IfMatch, Refusal } from '../../refusals.js';
import type { SourceReference } from '../../sources.js';
import { iso } from '../../time.js';
import { RECYCLABLE } from '../guards.js';
import { newCycle, reopen } from './reopening.js';

/** Reopens a lead that had ended. */
export interface RecycleCommand {
  type: 'recycle';
  leadId: string;
  ifMatch?: IfMatch;
  reason: string;
  /** Another product to pitch, with its source of the channel `win_back`. */
  product?: string | undefined;
  source?: SourceReference | undefined;
  actorId: string;
}

const DAY = 86_400_000;

/** Refuses a lead that has not ended, ended too recently, or was recycled the maximum number of times. */
export function recycleRefusal(batch: Batch, _command: RecycleCommand, lead: Lead): Refusal | undefined {
  const { maxCycles, cooldownDays } = batch.basis.lifecycle.funnel.document.recycling;
  const refuse = (detail: string): Refusal => ({ code: 'rule_refused', detail });
  if (!RECYCLABLE.has(lead.category)) {
    return refuse(`Only lost, parked and disqualified leads are recycled; this one is ${lead.category}.`);
  }
  const cycles = lead.lifecycle?.cycles ?? 0;
  if (cycles >= maxCycles) {
    return refuse(`The lead was taken up ${cycles} times, and the funnel allows ${maxCycles}.`);
  }
  const from = lead.categorySince + cooldownDays * DAY;
  if (from <= batch.now) return undefined;
  return refuse(`The funnel lets ${cooldownDays} days pass before a lead is recycled: from ${iso(from)} on.`);
}

export function recycle(batch: Batch, command: RecycleCommand): ChangedLead {
  const { now } = batch;
  const { reason, product, actorId } = command;
  const lead = batch.leads.get(command.leadId);
  const { category, moveReason, competitor, lifecycle } = lead;
  const sections = { ...newCycle(lead, now), recycledByHand: true } as const;
  const next = batch.record(lead, {
    type: 'lead.recycled',
    cause: 'manual',
    sections,
    before: { category, reason: moveReason, competitor: competitor ?? lifecycle?.parked?.competitor },
    after: { cycle: sections.cycles, reason, product, funnelVersion: batch.basis.lifecycle.funnel.version },
  });
  const pitched = command.source === undefined ? next : winBack(batch, next, command, command.source);
  return { changed: true, lead: reopen(batch, pitched, { cause: 'recycled', byHand: { reason, actorId } }) };
}

/** Another product is pitched: a touch of the channel `win_back`, and the lead is interested in that product. */
function winBack(batch: Batch, lead: Lead, command: RecycleCommand, source: SourceReference): Lead {
  const { now } = batch;
  const { product } = command;
  const { sourceId, campaignId } = batch.sources.idsOf(source);
  const touchId = batch.newId();
  const raw = { recycle: { reason: command.reason, product } };
  const { kind } = lead.facts;
  const interested = product === undefined ? lead.facts : mergeFacts(lead.facts, { kind, products: [product] }, false);
  const { facts, surplus } = withinLimits(lead.facts, interested);
  const touch = { id: touchId, leadId: lead.id, sourceId, campaignId, matchedBy: undefined, occurredAt: now, raw };
  batch.touches.add({ ...touch, kept: surplus });
  return touchLead(batch, lead, {
    facts,
    touch: { touchId, sourceId, campaignId },
    occurredAt: now,
    cause: 'recycled',
  });
}
