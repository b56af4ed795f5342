import Type from 'typebox';
import { REP_FIELD_NAMES } from '../../core/assignment/rep-fields.js';
import {
  CONDITION_LIMITS,
  type Condition,
  ENGAGEMENT_MEASURES,
  ENGAGEMENT_OPERATORS,
  OPERATORS,
  RELATED_MEASURES,
  RELATIONS,
  type Scalar,
} from '../../core/condition.js';
import { STATE_FIELDS } from '../../core/conditions/fields.js';
import { RELATED_LIMITS } from '../../core/conditions/related.js';
import { PERIODS } from '../../core/conditions/relative-dates.js';
import { ENGAGEMENT_TYPES } from '../../core/engagement.js';
import { CHANNELS } from '../../core/sources.js';
import { Id, strict } from './common.js';
import { component, enumOf, oneOfBy, Ref } from './components.js';

const PERIOD_WORDS = PERIODS.map((period) => `\`${period}\``).join(', ');
const STATE = [...STATE_FIELDS.keys()].map((name) => `\`${name}\``).join(', ');

/** The grammar is recursive: parts refer to the whole by name. */
const Part = Type.Unsafe<Condition>({ $ref: 'Condition' });
const Parts = Type.Array(Part, { minItems: 1, maxItems: CONDITION_LIMITS.leaves, description: 'The conditions.' });
const OperandText = { type: ['string', 'number', 'boolean'], maxLength: CONDITION_LIMITS.textLength };

const AllConditionSchema = component(
  'AllCondition',
  Type.Object(
    { type: enumOf(['all'] as const, { description: 'And.' }), conditions: Parts },
    strict('True when every condition is true.'),
  ),
);
const AnyConditionSchema = component(
  'AnyCondition',
  Type.Object(
    { type: enumOf(['any'] as const, { description: 'Or.' }), conditions: Parts },
    strict('True when at least one condition is true.'),
  ),
);
const NotConditionSchema = component(
  'NotCondition',
  Type.Object(
    { type: enumOf(['not'] as const, { description: 'Not.' }), condition: Part },
    strict('True when its condition is false.'),
  ),
);
const FieldConditionSchema = component(
  'FieldCondition',
  Type.Object(
    {
      type: enumOf(['field'] as const, { description: 'A condition on a field.' }),
      field: Type.String({
        minLength: 1,
        maxLength: 120,
        description: `A lead field, \`timeframeDaysLeft\` (days from now until the stated purchase timeframe is over, below 0 once it has passed), \`cycles\` (how often it was reopened), \`attributes.<name>\`, the dates \`createdAt\`, \`firstTouchAt\`, \`lastTouchAt\`, \`lastEngagedAt\`, the quality of the contact data (\`contact.email\`: an e-mail type or missing; \`contact.phone\`: valid, invalid or missing; \`contact.completeness\`: 0 to 100, the share of name, valid e-mail, valid phone, organizationName, jobTitle, industry, employeeCount, website, country and city that is filled), \`source.channel\`, \`source.name\`, \`source.campaign\`, and where they are known \`score.fit\`, \`score.engagement\`, \`score.total\`, \`grade\`, \`temperature\`, \`category\`, and \`conversionProbability\` (0 to 1, by the published prediction model; absent without one; not in score models). In searches, playbooks, service levels and sequences also the state: ${STATE}; in searches not \`contact.*\`. In \`repWhen\` of routing rules also \`rep.<field>\`, the fields being those of \`repField\`.`,
      }),
      operator: enumOf(OPERATORS, {
        description:
          'Text is compared without regard to case, width and composition, and dotted and dotless I are one. On an absent field all operators but not_exists, neq and not_in are false. `within_last`, `older_than` and `within_next` compare a date, or a custom attribute that is one, with now. `fuzzy`: the text has a word similar to each word of `value` (1 to 10), with one letter missing, added, changed or swapped in words of 4 to 40 letters. `during`, in searches: in a period of the calendar of the workspace.',
      }),
      value: Type.Optional(
        Type.Unsafe<Scalar | Scalar[]>({
          // Lists first: the serializer takes the first type that fits, and a list has a toString.
          type: ['array', 'string', 'number', 'boolean'],
          maxLength: CONDITION_LIMITS.textLength,
          maxItems: CONDITION_LIMITS.values,
          items: OperandText,
          description: `Absent for exists and not_exists; a list for in and not_in; [low, high] for between; a number of days for within_last, older_than and within_next; a period for during; else one text, number or boolean. Dates are compared with RFC 3339 dates or instants; in searches also with \`now\`, a distance from now (\`-30d\`, \`+2w\`; units h, d, w, mo, q, y) or a period (${PERIOD_WORDS}), by the time zone of the workspace: of a period, gte and lt take the start, gt and lte the end. With eq, neq, in and not_in, a country, phone number, e-mail address or domain is normalised as in a submission; a text that is no country, time zone or phone number is refused.`,
        }),
      ),
      otherField: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 120,
          description:
            'Only in searches, in place of `value`: the field of the same lead to compare with. Two instants, numbers or texts; `eq`, `neq`, `gt`, `gte`, `lt`, `lte`, of texts also `contains`, `starts_with` and `ends_with`. Where either is absent only `neq` is true.',
        }),
      ),
      repField: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 120,
          description: `Only in \`repWhen\` of routing rules, in place of \`value\`: the field of the rep to compare with: ${REP_FIELD_NAMES.map((name) => `\`${name}\``).join(', ')} or \`attributes.<name>\`. For a list one matching member is enough; with neq and not_in no member may match. A field that the rep does not have makes the condition false, except with neq and not_in.`,
        }),
      ),
    },
    strict('Compares one field.'),
  ),
);
const SourceChannels = Type.Array(enumOf(CHANNELS, { description: 'A channel.' }), {
  minItems: 1,
  maxItems: CHANNELS.length,
  description: 'From a source of any of these channels; from anywhere when absent.',
});
const Ids = (description: string) =>
  Type.Array(Type.String({ format: 'uuid', description: 'An id.' }), {
    minItems: 1,
    maxItems: CONDITION_LIMITS.values,
    description,
  });
const Words = (description: string) =>
  Type.Array(Type.String({ minLength: 1, maxLength: 40, description: 'A word.' }), {
    minItems: 1,
    maxItems: RELATED_LIMITS.words,
    description,
  });
const SearchDate = (description: string) => Type.String({ minLength: 1, maxLength: 40, description });
const Operand = Type.Unsafe<Scalar | Scalar[]>({
  // Lists first: the serializer takes the first type that fits, and a list has a toString.
  type: ['array', 'string', 'number', 'boolean'],
  maxLength: CONDITION_LIMITS.textLength,
  maxItems: CONDITION_LIMITS.values,
  items: OperandText,
  description: 'As `value` of a condition on a custom attribute.',
});
const PropertyComparisonSchema = component(
  'PropertyComparison',
  Type.Object(
    {
      name: Type.String({ minLength: 1, maxLength: 100, description: 'The name of the property.' }),
      operator: enumOf(OPERATORS, {
        description: 'As of a condition on a custom attribute in a search; in rules without `during`.',
      }),
      value: Type.Optional(Operand),
    },
    strict('Compares a property of an engagement event as it was sent: 7 is not "7".'),
  ),
);
const EngagementConditionSchema = component(
  'EngagementCondition',
  Type.Object(
    {
      type: enumOf(['engagement'] as const, { description: 'A condition on engagement.' }),
      engagementTypes: Type.Optional(
        Type.Array(enumOf(ENGAGEMENT_TYPES, { description: 'A type of engagement event.' }), {
          minItems: 1,
          maxItems: ENGAGEMENT_TYPES.length,
          description: 'Events of any of these types; of all types when absent.',
        }),
      ),
      sourceChannels: Type.Optional(SourceChannels),
      sourceIds: Type.Optional(Ids('From one of these sources.')),
      properties: Type.Optional(
        Type.Array(Ref(PropertyComparisonSchema), {
          minItems: 1,
          maxItems: 10,
          description: 'All of these hold for the properties of the event. Not in the condition of a parked lead.',
        }),
      ),
      withinDays: Type.Optional(
        Type.Number({
          exclusiveMinimum: 0,
          maximum: CONDITION_LIMITS.withinDays,
          description: 'Events of the last `withinDays` days; all when absent.',
        }),
      ),
      minimumCount: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 1000,
          description:
            'Short for `measure` `count` with `operator` `gte`: minimum number of events; 1 when absent. Not together with `operator`.',
        }),
      ),
      measure: Type.Optional(
        enumOf(ENGAGEMENT_MEASURES, {
          description:
            'What is compared: the number of events (`count`, when absent), the number of days of the time zone of the workspace with events, or the days since the latest event. Without any event the days since the latest are infinite, above every number.',
        }),
      ),
      operator: Type.Optional(enumOf(ENGAGEMENT_OPERATORS, { description: 'How it compares with `value`.' })),
      value: Type.Optional(
        Type.Number({
          minimum: 0,
          maximum: CONDITION_LIMITS.engagementValue,
          description: 'Whole number of events or days; days with fraction, at most 3,650, for `days_since_last`.',
        }),
      ),
    },
    strict(
      'Compares the engagement of the lead: its latest 5,000 engagement events in the order of arrival. Without `operator` and `value`: true when at least `minimumCount` events match.',
    ),
  ),
);

const RelatedConditionSchema = component(
  'RelatedCondition',
  Type.Object(
    {
      type: enumOf(['related'] as const, { description: 'A condition on what belongs to the lead.' }),
      relation: enumOf(RELATIONS, { description: 'What is compared.' }),
      kinds: Type.Optional(
        Words('Of these kinds: of tasks, of activities, or of the referrer for `referrals_received`.'),
      ),
      statuses: Type.Optional(Words('In these statuses: of tasks (open, done, skipped) or deals (open, won, lost).')),
      sourceChannels: Type.Optional(SourceChannels),
      sourceIds: Type.Optional(Ids('From one of these sources; touches and deals only.')),
      campaignIds: Type.Optional(Ids('From one of these campaigns; touches and deals only.')),
      from: Type.Optional(
        SearchDate(
          'At this date or later: when a touch or an activity occurred, a task is due, or a referral or deal was created. A date or an instant; in searches also relative as for fields.',
        ),
      ),
      before: Type.Optional(SearchDate('Before this date; of a period, its start.')),
      withinDays: Type.Optional(
        Type.Number({
          exclusiveMinimum: 0,
          maximum: CONDITION_LIMITS.withinDays,
          description: 'Within the last days, counted back from now; not of tasks.',
        }),
      ),
      currency: Type.Optional(
        Type.String({
          pattern: '^[A-Z]{3}$',
          maxLength: 3,
          description: 'Deals in this currency, ISO 4217; needed with `amount`.',
        }),
      ),
      measure: Type.Optional(
        enumOf(RELATED_MEASURES, {
          description:
            'What is compared: the number of them (`count`, when absent), the sum of the amounts of deals, or the days since the latest, infinite without any.',
        }),
      ),
      operator: Type.Optional(enumOf(ENGAGEMENT_OPERATORS, { description: 'How it compares with `value`.' })),
      value: Type.Optional(
        Type.Number({ minimum: 0, maximum: 1e12, description: 'Number, sum in major units, or days.' }),
      ),
    },
    strict(
      'Compares touches, tasks, activities, referrals or deals of the lead. Without `operator` and `value`: true when there is one. Rules take `touches` only, of which they count the last 1,000 that arrived; the condition of a parked lead takes none.',
    ),
  ),
);

const SegmentConditionSchema = component(
  'SegmentCondition',
  Type.Object(
    {
      type: enumOf(['segment'] as const, { description: 'A condition on membership.' }),
      segmentId: Id('The segment.'),
    },
    strict(
      'True for the leads of a segment. A dynamic segment stands for its condition as it is now; a static one works in searches only.',
    ),
  ),
);

/** The one condition language: score rules, classification, routing, parking, searches. */
export const ConditionSchema = component(
  'Condition',
  oneOfBy(
    'type',
    [
      AllConditionSchema,
      AnyConditionSchema,
      NotConditionSchema,
      FieldConditionSchema,
      EngagementConditionSchema,
      RelatedConditionSchema,
      SegmentConditionSchema,
    ],
    {
      description: `A condition over a lead; at most ${CONDITION_LIMITS.depth} levels and ${CONDITION_LIMITS.leaves} leaves, and ${CONDITION_LIMITS.documentLeaves} leaves in all conditions of one document.`,
    },
  ),
);
export const When = Type.Unsafe<Condition>({ $ref: ConditionSchema.$id });
