import Type from 'typebox';
import { CHURN_REASONS, MOST_PAST_CHURNS } from '../../core/customers/customer.js';
import { EMAIL_TYPES, LEAD_KINDS, PHONE_TYPES } from '../../core/leads/vocabulary.js';
import { Id, listOf, NameOf, PastInstant, strict, Timestamp, Version } from './common.js';
import { component, enumOf, nullable, patchFields, Ref } from './components.js';
import { Attributes, gatheredFields, leadFields } from './lead-fields.js';

/** The facts of a customer: those of a lead without its interest in buying. */
const plain = {
  externalId: leadFields.externalId,
  externalSystem: leadFields.externalSystem,
  name: leadFields.name,
  firstName: leadFields.firstName,
  lastName: leadFields.lastName,
  jobTitle: leadFields.jobTitle,
  industry: leadFields.industry,
  employeeCount: leadFields.employeeCount,
  annualRevenue: leadFields.annualRevenue,
  website: leadFields.website,
  email: leadFields.email,
  phone: leadFields.phone,
  street: leadFields.street,
  city: leadFields.city,
  region: leadFields.region,
  postalCode: leadFields.postalCode,
  country: leadFields.country,
  language: leadFields.language,
  timeZone: leadFields.timeZone,
  emailConsent: leadFields.emailConsent,
  phoneConsent: leadFields.phoneConsent,
  consentBasis: leadFields.consentBasis,
  description: leadFields.description,
};
/** When consents were stated. They are no facts of their own: each belongs to the consent in the same body. */
const consentInstants = {
  emailConsentAt: PastInstant(
    'When `emailConsent` of this body was granted or denied; now when absent. Of two statements the one made last counts.',
  ),
  phoneConsentAt: PastInstant('When `phoneConsent` of this body was granted or denied; now when absent.'),
};
const lists = { otherEmails: leadFields.otherEmails, otherPhones: leadFields.otherPhones, tags: leadFields.tags };
const optionalPlain = Type.Partial(Type.Object(plain)).properties;
const optionalLists = Type.Partial(Type.Object(lists)).properties;

const kind = enumOf(LEAD_KINDS, { description: 'A person or an organization; never changes.' });
const OrganizationId = () => Id('For a person: the organization (a customer) that it belongs to.');
const OwnerId = () => Id('The rep who owns the customer.');

export const CustomerCreate = component(
  'CustomerCreate',
  Type.Object(
    {
      kind,
      ...optionalPlain,
      ...optionalLists,
      ...Type.Partial(Type.Object(consentInstants)).properties,
      attributes: Type.Optional(Ref(Attributes)),
      organizationId: Type.Optional(OrganizationId()),
      ownerId: Type.Optional(OwnerId()),
    },
    strict(
      'A customer that is known already, for conversions to match. Needs one of name, email, phone and externalId.',
    ),
  ),
);

export const CustomerPatchSchema = component(
  'CustomerPatch',
  Type.Object(
    {
      ...patchFields({ ...plain, ...lists, ...consentInstants }),
      attributes: Type.Optional(Ref(Attributes)),
      organizationId: Type.Optional(nullable(OrganizationId())),
      ownerId: Type.Optional(nullable(OwnerId())),
    },
    {
      ...strict(
        'A JSON Merge Patch (RFC 7396): null removes, absent keeps, lists are replaced, attributes merge by name.',
      ),
      minProperties: 1,
    },
  ),
);

/** The facts in an answer: their lists may be longer than a request may send. */
const details = {
  ...optionalPlain,
  otherEmails: gatheredFields.otherEmails,
  otherPhones: gatheredFields.otherPhones,
  tags: gatheredFields.tags,
  attributes: gatheredFields.attributes,
  domain: Type.Optional(Type.String({ description: 'Of an organization: its company domain.' })),
  emailNormalized: Type.Optional(Type.String({ description: 'The main e-mail, normalized for matching.' })),
  emailType: Type.Optional(enumOf(EMAIL_TYPES, { description: 'The type of the main e-mail address.' })),
  phoneNormalized: Type.Optional(Type.String({ description: 'The main phone in E.164, if it is a valid number.' })),
  phoneType: Type.Optional(enumOf(PHONE_TYPES, { description: 'The type of the main phone number.' })),
  emailBouncedAt: Type.Optional(
    Timestamp('When the main e-mail address bounced for good. Absent: it did not, or mail was received later.'),
  ),
  emailConsentAt: Type.Optional(
    Timestamp('When `emailConsent` was granted or denied. A statement from before that does not change it.'),
  ),
  phoneConsentAt: Type.Optional(Timestamp('When `phoneConsent` was granted or denied.')),
};

export const CustomerDetails = component(
  'CustomerDetails',
  Type.Object(
    { kind, ...details, ownerId: Type.Optional(OwnerId()), ownerName: NameOf('that rep') },
    strict('The fields of a customer, without its id.'),
  ),
);

const ChurnReason = enumOf(CHURN_REASONS, {
  description:
    'Why it churned: `no_need` (no longer needs it), `closed_down` (is out of business); the others are literal.',
});
const ChurnDetail = Type.String({ minLength: 1, maxLength: 500, description: 'The reason in words.' });

export const ChurnSchema = component(
  'CustomerChurn',
  Type.Object(
    {
      reason: ChurnReason,
      detail: Type.Optional(ChurnDetail),
      churnedAt: Type.Optional(
        PastInstant(
          'When it churned; now when absent, never in the future, before its first purchase or before its last return.',
        ),
      ),
    },
    strict('The churn of a customer.'),
  ),
);

export const CustomerReturn = component(
  'CustomerReturn',
  Type.Object(
    {
      returnedAt: Type.Optional(PastInstant('When it came back; now when absent, never in the future.')),
    },
    strict('The return of a customer.'),
  ),
);

const PastChurnSchema = component(
  'PastChurn',
  Type.Object(
    {
      churnedAt: Timestamp('When it churned.'),
      reason: ChurnReason,
      returnedAt: Timestamp('When it came back.'),
      dealId: Type.Optional(Id('The won deal by which it came back; absent when the return was recorded by a call.')),
    },
    strict('A time when a customer was away.'),
  ),
);

export const CustomerSchema = component(
  'Customer',
  Type.Object(
    {
      id: Id('The customer.'),
      version: Version(),
      kind,
      ...details,
      organizationId: Type.Optional(OrganizationId()),
      ownerId: Type.Optional(OwnerId()),
      ownerName: NameOf('that rep'),
      leadId: Type.Optional(
        Id('The lead that it was converted from; absent when it was created without a lead, or that lead was deleted.'),
      ),
      sourceId: Type.Optional(Id('The source of that lead.')),
      sourceName: NameOf('that source'),
      campaignId: Type.Optional(Id('The campaign of that lead.')),
      campaignName: NameOf('that campaign'),
      churnedAt: Type.Optional(Timestamp('When it churned; absent while it has not.')),
      churnReason: Type.Optional(ChurnReason),
      churnDetail: Type.Optional(ChurnDetail),
      pastChurns: Type.Optional(
        Type.Array(Ref(PastChurnSchema), {
          maxItems: MOST_PAST_CHURNS,
          description: 'Earlier times when it was away, oldest first; absent without any.',
        }),
      ),
      createdAt: Timestamp('When it was made.'),
      updatedAt: Timestamp('When it last changed.'),
    },
    strict('A person or an organization that has bought.'),
  ),
);
export const CustomerList = listOf('CustomerList', CustomerSchema, 'Customers, newest first.');
