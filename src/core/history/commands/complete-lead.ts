import type { Batch } from '../../batch/batch.js';
import { pastKey } from '../../batch/known-past.js';
import { withLedger } from '../../consents/commands/note-statements.js';
import { lifecycleEvent } from '../../events/lead-events.js';
import { sharedKeysOf } from '../../leads/commands/submit.js';
import type { Lead } from '../../leads/lead.js';
import { customerIdOf } from '../../leads/lifecycle.js';
import { factsChanged } from '../../leads/merge.js';
import { effectOf } from '../../leads/submissions.js';
import type { MatchKey } from '../../leads/vocabulary.js';
import type { RecordedHistory } from '../../replay/recorded-history.js';
import type { IgnoredMember, LeadPast } from '../history.js';
import { PastLead } from '../past-lead.js';
import { addActivity, addEngagement, addTouch } from '../past-records.js';
import { addPastDeal } from './past-deals.js';
import type { AddedPast, HistoryCommand, HistoryResult } from './types.js';

/**
 * A lead that is known keeps its beginning, stages, outcome and owner. It gets the facts, touches, engagement, activities and deals that
 * it lacks, and is evaluated as after any other news about it.
 */
export function completeLead(
  batch: Batch,
  command: HistoryCommand,
  known: Lead,
  matchedBy: MatchKey | undefined,
): HistoryResult {
  const { leads, basis } = batch;
  const { actorId, past: stated } = command;
  noteDeals(batch, known);
  const past = PastLead.known(basis, actorId, known, leads.engagementOf(known.id));
  const added = addAll(batch, past, command);
  const { facts: filled, keys } = effectOf({ ...command, fillOnly: true, occurredAt: stated.createdAt }, past.lead);
  const facts = withLedger(batch, filled, { known: past.lead.facts, fillOnly: true });
  const difference = factsChanged(past.lead.facts, facts);
  if (difference) past.append({ type: 'lead.updated', cause: 'history', ...difference }, batch.now);
  leads.claimKeys(known.id, keys);
  leads.claimSharedKeys(known.id, sharedKeysOf(batch, command, past.lead));
  const ignored = ignoredOf(known, stated);
  const isChanged = past.entries.length > 0 || added.deals > 0;
  if (!isChanged) return { outcome: 'unchanged', matchedBy, lead: known, added, ignored };
  const lead = past.entries.length > 0 ? store(batch, past, command, added) : known;
  return { outcome: 'completed', matchedBy, lead, added, ignored };
}

/** What the lead lacks, oldest first, recorded now. */
function addAll(batch: Batch, past: PastLead, { past: stated, source, isPartial }: HistoryCommand): AddedPast {
  const { now } = batch;
  const first = { source, occurredAt: stated.createdAt };
  const count = <Item extends { occurredAt: number }>(items: readonly Item[], add: (item: Item) => boolean) =>
    items.toSorted((a, b) => a.occurredAt - b.occurredAt).filter(add).length;
  const touches = count(isPartial ? stated.touches : [first, ...stated.touches], (touch) =>
    addTouch(batch, past, touch, now),
  );
  const engagement = count(stated.engagement, (event) => addEngagement(batch, past, event, now));
  const activities = count(stated.activities, (activity) => addActivity(batch, past, activity, now));
  const deals = stated.deals.filter(
    (deal) => isTaken(past.lead, deal) && addPastDeal(batch, past.lead, stated, deal),
  ).length;
  return { touches, engagement, activities, deals };
}

/** Only a customer has won deals. */
export const isTaken = (lead: Lead, { status }: LeadPast['deals'][number]): boolean =>
  status !== 'won' || customerIdOf(lead) !== undefined;

/** The deals that are stored, so that none of them is added again. */
function noteDeals({ sales, known }: Batch, { id }: Lead): void {
  for (const { name, createdAt: openedAt } of sales.deals.ofLead(id)) known.add(id, pastKey.deal({ name, openedAt }));
}

function store(batch: Batch, past: PastLead, { past: stated }: HistoryCommand, added: AddedPast): Lead {
  const { now } = batch;
  const lead: Lead = { ...past.lead, version: past.lead.version + 1, updatedAt: now };
  batch.leads.setEngagement(lead.id, past.engagement);
  batch.put(lead);
  const { category, ownerId } = lead;
  const recorded: RecordedHistory = {
    ...{ isNew: false, occurredAt: stated.createdAt, category, ownerId, ...added },
    entries: past.entries,
  };
  const draft = { type: 'lead.history_recorded', cause: 'api', sections: {} } as const;
  batch.emit(lifecycleEvent(lead, { ...draft, after: { ...recorded } }));
  return batch.evaluate(lead.id, 'history');
}

function ignoredOf(lead: Lead, { stages, outcome, ownerId, deals }: LeadPast): IgnoredMember[] {
  const ignored: IgnoredMember[] = [];
  if (stages.length > 0) ignored.push('stages');
  if (outcome !== undefined) ignored.push('outcome');
  if (ownerId !== undefined && ownerId !== lead.ownerId) ignored.push('owner');
  if (deals.some((deal) => !isTaken(lead, deal))) ignored.push('deals');
  return ignored;
}
