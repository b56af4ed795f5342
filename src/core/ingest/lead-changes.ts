import type { DomainEvent } from '../events.js';
import type { Lead } from '../leads/lead.js';
import type { SubmissionCommand } from './commands.js';

/** A lead at its first touch, before anything was decided about it. All properties at once: its copies stay cheap. */
export function newLead(
  command: SubmissionCommand,
  id: string,
  versions: Pick<Lead, 'scoreModelVersion' | 'classificationPolicyVersion'>,
  now: number,
): Lead {
  const touchedAt = command.occurredAt ?? now;
  return {
    id,
    version: 1,
    facts: command.facts,
    score: { fit: 0, engagement: 0, total: 0 },
    grade: 'C3',
    temperature: 'cold',
    category: 'suspect',
    scoreModelVersion: versions.scoreModelVersion,
    classificationPolicyVersion: versions.classificationPolicyVersion,
    scoredAt: now,
    ownerId: undefined,
    teamId: undefined,
    queueReason: undefined,
    assignedAt: undefined,
    sourceId: command.sourceId,
    campaignId: command.campaignId,
    touchCount: 1,
    firstTouchAt: touchedAt,
    lastTouchAt: touchedAt,
    lastEngagedAt: undefined,
    createdAt: now,
    updatedAt: now,
  };
}

export function leadEvent(
  leadId: string,
  type: DomainEvent['type'],
  cause: string,
  before: unknown,
  after: unknown,
): DomainEvent {
  return { type, subjectKind: 'lead', subjectId: leadId, cause, before, after };
}
