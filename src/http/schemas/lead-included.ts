import Type from 'typebox';
import { strict } from './common.js';
import { component, enumOf, Ref } from './components.js';
import { LeadAssignment, LeadClassification, LeadScoreSchema } from './lead-explanations.js';
import { optionalLeadFields } from './lead-fields.js';
import { RepSchema } from './reps.js';
import { SourceSchema } from './sources.js';
import { TouchSchema } from './touches.js';
import { wordListPattern } from './word-lists.js';

export const INCLUSIONS = ['score', 'classification', 'assignment', 'lastTouch', 'source', 'owner'] as const;
export type Inclusion = (typeof INCLUSIONS)[number];

export const LeadIncluded = component(
  'LeadIncluded',
  Type.Object(
    {
      score: Type.Optional(Ref(LeadScoreSchema)),
      classification: Type.Optional(Ref(LeadClassification)),
      assignment: Type.Optional(Ref(LeadAssignment)),
      lastTouch: Type.Optional(Ref(TouchSchema)),
      source: Type.Optional(Ref(SourceSchema)),
      owner: Type.Optional(Ref(RepSchema)),
    },
    strict(
      'The parts that a read requested by `include`, each as in the answer of its own operation. `owner` is absent without one.',
    ),
  ),
);

/** Facts that a lead may lack, from which `fields` chooses: what was sent, and what follows from it. */
export const LEAD_FIELDS = [
  ...Object.keys(optionalLeadFields).filter((name) => name !== 'kind' && name !== 'attributes'),
  'attributes',
  'domain',
  'emailNormalized',
  'emailType',
  'emailBouncedAt',
  'bouncedEmails',
  'emailConsentAt',
  'phoneConsentAt',
  'purchaseIntentStatedAt',
  'phoneNormalized',
  'phoneType',
];

const WHAT_IS_INCLUDED =
  '`owner` needs the scope `assignment:read`, `source` needs `sources:read`. With `score` or `classification` a page has at most 50 leads.';
const WHAT_IS_LEFT_OUT =
  'Only these of the facts that a lead may lack; properties that every lead has are always there, so generated clients read the answer.';

/** Query parameters of the reads of leads. */
export const inclusionQuery = {
  include: Type.Optional(
    Type.String({
      pattern: wordListPattern(INCLUSIONS),
      maxLength: 100,
      description: `What to add as \`included\`, separated by commas: ${INCLUSIONS.join(', ')}. ${WHAT_IS_INCLUDED}`,
      examples: ['owner,lastTouch'],
    }),
  ),
  fields: Type.Optional(
    Type.String({
      pattern: wordListPattern(LEAD_FIELDS),
      maxLength: 1000,
      description: `${WHAT_IS_LEFT_OUT} Separated by commas: ${LEAD_FIELDS.join(', ')}.`,
      examples: ['name,email,phone'],
    }),
  ),
};

/** The same in the body of a search. */
export const inclusionBody = {
  include: Type.Optional(
    Type.Array(enumOf(INCLUSIONS, { description: 'What to add.' }), {
      maxItems: INCLUSIONS.length,
      uniqueItems: true,
      description: `What to add as \`included\`. ${WHAT_IS_INCLUDED}`,
    }),
  ),
  fields: Type.Optional(
    Type.Array(enumOf(LEAD_FIELDS, { description: 'A fact.' }), {
      maxItems: LEAD_FIELDS.length,
      uniqueItems: true,
      description: WHAT_IS_LEFT_OUT,
    }),
  ),
};
