import Type from 'typebox';
import { strict } from './common.js';
import { component, Ref } from './components.js';
import { LeadAssignment, LeadClassification, LeadScoreSchema } from './lead-explanations.js';
import { optionalLeadFields } from './lead-fields.js';
import { RepSchema } from './reps.js';
import { SourceSchema } from './sources.js';
import { TouchSchema } from './touches.js';

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

/** Facts that a lead may lack, which `fields` leaves out unless it names them: what was sent, and what follows from it. */
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
