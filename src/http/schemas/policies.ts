import Type, { type TSchema } from 'typebox';
import type { RoutingPolicy } from '../../core/assignment/policy.js';
import { classificationPolicyDocument } from './classification-policies.js';
import { Id, listOf, Name, Timestamp } from './common.js';
import { type Component, component, enumOf, nullable, Ref } from './components.js';
import { When } from './conditions.js';
import { ruleFields, strict, variant } from './rules.js';

export const ClassificationPolicyDocument = classificationPolicyDocument(ruleFields);

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

const RescoreId = Type.Optional(
  Id(
    'The operation that decides all leads anew: in the answer to a publication, or the retirement of a published one.',
  ),
);

const STATUSES = ['draft', 'published', 'retired'] as const;

const productLine = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '\\S',
  description: 'The product line whose leads it scores, in lower case; absent or null: all that no other model scores.',
});

interface PolicyWire {
  name: string;
  noun: string;
  /** Each product line can have one published. */
  byProductLine: boolean;
  /** Leads are decided anew when another is published. */
  rescores: boolean;
}

/** The wire of one kind of versioned document. */
export function policySchemas<S extends TSchema>(
  { name, noun, byProductLine, rescores }: PolicyWire,
  document: Component<S>,
) {
  const nameField = Name('What it is, for people.');
  const item = component(
    name,
    Type.Object(
      {
        version: Type.Integer({ minimum: 1, description: 'Counts up; a version never changes once made.' }),
        status: enumOf(STATUSES, {
          description: byProductLine
            ? 'One is published for each product line; it decides.'
            : 'One version is published at a time; it decides.',
        }),
        name: nameField,
        ...(byProductLine && { productLine: nullable(productLine) }),
        document: Ref(document),
        createdAt: Timestamp('When it was made.'),
        publishedAt: nullable(Timestamp('When it was last published; null: never.')),
        retiredAt: nullable(Timestamp('When another took its place; null: it did not.')),
        ...(rescores && { rescoreId: RescoreId }),
      },
      strict(`One version of the ${noun}.`),
    ),
  );
  const create = component(
    `${name}Create`,
    Type.Object(
      { name: nameField, ...(byProductLine && { productLine: Type.Optional(productLine) }), document: Ref(document) },
      strict(`A new version of the ${noun}.`),
    ),
  );
  const list = listOf(`${name}List`, item, `Versions of the ${noun}, newest first.`);
  return { item, create, list };
}
