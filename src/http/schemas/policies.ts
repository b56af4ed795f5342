import Type, { type TSchema } from 'typebox';
import type { RoutingPolicy } from '../../core/assignment/policy.js';
import { AUTOMATIC_CATEGORIES, type ClassificationPolicy } from '../../core/classification/policy.js';
import { TEMPERATURES } from '../../core/leads/vocabulary.js';
import { Id, listOf, Timestamp } from './common.js';
import { type Component, component, enumOf, nullable, Ref } from './components.js';
import { When } from './conditions.js';
import { ruleFields, strict, variant } from './rules.js';

const TemperatureRuleSchema = variant(
  'TemperatureRule',
  { ...ruleFields, temperature: enumOf(TEMPERATURES, { description: 'What it makes the lead.' }), when: When },
  'Makes a lead hot, warm or cold.',
);
const CategoryRuleSchema = variant(
  'CategoryRule',
  { ...ruleFields, category: enumOf(AUTOMATIC_CATEGORIES, { description: 'Where it puts the lead.' }), when: When },
  'Puts a lead into a category of the funnel.',
);

export const ClassificationPolicyDocument = component(
  'ClassificationPolicyDocument',
  Type.Object(
    {
      temperature: Ref(
        variant(
          'TemperatureRules',
          {
            rules: Type.Array(Ref(TemperatureRuleSchema), {
              maxItems: 100,
              description: 'In order; the first that holds decides.',
            }),
            fallback: enumOf(TEMPERATURES, { description: 'When none holds.' }),
          },
          'How ready to buy.',
        ),
      ),
      category: Ref(
        variant(
          'CategoryRules',
          {
            rules: Type.Array(Ref(CategoryRuleSchema), {
              maxItems: 100,
              description: 'In order; the first that holds decides.',
            }),
            fallback: enumOf(AUTOMATIC_CATEGORIES, { description: 'When none holds.' }),
          },
          'Where in the funnel; decided after the temperature.',
        ),
      ),
    },
    strict('Rules for temperature and category.'),
  ),
) as unknown as Component<ReturnType<typeof Type.Unsafe<ClassificationPolicy>>>;

const RoutingRuleSchema = variant(
  'RoutingRule',
  { ...ruleFields, when: Type.Optional(When), teamId: Id('The team that gets the lead.') },
  'Sends leads for which the condition holds (absent: all) to a team.',
);

export const RoutingPolicyDocument = component(
  'RoutingPolicyDocument',
  Type.Object(
    {
      rules: Type.Array(Ref(RoutingRuleSchema), {
        maxItems: 200,
        description: 'In order; the first that holds and whose team can take the lead decides.',
      }),
      fallbackTeamId: Type.Optional(Id('The team for leads that no rule placed; without one they wait in the queue.')),
    },
    strict('Who gets which leads.'),
  ),
) as unknown as Component<ReturnType<typeof Type.Unsafe<RoutingPolicy>>>;

const STATUSES = ['draft', 'published', 'retired'] as const;

/** The wire of one kind of versioned document. */
export function policySchemas<S extends TSchema>(name: string, noun: string, document: Component<S>) {
  const nameField = Type.String({ minLength: 1, maxLength: 200, description: 'What it is, for people.' });
  const item = component(
    name,
    Type.Object(
      {
        version: Type.Integer({ minimum: 1, description: 'Counts up; a version never changes once made.' }),
        status: enumOf(STATUSES, { description: 'One version is published at a time; it decides.' }),
        name: nameField,
        document: Ref(document),
        createdAt: Timestamp('When it was made.'),
        publishedAt: nullable(Timestamp('When it was last published; null: never.')),
        retiredAt: nullable(Timestamp('When another took its place; null: it did not.')),
      },
      strict(`One version of the ${noun}.`),
    ),
  );
  const create = component(
    `${name}Create`,
    Type.Object({ name: nameField, document: Ref(document) }, strict(`A new version of the ${noun}.`)),
  );
  const list = listOf(`${name}List`, item, `Versions of the ${noun}, newest first.`);
  return { item, create, list };
}
