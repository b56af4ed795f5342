import Type from 'typebox';
import {
  BREACH_ACTIONS,
  CANCEL_REASONS,
  CLOCK_STATUSES,
  PAUSE_CAUSES,
  SLA_CLOCKS,
  SLA_HOURS,
} from '../../core/leads/sla.js';
import { SLA_LIMITS as LIMITS, type SlaPolicy } from '../../core/sla/policy.js';
import { Id, strict, Timestamp } from './common.js';
import { type Component, component, enumOf, Ref } from './components.js';
import { When } from './conditions.js';
import { WorkingBlockSchema } from './reps.js';
import { ruleFields, variant } from './rules.js';

const clock = enumOf(SLA_CLOCKS, {
  description:
    'What is promised. `first_touch`: a rep contacts the lead. `acceptance`: an offer is accepted. `next_touch`: a rep contacts it again after the last contact.',
});
const hours = enumOf(SLA_HOURS, {
  description:
    'Which hours count: working hours, holidays and absences of the `owner`, office hours where the `lead` is, or `always`.',
});

const SlaRuleSchema = variant(
  'SlaRule',
  {
    ...ruleFields,
    clock,
    when: Type.Optional(When),
    withinMinutes: Type.Number({
      exclusiveMinimum: 0,
      maximum: LIMITS.minutes,
      description: 'Minutes of the hours that count, above 0 to 525,600.',
    }),
    hours,
    warnAtPercent: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 99,
        description: 'Tells so when this share of the time is gone; absent: not.',
      }),
    ),
    onBreach: Type.Optional(
      Type.Array(
        enumOf(BREACH_ACTIONS, {
          description:
            '`notify`: the event tells. `reassign`: the rules give the lead to another rep, unless a person gave it.',
        }),
        {
          maxItems: BREACH_ACTIONS.length,
          uniqueItems: true,
          description: 'What follows a breach; `notify` when absent.',
        },
      ),
    ),
  },
  'A promise about the leads for which the condition holds (absent: all).',
);

export const SlaPolicyDocument = component(
  'SlaPolicyDocument',
  Type.Object(
    {
      rules: Type.Array(Ref(SlaRuleSchema), {
        maxItems: LIMITS.rules,
        description: 'In order: of each clock the first that holds decides.',
      }),
      timeZone: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 64,
          description: 'Where a lead without a known time zone is taken to be: IANA; UTC when absent.',
        }),
      ),
      workingHours: Type.Optional(
        Type.Array(Ref(WorkingBlockSchema), {
          minItems: 1,
          maxItems: LIMITS.blocks,
          description: 'Office hours where a lead is; Monday to Friday, 09:00 to 17:00, when absent.',
        }),
      ),
      holidaysCountry: Type.Optional(
        Type.String({
          pattern: '^[A-Z]{2}$',
          description: 'Public holidays of this country are no office hours: ISO 3166-1 alpha-2.',
        }),
      ),
      holidaysRegion: Type.Optional(
        Type.String({ minLength: 1, maxLength: 10, description: 'The part of that country, after ISO 3166-2.' }),
      ),
    },
    strict('What is promised to leads. All but the rules is about hours of the `lead`.'),
  ),
) as unknown as Component<ReturnType<typeof Type.Unsafe<SlaPolicy>>>;

const Seconds = (description: string) => Type.Number({ minimum: 0, description });

const SlaClockSchema = component(
  'SlaClock',
  Type.Object(
    {
      clock,
      ruleId: Type.String({ description: 'The rule of the policy.' }),
      slaPolicyVersion: Type.Integer({ minimum: 1, description: 'The version of the policy.' }),
      status: enumOf(CLOCK_STATUSES, {
        description: 'It runs or stands (`paused`) until it ends: `met`, `breached` or `cancelled`.',
      }),
      hours,
      allowedSeconds: Seconds('What was allowed, in seconds of the hours that count.'),
      leftSeconds: Seconds('What was left of that: at the end, while it stands, and else when it last began to run.'),
      startedAt: Timestamp('When it started.'),
      warnAt: Type.Optional(Timestamp('When it warns, if nothing happens.')),
      warnedAt: Type.Optional(Timestamp('When it warned.')),
      dueAt: Type.Optional(
        Timestamp('When it breaches, if nothing happens; absent while it stands, and where so much time never comes.'),
      ),
      endedAt: Type.Optional(Timestamp('When it ended.')),
      cancelReason: Type.Optional(
        enumOf(CANCEL_REASONS, {
          description:
            'Why it was cancelled: another rule or none applies, the hours of another owner count, the offer ended otherwise, or the lead was closed.',
        }),
      ),
      ownerId: Type.Optional(Id('Whose it is.')),
      handoffId: Type.Optional(Id('The offer, of the clock of an acceptance.')),
    },
    strict('A promise about a lead, and what became of it.'),
  ),
);

const SlaPauseSchema = component(
  'SlaPause',
  Type.Object(
    {
      at: Timestamp('Since when the clocks stand.'),
      cause: enumOf(PAUSE_CAUSES, { description: 'Because it was asked for, or because the lead is parked.' }),
      reason: Type.Optional(Type.String({ description: 'Why it was asked for.' })),
    },
    strict('The clocks of the lead stand.'),
  ),
);

const SpeedToLeadSchema = component(
  'SpeedToLead',
  Type.Object(
    {
      firstContactAt: Timestamp('When a rep first contacted the lead.'),
      repId: Type.Optional(Id('The rep.')),
      elapsedSeconds: Seconds('From the creation of the lead to that.'),
      businessSeconds: Seconds('Those of them that were working time of the rep; all where it has no working hours.'),
    },
    strict('How long the lead waited for its first contact.'),
  ),
);

export const LeadSla = component(
  'LeadSla',
  Type.Object(
    {
      leadId: Id('The lead.'),
      paused: Type.Optional(Ref(SlaPauseSchema)),
      speedToLead: Type.Optional(Ref(SpeedToLeadSchema)),
      clocks: Type.Array(Ref(SlaClockSchema), {
        maxItems: 203,
        description: 'Those that run or stand, then those that have ended, the newest 200, newest first.',
      }),
    },
    strict('What is promised to a lead, and what became of it.'),
  ),
);

export const SlaPauseCreate = component(
  'SlaPauseCreate',
  Type.Object(
    { reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S', description: 'Why, for people.' }) },
    strict('Stops the clocks.'),
  ),
);
