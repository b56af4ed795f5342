import { afterActivity, directionOf, isContact } from '../activities/activities.js';
import type { Batch } from '../batch/batch.js';
import { pastKey } from '../batch/known-past.js';
import { latestArrived } from '../engagement-history.js';
import { oldestFirst } from '../engagement-index.js';
import { lifecycleEvent } from '../events/lead-events.js';
import { firstTouchBy } from '../leads/commands/record-engagement.js';
import { factsAfterEvent } from '../leads/consent.js';
import { openSince } from '../leads/lead.js';
import { earlierTouch } from '../leads/lead-changes.js';
import { factsChanged } from '../leads/merge.js';
import { afterRequest } from '../leads/purchase-intent.js';
import { requestsPurchase } from '../lifecycle/returning-rules.js';
import type { LeadTouch, RecordedEngagement } from '../replay/event-contents.js';
import type { PastActivity, PastEngagement, PastTouch } from './history.js';
import type { PastLead } from './past-lead.js';

// Each function adds one record to a lead, with its row, unless the lead has it. Returns whether it was added. `at`: the instant of its event.

export function addTouch(batch: Batch, past: PastLead, { source, occurredAt }: PastTouch, at: number): boolean {
  const ids = batch.sources.idsOf(source);
  const { id: leadId } = past.lead;
  if (!batch.known.add(leadId, pastKey.touch({ ...ids, occurredAt }))) return false;
  const touchId = batch.newId();
  batch.touches.add({ id: touchId, leadId, ...ids, occurredAt, raw: {} });
  const touch: LeadTouch = { touchId, ...ids, touchedAt: occurredAt };
  if (earlierTouch(past.lead, { ...ids, occurredAt })) touch.isFirst = true;
  past.touch({ type: 'lead.touched', cause: 'history', after: touch }, { ...ids, occurredAt }, at);
  return true;
}

export function addEngagement(batch: Batch, past: PastLead, event: PastEngagement, at: number): boolean {
  const { type, occurredAt, externalId, source, properties } = event;
  const isKnown = past.engagement.some((one) => one.type === type && one.occurredAt === occurredAt);
  if (externalId === undefined ? isKnown : batch.engagement.countedBefore(externalId) !== undefined) return false;
  const id = batch.newId();
  const { id: leadId, facts } = past.lead;
  const ids = source && batch.sources.idsOf(source);
  const channel = source?.channel;
  const fact = { id, type, occurredAt, channel, sourceId: ids?.sourceId, properties };
  batch.engagement.addEvaluated({ id, leadId, type, ...ids, externalId, occurredAt, properties });
  const recorded: RecordedEngagement = { engagementId: id, type, occurredAt, ...ids };
  if (ids && firstTouchBy(past.lead, { type, occurredAt, channel, externalId, properties, ...ids }))
    recorded.isFirst = true;
  past.append({ type: 'engagement.recorded', cause: 'history', after: recorded }, at);
  const requestedAt = requestsPurchase(batch.basis.lifecycle.funnel.returning, fact) ? occurredAt : undefined;
  const changed = afterRequest(
    factsAfterEvent(facts, fact, () => past.engagement),
    requestedAt,
  );
  const difference = changed === facts ? undefined : factsChanged(facts, changed);
  if (difference) past.append({ type: 'lead.updated', cause: 'engagement', ...difference }, at);
  // A new list, because results are cached per list.
  past.engagement = oldestFirst(latestArrived([...past.engagement, fact]));
  return true;
}

export function addActivity(batch: Batch, past: PastLead, activity: PastActivity, at: number): boolean {
  const { kind, occurredAt, externalId, outcome, automatic, durationSeconds, repId } = activity;
  const { id: leadId, lifecycle } = past.lead;
  if (batch.activities.countedBefore(externalId) !== undefined) return false;
  if (!batch.known.add(leadId, pastKey.activity({ kind, occurredAt })) && externalId === undefined) return false;
  const activityId = batch.newId();
  const direction = directionOf(activity);
  batch.activities.add({ ...activity, direction, id: activityId, leadId });
  const counted = batch.basis.lifecycle.sla.document.countedAttempts;
  const contacted = occurredAt >= openSince(past.lead) && isContact(activity, counted);
  const { lastActivityAt, firstContactAt } = afterActivity(lifecycle ?? {}, { occurredAt, contacted });
  const event = lifecycleEvent(past.lead, {
    type: 'lead.activity_recorded',
    cause: 'history',
    sections: { lastActivityAt, ...(firstContactAt !== undefined && { firstContactAt }) },
    after: { activityId, kind, direction, outcome, automatic, durationSeconds, repId, occurredAt },
  });
  past.append(event, at);
  return true;
}
