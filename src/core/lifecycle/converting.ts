import { tellEnding } from '../handoffs/follow.js';
import { isHandedOver } from '../handoffs/hold.js';
import type { Refusal } from '../ingest/commands.js';
import { classEvent } from '../ingest/decide.js';
import type { Lead } from '../leads/lead.js';
import type { ConvertCommand, LifecycleResult, UndoConversionCommand } from './commands.js';
import { changed } from './events.js';
import type { ConversionSection, Lifecycle, Standing } from './lifecycle.js';
import type { LifecycleBook } from './lifecycle-book.js';
import { wakesAt } from './parking.js';

const REASON = 'Converted';
const CAUSE = 'conversion_undone';

export function convertRefusal(lead: Pick<Lead, 'lifecycle'>): Refusal | undefined {
  const conversion = lead.lifecycle?.conversion;
  if (conversion === undefined) return undefined;
  const detail = `The lead has been converted already, into the customer ${conversion.customerId}: undo that first.`;
  return { code: 'conflict', detail };
}

/** Moved, it would contradict its own conversion: a customer that is none. */
export function convertedRefusal({ lifecycle }: Pick<Lead, 'lifecycle'>): Refusal | undefined {
  if (lifecycle?.conversion === undefined) return undefined;
  const detail = 'The lead has been converted: undo the conversion first, or record that the customer left.';
  return { code: 'conflict', detail };
}

export function undoConversionRefusal(lead: Pick<Lead, 'lifecycle'>): Refusal | undefined {
  if (lead.lifecycle?.conversion !== undefined) return undefined;
  return { code: 'conflict', detail: 'The lead is not converted: there is nothing to undo.' };
}

/** A conversion is a person's decision about the category: no rule takes the lead out of it. */
export function executeConvert(book: LifecycleBook, command: ConvertCommand): Omit<LifecycleResult, 'type'> {
  const { now } = book;
  const { leadId, conversionId, bought, actorId } = command;
  const lead = book.find(leadId) as Lead;
  const before = { ...standingBefore(lead), ...sectionsBefore(lead.lifecycle ?? {}) };
  const next = changed(lead, now, {
    type: 'lead.converted',
    cause: 'api',
    sections: { conversion: { conversionId, at: now, ...bought, before } },
    after: { ...bought },
  });
  book.advance(next.lead);
  book.emit(next.event);
  const move = { type: 'move', category: 'customer', reason: REASON, actorId, at: now } as const;
  return { changed: true, lead: book.settle(next.lead, 'conversion', undefined, move) };
}

/** Open again, it weighs for its owner again. */
function weighed({ assignment }: LifecycleBook, lead: Lead): Lead {
  return lead.ownerId === undefined ? lead : { ...lead, effort: assignment.effortOf(lead) };
}

const standingBefore = (lead: Standing): Standing => {
  const { category, categorySince, categoryDecidedBy, categoryActorId, moveReason, competitor } = lead;
  return { category, categorySince, categoryDecidedBy, categoryActorId, moveReason, competitor };
};

/** The conversion answered an open offer: sales has not taken the lead, after all. */
function withdrawn(book: LifecycleBook, lead: Lead, { at, before }: ConversionSection): Lead {
  const { handoff } = lead.lifecycle ?? {};
  const isAnswered = handoff?.status === 'accepted' && handoff.endedAt === at && isHandedOver(before.category);
  if (!isAnswered) return lead;
  const ending = { id: handoff.id, status: 'withdrawn', endedAt: book.now, reason: 'category_changed' } as const;
  const next = changed(lead, book.now, tellEnding(handoff, ending));
  book.advance(next.lead);
  book.emit(next.event);
  return next.lead;
}

/** What a conversion ends, and its undo brings back. */
const sectionsBefore = ({ stage, stageSince, parked, disqualification, rotting }: Lifecycle) => ({
  stage,
  stageSince,
  parked,
  disqualification,
  rotting,
});

/**
 * Puts the lead back where it stood, as if it had never left; the rules decide about it again if they had before. A lead
 * that somebody has moved since the conversion stays where it was moved to.
 */
export function executeUndoConversion(
  book: LifecycleBook,
  command: UndoConversionCommand,
): Omit<LifecycleResult, 'type'> {
  const lead = book.find(command.leadId) as Lead;
  const conversion = lead.lifecycle?.conversion;
  if (conversion === undefined) return { changed: false, lead };
  const { before, customerId, contactId, dealId } = conversion;
  // Named one by one: what was absent then has been stored as nothing at all, and must become absent again.
  const standing = standingBefore(before);
  const isThere = lead.category === 'customer' && lead.moveReason === REASON;
  // Parked again, it wakes again.
  const due = before.parked && wakesAt(before.parked.wakeWhen, book.now);
  const sections = { conversion: undefined, ...(isThere && { ...sectionsBefore(before), wakesAt: due }) };
  // Whatever is decided anew below, this decides about its category now.
  const restored = isThere ? weighed(book, { ...lead, ...standing, scoredAt: book.now }) : lead;
  const next = changed(restored, book.now, {
    type: 'lead.conversion_undone',
    cause: 'api',
    sections,
    before: { customerId, contactId, dealId },
    after: isThere ? { restored: standing } : {},
  });
  book.advance(next.lead);
  // The move first: what follows it tells exactly where the lead stood, and since when.
  if (isThere) book.emit(classEvent(lead, next.lead, CAUSE));
  book.emit(next.event);
  const asked = isThere ? withdrawn(book, next.lead, conversion) : next.lead;
  return { changed: true, lead: book.settle(asked, CAUSE) };
}
