import Type from 'typebox';
import { ATTEMPTS } from '../../core/activities/activities.js';
import {
  BREACH_ACTIONS,
  CANCEL_REASONS,
  CLOCK_STATUSES,
  PAUSE_CAUSES,
  SLA_CLOCKS,
  SLA_HOURS,
} from '../../core/leads/sla.js';
import { SLA_LIMITS as LIMITS } from '../../core/sla/policy.js';
import { Id, NameOf, strict, Timestamp } from './common.js';
import { component, enumOf, Ref } from './components.js';
import { When } from './conditions.js';
import { WorkingBlockSchema } from './reps.js';
import { ruleFields, variant } from './rules.js';

const clock = enumOf(SLA_CLOCKS, {
  description:
    'What has to happen in time. `first_touch`: a rep contacts the lead. `acceptance`: an offer is accepted. `next_touch`: a rep contacts it again after the last contact.',
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
        description: 'Warns when this percentage of the time has passed; absent: no warning.',
      }),
    ),
    onBreach: Type.Optional(
      Type.Array(
        enumOf(BREACH_ACTIONS, {
          description:
            '`notify`: only the event reports it. `reassign`: the rules give the lead to another rep, unless it was assigned by hand.',
        }),
        {
          maxItems: BREACH_ACTIONS.length,
          uniqueItems: true,
          description: 'What follows a breach; `notify` when absent.',
        },
      ),
    ),
  },
  'A time limit for the leads for which the condition holds (absent: all).',
);

export const SlaPolicyDocument = component(
  'SlaPolicyDocument',
  Type.Object(
    {
      rules: Type.Array(Ref(SlaRuleSchema), {
        maxItems: LIMITS.rules,
        description: 'In order: for each clock the first rule that holds applies.',
      }),
      countedAttempts: Type.Optional(
        Type.Array(
          enumOf(ATTEMPTS, {
            description:
              'An attempt that did not reach the lead: the outcomes `no_answer` and `busy` of calls, `no_show` of meetings, `bounced` of e-mails, and e-mails with `automatic`.',
          }),
          {
            maxItems: ATTEMPTS.length,
            uniqueItems: true,
            description: 'Attempts that meet a touch and count for speed to lead all the same; none when absent.',
          },
        ),
      ),
      timeZone: Type.Optional(
        Type.String({
          minLength: 1,
          maxLength: 64,
          description: 'Time zone for leads without a known one: IANA; UTC when absent.',
        }),
      ),
      workingHours: Type.Optional(
        Type.Array(Ref(WorkingBlockSchema), {
          minItems: 1,
          maxItems: LIMITS.blocks,
          description: 'Office hours in the time zone of the lead; Monday to Friday, 09:00 to 17:00, when absent.',
        }),
      ),
      holidaysCountry: Type.Optional(
        Type.String({
          pattern: '^[A-Z]{2}$',
          description: 'Public holidays of this country do not count as office hours: ISO 3166-1 alpha-2.',
        }),
      ),
      holidaysRegion: Type.Optional(
        Type.String({ minLength: 1, maxLength: 10, description: 'The part of that country, after ISO 3166-2.' }),
      ),
    },
    strict('The SLA rules. All other fields define the hours of kind `lead`.'),
  ),
);

const Seconds = (description: string) => Type.Number({ minimum: 0, description });

const SlaClockSchema = component(
  'SlaClock',
  Type.Object(
    {
      clock,
      ruleId: Type.String({ description: 'The rule of the policy.' }),
      slaPolicyVersion: Type.Integer({ minimum: 1, description: 'The version of the policy.' }),
      status: enumOf(CLOCK_STATUSES, {
        description: '`running` or `paused` until it ends: `met`, `breached` or `cancelled`.',
      }),
      hours,
      allowedSeconds: Seconds('Time allowed, in seconds of the hours that count.'),
      leftSeconds: Seconds('Time left of that: at the end, while paused, or else when it last started or resumed.'),
      startedAt: Timestamp('When it started.'),
      warnAt: Type.Optional(Timestamp('When it will warn, if nothing happens.')),
      warnedAt: Type.Optional(Timestamp('When it warned.')),
      dueAt: Type.Optional(
        Timestamp(
          'When it will breach, if nothing happens; absent while paused, and when the hours that count never suffice.',
        ),
      ),
      endedAt: Type.Optional(Timestamp('When it ended.')),
      cancelReason: Type.Optional(
        enumOf(CANCEL_REASONS, {
          description:
            'Why it was cancelled: another rule or no rule applies, the hours of another owner count, the offer ended otherwise, or the lead was closed.',
        }),
      ),
      ownerId: Type.Optional(Id('The owner of the lead.')),
      ownerName: NameOf('that rep'),
      handoffId: Type.Optional(Id('The offer; only for an `acceptance` clock.')),
    },
    strict('An SLA clock of a lead, with its result.'),
  ),
);

const SlaPauseSchema = component(
  'SlaPause',
  Type.Object(
    {
      at: Timestamp('When the clocks were paused.'),
      cause: enumOf(PAUSE_CAUSES, { description: 'By a request, or because the lead is parked.' }),
      reason: Type.Optional(Type.String({ description: 'The reason of the request.' })),
    },
    strict('The pause of the clocks of a lead.'),
  ),
);

const SpeedToLeadSchema = component(
  'SpeedToLead',
  Type.Object(
    {
      firstContactAt: Timestamp('When a rep first contacted the lead.'),
      repId: Type.Optional(Id('The rep.')),
      repName: NameOf('that rep'),
      elapsedSeconds: Seconds(
        'Seconds from the last opening of the lead (created, recycled or woken) to its first contact.',
      ),
      businessSeconds: Seconds(
        'The part of `elapsedSeconds` in working hours of the rep; all of it when the rep has no working hours.',
      ),
    },
    strict('How long the lead waited for its first contact since it was created, recycled or woken.'),
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
        description: 'Running and paused clocks, then the latest 200 ended ones; newest first.',
      }),
    },
    strict('The SLA clocks of a lead and their results.'),
  ),
);

export const SlaPauseCreate = component(
  'SlaPauseCreate',
  Type.Object(
    { reason: Type.String({ minLength: 1, maxLength: 500, pattern: '\\S', description: 'Why, for people.' }) },
    strict('Pauses the clocks.'),
  ),
);
