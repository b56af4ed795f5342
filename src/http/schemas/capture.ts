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
            'What the form showed beside the consent box, word for word. `emailConsent` and `phoneConsent` are `granted` only with it.',
        }),
      ),
    },
    {
      additionalProperties: false,
      description:
        'What a public page states of a person or organization. Needs at least one of name, email, phone and organizationName.',
    },
  ),
);

export const CaptureReceipt = component(
  'CaptureReceipt',
  Type.Object(
    { touchId: Id('The submission, to refer to it.') },
    {
      additionalProperties: false,
      description: 'The submission is safe. Nothing in it depends on whether the person is known.',
    },
  ),
);
