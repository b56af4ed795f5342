import Type from 'typebox';
import { PAGE_VISIT_TYPES } from '../../core/visits/page-view.js';
import { Id, strict } from './common.js';
import { component, enumOf, Ref } from './components.js';
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

const WebAddress = (minLength: number, description: string) =>
  Type.String({ minLength, maxLength: 2_000, description });

export const PageVisit = component(
  'PageVisit',
  Type.Object(
    {
      visitorId: Type.String({
        minLength: 1,
        maxLength: 200,
        pattern: '\\S',
        description: 'The id of the visitor, which its script made: long and random, as who knows it can add views.',
      }),
      type: Type.Optional(
        enumOf(PAGE_VISIT_TYPES, { description: 'What the visitor did; `page_viewed` when absent.' }),
      ),
      url: WebAddress(
        1,
        'The address of the page (http or https). Of its query only `utm_source`, `utm_medium`, `utm_campaign`, `utm_term` and `utm_content` are kept, as properties `utmSource` and so on.',
      ),
      title: Type.Optional(Type.String({ maxLength: 500, description: 'The title of the page.' })),
      referrer: Type.Optional(WebAddress(0, 'The page before it; kept without its query.')),
    },
    strict('What a visitor did on a page.'),
  ),
);
