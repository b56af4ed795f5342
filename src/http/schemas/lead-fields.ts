import Type, { type TSchema } from 'typebox';
import type { LeadFact } from '../../core/leads/facts.js';
import { ATTRIBUTE_LIMITS, LIST_LIMITS } from '../../core/leads/limits.js';
import { AUTHORITIES, CONSENTS, LEAD_KINDS, PURCHASE_INTENTS } from '../../core/leads/vocabulary.js';
import { CHANNELS } from '../../core/sources.js';
import { Amount, PastInstant, PlannedDay, strict } from './common.js';
import { component, enumOf, Ref } from './components.js';

const text = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, description });
const texts = (maxItems: number, maxLength: number, description: string, of: string) =>
  Type.Array(text(maxLength, of), { maxItems, description });

/** Values of custom attributes: scalars and lists of text; nothing nested, so that rules and filters can use them. */
const attributes = (limit: { description: string; maxProperties?: number }) =>
  Type.Unsafe<Record<string, string | number | boolean | string[] | null>>({
    type: 'object',
    ...limit,
    propertyNames: { minLength: 1, maxLength: 100 },
    additionalProperties: {
      // Lists first: the serializer takes the first type that fits, and a list has a toString.
      type: ['array', 'string', 'number', 'boolean', 'null'],
      maxLength: 2000,
      maxItems: 100,
      items: { type: 'string', maxLength: 500 },
    },
  });

export const Attributes = component(
  'Attributes',
  attributes({
    description:
      'Custom attributes by name: text (up to 2,000 characters), number, boolean, list of text, or null. At most 100, of 65,536 characters together as JSON.',
    maxProperties: ATTRIBUTE_LIMITS.names,
  }),
);

export const GatheredAttributes = component(
  'GatheredAttributes',
  attributes({ description: 'Custom attributes by name, of all touches.' }),
);

export const SourceReferenceSchema = component(
  'SourceReference',
  Type.Object(
    {
      channel: enumOf(CHANNELS, { description: 'The channel of the touch.' }),
      name: text(
        200,
        'The source within that channel, such as `Spring fair` or `Website`. Upper and lower case do not matter.',
      ),
      campaign: Type.Optional(text(200, 'Campaign within the source.')),
    },
    {
      additionalProperties: false,
      description: 'The source of a touch, by name. Unknown sources and campaigns are created.',
    },
  ),
);

/** Facts that the service derives from others. */
type Derived =
  | ('domain' | 'emailNormalized' | 'emailType' | 'phoneNormalized' | 'phoneType')
  | ('emailBouncedAt' | 'bouncedEmails' | 'emailConsentAt' | 'phoneConsentAt' | 'purchaseIntentStatedAt');

/** The facts of a lead that a caller can send. Submission, correction and answer share them. */
export const leadFields = {
  kind: enumOf(LEAD_KINDS, {
    description: 'Person or organization. When absent: organization if only `organizationName` names it, else person.',
  }),
  externalId: text(200, 'Its id in another system; the strongest match key.'),
  externalSystem: text(100, 'Which system `externalId` belongs to. Ids of different systems never match each other.'),
  name: text(300, 'Full name of the person or name of the organization.'),
  firstName: text(150, 'Given name.'),
  lastName: text(150, 'Family name.'),
  jobTitle: text(200, 'Job title.'),
  organizationName: text(300, 'Company or other organization.'),
  industry: text(200, 'Industry.'),
  employeeCount: Type.Integer({ minimum: 0, maximum: 2_000_000_000, description: 'Number of employees.' }),
  annualRevenue: Amount('Revenue per year, in US dollars.'),
  website: text(500, 'Website of the organization.'),
  email: text(320, 'Main e-mail address. Matched in normal form: case, blanks and display names do not matter.'),
  phone: text(
    100,
    'Main phone number; parsed with the country of the lead, else the default country of the workspace.',
  ),
  otherEmails: texts(LIST_LIMITS.otherEmails, 320, 'Further e-mail addresses; they match too.', 'An e-mail address.'),
  otherPhones: texts(LIST_LIMITS.otherPhones, 100, 'Further phone numbers; they match too.', 'A phone number.'),
  street: text(300, 'Street and number.'),
  city: text(200, 'City.'),
  region: text(200, 'State, province or region.'),
  postalCode: text(40, 'Postal code.'),
  country: text(100, 'Country, as ISO 3166-1 code or name; returned as two-letter code.'),
  language: text(100, 'Language, as BCP 47 tag or English name; returned as tag.'),
  timeZone: text(100, 'IANA time zone, such as `Europe/Paris`.'),
  products: texts(LIST_LIMITS.products, 200, 'Products or services of interest.', 'A product.'),
  need: text(2000, 'What the lead needs, as free text.'),
  budgetAmount: Amount('Budget in major units of `budgetCurrency`.'),
  budgetCurrency: text(10, 'ISO 4217 currency of the budget.'),
  authority: enumOf(AUTHORITIES, { description: 'Role of the person in the purchase.' }),
  purchaseIntent: enumOf(PURCHASE_INTENTS, {
    description:
      'What the lead states about buying. `buying`: it intends to buy. `information_only`: it only asks and intends no purchase. `none`: it is not interested. By default a lead with the last two is never hot. What was stated later holds: a timeframe, or an event by which the funnel sees strong interest (`returning.strong`, such as `purchase_requested`), replaces the last two when it is not earlier.',
  }),
  purchaseTimeframeDays: Type.Integer({
    minimum: 0,
    maximum: 3650,
    description:
      'Days within which the lead will decide, from `timeframeStatedAt` on; 0 means it wants to buy now. When at most 60 of them are left, a lead is warm.',
  }),
  timeframeStatedAt: PastInstant('When the timeframe was stated; the time of the touch when absent.'),
  competitorProducts: texts(LIST_LIMITS.competitorProducts, 200, 'Products of competitors in use.', 'A product.'),
  competitorContractEndsOn: PlannedDay('The day on which its contract with a competitor ends,'),
  emailConsent: enumOf(CONSENTS, {
    description: 'Consent to contact by e-mail. Of all statements the one made last counts.',
  }),
  phoneConsent: enumOf(CONSENTS, {
    description: 'Consent to contact by phone. Of all statements the one made last counts.',
  }),
  consentBasis: text(500, 'Basis of the consent: its subject, place and time.'),
  tags: texts(LIST_LIMITS.tags, 100, 'Tags.', 'A tag.'),
  description: text(5000, 'Further information.'),
} satisfies Record<Exclude<LeadFact, Derived | 'attributes'>, TSchema>;

/** The same fields, each optional: a lead needs nothing but some identity. */
export const optionalLeadFields = Type.Partial(Type.Object(leadFields)).properties;

/** All fields of a submission except the referrer. */
export const submissionFields = {
  ...optionalLeadFields,
  attributes: Type.Optional(Ref(Attributes)),
  source: Type.Optional(Ref(SourceReferenceSchema)),
  occurredAt: Type.Optional(PastInstant('When the touch happened; now when absent. May lie in the past.')),
  visitorId: Type.Optional(
    text(200, 'The id of its earlier visits. The recorded events of that visitor become events of the lead.'),
  ),
};

export const LeadSubmission = component(
  'LeadSubmission',
  Type.Object(
    submissionFields,
    strict(
      'A person or organization that showed interest. Needs at least one of name, email, phone, organizationName and externalId.',
    ),
  ),
);

const gathered = (maxLength: number, description: string, of: string) =>
  Type.Optional(Type.Array(text(maxLength, of), { description: `${description} No limit on their number.` }));

/** Lists that several submissions add to: they can be longer than a request may send. */
export const gatheredFields = {
  otherEmails: gathered(320, 'Further e-mail addresses; they match too.', 'An e-mail address.'),
  otherPhones: gathered(100, 'Further phone numbers; they match too.', 'A phone number.'),
  products: gathered(200, 'Products or services of interest.', 'A product.'),
  competitorProducts: gathered(200, 'Products of competitors that it uses.', 'A product.'),
  tags: gathered(100, 'Tags.', 'A tag.'),
  attributes: Type.Optional(Ref(GatheredAttributes)),
};
