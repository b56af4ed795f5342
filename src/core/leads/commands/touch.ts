import type { Batch } from '../../batch/batch.js';
import { touchFactOf } from '../../batch/touch-records.js';
import { leadEvent } from '../../events/lead-events.js';
import type { LeadTouch } from '../../replay/event-contents.js';
import type { LeadFacts } from '../facts.js';
import type { Lead } from '../lead.js';
import { earlierTouch, touchedLead } from '../lead-changes.js';
import { factsChanged } from '../merge.js';
import { withTouch } from '../touch.js';

export interface TouchOfLead {
  /** The lead's facts after the touch. */
  facts: LeadFacts;
  touch: LeadTouch;
  /** Epoch milliseconds. */
  occurredAt: number;
  cause: 'api' | 'recycled';
}

/** A known lead after another touch, with the events of the touch and of the facts that it changed. */
export function touchLead(batch: Batch, lead: Lead, { facts, touch, occurredAt, cause }: TouchOfLead): Lead {
  const first = earlierTouch(lead, { occurredAt, ...touch });
  const touches = lead.touches && withTouch(lead.touches, touchFactOf(batch.basis, { ...touch, occurredAt }));
  const next = touchedLead(lead, { facts, occurredAt, first, touches }, batch.now);
  batch.put(next);
  const logged: LeadTouch = first ? { ...touch, isFirst: true } : touch;
  batch.emit(leadEvent(next, 'lead.touched', cause, undefined, logged));
  const difference = factsChanged(lead.facts, facts);
  if (difference) batch.emit(leadEvent(next, 'lead.updated', 'touch', difference.before, difference.after));
  return next;
}
