import type { Batch } from '../../batch/batch.js';
import { endedSectionsOf } from '../../conversion/commands/converted-lead.js';
import type { LeadEventDraft } from '../../events/lead-events.js';
import type { Lead } from '../../leads/lead.js';
import { categoryStateOf } from '../../leads/lifecycle.js';
import { DISQUALIFICATION_REASONS, LOSS_REASONS, PARK_REASONS } from '../../leads/lifecycle-reasons.js';
import type { Category } from '../../leads/vocabulary.js';
import type { LeadPast, PastOutcome, PastResult } from '../history.js';
import type { PastLead } from '../past-lead.js';
import { convertPast } from './past-deals.js';

const CATEGORY_OF: Readonly<Record<PastResult, Category>> = {
  won: 'customer',
  lost: 'lost',
  disqualified: 'disqualified',
  parked: 'parked',
};

/** Ends the past of a lead as a person decided it then. */
export function endPast(batch: Batch, past: PastLead, stated: LeadPast, actorId: string): void {
  const { outcome } = stated;
  if (outcome === undefined) return;
  const { at, result, competitor, detail } = outcome;
  const draft = result === 'won' ? wonDraft(batch, past.lead, stated, at) : endedDraft(past.lead, outcome);
  past.record(draft, at);
  const reason = result === 'won' ? 'Converted' : (detail ?? outcome.reason ?? 'other');
  const winner = result === 'lost' ? competitor : undefined;
  past.move(at, { type: 'move', category: CATEGORY_OF[result], reason, competitor: winner, actorId, at });
}

function wonDraft(batch: Batch, lead: Lead, stated: LeadPast, at: number): LeadEventDraft {
  const { conversionId, ...bought } = convertPast(batch, lead, stated, at);
  const before = { ...categoryStateOf(lead), ...endedSectionsOf(lead.lifecycle ?? {}) };
  const sections = { conversion: { conversionId, at, ...bought, before } };
  return { type: 'lead.converted', cause: 'history', sections, after: { ...bought } };
}

function endedDraft(
  { category, ownerId }: Lead,
  { result, at, reason: stated, detail, competitor, until }: PastOutcome,
): LeadEventDraft {
  const event = { cause: 'history', before: { category } } as const;
  if (result === 'lost') {
    const reason = wordOf(LOSS_REASONS, stated);
    const sections = { loss: { reason, detail, competitor, at } };
    return { ...event, type: 'lead.lost', sections, after: { reason, detail, competitor } };
  }
  if (result === 'disqualified') {
    const reason = wordOf(DISQUALIFICATION_REASONS, stated);
    return {
      ...event,
      type: 'lead.disqualified',
      sections: { disqualification: { at, reason, detail } },
      after: { reason, detail },
    };
  }
  const reason = wordOf(PARK_REASONS, stated);
  const parked = { since: at, reason, detail, competitor, wakeWhen: { at: until }, ownerId };
  return { ...event, type: 'lead.parked', sections: { parked }, after: { reason, detail, competitor } };
}

/** The stated word, which the refusal has checked; `other` without one. */
const wordOf = <Word extends string>(words: readonly Word[], stated: string | undefined): Word | 'other' =>
  words.find((word) => word === stated) ?? 'other';
