import Type from 'typebox';
import { BOUNCED_EMAILS } from '../../core/leads/bounces.js';
import { NOTE_CODES } from '../../core/leads/raw-leads.js';
import { GRADES } from '../../core/leads/score.js';
import { CATEGORIES, EMAIL_TYPES, MATCH_KEYS, PHONE_TYPES, TEMPERATURES } from '../../core/leads/vocabulary.js';
import { Id, listOf, NameOf, strict, Timestamp, Version } from './common.js';
import { component, enumOf, nullable, patchFields, Ref } from './components.js';
import { classificationFields, ScoreSchema } from './lead-class.js';
import { Attributes, leadFields, optionalLeadFields, submissionFields } from './lead-fields.js';
import { LeadIncluded } from './lead-included.js';
import { outcomeFields } from './lead-outcomes.js';
import { ownershipFields, QueueSchema } from './lead-ownership.js';
import { lifecycleFields } from './lifecycle.js';
import { conversionFields } from './predictions.js';
import { Problem } from './problems.js';
import { ReferrerReference } from './referrals.js';
import { returningInterestField } from './returning.js';

export const LeadCreate = component(
  'LeadCreate',
  Type.Object(
    { ...submissionFields, referredBy: Type.Optional(Ref(ReferrerReference)) },
    strict(
      'A person or organization that showed interest. Needs at least one of name, email, phone, organizationName and externalId.',
    ),
  ),
);

export const LeadPatchSchema = component(
  'LeadPatch',
  Type.Object(
    { ...patchFields(leadFields), attributes: Type.Optional(Ref(Attributes)) },
    {
      ...strict(
        'A JSON Merge Patch (RFC 7396): null removes, absent keeps, lists are replaced, attributes merge by name.',
      ),
      minProperties: 1,
    },
  ),
);

export const LeadLinks = component(
  'LeadLinks',
  Type.Object(
    {
      self: Type.String({ description: 'The lead.' }),
      score: Type.String({ description: 'Why it has its score: each rule and its points.' }),
      prediction: Type.String({ description: 'How probable it is that it is won, and why.' }),
      classification: Type.String({ description: 'Why it has its temperature, category and grade.' }),
      assignment: Type.String({ description: 'Why it has its owner, or no owner.' }),
      touches: Type.String({ description: 'Every submission that created or joined it.' }),
      engagement: Type.String({ description: 'What it did.' }),
    },
    strict('Links to the explanations; paths relative to the service.'),
  ),
);

const Reason = (description: string) => Type.String({ minLength: 1, maxLength: 500, description });

export const LeadMove = component(
  'LeadMove',
  Type.Object(
    {
      category: enumOf(CATEGORIES, {
        description:
          'The new category. Customer, lost, disqualified and parked have calls of their own, and are refused (422).',
      }),
      reason: Reason('The reason, for later readers; 1 to 500 characters.'),
    },
    strict('A decision of a person about the category of a lead. Rules do not change it until it is released.'),
  ),
);

const BouncedEmailSchema = component(
  'BouncedEmail',
  Type.Object(
    {
      email: Type.String({ description: 'The normalized address.' }),
      at: Timestamp('When it bounced.'),
    },
    strict('An address that bounced for good.'),
  ),
);

export const LeadSchema = component(
  'Lead',
  Type.Object(
    {
      id: Id('The lead.'),
      version: Version(),
      ...optionalLeadFields,
      kind: leadFields.kind,
      attributes: Type.Optional(Ref(Attributes)),
      domain: Type.Optional(Type.String({ description: 'Company domain, from the website or a business e-mail.' })),
      emailNormalized: Type.Optional(Type.String({ description: 'The main e-mail, normalized for matching.' })),
      emailType: Type.Optional(enumOf(EMAIL_TYPES, { description: 'The type of the main e-mail address.' })),
      emailBouncedAt: Type.Optional(
        Timestamp('When the main e-mail address bounced for good. Absent: it did not, or mail was received later.'),
      ),
      bouncedEmails: Type.Optional(
        Type.Array(Ref(BouncedEmailSchema), {
          maxItems: BOUNCED_EMAILS,
          description:
            'Other addresses that bounced for good. One that becomes the main address again is marked by `emailBouncedAt`. The latest are kept.',
        }),
      ),
      emailConsentAt: Type.Optional(
        Timestamp('When `emailConsent` was granted or denied. A statement from before that does not change it.'),
      ),
      purchaseIntentStatedAt: Type.Optional(
        Timestamp('When `purchaseIntent` was stated. What was stated before that does not change it.'),
      ),
      phoneConsentAt: Type.Optional(Timestamp('When `phoneConsent` was granted or denied.')),
      phoneNormalized: Type.Optional(Type.String({ description: 'The main phone in E.164, if it is a valid number.' })),
      phoneType: Type.Optional(enumOf(PHONE_TYPES, { description: 'The type of the main phone number.' })),
      score: Ref(ScoreSchema),
      grade: enumOf(GRADES, { description: 'Fit as a letter (A best), engagement as a digit (1 best).' }),
      temperature: enumOf(TEMPERATURES, { description: 'How ready the lead is to buy.' }),
      category: enumOf(CATEGORIES, { description: 'Its category in the funnel.' }),
      ...classificationFields,
      scoreModelVersion: Type.Integer({ minimum: 1, description: 'Version of the score model that gave the score.' }),
      classificationPolicyVersion: Type.Integer({
        minimum: 1,
        description: 'Version of the classification policy that gave temperature and category.',
      }),
      scoredAt: Timestamp(
        'The instant for which score and classes were computed: that of the answer about one lead, that of the last write or review in a list.',
      ),
      ...conversionFields,
      ...ownershipFields,
      ...lifecycleFields,
      ...outcomeFields,
      sourceId: Id('The source of its first touch.'),
      sourceName: NameOf('that source'),
      campaignId: Type.Optional(Id('The campaign of its first touch.')),
      campaignName: NameOf('that campaign'),
      touchCount: Type.Integer({ minimum: 1, description: 'Number of submissions that created or joined it.' }),
      firstTouchAt: Timestamp('When the earliest touch happened.'),
      lastTouchAt: Timestamp('When the latest touch happened.'),
      lastEngagedAt: Type.Optional(Timestamp('When its latest engagement event happened.')),
      createdAt: Timestamp('When it was created.'),
      updatedAt: Timestamp('When it last changed.'),
      links: Ref(LeadLinks),
      included: Type.Optional(Ref(LeadIncluded)),
    },
    strict('A lead with its score, class and owner.'),
  ),
);

export const OtherMatch = component(
  'OtherMatch',
  Type.Object(
    { leadId: Id('The other lead.'), by: enumOf(MATCH_KEYS, { description: 'The key that it shares.' }) },
    strict('Another lead that has one of the submitted keys. The leads are not merged.'),
  ),
);

export const NormalizationNoteSchema = component(
  'NormalizationNote',
  Type.Object(
    {
      field: Type.String({ description: 'The field.' }),
      code: enumOf(NOTE_CODES, { description: 'What was found.' }),
      detail: Type.String({ description: 'The same as a sentence.' }),
    },
    strict('A note about a submitted value that could not be used as sent. It does not refuse the submission.'),
  ),
);

const resultFields = {
  outcome: enumOf(['created', 'matched'] as const, { description: 'A new lead, or another touch of a known one.' }),
  matchedBy: nullable(enumOf(MATCH_KEYS, { description: 'The key that matched the known lead; null for a new one.' })),
  touchId: Id('This touch.'),
  otherMatches: Type.Array(Ref(OtherMatch), { maxItems: 50, description: 'Other leads that may be the same.' }),
  referralId: Type.Optional(Id('The referral; present with `referredBy`.')),
  notes: Type.Array(Ref(NormalizationNoteSchema), {
    maxItems: 100,
    description: 'Notes about values that could not be used as sent.',
  }),
};

export const LeadResult = component(
  'LeadResult',
  Type.Object(
    { ...resultFields, lead: Ref(LeadSchema) },
    strict('The result of a submission: matched, scored, classified and assigned, all of it durable.'),
  ),
);

export const LeadDigest = component(
  'LeadDigest',
  Type.Object(
    {
      id: Id('The lead.'),
      version: Version(),
      score: Ref(ScoreSchema),
      grade: enumOf(GRADES, { description: 'Fit as a letter (A best), engagement as a digit (1 best).' }),
      temperature: enumOf(TEMPERATURES, { description: 'How ready the lead is to buy.' }),
      category: enumOf(CATEGORIES, { description: 'Its category in the funnel.' }),
      ownerId: Type.Optional(Id('The rep who owns it.')),
      ownerName: NameOf('that rep'),
      teamId: Type.Optional(Id('The team of the owner.')),
      teamName: NameOf('that team'),
      queue: Type.Optional(Ref(QueueSchema)),
      ...returningInterestField,
    },
    strict('Score, class and owner of a lead of a batch, without the submitted fields; read the lead for the rest.'),
  ),
);

export const LeadBatchOutcome = component(
  'LeadBatchOutcome',
  Type.Object(
    { ...resultFields, lead: Ref(LeadDigest) },
    strict('The result of an item: matched, scored, classified and assigned, all of it durable.'),
  ),
);

export const LeadList = listOf('LeadList', LeadSchema, 'Leads in the requested order.');

export const LeadBatch = component(
  'LeadBatch',
  Type.Object(
    {
      mode: Type.Optional(
        enumOf(['partial', 'atomic'] as const, {
          description:
            '`partial` (default): valid items are accepted, invalid ones are reported. `atomic`: one invalid item refuses all.',
        }),
      ),
      items: Type.Array(Ref(LeadCreate), { minItems: 1, maxItems: 1000, description: 'Submissions, 1 to 1,000.' }),
    },
    strict('Several submissions in one call; equal to sending them one after the other.'),
  ),
);

export const LeadBatchItem = component(
  'LeadBatchItem',
  Type.Object(
    {
      index: Type.Integer({ minimum: 0, maximum: 999, description: 'Index of the item in the request, from 0.' }),
      status: Type.Integer({
        minimum: 200,
        maximum: 599,
        description: 'The HTTP status that a single call would have had.',
      }),
      id: Type.Optional(Id('The lead.')),
      result: Type.Optional(Ref(LeadBatchOutcome)),
      problem: Type.Optional(Ref(Problem)),
    },
    strict('The result of one item: `result` when accepted, `problem` when refused.'),
  ),
);

export const LeadBatchResult = component(
  'LeadBatchResult',
  Type.Object(
    {
      results: Type.Array(Ref(LeadBatchItem), { maxItems: 1000, description: 'One per item, in request order.' }),
      created: Type.Integer({ minimum: 0, description: 'Number of new leads.' }),
      matched: Type.Integer({ minimum: 0, description: 'Number of touches that joined known leads.' }),
      refused: Type.Integer({ minimum: 0, description: 'Number of refused items.' }),
      suppressed: Type.Integer({
        minimum: 0,
        description: 'Number of the refused items whose person is on the suppression list.',
      }),
    },
    strict('The result of a batch, item by item.'),
  ),
);
