import { releaseUnavailable } from '../../assignment/commands/ownership.js';
import type { Batch, LeadResult } from '../../batch/batch.js';
import type { EventCause } from '../../events/events.js';
import { withSections } from '../../events/lead-events.js';
import { type Lead, lossOf, OPEN_CATEGORIES } from '../../leads/lead.js';
import type { SectionChanges } from '../../leads/lifecycle.js';
import type { ReturnOwner } from '../returning-rules.js';
import { disqualificationOf } from './disqualify.js';

/** What starts with the next cycle of a lead: it waits for a first contact again, and the reason of its end becomes its last one. */
export function newCycle(lead: Lead, now: number): SectionChanges {
  const loss = lossOf(lead);
  const lastDisqualification = disqualificationOf(lead);
  return {
    cycles: (lead.lifecycle?.cycles ?? 0) + 1,
    recycledAt: now,
    recycledByHand: undefined,
    firstContactAt: undefined,
    parked: undefined,
    disqualification: undefined,
    wakesAt: undefined,
    returning: undefined,
    ...(loss && { loss }),
    ...(lastDisqualification && { lastDisqualification }),
  };
}

/** Assigns a lead that a reaction opened in a new cycle. */
export interface ReopenCommand {
  type: 'reopen';
  leadId: string;
}

export function reopenReturned(batch: Batch, { leadId }: ReopenCommand): LeadResult {
  const lead = batch.leads.find(leadId);
  if (lead === undefined || !OPEN_CATEGORIES.has(lead.category)) return { changed: false, lead };
  return { changed: true, lead: reopen(batch, lead, { cause: 'interest' }) };
}

export interface Reopening {
  cause: EventCause;
  byHand?: { reason: string; actorId: string } | undefined;
  /** Absent: `former_owner`. */
  owner?: ReturnOwner | undefined;
}

/**
 * Reopens a lead that had ended. The rules decide its category as for a new lead. If a person (`byHand`) reopened it and the rules
 * would close it immediately, it gets the category `lead` until it is released. An active owner whose capacity has room keeps it, with
 * `rules` only if they would let that rep have it; otherwise the rules assign another, or it waits.
 */
export function reopen(batch: Batch, lead: Lead, { cause, byHand, owner }: Reopening): Lead {
  const { now } = batch;
  // The rules name the owner: the lead waits for no former one.
  if (owner === 'rules' && lead.lifecycle?.awaitedRepId !== undefined) {
    batch.putQuietly(withSections(batch.leads.get(lead.id), { awaitedRepId: undefined }));
  }
  const from = releaseUnavailable(batch, lead, owner !== 'rules');
  const rerun = owner === 'rules' && from === undefined;
  const placed = batch.reevaluate(lead.id, { cause, from, rerun, move: { type: 'release' } });
  if (byHand === undefined || OPEN_CATEGORIES.has(placed.category)) return placed;
  const move = { type: 'move', category: 'lead', ...byHand, at: now } as const;
  return batch.reevaluate(lead.id, { cause, from, move });
}
