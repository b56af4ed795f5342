import { type AttributionModel, W_SHAPED_PERCENT } from './models.js';
import { ATTRIBUTION_LIMITS, type AttributionQuestion, type EarlierStep } from './question.js';

export interface ModelDefinition {
  model: AttributionModel;
  title: string;
  /** How a conversion is shared among its touch points. */
  formula: string;
}

const STEP_WORDS: Record<EarlierStep, string> = {
  created: 'was created',
  lead: 'reached the category lead',
  mql: 'reached the category MQL',
  sql: 'reached the category SQL',
  prospect: 'reached the category prospect',
};

type Settings = Pick<AttributionQuestion, 'positionWeights' | 'halfLifeDays' | 'lastBefore' | 'states'>;

/** The definition of a model with the settings of the question. */
export function modelDefinition(model: AttributionModel, settings: Settings): ModelDefinition {
  const { positionWeights, halfLifeDays, lastBefore, states } = settings;
  const { first, middle, last } = positionWeights;
  const { milestone, rest } = W_SHAPED_PERCENT;
  const rows: Record<AttributionModel, [title: string, formula: string]> = {
    first: ['First touch', 'All to the first touch point'],
    last: ['Last touch', 'All to the last touch point before the conversion'],
    last_before_step: [
      'Last touch before a step',
      `All to the last touch point before the lead ${STEP_WORDS[lastBefore]}; to the first one where none was before`,
    ],
    linear: ['Linear', 'The same to each touch point'],
    position_based: [
      'Position-based',
      `${first} % to the first touch point, ${last} % to the last, ${middle} % to those between together; two share by first and last`,
    ],
    time_decay: [
      'Time decay',
      `In proportion to 2^(-age / ${halfLifeDays} days) of each touch point at the conversion`,
    ],
    w_shaped: [
      'W-shaped',
      `${milestone} % each to the first touch point, the last before the lead was created and the last before it became an SQL, ${rest} % to the others together; milestones not reached before the conversion are left out`,
    ],
    data_driven: [
      'Data-driven (Markov)',
      `In proportion to the removal effect of the ${states} of each touch point in the Markov chain of all journeys, converted or not; touch points of one ${states} share it. Needs ${ATTRIBUTION_LIMITS.leastJourneys} journeys of each kind`,
    ],
  };
  const [title, formula] = rows[model];
  return { model, title, formula };
}
