import type { Batch } from '../../batch/batch.js';
import type { NewEngagement } from '../../batch/changes.js';
import type { PendingEngagement } from '../../batch/engagement-records.js';
import type { Reads } from '../../batch/reads.js';
import { type EngagementFact, type EngagementType, isTouch } from '../../engagement.js';
import { latestArrived } from '../../engagement-history.js';
import { oldestFirst } from '../../engagement-index.js';
import { leadEvent } from '../../events/lead-events.js';
import { requestsPurchase } from '../../lifecycle/returning-rules.js';
import { NO_LEAD, type Refusal } from '../../refusals.js';
import type { RecordedEngagement } from '../../replay/event-contents.js';
import type { SourceReference } from '../../sources.js';
import { type ContactEvent, factsAfterEvent } from '../consent.js';
import type { KeyValue } from '../keys.js';
import type { Lead } from '../lead.js';
import { earlierTouch, type FirstTouchOfLead } from '../lead-changes.js';
import { factsChanged } from '../merge.js';
import { afterRequest } from '../purchase-intent.js';

/** Records an engagement event of a known lead. */
export interface EngagementCommand {
  type: 'engagement';
  lead: { id: string } | { key: KeyValue };
  engagementType: EngagementType;
  /** Epoch milliseconds. */
  occurredAt: number;
  /** An event with the same external id is recorded only once. */
  externalId?: string | undefined;
  source?: SourceReference | undefined;
  properties?: Record<string, unknown> | undefined;
}

/** An engagement event to record, with the ids of its source and campaign. */
export type EngagementInput = Omit<EngagementFact, 'id'> &
  Pick<NewEngagement, 'externalId' | 'sourceId' | 'properties'> &
  Pick<ContactEvent, 'address'> & { campaignId?: string | undefined };

export interface RecordedEvent {
  id: string;
  duplicate: boolean;
  lead: Lead;
}

export const leadOf = ({ leads }: Batch, { lead }: Pick<EngagementCommand, 'lead'>): Lead | undefined =>
  'id' in lead ? leads.find(lead.id) : leads.byKey(lead.key.kind, lead.key.value);

export const engagementReads = ({ lead, externalId }: EngagementCommand): Reads => ({
  ...('id' in lead ? { leadIds: [lead.id] } : { keys: [lead.key] }),
  engagementExternalId: externalId,
});

export function engagementRefusal(batch: Batch, command: Pick<EngagementCommand, 'lead'>): Refusal | undefined {
  return leadOf(batch, command) === undefined ? NO_LEAD : undefined;
}

/**
 * Adds an event to its lead and leaves the evaluation to `evaluatePending`, which must come before any command of another
 * kind: many events of a lead, all at the same `now`, need only one evaluation.
 */
export function recordEngagement(batch: Batch, command: EngagementCommand): RecordedEvent {
  const { engagementType: type, occurredAt, externalId, source, properties } = command;
  const lead = leadOf(batch, command);
  if (lead === undefined) throw new Error('the lead of the event is not loaded');
  // A repeated event stores nothing, not even its source.
  const isRepeated = batch.engagement.countedBefore(externalId) !== undefined;
  const ids = source && !isRepeated ? batch.sources.idsOf(source) : undefined;
  const address = 'key' in command.lead && command.lead.key.kind === 'email' ? command.lead.key.value : undefined;
  const event = { type, occurredAt, externalId, ...ids, channel: source?.channel, properties, address };
  return addEngagement(batch, lead, event);
}

/** Records an event whose source is known. */
export function addEngagement(batch: Batch, lead: Lead, event: EngagementInput): RecordedEvent {
  const { leads, engagement, now } = batch;
  const { type, occurredAt, externalId, sourceId, campaignId, channel, properties } = event;
  const before = engagement.countedBefore(externalId);
  if (before) return { id: before.id, duplicate: true, lead: leads.find(before.leadId) ?? lead };
  const id = batch.newId();
  const row = { id, leadId: lead.id, type, sourceId, campaignId, externalId, occurredAt, properties };
  const known = () => [...leads.engagementOf(lead.id), ...engagement.pendingOf(lead.id)];
  const requestedAt = requestsPurchase(batch.basis.lifecycle.funnel.returning, event) ? occurredAt : undefined;
  const facts = afterRequest(factsAfterEvent(lead.facts, event, known), requestedAt);
  engagement.add(lead, row, { id, type, occurredAt, channel, sourceId, properties });
  const lastEngagedAt = Math.max(lead.lastEngagedAt ?? occurredAt, occurredAt);
  const first = firstTouchBy(lead, event);
  const next = { ...lead, ...first, facts, version: lead.version + 1, lastEngagedAt, updatedAt: now };
  batch.putQuietly(next);
  const recorded: RecordedEngagement = { engagementId: id, type, occurredAt, sourceId, campaignId };
  if (first) recorded.isFirst = true;
  batch.emit(leadEvent(next, 'engagement.recorded', 'api', undefined, recorded));
  const difference = facts === lead.facts ? undefined : factsChanged(lead.facts, facts);
  if (difference) batch.emit(leadEvent(next, 'lead.updated', 'engagement', difference.before, difference.after));
  return { id, duplicate: false, lead: next };
}

/** A visit from a known source before the first touch known so far is the lead's first touch. */
export function firstTouchBy(
  lead: Lead,
  { type, sourceId, campaignId, occurredAt }: EngagementInput,
): FirstTouchOfLead | undefined {
  if (sourceId === undefined || !isTouch(type)) return undefined;
  return earlierTouch(lead, { sourceId, campaignId, occurredAt });
}

/** Evaluates a lead after its recorded events, and returns them; undefined: there are none. */
export function evaluatePending(batch: Batch, leadId: string): PendingEngagement | undefined {
  const { leads, engagement } = batch;
  const pending = engagement.takePending(leadId);
  const lead = leads.find(leadId);
  if (pending === undefined || lead === undefined) return undefined;
  // Makes a new list, because results are cached per list.
  const all = oldestFirst(latestArrived([...leads.engagementOf(leadId), ...pending.added]));
  leads.setEngagement(leadId, all);
  batch.noteChange(pending.before, lead);
  batch.evaluate(leadId, 'engagement');
  return pending;
}
