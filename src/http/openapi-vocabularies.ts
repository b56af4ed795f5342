import { ACTIVITY_DIRECTIONS, ACTIVITY_KINDS, ACTIVITY_OUTCOMES, ATTEMPTS } from '../core/activities/activities.js';
import { KEY_KINDS, SCOPES } from '../core/api-keys/scopes.js';
import { CANDIDATE_FAILURES, RULE_OUTCOMES } from '../core/assignment/decision.js';
import { STICKINESS, STRATEGIES } from '../core/assignment/policy.js';
import { REASSIGNMENT_CAUSES } from '../core/assignment/reassignment.js';
import { LEAD_CUSTODIES } from '../core/assignment/rep-settings.js';
import { AVAILABILITY_MODES, REP_MATCHES } from '../core/assignment/requirements.js';
import { TIE_BREAKS } from '../core/assignment/rotation.js';
import { UNDECLARED_ATTRIBUTES } from '../core/attributes/definition.js';
import { DECLARED_TYPES } from '../core/attributes/kind.js';
import { WEEKDAYS } from '../core/calendar/calendar.js';
import { FACT_OPERATORS } from '../core/classification/changes.js';
import { COUNTERFACTUAL_OUTCOMES, COUNTERFACTUAL_TARGETS } from '../core/classification/counterfactual.js';
import { AUTOMATIC_CATEGORIES } from '../core/classification/policy.js';
import { ENGAGEMENT_MEASURES, ENGAGEMENT_OPERATORS, OPERATORS, RELATIONS } from '../core/condition.js';
import { SORT_FIELDS } from '../core/conditions/sort-fields.js';
import { CUSTOMER_FOUND_BY } from '../core/conversion/customers.js';
import { CHURN_REASONS } from '../core/customers/customer.js';
import { CUSTOMER_MATCH_KEYS } from '../core/customers/keys.js';
import { DEAL_STATUSES, SALES_GROUPS } from '../core/deals/deal.js';
import { ENGAGEMENT_TYPES } from '../core/engagement.js';
import { ACTOR_KINDS, EVENT_TYPES, SUBJECT_KINDS } from '../core/events/events.js';
import { BACKTEST_COMPARISONS, BACKTEST_OUTCOMES } from '../core/evidence/backtest.js';
import { EXPORT_COMPRESSIONS, EXPORT_FORMATS, EXPORT_RESOURCES } from '../core/exports/export.js';
import { AFTER_REJECTION, AFTER_TIMEOUT } from '../core/handoffs/policy.js';
import { HISTORY_OUTCOMES, IGNORED_MEMBERS, PAST_REASONS, PAST_RESULTS } from '../core/history/history.js';
import { DATE_ORDERS } from '../core/imports/dates.js';
import { IMPORT_STATES } from '../core/imports/import.js';
import { CERTAINTIES, ATTRIBUTE_TYPES as COLUMN_TYPES, COLUMN_USES, LIST_KINDS } from '../core/imports/mapping.js';
import { JOB_KINDS, JOB_STATES } from '../core/job-kinds.js';
import { IMPORT_OUTCOMES } from '../core/jobs/imports.js';
import { BULK_CHANGES, BULK_OUTCOMES } from '../core/leads/bulk-change.js';
import { CHANNEL_STATUSES } from '../core/leads/channels.js';
import { CONSENT_CHANNELS } from '../core/leads/consent.js';
import {
  HANDOFF_CATEGORIES,
  HANDOFF_STATUSES,
  OFFER_CAUSES,
  REJECTION_REASONS,
  WITHDRAWAL_REASONS,
} from '../core/leads/handoff.js';
import {
  DISQUALIFICATION_REASONS,
  ENDED_CATEGORIES,
  INTEREST_STRENGTHS,
  LOSS_REASONS,
  PARK_REASONS,
  RETURN_ACTIONS,
} from '../core/leads/lifecycle-reasons.js';
import { PROPOSAL_FIELDS } from '../core/leads/proposals.js';
import { NOTE_CODES } from '../core/leads/raw-leads.js';
import { GRADES } from '../core/leads/score.js';
import { DELAY_REASONS, LEAVE_REASONS, SEQUENCE_ENTRIES, SEQUENCE_PURPOSES } from '../core/leads/sequence-runs.js';
import {
  BREACH_ACTIONS,
  CANCEL_REASONS,
  CLOCK_STATUSES,
  PAUSE_CAUSES,
  SLA_CLOCKS,
  SLA_HOURS,
} from '../core/leads/sla.js';
import {
  AUTHORITIES,
  CATEGORIES,
  CATEGORY_DECIDERS,
  CONSENTS,
  EMAIL_TYPES,
  LEAD_KINDS,
  MATCH_KEYS,
  PHONE_TYPES,
  PURCHASE_INTENTS,
  QUEUE_REASONS,
  TEMPERATURES,
} from '../core/leads/vocabulary.js';
import { RETURN_OWNERS } from '../core/lifecycle/returning-rules.js';
import { NEXT_ACTION_KINDS } from '../core/playbooks/next-action.js';
import { LEAK_REASONS } from '../core/prediction/leakage.js';
import { MODEL_STATUSES } from '../core/prediction/trained-model.js';
import { REFERRAL_STATUSES, REFERRER_KINDS, REWARD_STATUSES } from '../core/referrals/referral.js';
import { ADJUSTMENT_REASONS, RULE_BOUNDS } from '../core/scoring/explain.js';
import { COUNTED_BY } from '../core/scoring/model.js';
import { SKIP_REASONS, STEP_OUTCOMES } from '../core/sequences/advance.js';
import { EXIT_TRIGGERS, STEP_TYPES, WAIT_UNITS } from '../core/sequences/sequence.js';
import { DUE_UNITS, TASK_KINDS, TASK_OUTCOMES, TASK_STATUSES } from '../core/tasks/tasks.js';
import { TIMELINE_KINDS } from '../core/timeline/timeline.js';
import { PAGE_VISIT_TYPES } from '../core/visits/page-view.js';
import {
  DELIVERY_ERRORS,
  DELIVERY_STATES,
  WEBHOOK_DISABLED_REASONS,
  WEBHOOK_PAYLOADS,
  WEBHOOK_SIGNATURES,
} from '../core/webhooks/endpoint.js';
import { PREDICTION_VERDICTS } from '../services/predictions/lead-prediction.js';
import { CAPTURE_WORDS } from './schemas/connectors.js';
import { LEDGER_WORDS } from './schemas/consents.js';
import { DUPLICATE_WORDS } from './schemas/duplicates.js';
import { ACCEPTANCE_GROUPINGS, ATTAINMENT_GROUPINGS, SPEED_GROUPINGS } from './schemas/handoff-sla-reports.js';
import { INCLUSIONS } from './schemas/lead-included.js';
import { LEAD_PROPERTIES } from './schemas/lead-inclusions.js';
import { SEQUENCE_GROUPINGS, SHOWN_STEP_TYPES } from './schemas/lead-sequences.js';
import { REPORT_WORDS } from './schemas/metrics.js';
import { REFERRAL_GROUPINGS } from './schemas/referrals.js';
import { RECYCLING_GROUPINGS } from './schemas/reports.js';
import { SEGMENT_WORDS } from './schemas/segments.js';
import { SOURCE_WORDS } from './schemas/sources.js';

type Words = readonly string[];

/** Vocabularies whose words are fixed: a client may rely on them in answers too. */
const CLOSED: Record<string, Words> = {
  AutomaticCategory: AUTOMATIC_CATEGORIES,
  BatchMode: ['partial', 'atomic'],
  CategoryDecider: CATEGORY_DECIDERS,
  ConsentState: CONSENTS,
  DealState: DEAL_STATUSES,
  EndedCategory: ENDED_CATEGORIES,
  HandoffCategory: HANDOFF_CATEGORIES,
  LeadCategory: CATEGORIES,
  LeadGrade: GRADES,
  LeadKind: LEAD_KINDS,
  LeadTemperature: TEMPERATURES,
  JobState: JOB_STATES,
  SortDirection: ['desc', 'asc'],
  WeekStart: ['monday'],
  SubmissionOutcome: ['created', 'matched'],
  TaskState: TASK_STATUSES,
  UndeclaredAttributesRule: UNDECLARED_ATTRIBUTES,
  VersionState: ['draft', 'published', 'retired'],
  Weekday: WEEKDAYS,
};

/** Vocabularies that get new words. Requests are checked against the words of today; in answers they are open strings. */
const GROWING: Record<string, Words> = {
  AcceptanceGrouping: ACCEPTANCE_GROUPINGS,
  ContactDirection: ACTIVITY_DIRECTIONS,
  WorkKind: ACTIVITY_KINDS,
  ContactOutcome: ACTIVITY_OUTCOMES,
  ActorKind: ACTOR_KINDS,
  AdjustmentReason: ADJUSTMENT_REASONS,
  KeyKind: KEY_KINDS,
  ApiScope: SCOPES,
  AssignmentOutcome: ['assigned', 'queued'],
  AttainmentGrouping: ATTAINMENT_GROUPINGS,
  AttemptKind: ATTEMPTS,
  AuthorityRole: AUTHORITIES,
  PurchaseIntent: PURCHASE_INTENTS,
  RepAvailabilityMode: AVAILABILITY_MODES,
  AttributeType: DECLARED_TYPES,
  BacktestComparison: BACKTEST_COMPARISONS,
  BacktestOutcome: BACKTEST_OUTCOMES,
  BreachAction: BREACH_ACTIONS,
  CandidateFailure: CANDIDATE_FAILURES,
  ...SOURCE_WORDS,
  ChannelStatus: CHANNEL_STATUSES,
  ChurnCause: CHURN_REASONS,
  ClockCancelCause: CANCEL_REASONS,
  ClockHours: SLA_HOURS,
  ClockStatus: CLOCK_STATUSES,
  ComparisonOperator: OPERATORS,
  ConditionKind: ['all', 'any', 'not', 'field', 'engagement', 'related', 'segment'],
  LeadRelation: RELATIONS,
  ...CAPTURE_WORDS,
  ...DUPLICATE_WORDS,
  ConsentChannel: CONSENT_CHANNELS,
  ConvertedAction: ['created', 'linked'],
  CounterfactualOutcome: COUNTERFACTUAL_OUTCOMES,
  CounterfactualTarget: COUNTERFACTUAL_TARGETS,
  CountingUnit: COUNTED_BY,
  CustomerMatch: [...CUSTOMER_FOUND_BY, ...CUSTOMER_MATCH_KEYS],
  DecayKind: ['none', 'half_life', 'linear', 'step'],
  DeclineCause: REJECTION_REASONS,
  DisqualificationCause: DISQUALIFICATION_REASONS,
  DueUnit: DUE_UNITS,
  EmailType: EMAIL_TYPES,
  EngagementMeasure: [...ENGAGEMENT_MEASURES, 'amount'],
  EngagementOperator: ENGAGEMENT_OPERATORS,
  EngagementType: ENGAGEMENT_TYPES,
  SubjectKind: SUBJECT_KINDS,
  EventTypeName: EVENT_TYPES,
  FactChangeKind: ['fact_set', 'fact_added', 'fact_removed', 'engagement_recorded'],
  FactOperator: FACT_OPERATORS,
  FrequencyKind: ['every', 'once', 'at_most', 'per_window'],
  HandoffEndCause: [...REJECTION_REASONS, ...WITHDRAWAL_REASONS],
  ...SEGMENT_WORDS,
  OfferStatus: HANDOFF_STATUSES,
  HandoffTimeoutAction: AFTER_TIMEOUT,
  HistoryMember: IGNORED_MEMBERS,
  HistoryReason: PAST_REASONS,
  HistoryResult: PAST_RESULTS,
  RecordingOutcome: HISTORY_OUTCOMES,
  InterestStrength: INTEREST_STRENGTHS,
  KeptSubjectKind: ['customer', 'deal', 'lead'],
  LeadCustody: LEAD_CUSTODIES,
  LeadListOrder: ['created', 'score', 'conversionProbability'],
  LeadMatchKey: MATCH_KEYS,
  LeadFieldName: LEAD_PROPERTIES,
  LeadInclusion: INCLUSIONS,
  LeadSortField: SORT_FIELDS,
  LeakReason: LEAK_REASONS,
  ...LEDGER_WORDS,
  ...REPORT_WORDS,
  LossCause: LOSS_REASONS,
  ModelChoice: ['replace', 'keep'],
  ModelPublisher: ['person', 'schedule'],
  ModelStatus: MODEL_STATUSES,
  ModelTrainer: ['request', 'schedule'],
  ModelVerdict: ['ok', 'no_signal', 'insufficient_outcomes'],
  NextActionKind: NEXT_ACTION_KINDS,
  NoteCode: NOTE_CODES,
  OfferCause: OFFER_CAUSES,
  JobKind: JOB_KINDS,
  BulkChangeKind: BULK_CHANGES,
  BulkOutcome: BULK_OUTCOMES,
  ExportResource: EXPORT_RESOURCES,
  ExportFormat: EXPORT_FORMATS,
  ExportCompression: EXPORT_COMPRESSIONS,
  ColumnUse: COLUMN_USES,
  ColumnValueType: COLUMN_TYPES,
  DecimalSign: ['point', 'comma'],
  ImportDateOrder: DATE_ORDERS,
  ImportOutcome: IMPORT_OUTCOMES,
  ImportState: IMPORT_STATES,
  KindOfList: LIST_KINDS,
  ReadingCertainty: CERTAINTIES,
  ParkCause: PARK_REASONS,
  PauseCause: PAUSE_CAUSES,
  PhoneType: PHONE_TYPES,
  PredictionVerdict: PREDICTION_VERDICTS,
  ProposalField: PROPOSAL_FIELDS,
  QueueCause: QUEUE_REASONS,
  QueuedCause: [...QUEUE_REASONS, 'closed'],
  ReassignmentCause: REASSIGNMENT_CAUSES,
  RecyclingGrouping: RECYCLING_GROUPINGS,
  ReferralGrouping: REFERRAL_GROUPINGS,
  ReferralState: REFERRAL_STATUSES,
  ReferrerKind: REFERRER_KINDS,
  RejectionAction: AFTER_REJECTION,
  RepMatch: REP_MATCHES,
  ReturnAction: RETURN_ACTIONS,
  ReturnOwner: RETURN_OWNERS,
  ReturnSign: [...ENGAGEMENT_TYPES, 'purchase_timeframe', 'purchase_intent'],
  RewardStatus: REWARD_STATUSES,
  RoutingStrategy: STRATEGIES,
  RuleBound: RULE_BOUNDS,
  RuleOutcome: RULE_OUTCOMES,
  SalesGrouping: SALES_GROUPS,
  ScoreGroup: ['fit', 'engagement'],
  ScoreSum: ['fit', 'engagement', 'total'],
  SequenceGrouping: SEQUENCE_GROUPINGS,
  SequenceDelayCause: DELAY_REASONS,
  SequenceEntryCause: SEQUENCE_ENTRIES,
  SequenceExitTrigger: EXIT_TRIGGERS,
  SequenceLeaveCause: LEAVE_REASONS,
  SequenceGoal: SEQUENCE_PURPOSES,
  SequenceSkipCause: SKIP_REASONS,
  StepVariant: STEP_TYPES,
  ShownStepKind: SHOWN_STEP_TYPES,
  StepResult: STEP_OUTCOMES,
  WaitUnit: WAIT_UNITS,
  ServiceClock: SLA_CLOCKS,
  SpeedGrouping: SPEED_GROUPINGS,
  StickyRelation: STICKINESS,
  WorkTaskKind: TASK_KINDS,
  TaskResult: TASK_OUTCOMES,
  TieBreak: TIE_BREAKS,
  TimelineKind: TIMELINE_KINDS,
  ValidationSample: ['later', 'held_out'],
  DeliveryPhase: DELIVERY_STATES,
  DisabledCause: WEBHOOK_DISABLED_REASONS,
  PageVisitType: PAGE_VISIT_TYPES,
  PayloadDetail: WEBHOOK_PAYLOADS,
  ReceiverFailure: DELIVERY_ERRORS,
  SigningMethod: WEBHOOK_SIGNATURES,
};

export interface Vocabulary {
  name: string;
  words: Words;
  grows: boolean;
}

const keyOf = (words: Words): string => [...words].sort().join(' ');
const byWords = new Map<string, Vocabulary>();
for (const [table, grows] of [
  [CLOSED, false],
  [GROWING, true],
] as const) {
  for (const [name, words] of Object.entries(table)) {
    const key = keyOf(words);
    const known = byWords.get(key);
    if (known !== undefined) throw new Error(`${known.name} and ${name} are one vocabulary`);
    byWords.set(key, { name, words, grows });
  }
}

/** The vocabulary with these words, in any order. Each enum of the wire has one: the check of the document refuses others. */
export const vocabularyOf = (words: Words): Vocabulary | undefined => byWords.get(keyOf(words));
