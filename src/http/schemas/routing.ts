import Type from 'typebox';
import { QUEUE_REASONS } from '../../core/leads/vocabulary.js';
import { Id, PlannedInstant, strict, Timestamp } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { decisionRecordFields } from './lead-explanations.js';
import { LeadCreate } from './leads.js';
import { variant } from './rules.js';

/** Most leads of one call: they are decided without a pause. */
const LATEST = { minimum: 1, maximum: 500 } as const;
const OUTCOMES = ['assigned', 'queued'] as const;
const At = Type.Optional(
  PlannedInstant('The instant, which may lie ahead: hours, absences and caps are those of then; now when absent.'),
);
const PolicyVersion = (description: string) => Type.Integer({ minimum: 1, maximum: 2_147_483_647, description });

export const RoutingSimulationCreate = component(
  'RoutingSimulationCreate',
  Type.Object(
    {
      leadId: Type.Optional(Id('A lead that is known.')),
      lead: Type.Optional(Ref(LeadCreate)),
      latest: Type.Optional(
        Type.Integer({ ...LATEST, description: 'So many of the leads that came last, oldest first, 1 to 500.' }),
      ),
      at: At,
    },
    strict('Whom to try a routing policy on: exactly one of `leadId`, `lead` and `latest`.'),
  ),
);

const RoutingDecisionSchema = variant(
  'RoutingDecision',
  decisionRecordFields,
  'Why a lead would go where it would go.',
);

const target = {
  outcome: enumOf(OUTCOMES, { description: 'Somebody would get it, or it would wait.' }),
  repId: Type.Optional(Id('Who would get it.')),
  teamId: Type.Optional(Id('Through which team, or for which it would wait.')),
  ruleId: nullable(Type.String({ description: 'The rule that would decide; null for the fallback team or no rule.' })),
  queueReason: Type.Optional(enumOf(QUEUE_REASONS, { description: 'Why it would wait.' })),
  nextEligibleAt: Type.Optional(Timestamp('When it would be tried again by itself.')),
};

const SimulatedAssignmentSchema = variant(
  'SimulatedAssignment',
  { leadId: Type.Optional(Id('The lead; absent when it was made up.')), ...target },
  'Where a lead would go.',
);

const RepShareSchema = variant(
  'RepShare',
  { repId: Id('The rep.'), leads: Type.Integer({ minimum: 0, description: 'Leads it would get.' }) },
  'How many leads a rep would get.',
);

export const RoutingSimulation = component(
  'RoutingSimulation',
  Type.Object(
    {
      routingPolicyVersion: PolicyVersion('The version that decided.'),
      at: Timestamp('The instant it is of.'),
      results: Type.Array(Ref(SimulatedAssignmentSchema), {
        maxItems: LATEST.maximum,
        description: 'In the order in which they were decided; each sees those before it.',
      }),
      reps: Type.Array(Ref(RepShareSchema), { maxItems: LATEST.maximum, description: 'Who would get how many.' }),
      queued: Type.Integer({ minimum: 0, description: 'Leads that would wait.' }),
      decision: Type.Optional(Ref(RoutingDecisionSchema)),
    },
    strict('What a routing policy would make of leads; of one lead with the whole decision.'),
  ),
);

export const RoutingComparisonCreate = component(
  'RoutingComparisonCreate',
  Type.Object(
    {
      withVersion: PolicyVersion('The other version.'),
      latest: Type.Integer({ ...LATEST, description: 'So many of the leads that came last, 1 to 500.' }),
      at: At,
    },
    strict('What to compare a version of the routing policy with, and on which leads.'),
  ),
);

const PlaceSchema = variant('RoutingPlace', target, 'Where a lead would go by one version.');

const ChangedAssignmentSchema = variant(
  'ChangedAssignment',
  { leadId: Id('The lead.'), before: Ref(PlaceSchema), after: Ref(PlaceSchema) },
  'A lead that two versions send to different places.',
);

const RepDifferenceSchema = variant(
  'RepDifference',
  {
    repId: Id('The rep.'),
    before: Type.Integer({ minimum: 0, description: 'Leads by this version.' }),
    after: Type.Integer({ minimum: 0, description: 'Leads by the other.' }),
  },
  'How many leads a rep would get by each version.',
);

export const RoutingComparison = component(
  'RoutingComparison',
  Type.Object(
    {
      version: PolicyVersion('This version.'),
      withVersion: PolicyVersion('The other version.'),
      at: Timestamp('The instant it is of.'),
      unchanged: Type.Integer({ minimum: 0, description: 'Leads that both send to the same place.' }),
      changed: Type.Array(Ref(ChangedAssignmentSchema), { maxItems: LATEST.maximum, description: 'All the others.' }),
      reps: Type.Array(Ref(RepDifferenceSchema), { maxItems: 1000, description: 'Who would get how many.' }),
    },
    strict('Who would have got what by two versions of the routing policy.'),
  ),
);
