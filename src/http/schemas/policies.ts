import Type, { type TSchema } from 'typebox';
import { STICKINESS, STRATEGIES } from '../../core/assignment/policy.js';
import { AVAILABILITY_MODES, REP_MATCHES } from '../../core/assignment/requirements.js';
import { CATEGORIES } from '../../core/leads/vocabulary.js';
import type { PolicyDocuments, PolicyKind } from '../../core/policies/policy.js';
import type { PolicyInput } from '../../services/policies/policies.js';
import { classificationPolicyDocument } from './classification-policies.js';
import { Id, listOf, listQueryProperties, Name, strict, Timestamp } from './common.js';
import { type Component, component, enumOf, nullable, Ref } from './components.js';
import { When } from './conditions.js';
import { SkillSchema } from './reps.js';
import { ruleFields, variant } from './rules.js';
import { SequenceKey } from './sequences.js';

export const ClassificationPolicyDocument = classificationPolicyDocument(ruleFields);

const AvailabilitySchema = variant(
  'Availability',
  {
    mode: enumOf(AVAILABILITY_MODES, {
      description:
        'Whether working hours and holidays count. `anytime`: no. `now`: only reps who work at this instant. `within`: also reps whose working time begins within `hours`. `hold`: as `now`, and when no rep works the lead waits for this team instead of going to the next rule.',
    }),
    hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 168, description: 'With `within`: 1 to 168.' })),
  },
  'When a rep counts as available. Absences always count.',
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
          'Which of the eligible reps gets the lead. `weighted` (when absent): shares by weight. `round_robin`: equal shares. `least_loaded`: the most free effort. `best_match`: the most of `skills`. The rotation breaks ties of the last two. `claim`: the lead waits until a member claims it.',
      }),
    ),
    matches: Type.Optional(
      Type.Array(
        enumOf(REP_MATCHES, {
          description:
            'A property of the rep that has to match the lead. `territory`, `language` and `product`: a rep without any matches all leads. `country`, `region`, `time_zone`: both must be known and equal.',
        }),
        {
          maxItems: REP_MATCHES.length,
          uniqueItems: true,
          description: 'Properties that a rep must share with the lead.',
        },
      ),
    ),
    repWhen: Type.Optional(When),
    skills: Type.Optional(
      Type.Array(Ref(SkillSchema), {
        maxItems: 20,
        description: 'Skills that a rep must have, at this level or above.',
      }),
    ),
    availability: Type.Optional(Ref(AvailabilitySchema)),
  },
  'Sends leads for which `when` holds (absent: all) to a team, to the members for which `repWhen` holds with this lead (absent: all).',
);

const ClaimPoolSchema = variant(
  'ClaimPool',
  {
    teamId: Id('A team that a rule with the strategy `claim` routes to.'),
    dailyClaims: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 1000,
        description:
          'Maximum claims of one rep per day of its time zone, 1 to 1,000, including returned ones. No limit when absent.',
      }),
    ),
    cooldownHours: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 8760,
        description:
          'Hours before a rep who owned or returned a lead, or let its lease end, can claim it again, 1 to 8,760; none when absent.',
      }),
    ),
    maskContacts: Type.Optional(
      Type.Boolean({
        description:
          'Whether answers to claim, renewal and return omit e-mail addresses, phones and street until the lead is taken; false when absent. Reading the lead itself shows them to every API key with `leads:read`.',
      }),
    ),
  },
  'How the members of a team claim the leads that wait in its pool.',
);

const Units = (description: string) => Type.Integer({ minimum: 0, maximum: 100, description });
const EffortSchema = variant(
  'Effort',
  {
    hot: Units('Effort of a hot lead.'),
    warm: Units('Effort of a warm lead.'),
    cold: Units('Effort of a cold lead.'),
    released: Type.Optional(
      Type.Array(enumOf(CATEGORIES, { description: 'A category.' }), {
        maxItems: CATEGORIES.length,
        description: 'Categories in which an open lead has no effort.',
      }),
    ),
  },
  'The effort of an open lead for its owner, in whole units.',
);

const AnyRepSchema = variant(
  'AnyRep',
  { when: Type.Optional(When) },
  'Sends leads that no team took, and for which `when` holds (absent: all), to the eligible rep with the fewest open leads, of all active reps. It needs no teams, and no fairness ledger counts these leads.',
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
              '`contact`: the owner of another lead that has one of its e-mail addresses, phone numbers or external ids. `company`: the owner of another lead of the same company domain. `referrer`: the owner of the lead that referred it, or the rep who did.',
          }),
          {
            maxItems: STICKINESS.length,
            uniqueItems: true,
            description:
              'Which existing owner gets the lead, in this order and before the rules, even when full, but not when inactive or away. The rotation does not change.',
          },
        ),
      ),
      claimPools: Type.Optional(
        Type.Array(Ref(ClaimPoolSchema), {
          maxItems: 200,
          description: 'Limits of claim pools, at most one entry per team.',
        }),
      ),
      effort: Type.Optional(Ref(EffortSchema)),
      fallbackTeamId: Type.Optional(Id('The team for leads that no rule routes; without it they wait in the queue.')),
      anyRep: Type.Optional(Ref(AnyRepSchema)),
    },
    strict('The rules that route leads to teams and reps.'),
  ),
);

const RescoreId = Type.Optional(
  Id(
    'The operation that re-evaluates all leads; in the answer to a publication, or to the retirement of a published version.',
  ),
);

export const VERSION_STATUSES = ['draft', 'published', 'retired'] as const;

const productLine = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '\\S',
  description:
    'The product line whose leads it scores, in lower case; absent or null: all leads that no other model scores.',
});

interface PolicyWire {
  name: string;
  noun: string;
  /** Each product line can have one published. */
  byProductLine: boolean;
  /** Each `key` of a document has one published. */
  byKey?: boolean;
  /** Publishing a version starts a rescore. */
  rescores: boolean;
}

const versionListProperties = {
  ...listQueryProperties,
  status: Type.Optional(enumOf(VERSION_STATUSES, { description: 'In this state.' })),
};
const VersionListQuery = Type.Object(versionListProperties, { additionalProperties: false });
const VersionsOfLineQuery = Type.Object(
  { ...versionListProperties, productLine: Type.Optional({ ...productLine, description: 'Of this product line.' }) },
  { additionalProperties: false },
);
const VersionsOfKeyQuery = Type.Object(
  { ...versionListProperties, key: Type.Optional(SequenceKey('Of the sequence with this key.')) },
  { additionalProperties: false },
);

/** The query of a list of versions: with `key` or `productLine`, where documents of the kind have one. */
export function versionListQuery({ byProductLine, byKey = false }: Pick<PolicyWire, 'byProductLine' | 'byKey'>) {
  if (byKey) return VersionsOfKeyQuery;
  return byProductLine ? VersionsOfLineQuery : VersionListQuery;
}

const NoQuery = Type.Object({}, { additionalProperties: false });
const EnrolQuery = Type.Object(
  {
    enrolExisting: Type.Optional(
      Type.Boolean({
        description: 'Whether leads that fit already enter now; at their next change when false or absent.',
      }),
    ),
  },
  { additionalProperties: false },
);

/** The query of a publication. */
export const publishQuery = ({ enrols = false }: { enrols?: boolean }): typeof EnrolQuery | typeof NoQuery =>
  enrols ? EnrolQuery : NoQuery;

/** A version of a document as it is answered. */
export interface PolicyAnswer<Kind extends PolicyKind> {
  version: number;
  status: string;
  name: string;
  productLine?: string | null | undefined;
  document: PolicyDocuments[Kind];
  createdAt: string;
  publishedAt: string | null;
  retiredAt: string | null;
  rescoreId?: string | undefined;
}

/** The schemas of one kind of versioned document. Its fields depend on the kind, so their type is declared, not derived. */
export function policySchemas<Kind extends PolicyKind>(
  { name, noun, byProductLine, byKey = false, rescores }: PolicyWire,
  document: Component<TSchema>,
) {
  const nameField = Name('A description for people.');
  const publishedFor = byProductLine ? 'for each product line' : byKey ? 'of each `key`' : 'at a time';
  const [ofAll, ofOne] = byKey ? [`${noun}s`, `a ${noun}`] : [`the ${noun}`, `the ${noun}`];
  const item = component(
    name,
    Type.Unsafe<PolicyAnswer<Kind>>(
      Type.Object(
        {
          version: Type.Integer({
            minimum: 1,
            description: 'A running number; the content of a version never changes.',
          }),
          status: enumOf(VERSION_STATUSES, {
            description: `One version is published ${publishedFor}; it is in effect.`,
          }),
          name: nameField,
          ...(byProductLine && { productLine: nullable(productLine) }),
          document: Ref(document),
          createdAt: Timestamp('When it was made.'),
          publishedAt: nullable(Timestamp('When it was last published; null: never.')),
          retiredAt: nullable(Timestamp('When another version replaced it; null: not retired.')),
          ...(rescores && { rescoreId: RescoreId }),
        },
        strict(`One version of ${ofOne}.`),
      ),
    ),
  );
  const create = component(
    `${name}Create`,
    Type.Unsafe<PolicyInput<Kind>>(
      Type.Object(
        {
          name: nameField,
          ...(byProductLine && { productLine: Type.Optional(nullable(productLine)) }),
          document: Ref(document),
        },
        strict(`A new version of ${ofOne}.`),
      ),
    ),
  );
  const list = listOf(`${name}List`, item, `Versions of ${ofAll}, newest first.`);
  return { item, create, list };
}
