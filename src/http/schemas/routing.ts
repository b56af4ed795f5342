import Type from 'typebox';
import { QUEUE_REASONS } from '../../core/leads/vocabulary.js';
import { Id, NameOf, PlannedInstant, strict, Timestamp } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { decisionRecordFields } from './lead-explanations.js';
import { LeadCreate } from './leads.js';
import { variant } from './rules.js';

/** Most leads of one call: they are decided without a pause. */
const LATEST = { minimum: 1, maximum: 500 } as const;
const OUTCOMES = ['assigned', 'queued'] as const;
const At = Type.Optional(
  PlannedInstant(
    'The instant of the evaluation, also in the future: it determines hours, absences and caps; now when absent.',
  ),
);
const PolicyVersion = (description: string) => Type.Integer({ minimum: 1, maximum: 2_147_483_647, description });

export const RoutingSimulationCreate = component(
  'RoutingSimulationCreate',
  Type.Object(
    {
      leadId: Type.Optional(Id('A known lead.')),
      lead: Type.Optional(Ref(LeadCreate)),
      latest: Type.Optional(
        Type.Integer({ ...LATEST, description: 'Number of latest leads to use, oldest first, 1 to 500.' }),
      ),
      at: At,
    },
    strict('The leads to try a routing policy on: exactly one of `leadId`, `lead` and `latest`.'),
  ),
);

const RoutingDecisionSchema = variant(
  'RoutingDecision',
  decisionRecordFields,
  'How a lead would be routed, with the reasons.',
);

const target = {
  outcome: enumOf(OUTCOMES, { description: 'Whether a rep would get it, or it would wait.' }),
  repId: Type.Optional(Id('The rep who would get it.')),
  repName: NameOf('that rep'),
  teamId: Type.Optional(Id('The team of the assignment, or the team that it would wait for.')),
  teamName: NameOf('that team'),
  ruleId: nullable(Type.String({ description: 'The rule that would decide; null for the fallback team or no rule.' })),
  queueReason: Type.Optional(enumOf(QUEUE_REASONS, { description: 'Why it would wait.' })),
  nextEligibleAt: Type.Optional(Timestamp('When routing would be retried automatically.')),
};

const SimulatedAssignmentSchema = variant(
  'SimulatedAssignment',
  { leadId: Type.Optional(Id('The lead; absent for a hypothetical one.')), ...target },
  'Where a lead would be routed.',
);

const RepShareSchema = variant(
  'RepShare',
  {
    repId: Id('The rep.'),
    repName: NameOf('that rep'),
    leads: Type.Integer({ minimum: 0, description: 'Leads it would get.' }),
  },
  'How many leads a rep would get.',
);

export const RoutingSimulation = component(
  'RoutingSimulation',
  Type.Object(
    {
      routingPolicyVersion: PolicyVersion('The version that decided.'),
      at: Timestamp('The instant of the evaluation.'),
      results: Type.Array(Ref(SimulatedAssignmentSchema), {
        maxItems: LATEST.maximum,
        description: 'In the order of the decisions; each decision takes those before it into account.',
      }),
      reps: Type.Array(Ref(RepShareSchema), {
        maxItems: LATEST.maximum,
        description: 'How many leads each rep would get.',
      }),
      queued: Type.Integer({ minimum: 0, description: 'Leads that would wait.' }),
      decision: Type.Optional(Ref(RoutingDecisionSchema)),
    },
    strict('How a routing policy would route leads; for a single lead with the whole decision.'),
  ),
);

export const RoutingComparisonCreate = component(
  'RoutingComparisonCreate',
  Type.Object(
    {
      withVersion: PolicyVersion('The other version.'),
      latest: Type.Integer({ ...LATEST, description: 'Number of latest leads to use, 1 to 500.' }),
      at: At,
    },
    strict('What to compare a version of the routing policy with, and on which leads.'),
  ),
);

const PlaceSchema = variant('RoutingPlace', target, 'Where one version would route a lead.');

const ChangedAssignmentSchema = variant(
  'ChangedAssignment',
  { leadId: Id('The lead.'), before: Ref(PlaceSchema), after: Ref(PlaceSchema) },
  'A lead that two versions route differently.',
);

const RepDifferenceSchema = variant(
  'RepDifference',
  {
    repId: Id('The rep.'),
    repName: NameOf('that rep'),
    before: Type.Integer({ minimum: 0, description: 'Leads that it gets by this version.' }),
    after: Type.Integer({ minimum: 0, description: 'Leads that it gets by the other version.' }),
  },
  'How many leads a rep would get by each version.',
);

export const RoutingComparison = component(
  'RoutingComparison',
  Type.Object(
    {
      version: PolicyVersion('This version.'),
      withVersion: PolicyVersion('The other version.'),
      at: Timestamp('The instant of the evaluation.'),
      unchanged: Type.Integer({ minimum: 0, description: 'Leads that both versions route alike.' }),
      changed: Type.Array(Ref(ChangedAssignmentSchema), { maxItems: LATEST.maximum, description: 'The other leads.' }),
      reps: Type.Array(Ref(RepDifferenceSchema), { maxItems: 1000, description: 'How many leads each rep would get.' }),
    },
    strict('How two versions of the routing policy would route the same leads.'),
  ),
);
