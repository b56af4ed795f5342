import Type, { type TSchema } from 'typebox';
import { type RoutingPolicy, STICKINESS, STRATEGIES } from '../../core/assignment/policy.js';
import { AVAILABILITY_MODES, REP_MATCHES } from '../../core/assignment/requirements.js';
import { CATEGORIES } from '../../core/leads/vocabulary.js';
import { classificationPolicyDocument } from './classification-policies.js';
import { Id, listOf, Name, strict, Timestamp } from './common.js';
import { type Component, component, enumOf, nullable, Ref } from './components.js';
import { When } from './conditions.js';
import { SkillSchema } from './reps.js';
import { ruleFields, variant } from './rules.js';

export const ClassificationPolicyDocument = classificationPolicyDocument(ruleFields);

const AvailabilitySchema = variant(
  'Availability',
  {
    mode: enumOf(AVAILABILITY_MODES, {
      description:
        'Whether working hours and holidays matter. `anytime`: no. `now`: only who works at this instant. `within`: also who begins within `hours`. `hold`: as `now`, and when nobody works the lead waits for this team instead of going to the next rule.',
    }),
    hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 168, description: 'With `within`: 1 to 168.' })),
  },
  'When a rep counts as available. Time off always counts.',
);

const RoutingRuleSchema = variant(
  'RoutingRule',
  {
    ...ruleFields,
    when: Type.Optional(When),
    teamId: Id('The team that gets the lead.'),
    repIds: Type.Optional(
      Type.Array(Type.String({ format: 'uuid', description: 'A member of the team.' }), {
        minItems: 1,
        maxItems: 1000,
        description: 'Only these members of the team; absent: all.',
      }),
    ),
    strategy: Type.Optional(
      enumOf(STRATEGIES, {
        description:
          'Who of those that can take it gets it. `weighted` (when absent): shares by weight. `round_robin`: equal shares. `least_loaded`: who has most effort free. `best_match`: who has most of `skills`. Where the last two do not tell, the rotation does. `claim`: it waits until a member claims it.',
      }),
    ),
    matches: Type.Optional(
      Type.Array(
        enumOf(REP_MATCHES, {
          description:
            'A fact of the rep that has to fit the lead. `territory`, `language` and `product`: who names none fits all. `country`, `region`, `time_zone`: both known, and the same.',
        }),
        { maxItems: REP_MATCHES.length, uniqueItems: true, description: 'Asked of each rep, for each lead anew.' },
      ),
    ),
    repWhen: Type.Optional(When),
    skills: Type.Optional(
      Type.Array(Ref(SkillSchema), {
        maxItems: 20,
        description: 'What a rep has to be able to do, at this level or above.',
      }),
    ),
    availability: Type.Optional(Ref(AvailabilitySchema)),
  },
  'Sends leads for which `when` holds (absent: all) to a team, to those members for whom `repWhen` holds of the lead and the rep together (absent: all).',
);

const ClaimPoolSchema = variant(
  'ClaimPool',
  {
    teamId: Id('The team, to which a rule with the strategy `claim` leads.'),
    dailyClaims: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1000,
        description:
          'Most claims of one rep on one day of its time zone, 1 to 1,000; those it returns count, too. No limit when absent.',
      }),
    ),
    cooldownHours: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 8760,
        description:
          'Hours for which a rep who owned a lead, returned it or let its lease end is not given it again by a claim, 1 to 8,760; at once when absent.',
      }),
    ),
    maskContacts: Type.Optional(
      Type.Boolean({
        description:
          'Whether the answers to claiming, renewing and returning leave out e-mail addresses, phones and street until the lead is taken; false when absent. Reading the lead itself shows them to every API key with `leads:read`.',
      }),
    ),
  },
  'How the members of a team claim the leads that wait in its pool.',
);

const Units = (description: string) => Type.Integer({ minimum: 0, maximum: 100, description });
const EffortSchema = variant(
  'Effort',
  {
    hot: Units('Units of a hot lead.'),
    warm: Units('Units of a warm lead.'),
    cold: Units('Units of a cold lead.'),
    released: Type.Optional(
      Type.Array(enumOf(CATEGORIES, { description: 'A category.' }), {
        maxItems: CATEGORIES.length,
        description: 'Categories in which an open lead weighs nothing (any more).',
      }),
    ),
  },
  'What an open lead weighs for its owner, in whole units.',
);

export const RoutingPolicyDocument = component(
  'RoutingPolicyDocument',
  Type.Object(
    {
      rules: Type.Array(Ref(RoutingRuleSchema), {
        maxItems: 200,
        description: 'In order; the first that holds and whose team can take the lead decides.',
      }),
      stickiness: Type.Optional(
        Type.Array(
          enumOf(STICKINESS, {
            description:
              '`contact`: the owner of another lead that has one of its e-mail addresses, phone numbers or external ids. `company`: the owner of another lead of the same company domain. `referrer`: the owner of the lead that named it, or the rep who did.',
          }),
          {
            maxItems: STICKINESS.length,
            uniqueItems: true,
            description:
              'Asked before the rules, in this order: whose owner gets the lead, full or not, unless inactive or away. The rotation is not touched.',
          },
        ),
      ),
      claimPools: Type.Optional(
        Type.Array(Ref(ClaimPoolSchema), { maxItems: 200, description: 'Limits of claim pools, for each team once.' }),
      ),
      effort: Type.Optional(Ref(EffortSchema)),
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
  /** Publishing a version starts a rescore. */
  rescores: boolean;
}

/** The schemas of one kind of versioned document. */
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
      {
        name: nameField,
        ...(byProductLine && { productLine: Type.Optional(nullable(productLine)) }),
        document: Ref(document),
      },
      strict(`A new version of the ${noun}.`),
    ),
  );
  const list = listOf(`${name}List`, item, `Versions of the ${noun}, newest first.`);
  return { item, create, list };
}
