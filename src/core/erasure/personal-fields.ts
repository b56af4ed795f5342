import type { CustomerState } from '../customers/customer.js';
import type { DealState } from '../deals/deal.js';
import type { EventType } from '../events/events.js';
import { LEAD_FACT_NAMES, LEAD_FACTS } from '../leads/facts.js';
import type {
  CategoryState,
  ConversionSection,
  Disqualification,
  Lifecycle,
  LossSection,
  Parked,
  WakeWhen,
} from '../leads/lifecycle.js';
import type { Sla } from '../leads/sla.js';
import type { Referrer } from '../referrals/referral.js';

/**
 * How a value is treated when its person is erased. `personal`: removed. `kept`: kept. A table: the value is an object, whose
 * members are treated one by one.
 */
export type Treatment = 'personal' | 'kept' | Members;
export type Members = { readonly [name: string]: Treatment };

/** Requires an entry for every member of a type: a new member does not compile before it is declared. */
type MembersOf<T> = { readonly [Name in keyof T]-?: Treatment };

const FACTS: Members = Object.fromEntries(LEAD_FACT_NAMES.map((name) => [name, LEAD_FACTS[name].erasure]));

const kept = <Name extends string>(...names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, 'kept'])) as { readonly [Key in Name]: 'kept' };

const CATEGORY = {
  ...kept('category', 'categorySince', 'categoryDecidedBy', 'categoryActorId'),
  moveReason: 'personal',
  competitor: 'personal',
} as const satisfies MembersOf<CategoryState>;

const WAKE_WHEN = {
  ...kept('at', 'minimumScore', 'engagementTypes'),
  condition: 'personal',
} as const satisfies MembersOf<WakeWhen>;

const PARKED = {
  ...kept('since', 'reason', 'ownerId'),
  detail: 'personal',
  competitor: 'personal',
  wakeWhen: WAKE_WHEN,
} as const satisfies MembersOf<Parked>;

const DISQUALIFICATION = {
  ...kept('at', 'reason', 'ruleId'),
  detail: 'personal',
} as const satisfies MembersOf<Disqualification>;

const ONE_LOSS = {
  ...kept('reason', 'at'),
  detail: 'personal',
  competitor: 'personal',
} as const;

const LOSS = { ...ONE_LOSS, earlier: ONE_LOSS } as const satisfies MembersOf<LossSection>;

const CONVERSION = {
  ...kept('conversionId', 'at', 'wonAt', 'customerId', 'contactId', 'dealId'),
  before: {
    ...CATEGORY,
    ...kept('stage', 'stageSince', 'rotting'),
    parked: PARKED,
    disqualification: DISQUALIFICATION,
  } satisfies MembersOf<ConversionSection['before']>,
} as const satisfies MembersOf<ConversionSection>;

const SLA = {
  ...kept('clocks', 'followed', 'dueAt'),
  paused: { ...kept('at', 'cause'), reason: 'personal' } satisfies MembersOf<NonNullable<Sla['paused']>>,
} as const satisfies MembersOf<Sla>;

const LIFECYCLE = {
  ...kept('stage', 'stageSince', 'rotting', 'rotsAt', 'handoff', 'declinedRepIds', 'formerReps', 'firstContactAt'),
  ...kept('lastActivityAt', 'wakesAt', 'entersAt', 'cycles', 'recycledAt', 'returning', 'customerId', 'contactId'),
  ...kept('customerOrganizationId', 'historyAt', 'sequences', 'recycledByHand', 'timeframeShownAt', 'awaitedRepId'),
  givenConsents: 'personal',
  beforeChurn: 'personal',
  sla: SLA,
  parked: PARKED,
  disqualification: DISQUALIFICATION,
  lastDisqualification: DISQUALIFICATION,
  conversion: CONVERSION,
  loss: LOSS,
} as const satisfies MembersOf<Lifecycle>;

/** Members about the interest of a lead that had ended. */
const INTEREST = { reason: 'personal', competitor: 'personal', lifecycle: LIFECYCLE } as const;

const REFERRER = {
  ...kept('kind', 'leadId', 'customerId', 'repId'),
  partner: 'personal',
} as const satisfies MembersOf<Referrer>;

const CUSTOMER = {
  facts: FACTS,
  ...kept('organizationId', 'ownerId', 'churnedAt', 'churnReason', 'pastChurns', 'leadId'),
  churnDetail: 'personal',
} as const satisfies MembersOf<CustomerState & { leadId: unknown }>;

const DEAL = {
  name: 'personal',
  competitor: 'personal',
  lossDetail: 'personal',
  ...kept('status', 'customerId', 'contactId', 'leadId', 'ownerId', 'products', 'amount', 'currency'),
  ...kept('expectedCloseOn', 'closedAt', 'lossReason', 'cycleStartedAt'),
} as const satisfies MembersOf<DealState>;

const TASK = {
  ...kept('leadId', 'kind', 'repId', 'templateKey', 'dueAt', 'playbookVersion', 'outcome', 'activityId'),
  title: 'personal',
  description: 'personal',
  reason: 'personal',
} as const;

/** Members about a class and its decision. */
const CLASS = {
  ...kept('temperature', 'category', 'grade', 'categoryDecidedBy', 'temperatureRuleId', 'categoryRuleId'),
  ...kept('scoreModelVersion', 'classificationPolicyVersion'),
  moveReason: 'personal',
  competitor: 'personal',
} as const;

const OWNER = {
  ...kept('ownerId', 'teamId', 'ruleId', 'routingPolicyVersion', 'reason', 'detail', 'nextEligibleAt', 'repId', 'how'),
  ownerReason: 'personal',
  lifecycle: LIFECYCLE,
} as const;

const HANDOFF = {
  offer: 'kept',
  handoff: { ...kept('id', 'status', 'endedAt', 'repId', 'reason'), evidence: 'personal' },
  lifecycle: LIFECYCLE,
} as const;

const SLA_STEP = { ...kept('clock', 'sourceId'), lifecycle: LIFECYCLE } as const;

const SEQUENCE = {
  ...kept('key', 'stay', 'purpose', 'version', 'enteredAt', 'enteredBy', 'step', 'dueAt'),
  ...kept('stepType', 'outcome', 'reason'),
  ...kept('channel', 'template', 'taskId', 'position', 'lastStep'),
  note: 'personal',
  lifecycle: LIFECYCLE,
} as const;

/** Members about an ending and its reason. */
const ENDED = {
  ...kept('reason', 'category', 'parked'),
  detail: 'personal',
  competitor: 'personal',
  lifecycle: LIFECYCLE,
} as const;

/**
 * The members of `before` and `after` of each event type; `kept`: nothing personal. For other types, an undeclared member
 * counts as personal, so it is removed.
 */
export const PERSONAL_MEMBERS = {
  'lead.created': {
    facts: FACTS,
    ...kept('score', 'grade', 'temperature', 'category', 'sourceId', 'campaignId', 'conversionProbability'),
    ...kept('scoreModelVersion', 'classificationPolicyVersion', 'predictionModelVersion', 'touchedAt'),
    lifecycle: LIFECYCLE,
  },
  'lead.touched': 'kept',
  'lead.updated': FACTS,
  'lead.scored': 'kept',
  'lead.classified': CLASS,
  'lead.assigned': OWNER,
  'lead.queued': OWNER,
  'lead.owner_released': OWNER,
  'lead.claimed': 'kept',
  'lead.lease_ended': OWNER,
  'lead.deleted': 'kept',
  'lead.history_recorded': {
    ...kept('isNew', 'occurredAt', 'category', 'ownerId', 'touches', 'engagement', 'activities', 'deals'),
    entries: 'personal',
    lifecycle: LIFECYCLE,
  },
  'lead.stage_changed': { ...kept('stage', 'category'), lifecycle: LIFECYCLE },
  'lead.rotted': { ...kept('stage', 'ageingDays', 'lastActivityAt', 'funnelVersion'), lifecycle: LIFECYCLE },
  'lead.revived': { rotting: 'kept', lifecycle: LIFECYCLE },
  'lead.converted': { ...kept('customerId', 'contactId', 'dealId'), lifecycle: LIFECYCLE },
  'lead.conversion_undone': {
    ...kept('customerId', 'contactId', 'dealId'),
    restored: CATEGORY,
    lifecycle: LIFECYCLE,
  },
  'lead.restored': {
    restored: CATEGORY,
    owner: { ...kept('assignedAt', 'ownerActorId'), ownerReason: 'personal' },
    temperature: kept('temperature', 'temperatureSince'),
    lifecycle: LIFECYCLE,
  },
  'lead.lost': ENDED,
  'lead.disqualified': ENDED,
  'lead.requalified': { disqualification: DISQUALIFICATION, loss: LOSS, lifecycle: LIFECYCLE },
  'lead.parked': ENDED,
  'lead.woken': { ...kept('wokenBy', 'cycle'), parked: PARKED, lifecycle: LIFECYCLE },
  'lead.recycled': {
    ...kept('category', 'cycle', 'funnelVersion'),
    reason: 'personal',
    competitor: 'personal',
    product: 'personal',
    lifecycle: LIFECYCLE,
  },
  'lead.returned': { ...kept('category', 'cycle', 'leadId', 'funnelVersion'), ...INTEREST },
  'lead.interest_shown': { ...kept('category', 'action', 'leadId', 'funnelVersion'), ...INTEREST },
  'lead.interest_withdrawn': { ...kept('strength', 'by', 'action', 'category'), ...INTEREST },
  'lead.customer_deleted': { customerId: 'kept', lifecycle: LIFECYCLE },
  'lead.duplicate_decided': kept('otherLeadId', 'decision'),
  'lead.customer_linked': { ...kept('customerId', 'customerOrganizationId', 'matchedBy'), lifecycle: LIFECYCLE },
  'lead.customer_unlinked': { ...kept('customerId', 'customerOrganizationId'), lifecycle: LIFECYCLE },
  'lead.handoff_offered': HANDOFF,
  'lead.handoff_accepted': HANDOFF,
  'lead.handoff_rejected': HANDOFF,
  'lead.handoff_timed_out': HANDOFF,
  'lead.handoff_withdrawn': HANDOFF,
  'lead.handoff_returned': HANDOFF,
  'lead.handoff_reopened': HANDOFF,
  'lead.owner_declined': { ...OWNER, ...HANDOFF },
  'lead.sla_started': SLA_STEP,
  'lead.sla_warned': SLA_STEP,
  'lead.sla_breached': SLA_STEP,
  'lead.sla_met': SLA_STEP,
  'lead.sla_cancelled': SLA_STEP,
  'lead.sla_restated': SLA_STEP,
  'lead.sla_paused': SLA_STEP,
  'lead.sla_resumed': SLA_STEP,
  'sequence.entered': SEQUENCE,
  'sequence.step_due': SEQUENCE,
  'sequence.step_done': SEQUENCE,
  'sequence.step_skipped': SEQUENCE,
  'sequence.step_delayed': SEQUENCE,
  'sequence.left': SEQUENCE,
  ...kept('segment.entered', 'segment.left'),
  'engagement.recorded': 'kept',
  'customer.created': CUSTOMER,
  'customer.updated': CUSTOMER,
  'customer.churned': CUSTOMER,
  'customer.returned': CUSTOMER,
  'customer.deleted': CUSTOMER,
  'customer.history_recorded': CUSTOMER,
  'deal.created': DEAL,
  'deal.updated': DEAL,
  'deal.won': DEAL,
  'deal.lost': DEAL,
  'deal.reopened': DEAL,
  'deal.deleted': DEAL,
  'deal.history_recorded': DEAL,
  'lead.activity_recorded': {
    ...kept('activityId', 'kind', 'direction', 'outcome', 'automatic', 'durationSeconds', 'repId', 'taskId'),
    ...kept('occurredAt'),
    speedToLead: 'kept',
    lifecycle: LIFECYCLE,
  },
  'task.created': TASK,
  'task.updated': TASK,
  'task.completed': TASK,
  'task.skipped': TASK,
  'task.reopened': TASK,
  'task.overdue': TASK,
  'referral.created': { referrer: REFERRER, referredLeadId: 'kept', note: 'personal', reward: 'kept' },
  'referral.updated': { note: 'personal', reward: 'kept' },
  // Not about people that an erasure removes: configuration, reps and jobs.
  // The basis and the proof of a consent are in the ledger only.
  ...kept('consent.recorded', 'suppression.created', 'suppression.deleted'),
  ...kept('visitor.recorded', 'visitor.identified'),
  'form.confirmation_requested': {
    ...kept('formId', 'formName', 'expiresAt'),
    ...{ email: 'personal', name: 'personal', language: 'personal', token: 'personal', link: 'personal' },
  },
  ...kept('workspace.created', 'workspace.updated', 'workspace.clock_advanced'),
  ...kept('api_key.created', 'api_key.rotated', 'api_key.revoked'),
  ...kept('source.created', 'source.updated', 'campaign.created', 'campaign.updated', 'cost.recorded'),
  ...kept('source.merged', 'source.unmerged', 'campaign.merged', 'campaign.unmerged'),
  ...kept('attribute_definition.created', 'attribute_definition.updated'),
  ...kept('rep.created', 'rep.updated', 'team.created', 'team.updated', 'exchange_rates.set'),
  ...kept('score_model.created', 'score_model.published', 'score_model.retired'),
  ...kept('classification_policy.created', 'classification_policy.published'),
  ...kept('routing_policy.created', 'routing_policy.published'),
  ...kept('playbook.created', 'playbook.published', 'funnel.created', 'funnel.published'),
  ...kept('handoff_policy.created', 'handoff_policy.published'),
  ...kept('sla_policy.created', 'sla_policy.published'),
  ...kept('sequence.created', 'sequence.published', 'sequence.retired'),
  ...kept('segment.created', 'segment.updated', 'segment.deleted'),
  ...kept('target.created', 'target.updated', 'target.deleted', 'target.reached', 'target.missed'),
  ...kept('prediction_model.trained', 'prediction_model.published', 'prediction_model.released'),
  ...kept('prediction_model.drifted', 'prediction_settings.updated', 'form.created', 'form.updated', 'form.deleted'),
  ...kept('connector.created', 'connector.updated', 'connector.deleted'),
  ...kept('webhook_endpoint.created', 'webhook_endpoint.updated', 'webhook_endpoint.deleted'),
  ...kept('webhook_endpoint.disabled', 'webhook_endpoint.tested'),
  ...kept('operation.started', 'operation.succeeded', 'operation.failed', 'operation.cancelled'),
} as const satisfies Record<EventType, 'kept' | Members>;
