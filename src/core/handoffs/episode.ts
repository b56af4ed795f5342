import type { LeadEventDraft } from '../events/lead-events.js';
import { type Lead, OPEN_CATEGORIES } from '../leads/lead.js';
import type { Category } from '../leads/vocabulary.js';
import { isHandedOver } from './hold.js';

/**
 * Whether a change of the category starts a new episode of the lead: it was closed or parked and is open again, or it enters the
 * hand-off categories anew.
 */
const startsEpisode = (before: Category, category: Category): boolean =>
  (!OPEN_CATEGORIES.has(before) && OPEN_CATEGORIES.has(category)) || (!isHandedOver(before) && isHandedOver(category));

/**
 * The event that starts a new episode: reps who declined the lead in the one before can get it again, and its offers are counted
 * from 1. An offer that a rep accepted stays. Undefined: the episode goes on, or no rep declined the lead.
 */
export function episodeStart(
  before: Pick<Lead, 'category' | 'lifecycle'>,
  category: Category,
  cause: LeadEventDraft['cause'],
): LeadEventDraft | undefined {
  const { declinedRepIds, handoff } = before.lifecycle ?? {};
  if (declinedRepIds === undefined || !startsEpisode(before.category, category)) return undefined;
  const sections = { declinedRepIds: undefined, ...(handoff?.next !== undefined && { handoff: undefined }) };
  return { type: 'lead.handoff_reopened', cause, sections };
}
