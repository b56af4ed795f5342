import type { DomainEvent } from '../events.js';
import type { Lead } from '../leads/lead.js';
import type { SubmissionCommand } from './commands.js';

/** A lead at its first touch, before anything was decided about it. */
export function newLead(
  command: SubmissionCommand,
  id: string,
  versions: Pick<Lead, 'scoreModelVersion' | 'classificationPolicyVersion'>,
  now: number,
): Lead {
  return {
    id,
    version: 1,
    facts: command.facts,
    score: { fit: 0, engagement: 0, total: 0 },
    grade: 'C3',
    temperature: 'cold',
    category: 'suspect',
    ...versions,
    scoredAt: now,
    sourceId: command.sourceId,
    campaignId: command.campaignId,
    touchCount: 1,
    firstTouchAt: command.occurredAt,
    lastTouchAt: command.occurredAt,
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
