import Type from 'typebox';
import { TOUCH_POINT_KINDS } from '../../core/attribution/journey.js';
import { CHANNELS } from '../../core/sources.js';
import { AttributionQuestionBody, Credit, CreditedRevenue, modelName } from './attribution.js';
import { Id, listOf, listQueryProperties, NameOf, strict, Timestamp } from './common.js';
import { component, enumOf, Ref } from './components.js';

export const AttributionCreditsQuery = component(
  'AttributionCreditsQuery',
  Type.Object(
    {
      question: Ref(AttributionQuestionBody),
      model: modelName('The model whose credits are listed.'),
      group: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 2_000,
          description: 'The `group` of a row; all conversions when absent.',
        }),
      ),
      limit: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 200,
          description: 'Most conversions on one page, 1 to 200; 50 when absent.',
        }),
      ),
      cursor: listQueryProperties.cursor,
    },
    strict(
      'Which credits to follow: the question, a model and a row. Send `from` and `before` of the answer with the question, so that its period is the same.',
    ),
  ),
);

const CreditedTouchPoint = component(
  'CreditedTouchPoint',
  Type.Object(
    {
      kind: enumOf(TOUCH_POINT_KINDS, { description: '`engagement`: an action of the person from a known source.' }),
      touchPointId: Type.Optional(Id('Of the touch or the engagement event; absent where only its source is kept.')),
      occurredAt: Timestamp('When it happened.'),
      receivedAt: Timestamp('When it arrived.'),
      sourceId: Id('Its source.'),
      sourceName: NameOf('the source'),
      campaignId: Type.Optional(Id('Its campaign.')),
      campaignName: NameOf('the campaign'),
      channel: Type.Optional(enumOf(CHANNELS, { description: 'The channel of the source.' })),
      credit: Credit('Its part of the conversion, 0 to 1.'),
      inRow: Type.Boolean({ description: 'Whether the credit is a part of the row.' }),
    },
    strict('A touch point with its part of a conversion.'),
  ),
);

const CreditedConversionBody = component(
  'CreditedConversion',
  Type.Object(
    {
      leadId: Type.Optional(Id('The lead; absent where it was deleted, or the deal had none.')),
      dealId: Type.Optional(Id('Of a won deal: the deal.')),
      convertedAt: Timestamp('When it converted.'),
      credit: Credit('The part of it that the row has, 0 to 1.'),
      revenue: Type.Array(Ref(CreditedRevenue), { description: 'The whole revenue of the conversion, by currency.' }),
      restated: Type.Boolean({
        description:
          'Whether a touch point arrived after the conversion was known, so that earlier answers had other credits.',
      }),
      touchPoints: Type.Array(Ref(CreditedTouchPoint), {
        description:
          'Those before the conversion, the first first. Their credits sum to exactly 1. Empty: credited to none.',
      }),
    },
    strict('A conversion with the credits of its touch points by one model.'),
  ),
);

export const CreditedConversionList = listOf('CreditedConversionList', CreditedConversionBody, 'Credited conversions.');
