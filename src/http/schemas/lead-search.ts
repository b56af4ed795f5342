import Type from 'typebox';
import { SORT_FIELDS } from '../../core/conditions/sort-fields.js';
import { listQueryProperties, strict } from './common.js';
import { component, enumOf, Ref } from './components.js';
import { When } from './conditions.js';
import { leadFilters } from './lead-filters.js';
import { inclusionBody } from './lead-inclusions.js';

const LeadSort = component(
  'LeadSort',
  Type.Object(
    {
      field: enumOf(SORT_FIELDS, {
        description:
          'The field to sort by. Leads without a value come last. Texts are sorted without regard to the case of a to z.',
      }),
      direction: enumOf(['asc', 'desc'] as const, { description: 'Ascending or descending.' }),
    },
    strict('A sort key.'),
  ),
);

export const SearchText = Type.String({
  minLength: 1,
  maxLength: 200,
  description:
    'Leads that have all of these words (at most 10) in their names, organization, e-mail or the first 2,000 characters of the description; the last word may be the beginning of one. Case, accents and punctuation do not count. Only if there is no such lead: leads with words in which one letter differs.',
});

/** The members of a body that select leads. */
export const leadSelection = {
  where: Type.Optional(When),
  stage: Type.Optional(
    Type.String({ minLength: 1, maxLength: 64, description: 'Only leads in the stage with this key.' }),
  ),
  rotted: Type.Optional(Type.Boolean({ description: 'Only leads that have rotted (true), or have not (false).' })),
  ...leadFilters,
};

export const LeadSearch = component(
  'LeadSearch',
  Type.Object(
    {
      ...leadSelection,
      q: Type.Optional(SearchText),
      sort: Type.Optional(
        Type.Array(Ref(LeadSort), {
          maxItems: 3,
          description: 'Sort keys, most significant first; newest first when absent or empty. The id breaks ties.',
        }),
      ),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 200, description: 'Most items on one page, 1 to 200; 50 when absent.' }),
      ),
      cursor: listQueryProperties.cursor,
      ...inclusionBody,
    },
    strict(
      'Which leads to return, in which order. Without `where` all leads match. Conditions that take more than 2 seconds are refused: 422, `too_expensive`, with a pointer to each part that no index serves.',
    ),
  ),
);
