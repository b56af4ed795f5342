import Type from 'typebox';
import { strict, Timestamp } from './common.js';
import { component, Ref } from './components.js';

const MetricDefinition = component(
  'MetricDefinition',
  Type.Object(
    {
      name: Type.String({ description: 'The number, or the word, that it defines.' }),
      definition: Type.String({ description: 'How it is calculated.' }),
    },
    strict('The definition of a number of a report.'),
  ),
);

export const definitions = Type.Array(Ref(MetricDefinition), {
  maxItems: 20,
  description: 'Definitions of the numbers.',
});

/** Query parameters of the period of a report: `period('Offers made')`. */
export const period = (what: string) => ({
  from: Type.Optional(Timestamp(`${what} at this instant or later.`)),
  before: Type.Optional(Timestamp(`${what} before this instant.`)),
});

/** The period of a report, as the report counts it. */
export const PeriodBounds = {
  from: Type.Optional(Timestamp('Begin of the period, inclusive; absent: from the beginning.')),
  before: Type.Optional(Timestamp('End of the period, exclusive; absent: until now.')),
};
