import Type from 'typebox';
import { CATEGORIES, TEMPERATURES } from '../../core/leads/vocabulary.js';
import { PLAYBOOK_LIMITS as LIMITS, type Playbook } from '../../core/playbooks/playbook.js';
import { CHANNELS } from '../../core/sources.js';
import { DUE_UNITS, TASK_LIMITS } from '../../core/tasks/tasks.js';
import { type Component, enumOf, Ref } from './components.js';
import { When } from './conditions.js';
import { ruleFields, variant } from './rules.js';
import { TaskKindSchema } from './tasks.js';

const Key = (description: string) => Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,63}$', description });
const Guidance = Type.String({
  minLength: 1,
  maxLength: LIMITS.guidance,
  description: 'How to go about it, for people.',
});

const DueSchema = variant(
  'TaskDue',
  {
    after: Type.Number({
      minimum: 0,
      maximum: TASK_LIMITS.dueAfter,
      description: 'So many hours after it came up, 0 to 8,760.',
    }),
    unit: enumOf(DUE_UNITS, {
      description:
        '`business_hours`: only working hours of the owner count; of a lead without owner, or whose owner says nothing of them, Monday to Friday 09:00 to 17:00 UTC. `calendar_hours`: all do.',
    }),
  },
  'When it is due.',
);

const TemplateSchema = variant(
  'TaskTemplate',
  {
    key: Key('Unique in the entry. The same key in another entry is the same work: done once, it is done.'),
    title: Type.String({
      minLength: 1,
      maxLength: TASK_LIMITS.title,
      pattern: '\\S',
      description: 'What is to be done, in a line.',
    }),
    kind: TaskKindSchema,
    guidance: Type.Optional(Guidance),
    due: Ref(DueSchema),
    when: Type.Optional(When),
    automatic: Type.Optional(
      Type.Boolean({
        description:
          'Whether a task of it is made, for the owner, in the transaction in which a lead comes into the stage or category, unless one is open already; false when absent.',
      }),
    ),
  },
  'Something to do with leads of an entry for which `when` holds (absent: all).',
);

const EntrySchema = variant(
  'PlaybookEntry',
  {
    ...ruleFields,
    stage: Type.Optional(Key('Leads in this stage of the funnel, by its key.')),
    category: Type.Optional(enumOf(CATEGORIES, { description: 'Leads in this category, whatever their stage.' })),
    temperature: Type.Optional(enumOf(TEMPERATURES, { description: 'Only leads of this temperature.' })),
    channel: Type.Optional(enumOf(CHANNELS, { description: 'Only leads whose first source has this channel.' })),
    guidance: Guidance,
    tasks: Type.Array(Ref(TemplateSchema), {
      maxItems: LIMITS.tasks,
      description:
        'In order: the first that applies, and was neither done nor skipped since the lead came into its stage, is the next best action.',
    }),
  },
  'How leads of a stage or of a category (exactly one of them) are worked.',
);

export const PlaybookDocument = variant(
  'PlaybookDocument',
  {
    entries: Type.Array(Ref(EntrySchema), {
      maxItems: LIMITS.entries,
      description:
        'Of the entries that fit a lead the most specific one counts, alone: one for its stage before one for its category, then one for its temperature, then one for its channel. Their order does not matter, and no two may be for the same leads.',
    }),
  },
  'What to do with leads in each place of the funnel.',
) as unknown as Component<ReturnType<typeof Type.Unsafe<Playbook>>>;
