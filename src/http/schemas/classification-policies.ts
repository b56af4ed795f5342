import Type, { type TProperties, type TSchema } from 'typebox';
import {
  AUTOMATIC_CATEGORIES,
  type ClassificationPolicy,
  CLASSIFICATION_LIMITS as LIMITS,
} from '../../core/classification/policy.js';
import { TEMPERATURES } from '../../core/leads/vocabulary.js';
import { strict } from './common.js';
import { type Component, component, enumOf, Ref } from './components.js';
import { When } from './conditions.js';

const Dwell = (description: string) =>
  Type.Optional(Type.Number({ minimum: 0, maximum: LIMITS.dwellHours, description }));
const rulesOf = <S extends TSchema>(rule: Component<S>, maxItems: number, description: string) =>
  Type.Array(Ref(rule), { maxItems, description });

const lasting = {
  stay: Type.Optional(When),
  minimumDwellHours: Dwell(
    'A lead that this rule’s value has is not moved sooner, in hours; disqualifying is at once.',
  ),
};
const axis = {
  minimumDwellHours: Dwell('The same for values whose rules say nothing about it, in hours; 0 when absent.'),
};
const LASTING =
  '`when` makes it so; with `stay`, a weaker condition, it stays so until that is false too, so that a score about the threshold moves nobody to and fro.';
const IN_ORDER = 'In order; the first that holds decides.';

const variant = <P extends TProperties>(name: string, fields: P, description: string) =>
  component(name, Type.Object(fields, strict(description)));

/** `ruleFields`: id and label, which the rules of all documents have. */
export function classificationPolicyDocument<Fields extends TProperties>(ruleFields: Fields) {
  const heat = enumOf(TEMPERATURES, { description: 'What it makes the lead.' });
  const temperatureRule = variant(
    'TemperatureRule',
    { ...ruleFields, temperature: heat, when: When, ...lasting },
    `Makes a lead hot, warm or cold. ${LASTING}`,
  );
  const category = enumOf(AUTOMATIC_CATEGORIES, { description: 'Where it puts the lead, or what it guards.' });
  const categoryRule = variant(
    'CategoryRule',
    { ...ruleFields, category, when: When, ...lasting },
    `Puts a lead into a category of the funnel. ${LASTING}`,
  );
  const guard = variant(
    'CategoryGuard',
    { ...ruleFields, category, requires: When },
    'What a lead must have so that rules put it into the category, and keep it there. The fallback has none.',
  );
  const temperatureRules = variant(
    'TemperatureRules',
    {
      rules: rulesOf(temperatureRule, LIMITS.rules, IN_ORDER),
      fallback: enumOf(TEMPERATURES, { description: 'When none holds.' }),
      ...axis,
    },
    'How ready to buy.',
  );
  const categoryRules = variant(
    'CategoryRules',
    {
      rules: rulesOf(categoryRule, LIMITS.rules, IN_ORDER),
      guards: Type.Optional(rulesOf(guard, LIMITS.guards, 'What categories require beyond their rules.')),
      fallback: enumOf(AUTOMATIC_CATEGORIES, { description: 'When none holds.' }),
      ...axis,
    },
    'Where in the funnel; decided after the temperature.',
  );
  return variant(
    'ClassificationPolicyDocument',
    { temperature: Ref(temperatureRules), category: Ref(categoryRules) },
    'Rules for temperature and category, with what keeps a lead from going to and fro.',
  ) as unknown as Component<ReturnType<typeof Type.Unsafe<ClassificationPolicy>>>;
}
