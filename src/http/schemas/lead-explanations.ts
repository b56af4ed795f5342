import Type from 'typebox';
import { CANDIDATE_FAILURES, RULE_OUTCOMES } from '../../core/assignment/decision.js';
import { STICKINESS } from '../../core/assignment/policy.js';
import { TIE_BREAKS } from '../../core/assignment/rotation.js';
import { ENGAGEMENT_TYPES } from '../../core/engagement.js';
import { GRADES } from '../../core/leads/score.js';
import { CATEGORIES, QUEUE_REASONS, TEMPERATURES } from '../../core/leads/vocabulary.js';
import { ADJUSTMENT_REASONS, RULE_BOUNDS } from '../../core/scoring/explain.js';
import { Id, listOf, strict, Timestamp } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { QueueSchema } from './lead-ownership.js';
import { classificationFields, ScoreSchema } from './leads.js';

const GROUPS = ['fit', 'engagement'] as const;

export const CountedEventSchema = component(
  'CountedEvent',
  Type.Object(
    {
      id: Id('The engagement event.'),
      type: enumOf(ENGAGEMENT_TYPES, { description: 'What the lead did.' }),
      occurredAt: Timestamp('When.'),
      points: Type.Number({ description: 'What it gives, after decay.' }),
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
      group: enumOf(GROUPS, { description: 'Who it is, or what it did.' }),
      points: Type.Number({ description: 'What the rule gave, after decay and its own cap.' }),
      pointsBeforeCap: Type.Optional(
        Type.Number({ description: 'Before floor and cap of the rule, where it differs.' }),
      ),
      pointsBeforeDecay: Type.Optional(Type.Number({ description: 'Before decay and cap, where it differs.' })),
      bound: Type.Optional(
        enumOf(RULE_BOUNDS, { description: 'The floor or cap of the rule that was met, with `pointsBeforeCap`.' }),
      ),
      eventIds: Type.Optional(
        Type.Array(Id('An engagement event.'), { maxItems: 50, description: 'The events that count, latest first.' }),
      ),
      events: Type.Optional(
        Type.Array(Ref(CountedEventSchema), { maxItems: 50, description: 'The same events with their points.' }),
      ),
      eventCount: Type.Integer({ minimum: 0, description: 'Number of events that count.' }),
      reason: Type.String({ description: 'Why the rule gave this.' }),
    },
    strict('What one rule gave. Decay makes `pointsBeforeDecay` `pointsBeforeCap`, floor and cap make that `points`.'),
  ),
);

export const AdjustmentSchema = component(
  'Adjustment',
  Type.Object(
    {
      group: enumOf([...GROUPS, 'total'] as const, { description: 'Which sum met a bound.' }),
      reason: enumOf(ADJUSTMENT_REASONS, { description: 'Which bound.' }),
      points: Type.Number({ description: 'What the bound took away (negative) or gave.' }),
    },
    strict('What a bound of the score model took away or gave.'),
  ),
);

export const LeadScoreSchema = component(
  'LeadScore',
  Type.Object(
    {
      leadId: Id('The lead.'),
      scoreModelVersion: Type.Integer({ minimum: 1, description: 'Version of the score model that decided.' }),
      scoredAt: Timestamp('The instant the score is of.'),
      score: Ref(ScoreSchema),
      contributions: Type.Array(Ref(ContributionSchema), {
        maxItems: 400,
        description: 'Every rule that gave points.',
      }),
      adjustments: Type.Array(Ref(AdjustmentSchema), { maxItems: 3, description: 'Every bound that was met.' }),
    },
    strict('A score taken apart: contributions and adjustments sum exactly to the total.'),
  ),
);

export const ReasonSchema = component(
  'Reason',
  Type.Object(
    {
      ruleId: nullable(Type.String({ description: 'The rule that decided; null when none did.' })),
      text: Type.String({ description: 'Why, as a sentence.' }),
    },
    strict('Why something is what it is.'),
  ),
);

const NextClassSchema = component(
  'NextClass',
  Type.Object(
    {
      temperature: enumOf(TEMPERATURES, { description: 'How ready to buy it then counts as.' }),
      category: enumOf(CATEGORIES, { description: 'Where in the funnel it then stands.' }),
      grade: enumOf(GRADES, { description: 'Its grade then.' }),
    },
    strict('What a lead becomes at `nextChangeAt` by time alone: points fade, windows end, timeframes pass.'),
  ),
);

export const LeadClassification = component(
  'LeadClassification',
  Type.Object(
    {
      leadId: Id('The lead.'),
      classificationPolicyVersion: Type.Integer({ minimum: 1, description: 'Version of the policy that decided.' }),
      classifiedAt: Timestamp('The instant the classification is of.'),
      temperature: enumOf(TEMPERATURES, { description: 'How ready to buy.' }),
      temperatureReason: Ref(ReasonSchema),
      category: enumOf(CATEGORIES, { description: 'Where in the funnel.' }),
      categoryReason: Ref(ReasonSchema),
      grade: enumOf(GRADES, { description: 'Fit and engagement in one word.' }),
      gradeReason: Ref(ReasonSchema),
      ...classificationFields,
      nextChangeAt: Type.Optional(
        Timestamp('When time alone makes it something else, if nothing happens until then; absent: never.'),
      ),
      nextChange: Type.Optional(Ref(NextClassSchema)),
    },
    strict('Temperature, category and grade, each with its reason, and what time alone will make of them.'),
  ),
);

export const RuleTrialSchema = component(
  'RuleTrial',
  Type.Object(
    {
      ruleId: nullable(Type.String({ description: 'The rule; null for the fallback team.' })),
      teamId: Id('The team it leads to.'),
      matched: Type.Boolean({ description: 'Whether its condition held.' }),
      outcome: enumOf(RULE_OUTCOMES, { description: 'What became of the rule.' }),
      reason: Type.String({ description: 'Which part of the condition decided.' }),
    },
    strict('One routing rule as it was tried.'),
  ),
);

export const CandidateSchema = component(
  'Candidate',
  Type.Object(
    {
      repId: Id('The rep.'),
      teamId: Id('The team.'),
      eligible: Type.Boolean({ description: 'Whether the rep could take the lead.' }),
      ruleId: nullable(Type.String({ description: 'The rule that asked; null for the fallback team, or by hand.' })),
      failedOn: Type.Optional(
        enumOf(CANDIDATE_FAILURES, {
          description: 'What stood against it. Filters are asked in this order: it passed all those before.',
        }),
      ),
      fact: Type.Optional(Type.String({ description: 'The fact it failed on.' })),
      eligibleFrom: Type.Optional(
        Timestamp('When time alone makes it eligible; absent: never, or somebody else got the lead.'),
      ),
      openLeads: Type.Integer({ minimum: 0, description: 'Open leads before the decision.' }),
      capacity: nullable(Type.Integer({ minimum: 0, description: 'Most open leads; null is unlimited.' })),
      weight: Type.Integer({ minimum: 1, description: 'Share relative to the other members.' }),
      givenBefore: Type.Integer({ minimum: 0, description: 'Leads given before.' }),
      creditBefore: Type.Number({ description: 'Entitlement less what was given, in leads, before.' }),
      givenAfter: Type.Integer({ minimum: 0, description: 'Leads given after.' }),
      creditAfter: Type.Number({ description: 'Entitlement less what was given, in leads, after.' }),
    },
    strict('A team member as it was looked at, with its line of the fairness ledger before and after.'),
  ),
);

/** Fields of the record of a decision, real or simulated. */
export const decisionRecordFields = {
  ruleId: nullable(Type.String({ description: 'The rule that decided; null for the fallback team or no rule.' })),
  queueReason: Type.Optional(enumOf(QUEUE_REASONS, { description: 'Why it waits.' })),
  detail: Type.Optional(Type.String({ description: 'Why it waits, as a sentence.' })),
  nextEligibleAt: Type.Optional(Timestamp('When it is tried again by itself.')),
  stickiness: Type.Optional(
    enumOf(STICKINESS, { description: 'Whose owner it went to; the rotation was not touched.' }),
  ),
  manualReason: Type.Optional(Type.String({ description: 'Why a person gave it, or that it was claimed.' })),
  routingPolicyVersion: Type.Integer({ minimum: 1, description: 'Version of the routing policy.' }),
  rules: Type.Array(Ref(RuleTrialSchema), { maxItems: 201, description: 'Rules in the order they were tried.' }),
  candidates: Type.Array(Ref(CandidateSchema), { description: 'Everybody who was looked at.' }),
  tieBreak: nullable(
    enumOf(TIE_BREAKS, { description: 'What told the receiver from the runner-up; null when nobody got it.' }),
  ),
};

export const DecisionSchema = component(
  'AssignmentDecision',
  Type.Object(
    {
      id: Id('The decision.'),
      leadId: Id('The lead.'),
      decidedAt: Timestamp('When it was decided.'),
      outcome: enumOf(['assigned', 'queued'] as const, { description: 'Somebody got the lead, or it waits.' }),
      repId: Type.Optional(Id('Who got it.')),
      teamId: Type.Optional(Id('Through which team.')),
      ...decisionRecordFields,
    },
    strict('Why a lead went where it went.'),
  ),
);
export const DecisionList = listOf('AssignmentDecisionList', DecisionSchema, 'Decisions about a lead, newest first.');

export const LeadAssignment = component(
  'LeadAssignment',
  Type.Object(
    {
      leadId: Id('The lead.'),
      ownerId: Type.Optional(Id('The rep who owns it.')),
      teamId: Type.Optional(Id('The team.')),
      assignedAt: Type.Optional(Timestamp('Since when.')),
      queue: Type.Optional(Ref(QueueSchema)),
      decision: Type.Optional(Ref(DecisionSchema)),
    },
    strict('Who owns a lead, or why nobody does, with the decision that made it so.'),
  ),
);
