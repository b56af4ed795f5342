import type { DecisionRecord } from './assignment/decision.js';

/** Every kind of event the log can hold; the event feed and webhooks are projections of it. */
export const EVENT_TYPES = [
  'workspace.created',
  'workspace.updated',
  'workspace.clock_advanced',
  'api_key.created',
  'api_key.rotated',
  'api_key.revoked',
  'source.created',
  'source.updated',
  'campaign.created',
  'campaign.updated',
  'lead.created',
  'lead.touched',
  'lead.updated',
  'lead.scored',
  'lead.classified',
  'lead.assigned',
  'lead.queued',
  'lead.owner_released',
  'lead.claimed',
  'lead.lease_ended',
  'lead.deleted',
  'lead.stage_changed',
  'lead.rotted',
  'lead.revived',
  'lead.converted',
  'lead.conversion_undone',
  'lead.lost',
  'lead.disqualified',
  'lead.requalified',
  'lead.parked',
  'lead.woken',
  'lead.recycled',
  'engagement.recorded',
  'customer.created',
  'customer.updated',
  'customer.churned',
  'customer.deleted',
  'deal.created',
  'deal.updated',
  'deal.won',
  'deal.lost',
  'deal.reopened',
  'deal.deleted',
  'lead.activity_recorded',
  'task.created',
  'task.updated',
  'task.completed',
  'task.skipped',
  'task.overdue',
  'referral.created',
  'referral.updated',
  'visitor.recorded',
  'visitor.identified',
  'rep.created',
  'rep.updated',
  'team.created',
  'team.updated',
  'score_model.created',
  'score_model.published',
  'score_model.retired',
  'classification_policy.created',
  'classification_policy.published',
  'routing_policy.created',
  'routing_policy.published',
  'playbook.created',
  'playbook.published',
  'funnel.created',
  'funnel.published',
  'prediction_model.trained',
  'prediction_model.published',
  'prediction_model.released',
  'prediction_model.drifted',
  'prediction_settings.updated',
  'operation.started',
  'operation.succeeded',
  'operation.failed',
  'operation.cancelled',
] as const;
export type EventType = (typeof EVENT_TYPES)[number];

export const SUBJECT_KINDS = [
  'workspace',
  'api_key',
  'source',
  'campaign',
  'lead',
  'customer',
  'deal',
  'task',
  'referral',
  'visitor',
  'rep',
  'team',
  'score_model',
  'classification_policy',
  'routing_policy',
  'playbook',
  'funnel',
  'prediction_model',
  'prediction_settings',
  'operation',
] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

/** A change to be logged. `before` and `after` hold the changed fields only (all of them on creation). */
export interface DomainEvent {
  type: EventType;
  subjectKind: SubjectKind;
  subjectId: string;
  /** Version of the subject after the change; told of leads. */
  subjectVersion?: number | undefined;
  /** Why it happened: `api` (asked for), or the event or rule that led to it, such as `touch` or `engagement`. */
  cause: string;
  before?: unknown;
  after?: unknown;
  /** Why a lead was assigned or queued: kept with the event, told by the lead's decisions. */
  decision?: DecisionRecord | undefined;
}
