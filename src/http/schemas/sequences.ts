import Type from 'typebox';
import { CONSENT_CHANNELS } from '../../core/leads/consent.js';
import { SEQUENCE_PURPOSES } from '../../core/leads/sequence-runs.js';
import { PLAYBOOK_LIMITS } from '../../core/playbooks/playbook.js';
import { EXIT_TRIGGERS, SEQUENCE_LIMITS as LIMITS, type StepType, WAIT_UNITS } from '../../core/sequences/sequence.js';
import { TASK_LIMITS } from '../../core/tasks/tasks.js';
import { component, enumOf, oneOfBy, Ref } from './components.js';
import { When } from './conditions.js';
import { TaskDueSchema } from './playbooks.js';
import { variant } from './rules.js';
import { TaskKindSchema } from './tasks.js';

export const SequenceKey = (description: string) => Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,63}$', description });
const Text = (maxLength: number, description: string) =>
  Type.String({ minLength: 1, maxLength, pattern: '\\S', description });
const Days = (most: number, description: string) => Type.Integer({ minimum: 1, maximum: most, description });
const TimeOfDay = (description: string) => Type.String({ pattern: '^[0-2][0-9]:[0-5][0-9]$', description });

export const SendChannel = (description: string) => enumOf(CONSENT_CHANNELS, { description });
export const SendTemplate = (description: string) => Text(LIMITS.template, description);

const stepFields = <Type extends StepType>(type: Type, description: string) => ({
  type: enumOf([type] as const, { description }),
  key: SequenceKey('Unique in the sequence. Leads keep their place by it when another version is published.'),
});

const SendStepSchema = variant(
  'SequenceSendStep',
  {
    ...stepFields('send', 'Something is sent.'),
    channel: SendChannel(
      'The channel. The step is skipped for a lead with no address of it, an objection or a bounce.',
    ),
    template: SendTemplate(
      'The name of a template, for the sender. A task of the playbook with this key is not proposed while the lead is in the sequence.',
    ),
    label: Type.Optional(Text(TASK_LIMITS.title, 'The purpose of the step, for people.')),
  },
  'Requests a send: the event `sequence.step_due` names the lead, the channel and the template. The service sends nothing itself.',
);

const TaskStepSchema = variant(
  'SequenceTaskStep',
  {
    ...stepFields('task', 'A task is created.'),
    kind: TaskKindSchema,
    title: Text(TASK_LIMITS.title, 'What is to be done, in one line.'),
    guidance: Type.Optional(Text(PLAYBOOK_LIMITS.guidance, 'Guidance for people: the description of the task.')),
    due: Ref(TaskDueSchema),
  },
  'Creates a task for the owner of the lead, or without an owner for marketing. It takes another channel where its own is blocked, and is skipped where none is allowed or a task with its key is open.',
);

const WaitStepSchema = variant(
  'SequenceWaitStep',
  {
    ...stepFields('wait', 'Time passes.'),
    after: Days(LIMITS.waitDays, 'Days until the next step comes, at the same time of day; 1 to 365.'),
    unit: enumOf(WAIT_UNITS, {
      description: '`days`: all days. `business_days`: Monday to Friday without public holidays.',
    }),
  },
  'Waits, by the calendar of the lead.',
);

const Place = (description: string) =>
  Type.Optional(
    SequenceKey(`${description} The key of a later step, \`next\` for the step after this one, or \`exit\` to leave.`),
  );
const ConditionStepSchema = variant(
  'SequenceConditionStep',
  {
    ...stepFields('condition', 'A condition decides where the lead goes on.'),
    when: When,
    whenTrue: Place('Where it goes on when the condition holds; `next` when absent.'),
    whenFalse: Place('Where it goes on otherwise; `exit` when absent.'),
  },
  'Branches by a condition over the lead at the instant of the step.',
);

const RepeatStepSchema = variant(
  'SequenceRepeatStep',
  {
    ...stepFields('repeat', 'Earlier steps come again.'),
    from: SequenceKey('The key of the earlier step to go on with. A wait must lie between. Repeats do not overlap.'),
    times: Type.Integer({
      minimum: 1,
      maximum: LIMITS.repeats,
      description: 'How many times it leads back, 1 to 52; then the next step comes.',
    }),
  },
  'Leads back to an earlier step.',
);

const QuietHoursSchema = variant(
  'SequenceQuietHours',
  {
    start: TimeOfDay('From this time of day nothing is sent, `HH:MM`.'),
    end: TimeOfDay('Until this time of day, `HH:MM`; on the next day where it is not later than the start.'),
    workdaysOnly: Type.Optional(
      Type.Boolean({
        description: 'Whether nothing is sent on Saturdays, Sundays and public holidays; false when absent.',
      }),
    ),
  },
  'Times at which nothing is sent, in the time zone of the lead. A send that would fall into them comes when they end.',
);

const CapSchema = variant(
  'SequenceCap',
  {
    channel: SendChannel('The channel.'),
    sends: Type.Integer({ minimum: 1, maximum: LIMITS.capSends, description: 'The most sends, 1 to 10.' }),
    days: Days(LIMITS.capDays, 'In any stretch of so many days (24 hours each), 1 to 90.'),
  },
  'A limit of sends to one lead. All its sequences count; the caps of the sequence that sends apply. A send above it comes later.',
);

const StepSchema = component(
  'SequenceStep',
  oneOfBy('type', [SendStepSchema, TaskStepSchema, WaitStepSchema, ConditionStepSchema, RepeatStepSchema], {
    description: 'A step of a sequence.',
  }),
);

export const SequenceDocument = variant(
  'SequenceDocument',
  {
    key: SequenceKey('Names the sequence. One version of each key is published at a time.'),
    purpose: enumOf(SEQUENCE_PURPOSES, {
      description: 'What it is for. A lead is in one sequence of each purpose at most.',
    }),
    enterWhen: Type.Optional(When),
    reenterAfterDays: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: LIMITS.reenterDays,
        description:
          'Days after a lead left at which `enterWhen` lets it in again, 1 to 3,650. When absent, `enterWhen` lets each lead in once.',
      }),
    ),
    exitOn: Type.Optional(
      Type.Array(
        enumOf(EXIT_TRIGGERS, {
          description:
            '`reply`: it answered an e-mail or a call, began a chat or booked a meeting. `class_change`: its category differs from that at the entry. `objection`: the consent to a channel of the sequence was withdrawn. `conversion`: it became a customer.',
        }),
        { maxItems: EXIT_TRIGGERS.length, uniqueItems: true, description: 'What ends it for a lead; all when absent.' },
      ),
    ),
    exitWhen: Type.Optional(When),
    requireConsent: Type.Optional(
      Type.Boolean({
        description:
          'Whether a send needs a granted consent to its channel. When false or absent, one that is not known is enough; a denied one never is.',
      }),
    ),
    quietHours: Type.Optional(Ref(QuietHoursSchema)),
    caps: Type.Optional(
      Type.Array(Ref(CapSchema), { maxItems: 10, description: 'Limits of sends; none when absent.' }),
    ),
    timeZone: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 64,
        description: 'Time zone for leads without a known one: IANA; that of the workspace when absent, else UTC.',
      }),
    ),
    holidaysCountry: Type.Optional(
      Type.String({ pattern: '^[A-Z]{2}$', description: 'Country of the public holidays: ISO 3166-1 alpha-2.' }),
    ),
    holidaysRegion: Type.Optional(
      Type.String({
        pattern: '^[A-Z0-9]{1,3}$',
        description: 'Its subdivision with holidays of its own: the second part of an ISO 3166-2 code.',
      }),
    ),
    steps: Type.Array(Ref(StepSchema), {
      minItems: 1,
      maxItems: LIMITS.steps,
      description: 'The steps in their order, at most 50.',
    }),
  },
  'A row of steps over time. A lead enters when a change makes `enterWhen` true, or on request, and leaves after the last step, by what `exitOn` lists, when `exitWhen` holds, or on request. Conditions that time alone makes true are checked at the next change of the lead and before each step.',
);
