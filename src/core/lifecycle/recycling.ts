import type { Refusal } from '../ingest/commands.js';
import { leadEvent, touchedLead } from '../ingest/lead-changes.js';
import { factsChanged, mergeFacts } from '../ingest/merge.js';
import type { Lead } from '../leads/lead.js';
import { withinLimits } from '../leads/limits.js';
import type { LeadTouch } from '../replay/replay.js';
import { iso } from '../time.js';
import type { LifecycleResult, RecycleCommand } from './commands.js';
import { changed } from './events.js';
import type { LifecycleBook, LifecycleFacts } from './lifecycle-book.js';
import { takeUp } from './taking-up.js';

const DAY = 86_400_000;
const ENDED: readonly string[] = ['lost', 'parked', 'disqualified'];

/** What stands against it: it has not come to an end, it did so too lately, or it was taken up often enough. */
export function recycleRefusal(_command: RecycleCommand, lead: Lead, facts: LifecycleFacts): Refusal | undefined {
  const { maxCycles, cooldownDays } = facts.lifecycle.funnel.document.recycling;
  const refuse = (detail: string): Refusal => ({ code: 'rule_refused', detail });
  if (!ENDED.includes(lead.category)) {
    return refuse(`Only lost, parked and disqualified leads are recycled; this one is ${lead.category}.`);
  }
  const cycles = lead.lifecycle?.cycles ?? 0;
  if (cycles >= maxCycles) {
    return refuse(`The lead was taken up ${cycles} times, and the funnel allows ${maxCycles}.`);
  }
  const from = lead.categorySince + cooldownDays * DAY;
  if (from <= facts.now) return undefined;
  return refuse(`The funnel lets ${cooldownDays} days pass before a lead is recycled: from ${iso(from)} on.`);
}

export function executeRecycle(book: LifecycleBook, command: RecycleCommand): Omit<LifecycleResult, 'type'> {
  const { now } = book;
  const { reason, product, actorId } = command;
  const lead = book.find(command.leadId) as Lead;
  const { category, moveReason, competitor, lifecycle } = lead;
  const cycle = (lifecycle?.cycles ?? 0) + 1;
  const { lead: next, event } = changed(lead, now, {
    type: 'lead.recycled',
    cause: 'manual',
    sections: { cycles: cycle, recycledAt: now, parked: undefined, disqualification: undefined, wakesAt: undefined },
    before: { category, reason: moveReason, competitor: competitor ?? lifecycle?.parked?.competitor },
    after: { cycle, reason, product, funnelVersion: book.lifecycle.funnel.version },
  });
  book.advance(next);
  book.emit(event);
  const pitched = command.sourceId === undefined ? next : winBack(book, next, command, command.sourceId);
  return { changed: true, lead: takeUp(book, pitched, { cause: 'recycled', byHand: { reason, actorId } }) };
}

/** Another product is pitched: a touch of the channel `win_back`, and the lead is interested in that product. */
function winBack(book: LifecycleBook, lead: Lead, command: RecycleCommand, sourceId: string): Lead {
  const { now } = book;
  const { product, campaignId } = command;
  const touchId = book.newId();
  const raw = { recycle: { reason: command.reason, product } };
  const { kind } = lead.facts;
  const interested = product === undefined ? lead.facts : mergeFacts(lead.facts, { kind, products: [product] }, false);
  const { facts, surplus } = withinLimits(lead.facts, interested);
  const touch = { id: touchId, leadId: lead.id, sourceId, campaignId, matchedBy: undefined, occurredAt: now, raw };
  book.recordTouch({ ...touch, kept: surplus });
  const next = touchedLead(lead, facts, now, now);
  book.advance(next);
  const told: LeadTouch = { touchId, sourceId, campaignId };
  book.emit(leadEvent(next, 'lead.touched', 'recycled', undefined, told));
  const difference = factsChanged(lead.facts, facts);
  if (difference) book.emit(leadEvent(next, 'lead.updated', 'touch', difference.before, difference.after));
  return next;
}
