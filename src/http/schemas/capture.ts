import Type from 'typebox';
import { Id } from './common.js';
import { component, Ref } from './components.js';
import { Attributes, optionalLeadFields, submissionFields } from './lead-fields.js';

/** Fields that a public page cannot state: ids of other systems, and instants, which could date a touch before all others. */
const { externalId, externalSystem, timeframeStatedAt, ...publicFields } = optionalLeadFields;

export const CaptureSubmission = component(
  'CaptureSubmission',
  Type.Object(
    {
      ...publicFields,
      attributes: Type.Optional(Ref(Attributes)),
      source: submissionFields.source,
      visitorId: submissionFields.visitorId,
      consentText: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 2000,
          pattern: '\\S',
          description:
            'The exact text beside the consent box of the form. `emailConsent` and `phoneConsent` are `granted` only with it.',
        }),
      ),
    },
    {
      additionalProperties: false,
      description:
        'A submission of a public page about a person or organization. Needs at least one of name, email, phone and organizationName.',
    },
  ),
);

export const CaptureReceipt = component(
  'CaptureReceipt',
  Type.Object(
    { touchId: Id('The id of the submission.') },
    {
      additionalProperties: false,
      description: 'The submission is stored. The answer is the same whether the person is known or not.',
    },
  ),
);
