import Type from 'typebox';
import { METRIC_NAMES } from '../../core/metrics/catalogue.js';
import { TARGET_STATUSES } from '../../core/targets/progress.js';
import { PROJECTION_METHODS, PROJECTION_REFUSALS } from '../../core/targets/projection.js';
import { TARGET_LIMITS, TARGET_METRICS, TARGET_PERIODS, TARGET_SCOPES } from '../../core/targets/target.js';
import { Id, listOf, NameOf, PlannedDay, strict, Timestamp, versioned } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';
import { Money } from './deals.js';

const Day = (description: string) =>
  Type.String({ format: 'date', description: `${description} \`yyyy-mm-dd\` in the zone of the workspace.` });
const Product = (description: string) =>
  Type.String({ minLength: 1, maxLength: TARGET_LIMITS.product, pattern: '\\S', description });
const Currency = (description: string) => Type.String({ pattern: '^[A-Z]{3}$', description, examples: ['EUR'] });
const Period = enumOf(TARGET_PERIODS, {
  description: '`month`, `quarter` and `year` of the calendar; `days`: any days.',
});
const PRODUCT = 'A product: leads that name it, and deals that have it or, without products, whose lead names it.';
const METRIC = `The number: ${TARGET_METRICS.map((name) => `\`${name}\``).join(', ')}.`;

export const TargetSchema = component(
  'Target',
  Type.Object(
    versioned({
      metric: enumOf(METRIC_NAMES, { description: 'The number of `GET /v1/metrics` that is to be reached.' }),
      scope: enumOf(TARGET_SCOPES, { description: 'What it is for.' }),
      teamId: Type.Optional(Id('The team it is for, as the dimension `teamId` of reports.')),
      teamName: NameOf('the team'),
      repId: Type.Optional(Id('The rep it is for, as the dimension `ownerId` of reports.')),
      repName: NameOf('the rep'),
      sourceId: Type.Optional(Id('The source it is for.')),
      sourceName: NameOf('the source'),
      product: Type.Optional(Product(PRODUCT)),
      currency: Type.Optional(Currency('ISO 4217 currency of an amount. Only amounts in it count.')),
      period: Period,
      from: Day('The first day.'),
      before: Day('The day after the last.'),
      value: Money('What is to be reached.'),
      reachedAt: nullable(
        Timestamp('When a check found it reached first; it stays when the number falls again. null: not yet.'),
      ),
      closedAt: nullable(Timestamp('When the check after its end closed it; null: not yet.')),
      missed: nullable(Type.Boolean({ description: 'Whether the number was below `value` when it was closed.' })),
    }),
    strict('A number of the catalogue that is to be reached in a period.'),
  ),
);

export const TargetList = listOf('TargetList', TargetSchema, 'Targets, newest first.');

export const TargetCreate = component(
  'TargetCreate',
  Type.Object(
    {
      metric: enumOf(METRIC_NAMES, { description: METRIC }),
      teamId: Type.Optional(Id('For a team.')),
      repId: Type.Optional(Id('For a rep.')),
      sourceId: Type.Optional(Id('For a source.')),
      product: Type.Optional(Product(PRODUCT)),
      currency: Type.Optional(Currency('ISO 4217; needed for an amount, and only there.')),
      period: Period,
      from: PlannedDay('The first day, in the zone of the workspace,'),
      before: Type.Optional(PlannedDay('Of `days` only: the day after the last, at most 1,100 days later,')),
      value: Money('Above 0, and whole for a count.'),
    },
    strict(
      'A new target. At most one of `teamId`, `repId`, `sourceId` and `product`; without them it is for the workspace.',
    ),
  ),
);

export const TargetPatchSchema = component(
  'TargetPatch',
  Type.Object({ value: Money('Above 0, and whole for a count.') }, strict('A JSON Merge Patch (RFC 7396).')),
);

export const TargetProgressSchema = component(
  'TargetProgress',
  Type.Object(
    {
      target: Ref(TargetSchema),
      status: enumOf(TARGET_STATUSES, { description: 'Whether its period is to come, runs or is over.' }),
      actual: Type.String({
        pattern: '^-?[0-9]+(\\.[0-9]{2,4})?$',
        description: 'What `POST /v1/reports/query` answers for the period and scope: exact decimal text.',
        examples: ['7400.00'],
      }),
      attainment: Type.Number({ description: '`actual` / `value`. Above 1 where more was reached.' }),
      expected: Type.Number({
        description: 'What `actual` would be at an even pace: `value` * `workdaysElapsed` / `workdays`.',
      }),
      workdays: Type.Number({
        minimum: 0,
        description:
          'Working days of the period: the share of the reps that work on each day, by their working hours, holidays and absences, summed. The reps are that of the target, the active members of its team, or all active ones; without working hours Monday to Friday.',
      }),
      workdaysElapsed: Type.Number({ minimum: 0, description: 'Those that have passed, with the part of today.' }),
      workdaysLeft: Type.Number({ minimum: 0, description: 'Those that are left.' }),
      daysLeft: Type.Integer({ minimum: 0, description: 'Days of the calendar that are not over.' }),
      projected: nullable(
        Type.Number({ description: '`actual` and the rate per working day so far, for those that are left.' }),
      ),
      low: nullable(Type.Number({ description: 'Lower end of the 80 % interval of the number at the end.' })),
      high: nullable(Type.Number({ description: 'Upper end of it.' })),
      method: Type.Optional(
        enumOf(PROJECTION_METHODS, {
          description:
            '`negative_binomial`, of counts: the rate is known up to its own chance (Jeffreys), and days vary as they did. `gamma`, of amounts: with the mean and the variance of the working days so far.',
        }),
      ),
      notProjected: Type.Optional(
        enumOf(PROJECTION_REFUSALS, {
          description:
            'Why there is no projection. `too_few_days`: no part of a working day has passed or, of an amount, less than five working days of which three have an amount.',
        }),
      ),
      timeZone: Type.String({ description: 'The zone of the days.' }),
      completeTo: Timestamp('The answer has what was recorded until then.'),
    },
    strict('How far a target is.'),
  ),
);

export const TargetProgressList = listOf(
  'TargetProgressList',
  TargetProgressSchema,
  'Targets with their progress, newest first.',
);

/** The vocabularies of targets. */
export const TARGET_WORDS = {
  ProjectionMethod: PROJECTION_METHODS,
  ProjectionRefusal: PROJECTION_REFUSALS,
  TargetPeriodKind: TARGET_PERIODS,
  TargetScopeKind: TARGET_SCOPES,
  TargetStatusKind: TARGET_STATUSES,
} as const;
