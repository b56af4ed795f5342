import Type from 'typebox';
import { REFERRER_KINDS } from '../../core/referrals/referral.js';
import { Id, strict } from './common.js';
import { component, enumOf } from './components.js';
import { submissionFields } from './lead-fields.js';

const nameOf = {
  leadId: Type.Optional(Id('The lead that named the other; told of a customer too: the lead it came from.')),
  customerId: Type.Optional(Id('The customer.')),
  repId: Type.Optional(Id('The rep.')),
  partner: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      pattern: '\\S',
      description: 'Name of the partner. Upper and lower case do not matter.',
    }),
  ),
};

export const ReferrerReference = component(
  'ReferrerReference',
  Type.Object(nameOf, strict('Who named the lead: exactly one of `leadId`, `customerId`, `repId` and `partner`.')),
);

export const ReferrerSchema = component(
  'Referrer',
  Type.Object(
    {
      kind: enumOf(REFERRER_KINDS, { description: 'What the referrer is; the property of that kind names it.' }),
      ...nameOf,
    },
    strict('Who named a lead.'),
  ),
);

export const LeadSubmission = component(
  'LeadSubmission',
  Type.Object(
    submissionFields,
    strict(
      'A person or organization that showed interest. Needs at least one of name, email, phone, organizationName and externalId.',
    ),
  ),
);
