import Type from 'typebox';
import { DELAY_REASONS, LEAVE_REASONS, SEQUENCE_ENTRIES, SEQUENCE_PURPOSES } from '../../core/leads/sequence-runs.js';
import { SKIP_REASONS, STEP_OUTCOMES } from '../../core/sequences/advance.js';
import { MOST_SIMULATED } from '../../core/sequences/simulate.js';
import { Id, PastInstant, strict, Timestamp } from './common.js';
import { component, enumOf, Ref } from './components.js';
import { report } from './reports.js';
import { variant } from './rules.js';
import { SendChannel, SendTemplate, SequenceKey } from './sequences.js';

/** Types of steps that are shown; waits and repeats are seen by the dates. */
export const SHOWN_STEP_TYPES = ['send', 'task', 'condition'] as const;

const stepFields = {
  step: SequenceKey('The key of the step.'),
  type: enumOf(SHOWN_STEP_TYPES, { description: 'What the step does.' }),
  outcome: enumOf(STEP_OUTCOMES, {
    description:
      '`due`: a send was requested. `task`: a task was created. `skipped`: see `reason`. `met`, `not_met`: what the condition decided.',
  }),
  reason: Type.Optional(
    enumOf(SKIP_REASONS, {
      description:
        'Why it was skipped. `denied`, `bounced`, `missing`: the state of its channel. `not_granted`: the sequence requires a granted consent. `no_channel`: no channel is allowed for the task. `task_open`: such a task is open.',
    }),
  ),
  channel: Type.Optional(SendChannel('The channel of a send.')),
  template: Type.Optional(SendTemplate('The template of a send.')),
};

const PastStepSchema = variant(
  'SequencePastStep',
  {
    ...stepFields,
    at: Timestamp('When it came.'),
    version: Type.Optional(Type.Integer({ minimum: 1, description: 'The version of the sequence that had the step.' })),
    taskId: Type.Optional(Id('The task that was created.')),
  },
  'A step that came.',
);

const ComingStepSchema = variant(
  'SequenceComingStep',
  {
    ...stepFields,
    at: Timestamp('When it comes.'),
    delayedBy: Type.Optional(
      enumOf(DELAY_REASONS, { description: 'Why it comes later than the waits alone would have it.' }),
    ),
  },
  'A step that comes if nothing changes until then, with the outcome that it would have.',
);

const ComingSteps = Type.Array(Ref(ComingStepSchema), {
  maxItems: 50,
  description: 'Steps that come, in the order of time; the next 50.',
});

const StaySchema = variant(
  'SequenceStay',
  {
    key: SequenceKey('The sequence.'),
    name: Type.Optional(Type.String({ description: 'The name of its published version; absent without one.' })),
    purpose: enumOf(SEQUENCE_PURPOSES, { description: 'What it is for.' }),
    version: Type.Integer({ minimum: 1, description: 'The version at the entry.' }),
    enteredAt: Timestamp('When the lead entered.'),
    enteredBy: enumOf(SEQUENCE_ENTRIES, { description: 'Whether the entry condition or a request put it there.' }),
    leftAt: Type.Optional(Timestamp('When it left; absent: it is in the sequence.')),
    leaveReason: Type.Optional(
      enumOf(LEAVE_REASONS, {
        description:
          'Why it left. `completed`: all steps came. `branch`: a condition step led out. `exit_condition`: `exitWhen` held. `retired`: no version is published. `step_removed`: the published version lacks the step that was next. Otherwise what `exitOn` lists, or a request.',
      }),
    ),
    nextStep: Type.Optional(SequenceKey('The key of the step that comes next; absent when none is left.')),
    nextAt: Type.Optional(Timestamp('When the next step comes, or the sequence is completed.')),
    pastSteps: Type.Array(Ref(PastStepSchema), { maxItems: 500, description: 'Steps that came, oldest first.' }),
    comingSteps: ComingSteps,
    endsAt: Type.Optional(Timestamp('When it ends if nothing changes; absent beyond 50 steps.')),
  },
  'A stay of a lead in a sequence: its past steps, and its coming steps with their dates.',
);

export const LeadSequences = variant(
  'LeadSequences',
  {
    leadId: Id('The lead.'),
    sequences: Type.Array(Ref(StaySchema), { maxItems: 50, description: 'The latest first, at most 50.' }),
  },
  'The sequences that a lead is in, and was in.',
);

export const SequenceEntryCreate = variant(
  'SequenceEntryCreate',
  { key: SequenceKey('The published sequence.') },
  'The sequence that the lead enters.',
);

export const SequenceLeave = variant(
  'SequenceLeave',
  {
    key: SequenceKey('The sequence.'),
    note: Type.Optional(Type.String({ minLength: 1, maxLength: 500, description: 'The reason, for later readers.' })),
  },
  'The sequence that the lead leaves.',
);

export const SequenceSimulationCreate = variant(
  'SequenceSimulationCreate',
  {
    leadId: Id('The lead.'),
    from: Type.Optional(
      PastInstant('As if the version were published at this instant; the creation of the lead when absent.'),
    ),
  },
  'The lead and the past to try a version on.',
);

export const SequenceSimulation = variant(
  'SequenceSimulation',
  {
    version: Type.Integer({ minimum: 1, description: 'The version.' }),
    key: SequenceKey('Its sequence.'),
    leadId: Id('The lead.'),
    from: Timestamp('The begin of the past.'),
    before: Timestamp('Its end: now.'),
    enteredAt: Type.Optional(Timestamp('When it would have entered; absent: never.')),
    leftAt: Type.Optional(Timestamp('When it would have left; absent: it would be in the sequence.')),
    leaveReason: Type.Optional(enumOf(LEAVE_REASONS, { description: 'Why it would have left.' })),
    nextStep: Type.Optional(SequenceKey('The key of the step that would come next.')),
    nextAt: Type.Optional(Timestamp('When it would come.')),
    pastSteps: Type.Array(Ref(PastStepSchema), {
      maxItems: MOST_SIMULATED + 50,
      description: 'The steps that would have come, with their dates.',
    }),
  },
  'What a version would have done with a lead.',
);

export const SEQUENCE_GROUPINGS = ['step', 'sequence'] as const;
const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });

const GroupSchema = component(
  'SequenceReportGroup',
  Type.Object(
    {
      key: Type.String({
        description: 'The key of the sequence; by step followed by that of the step: `education/introduction`.',
      }),
      entered: Count('Stays of leads in the sequence; by step those that reached the step.'),
      due: Count('Sends that were requested.'),
      tasks: Count('Tasks that were created.'),
      skipped: Count('Sends and tasks that were skipped.'),
      left: Count(
        'Stays that ended before all steps had come; by step those that ended between this step and the next.',
      ),
      completed: Count('Stays in which all steps came; by step those that ended with this step.'),
      converted: Count('Stays whose lead became a customer afterwards.'),
      dropOffRate: Type.Optional(Share('`left` / `entered`; absent for none.')),
      conversionRate: Type.Optional(Share('`converted` / `entered`; absent for none.')),
    },
    strict('How leads went through a sequence or a step of it.'),
  ),
);
export const SequenceReport = report(
  'SequenceReport',
  {
    groupings: SEQUENCE_GROUPINGS,
    group: GroupSchema,
    groups: { maxItems: 1000, description: 'The largest first, at most 1,000.' },
    rest: {},
  },
  'Drop-off and conversion of sequences.',
);
