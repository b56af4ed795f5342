import Type, { type TProperties, type TSchema } from 'typebox';
import { AUTOMATIC_CATEGORIES, CLASSIFICATION_LIMITS as LIMITS } from '../../core/classification/policy.js';
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
    'Hours for which a lead keeps the value that this rule gave; disqualification is not delayed.',
  ),
};
const axis = {
  minimumDwellHours: Dwell('Default of `minimumDwellHours` for rules that do not set it, in hours; 0 when absent.'),
};
const LASTING =
  'The value is set when `when` holds. With `stay`, a weaker condition, it is kept until that is false too, so that a score near the threshold does not move a lead back and forth.';
const IN_ORDER = 'In order; the first that holds decides.';

const days = (minimum: number, description: string) => Type.Integer({ minimum, maximum: LIMITS.parkDays, description });
/** Of rules that park or disqualify leads. */
const RuleParkingSchema = component(
  'RuleParking',
  Type.Object(
    {
      days: days(1, 'Days after which the lead wakes, 1 to 3,650.'),
      daysBeforeContractEnd: Type.Optional(
        days(
          0,
          'Wakes so many days before `competitorContractEndsOn` instead, if the lead has that, 0 to 3,650. When that instant has passed, the rule does not hold.',
        ),
      ),
    },
    strict('Until when a rule parks a lead.'),
  ),
);
const ending = {
  reason: Type.Optional(
    Type.String({
      maxLength: 50,
      description:
        'Why the lead is parked or disqualified: a reason of `POST /v1/leads/{leadId}/park` or `/disqualify`, but not `existing_customer`. Required with `parked`; fresh interest reopens a lead by this reason (`returning` of the funnel).',
    }),
  ),
  park: Type.Optional(Ref(RuleParkingSchema)),
};

const variant = <P extends TProperties>(name: string, fields: P, description: string) =>
  component(name, Type.Object(fields, strict(description)));

/** `ruleFields`: id and label, which the rules of all documents have. */
export function classificationPolicyDocument<Fields extends TProperties>(ruleFields: Fields) {
  const heat = enumOf(TEMPERATURES, { description: 'The temperature that it sets.' });
  const temperatureRule = variant(
    'TemperatureRule',
    { ...ruleFields, temperature: heat, when: When, ...lasting },
    `Makes a lead hot, warm or cold. ${LASTING}`,
  );
  const category = enumOf(AUTOMATIC_CATEGORIES, { description: 'The category that it sets, or guards.' });
  const categoryRule = variant(
    'CategoryRule',
    { ...ruleFields, category, when: When, ...lasting, ...ending },
    `Puts a lead into a category of the funnel. ${LASTING}`,
  );
  const guard = variant(
    'CategoryGuard',
    { ...ruleFields, category, requires: When },
    'A condition that a lead must meet before rules put it into the category or keep it there. The fallback has none.',
  );
  const temperatureRules = variant(
    'TemperatureRules',
    {
      rules: rulesOf(temperatureRule, LIMITS.rules, IN_ORDER),
      fallback: enumOf(TEMPERATURES, { description: 'The value when no rule holds.' }),
      ...axis,
    },
    'How ready to buy.',
  );
  const categoryRules = variant(
    'CategoryRules',
    {
      rules: rulesOf(categoryRule, LIMITS.rules, IN_ORDER),
      guards: Type.Optional(rulesOf(guard, LIMITS.guards, 'What categories require in addition to their rules.')),
      fallback: enumOf(AUTOMATIC_CATEGORIES, { description: 'The value when no rule holds.' }),
      ...axis,
    },
    'Rules for the category in the funnel; evaluated after the temperature.',
  );
  return variant(
    'ClassificationPolicyDocument',
    { temperature: Ref(temperatureRules), category: Ref(categoryRules) },
    'Rules for temperature and category, with settings that keep a lead from moving back and forth.',
  );
}
