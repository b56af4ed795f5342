import type { Batch, ChangedLead } from '../../batch/batch.js';
import type { Reads } from '../../batch/reads.js';
import { type Lead, openSince } from '../../leads/lead.js';
import { type Refusal, repReference } from '../../refusals.js';
import { contactMade } from '../../sla/commands/contacts.js';
import { type ActivityContent, activityFault, afterActivity, directionOf, isContact } from '../activities.js';

/** Records an activity of a rep for a lead. */
export interface ActivityCommand {
  type: 'record_activity';
  leadId: string;
  activityId: string;
  content: ActivityContent;
  /** The task that was completed with it. */
  taskId?: string | undefined;
}

/** `activity` was recorded now, or is a duplicate of an earlier one. */
export interface ActivityResult extends ChangedLead {
  activity: { id: string; duplicate: boolean };
}

export const activityReads = ({ leadId, content }: ActivityCommand): Reads => ({
  leadIds: [leadId],
  activityExternalId: content.externalId,
});

export function activityRefusal({ assignment, now }: Batch, { content }: ActivityCommand): Refusal | undefined {
  const fault = activityFault(content, now);
  if (fault) return { code: 'rule_refused', detail: fault.detail, pointer: `/${fault.field}` };
  return content.repId === undefined ? undefined : repReference(content.repId, assignment);
}

/**
 * Records an external id only once. A contact meets the clocks of touches; its event holds how long the lead waited for it. A
 * contact before the lead was opened is none of this lead.
 */
export function recordActivity(batch: Batch, command: ActivityCommand): ActivityResult {
  const { activities, basis, leads, now } = batch;
  const { activityId, leadId, content, taskId } = command;
  const lead = leads.get(leadId);
  const before = activities.countedBefore(content.externalId);
  if (before) {
    const activity = { id: before.id, duplicate: true };
    return { changed: false, lead: leads.find(before.leadId) ?? lead, activity };
  }
  const { occurredAt = now } = content;
  const direction = directionOf(content);
  activities.add({ ...content, direction, occurredAt, id: activityId, leadId, taskId });
  const { kind, outcome, automatic, durationSeconds, repId } = content;
  const change = { lead, engagement: leads.engagementOf(leadId), basis, now };
  const contacted = occurredAt >= openSince(lead) && isContact(content, basis.lifecycle.sla.document.countedAttempts);
  const contact = contacted ? contactMade(change, { at: occurredAt, repId }) : undefined;
  const { speedToLead } = contact ?? {};
  const recorded = batch.record(lead, {
    type: 'lead.activity_recorded',
    cause: 'api',
    sections: activitySections(lead, { occurredAt, contacted }),
    after: { activityId, kind, direction, outcome, automatic, durationSeconds, repId, taskId, occurredAt, speedToLead },
  });
  const next = (contact?.events ?? []).reduce((of, draft) => batch.record(of, draft), recorded);
  return { changed: true, lead: next, activity: { id: activityId, duplicate: false } };
}

function activitySections({ lifecycle }: Lead, activity: { occurredAt: number; contacted: boolean }) {
  const { lastActivityAt, firstContactAt } = afterActivity(lifecycle ?? {}, activity);
  return {
    ...(lastActivityAt !== lifecycle?.lastActivityAt && { lastActivityAt }),
    ...(firstContactAt !== lifecycle?.firstContactAt && { firstContactAt }),
  };
}
