import Type from 'typebox';
import { CANDIDATE_FAILURES, RULE_OUTCOMES } from '../../core/assignment/decision.js';
import { STICKINESS } from '../../core/assignment/policy.js';
import { TIE_BREAKS } from '../../core/assignment/rotation.js';
import { ENGAGEMENT_TYPES } from '../../core/engagement.js';
import { GRADES } from '../../core/leads/score.js';
import { CATEGORIES, QUEUE_REASONS, TEMPERATURES } from '../../core/leads/vocabulary.js';
import { ADJUSTMENT_REASONS, RULE_BOUNDS } from '../../core/scoring/explain.js';
import { Id, listOf, NameOf, strict, Timestamp } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { classificationFields, ScoreSchema } from './lead-class.js';
import { QueueSchema } from './lead-ownership.js';

const GROUPS = ['fit', 'engagement'] as const;

export const DECISION_OUTCOMES = ['assigned', 'queued'] as const;

export const CountedEventSchema = component(
  'CountedEvent',
  Type.Object(
    {
      id: Id('The engagement event.'),
      type: enumOf(ENGAGEMENT_TYPES, { description: 'What the lead did.' }),
      occurredAt: Timestamp('When.'),
      points: Type.Number({ description: 'Points of the event, after decay.' }),
    },
    strict('An event that counts for a rule.'),
  ),
);

export const ContributionSchema = component(
  'Contribution',
  Type.Object(
    {
      ruleId: Type.String({ description: 'The rule.' }),
      label: Type.String({ description: 'What the rule is about.' }),
      group: enumOf(GROUPS, { description: '`fit` (who the lead is) or `engagement` (what it did).' }),
      points: Type.Number({ description: 'Points of the rule, after decay and its own cap.' }),
      pointsBeforeCap: Type.Optional(
        Type.Number({ description: 'Points before floor and cap of the rule, where they differ.' }),
      ),
      pointsBeforeDecay: Type.Optional(Type.Number({ description: 'Points before decay and cap, where they differ.' })),
      bound: Type.Optional(
        enumOf(RULE_BOUNDS, {
          description: 'The floor or cap of the rule that applied; present with `pointsBeforeCap`.',
        }),
      ),
      eventIds: Type.Optional(
        Type.Array(Id('An engagement event.'), { maxItems: 50, description: 'The events that count, latest first.' }),
      ),
      events: Type.Optional(
        Type.Array(Ref(CountedEventSchema), { maxItems: 50, description: 'The same events with their points.' }),
      ),
      eventCount: Type.Integer({ minimum: 0, description: 'Number of events that count.' }),
      reason: Type.String({ description: 'Why the rule gave these points.' }),
    },
    strict(
      'The points of one rule. Decay turns `pointsBeforeDecay` into `pointsBeforeCap`; floor and cap turn that into `points`.',
    ),
  ),
);

export const AdjustmentSchema = component(
  'Adjustment',
  Type.Object(
    {
      group: enumOf([...GROUPS, 'total'] as const, { description: 'Which sum was bounded.' }),
      reason: enumOf(ADJUSTMENT_REASONS, { description: 'Which bound.' }),
      points: Type.Number({ description: 'Points that the bound removed (negative) or added.' }),
    },
    strict('An adjustment of points by a bound of the score model.'),
  ),
);

export const LeadScoreSchema = component(
  'LeadScore',
  Type.Object(
    {
      leadId: Id('The lead.'),
      scoreModelVersion: Type.Integer({ minimum: 1, description: 'Version of the score model that decided.' }),
      scoredAt: Timestamp('The instant for which the score was computed.'),
      score: Ref(ScoreSchema),
      contributions: Type.Array(Ref(ContributionSchema), {
        maxItems: 400,
        description: 'Every rule that gave points.',
      }),
      adjustments: Type.Array(Ref(AdjustmentSchema), { maxItems: 3, description: 'Every bound that applied.' }),
    },
    strict('A score with its parts: contributions and adjustments sum exactly to the total.'),
  ),
);

export const ReasonSchema = component(
  'Reason',
  Type.Object(
    {
      ruleId: nullable(Type.String({ description: 'The rule that decided; null when none did.' })),
      text: Type.String({ description: 'The reason, as a sentence.' }),
    },
    strict('The reason of a decision.'),
  ),
);

/** Of a classification, real or simulated. */
export const StatedTimeframeSchema = component(
  'StatedTimeframe',
  Type.Object(
    {
      days: Type.Integer({ minimum: 0, description: 'The purchase timeframe as it was stated, in days.' }),
      statedAt: Timestamp('When it was stated.'),
      daysLeft: Type.Number({
        description:
          'Days left of it at the instant of the answer, in decimals: what rules about `timeframeDaysLeft` compare; below 0 once it has passed.',
      }),
    },
    strict('The stated purchase timeframe, which counts down from when it was stated.'),
  ),
);

const NextClassSchema = component(
  'NextClass',
  Type.Object(
    {
      temperature: enumOf(TEMPERATURES, { description: 'The temperature from then on.' }),
      category: enumOf(CATEGORIES, { description: 'The category from then on.' }),
      grade: enumOf(GRADES, { description: 'Its grade at the offer.' }),
    },
    strict('The class of a lead at `nextChangeAt`, by time alone: points decay, windows end, timeframes pass.'),
  ),
);

export const LeadClassification = component(
  'LeadClassification',
  Type.Object(
    {
      leadId: Id('The lead.'),
      classificationPolicyVersion: Type.Integer({ minimum: 1, description: 'Version of the policy that decided.' }),
      classifiedAt: Timestamp('The instant for which the lead was classified.'),
      temperature: enumOf(TEMPERATURES, { description: 'How ready to buy.' }),
      temperatureReason: Ref(ReasonSchema),
      category: enumOf(CATEGORIES, { description: 'The category in the funnel.' }),
      categoryReason: Ref(ReasonSchema),
      grade: enumOf(GRADES, { description: 'Fit and engagement as one grade.' }),
      gradeReason: Ref(ReasonSchema),
      statedTimeframe: Type.Optional(Ref(StatedTimeframeSchema)),
      ...classificationFields,
      nextChangeAt: Type.Optional(
        Timestamp('When the class changes by time alone, if nothing happens until then; absent: never.'),
      ),
      nextChange: Type.Optional(Ref(NextClassSchema)),
    },
    strict('Temperature, category and grade, each with its reason, and the next change by time alone.'),
  ),
);

export const RuleTrialSchema = component(
  'RuleTrial',
  Type.Object(
    {
      ruleId: nullable(Type.String({ description: 'The rule; null for the fallback team, and for `anyRep`.' })),
      teamId: Type.Optional(Id('The team that it routes to; absent: `anyRep`, which routes to all active reps.')),
      teamName: NameOf('that team'),
      matched: Type.Boolean({ description: 'Whether its condition held.' }),
      outcome: enumOf(RULE_OUTCOMES, { description: 'The result of the rule.' }),
      reason: Type.String({ description: 'Which part of the condition decided.' }),
    },
    strict('One routing rule that was tried.'),
  ),
);

export const CandidateSchema = component(
  'Candidate',
  Type.Object(
    {
      repId: Id('The rep.'),
      repName: NameOf('that rep'),
      teamId: Type.Optional(
        Id('The team; absent: it was considered without a team, by `anyRep`, and no ledger counts it.'),
      ),
      teamName: NameOf('that team'),
      eligible: Type.Boolean({ description: 'Whether the rep could take the lead.' }),
      ruleId: nullable(
        Type.String({ description: 'The routing rule; null for the fallback team, or an assignment by hand.' }),
      ),
      failedOn: Type.Optional(
        enumOf(CANDIDATE_FAILURES, {
          description:
            'The filter that excluded it. Filters apply in this order: it passed all filters before. `missed_lead`: it missed the end of an offer or of a service level, and the other candidates come first until they got what that lead was worth.',
        }),
      ),
      fact: Type.Optional(Type.String({ description: 'The fact that excluded it.' })),
      eligibleFrom: Type.Optional(
        Timestamp('When the rep becomes eligible by time alone; absent: never, or another rep got the lead.'),
      ),
      openLeads: Type.Integer({ minimum: 0, description: 'Open leads before the decision.' }),
      capacity: nullable(Type.Integer({ minimum: 0, description: 'Maximum open leads; null is unlimited.' })),
      weight: Type.Integer({ minimum: 1, description: 'Weight relative to the other members.' }),
      givenBefore: Type.Integer({ minimum: 0, description: 'Leads given, before the decision.' }),
      creditBefore: Type.Number({ description: 'Entitlement less leads given, before the decision.' }),
      givenAfter: Type.Integer({ minimum: 0, description: 'Leads given, after the decision.' }),
      creditAfter: Type.Number({ description: 'Entitlement less leads given, after the decision.' }),
    },
    strict('A rep that was considered, with its entry of the fairness ledger before and after.'),
  ),
);

/** Fields of the record of a decision, real or simulated. */
export const decisionRecordFields = {
  ruleId: nullable(Type.String({ description: 'The rule that decided; null for the fallback team or no rule.' })),
  queueReason: Type.Optional(enumOf(QUEUE_REASONS, { description: 'Why it waits.' })),
  detail: Type.Optional(Type.String({ description: 'Why it waits, as a sentence.' })),
  nextEligibleAt: Type.Optional(Timestamp('When routing is retried automatically.')),
  stickiness: Type.Optional(
    enumOf(STICKINESS, { description: 'Which stickiness selected the owner; the rotation did not change.' }),
  ),
  manualReason: Type.Optional(Type.String({ description: 'Why a person assigned it, or that it was claimed.' })),
  routingPolicyVersion: Type.Integer({ minimum: 1, description: 'Version of the routing policy.' }),
  rules: Type.Array(Ref(RuleTrialSchema), { maxItems: 201, description: 'Rules in the order they were tried.' }),
  candidates: Type.Array(Ref(CandidateSchema), { description: 'The reps that were considered.' }),
  tieBreak: nullable(
    enumOf(TIE_BREAKS, {
      description: 'Which criterion put the receiver before the runner-up; null when no rep got it.',
    }),
  ),
};

export const DecisionSchema = component(
  'AssignmentDecision',
  Type.Object(
    {
      id: Id('The decision.'),
      leadId: Id('The lead.'),
      decidedAt: Timestamp('When it was decided.'),
      outcome: enumOf(DECISION_OUTCOMES, { description: 'Whether a rep got the lead, or it waits.' }),
      repId: Type.Optional(Id('The rep who got it.')),
      repName: NameOf('that rep'),
      teamId: Type.Optional(Id('The team of the assignment.')),
      teamName: NameOf('that team'),
      ...decisionRecordFields,
    },
    strict('A decision about the owner of a lead, with its reasons.'),
  ),
);
export const DecisionList = listOf('AssignmentDecisionList', DecisionSchema, 'Decisions about a lead, newest first.');

export const LeadAssignment = component(
  'LeadAssignment',
  Type.Object(
    {
      leadId: Id('The lead.'),
      ownerId: Type.Optional(Id('The rep who owns it.')),
      ownerName: NameOf('that rep'),
      teamId: Type.Optional(Id('The team.')),
      teamName: NameOf('that team'),
      assignedAt: Type.Optional(Timestamp('When the owner got it.')),
      queue: Type.Optional(Ref(QueueSchema)),
      decision: Type.Optional(Ref(DecisionSchema)),
    },
    strict('Who owns a lead, or why it has no owner, with the last decision.'),
  ),
);
