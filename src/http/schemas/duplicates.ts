import Type from 'typebox';
import { DUPLICATE_DECISIONS, MOST_CANDIDATES } from '../../core/matching/policy.js';
import { Id, listOf, NameOf, strict, Timestamp } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';

/** The vocabularies of duplicates, which get new words. */
export const DUPLICATE_WORDS = { DuplicateDecision: DUPLICATE_DECISIONS };

const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Probability = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });
const Bits = (description: string) => Type.Number({ description });
const Decision = enumOf(DUPLICATE_DECISIONS, {
  description: '`not_duplicate`: they are two, and scans remember it. `undecided`: takes that back.',
});

const MatchEvidence = component(
  'MatchEvidence',
  Type.Object(
    {
      field: Type.String({
        description: 'The field that was compared, such as `lastName` or `attributes.dateOfBirth`.',
      }),
      level: Type.String({
        description: 'How it agrees, such as `exact`, `near` or `different`. `exchanged`: first and last name.',
      }),
      chance: Probability(
        'The share of pairs of different people that agree so; of an exact value, how frequent the value is.',
      ),
      bits: Bits(
        'What that says for one person (above 0) or two: log2 of how much more frequent it is among pairs of one.',
      ),
    },
    strict('What the comparison of one field says.'),
  ),
);

const DuplicateLead = component(
  'DuplicateLead',
  Type.Object(
    {
      leadId: Id('The lead.'),
      name: Type.Optional(Type.String({ description: 'Its name.' })),
      organizationName: Type.Optional(Type.String({ description: 'Its organization.' })),
      email: Type.Optional(Type.String({ description: 'Its e-mail address.' })),
      phone: Type.Optional(Type.String({ description: 'Its phone number.' })),
      ownerId: nullable(Id('The rep that owns it; null: it has no owner.')),
      ownerName: Type.Optional(NameOf('that rep')),
      touchCount: Count('Number of its touches.'),
      createdAt: Timestamp('When it was created.'),
    },
    strict('A lead that may be the same as another.'),
  ),
);

const weighed = {
  probability: Probability('The probability that both are one person or organization.'),
  bits: Bits('The logarithm (to 2) of the odds: the sum of the evidence and of `priorBits`.'),
  priorBits: Bits('What holds before anything is compared: the more leads, the less likely two are one.'),
  evidence: Type.Array(Ref(MatchEvidence), { description: 'What each field says.' }),
};

const DuplicateCandidate = component(
  'DuplicateCandidate',
  Type.Object(
    {
      lead: Ref(DuplicateLead),
      ...weighed,
      decision: Decision,
    },
    strict('A lead that may be the same.'),
  ),
);

export const LeadDuplicates = component(
  'LeadDuplicates',
  Type.Object(
    {
      leadId: Id('The lead.'),
      scannedAt: nullable(
        Timestamp('The last scan: leads that changed since are compared as they were. null: start a scan first.'),
      ),
      candidates: Type.Array(Ref(DuplicateCandidate), {
        maxItems: MOST_CANDIDATES,
        description: 'The most probable first.',
      }),
      crowdedKeys: Count('How many of its blocking keys were left out, because more than 1,000 leads have them.'),
    },
    strict('The leads that may be the same as one.'),
  ),
);

export const DuplicatePairSchema = component(
  'DuplicatePair',
  Type.Object(
    { leadId: Id('One lead.'), otherLeadId: Id('The other.'), ...weighed, decision: Decision },
    strict('Two leads that may be one.'),
  ),
);

export const DuplicateGroupSchema = component(
  'DuplicateGroup',
  Type.Object(
    {
      groupId: Id('The group: the smallest id of its leads when it was found.'),
      leads: Type.Array(Ref(DuplicateLead), { description: 'Its leads, by id.' }),
      pairs: Type.Array(Ref(DuplicatePairSchema), { description: 'What joins them, the most probable first.' }),
      survivorId: nullable(Id('The lead that should stay: the one with most facts, the oldest of several.')),
    },
    strict('Leads that may be one person or organization.'),
  ),
);

export const DuplicateGroupList = listOf('DuplicateGroupList', DuplicateGroupSchema, 'Groups, by id.');

export const DuplicateScanCreate = component(
  'DuplicateScanCreate',
  Type.Object(
    {
      all: Type.Optional(
        Type.Boolean({ description: 'true: compares every lead; else those that have changed since the last scan.' }),
      ),
    },
    strict('Which leads a scan compares.'),
  ),
);

export const DuplicateDecisionCreate = component(
  'DuplicateDecisionCreate',
  Type.Object(
    { leadId: Id('One lead.'), otherLeadId: Id('The other.'), decision: Decision },
    strict('What a person has decided about two leads.'),
  ),
);

export const FindDuplicatesDetails = component(
  'FindDuplicatesDetails',
  Type.Object(
    {
      all: Type.Boolean({ description: 'Whether every lead is compared.' }),
      leads: Type.Optional(Count('Leads that were read anew; present when it has succeeded, as all following fields.')),
      compared: Type.Optional(Count('Pairs that were compared.')),
      pairs: Type.Optional(Count('Pairs that may be one, of all scans.')),
      groups: Type.Optional(Count('Groups that they make.')),
    },
    strict('A scan for leads that may be one.'),
  ),
);

export const duplicateFilters = {
  leadId: Type.Optional(Id('Groups with a pair of this lead.')),
  ownerId: Type.Optional(Id('Groups with a pair of which this rep owns a lead.')),
  sourceId: Type.Optional(Id('Groups with a pair of which a lead has this source.')),
  minProbability: Type.Optional(Probability('Groups with a pair of at least this probability.')),
};
