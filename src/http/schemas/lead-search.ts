import Type from 'typebox';
import { listQueryProperties, strict } from './common.js';
import { component, enumOf, Ref } from './components.js';
import { When } from './conditions.js';

const SORT_FIELDS = [
  'createdAt',
  'updatedAt',
  'lastTouchAt',
  'score.fit',
  'score.engagement',
  'score.total',
  'conversionProbability',
] as const;

const LeadSort = component(
  'LeadSort',
  Type.Object(
    {
      field: enumOf(SORT_FIELDS, {
        description: 'By what. Leads without a conversion probability come as if it were below 0.',
      }),
      direction: enumOf(['asc', 'desc'] as const, { description: 'Smallest or largest first.' }),
    },
    strict('One key of an order.'),
  ),
);

export const LeadSearch = component(
  'LeadSearch',
  Type.Object(
    {
      where: Type.Optional(When),
      stage: Type.Optional(
        Type.String({ minLength: 1, maxLength: 64, description: 'Only those in the stage with this key.' }),
      ),
      rotted: Type.Optional(Type.Boolean({ description: 'Only those that have rotted (true), or have not (false).' })),
      sort: Type.Optional(
        Type.Array(Ref(LeadSort), {
          minItems: 1,
          maxItems: 3,
          description: 'Keys of the order, the first weighs most; newest first when absent. The id settles the rest.',
        }),
      ),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 200, description: 'Most items on one page, 1 to 200; 50 when absent.' }),
      ),
      cursor: listQueryProperties.cursor,
    },
    strict(
      'Which leads, and in which order. All fields but `contact.*` can be asked; without `where` all leads. Conditions that take more than 5 seconds are refused: 422, `too_expensive`.',
    ),
  ),
);
