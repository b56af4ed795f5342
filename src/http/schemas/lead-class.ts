import Type from 'typebox';
import { CATEGORY_DECIDERS } from '../../core/leads/vocabulary.js';
import { strict, Timestamp } from './common.js';
import { component, enumOf } from './components.js';

const Points = (description: string) => Type.Number({ description: `${description} At most two decimals.` });

export const ScoreSchema = component(
  'Score',
  Type.Object(
    {
      fit: Points('Points for its properties.'),
      engagement: Points('Points for its engagement.'),
      total: Points('The sum of both, within the bounds of the model.'),
    },
    strict('Fit and engagement of a lead, in points of the score model.'),
  ),
);

const Reason = (description: string) => Type.String({ minLength: 1, maxLength: 500, description });
const Competitor = (description: string) => Type.String({ minLength: 1, maxLength: 200, description });

/** Since when the lead has its classes, and who decided them. */
export const classificationFields = {
  temperatureSince: Timestamp('When it got this temperature.'),
  categorySince: Timestamp('When it entered this category.'),
  categoryDecidedBy: enumOf(CATEGORY_DECIDERS, {
    description:
      'Who decided the category: a `rule`, which may change it, or a `person`, whose decision stays until released.',
  }),
  moveReason: Type.Optional(Reason('Why a person decided so.')),
  competitor: Type.Optional(Competitor('The competitor that won a lost lead.')),
};
