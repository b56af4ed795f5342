import Type from 'typebox';
import { CATEGORIES, TEMPERATURES } from '../../core/leads/vocabulary.js';
import { PLAYBOOK_LIMITS as LIMITS } from '../../core/playbooks/playbook.js';
import { CHANNELS } from '../../core/sources.js';
import { DUE_UNITS, TASK_LIMITS } from '../../core/tasks/tasks.js';
import { enumOf, Ref } from './components.js';
import { When } from './conditions.js';
import { ruleFields, variant } from './rules.js';
import { TaskKindSchema } from './tasks.js';

const Key = (description: string) => Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,63}$', description });
const Guidance = Type.String({
  minLength: 1,
  maxLength: LIMITS.guidance,
  description: 'Guidance for people.',
});

export const TaskDueSchema = variant(
  'TaskDue',
  {
    after: Type.Number({
      minimum: 0,
      maximum: TASK_LIMITS.dueAfter,
      description:
        'Hours until the task is due, 0 to 8,760: from the entry of the lead into the stage or category, or, in a sequence, from the step.',
    }),
    unit: enumOf(DUE_UNITS, {
      description:
        '`business_hours`: only working hours of the owner count; without an owner, or for an owner without working hours, Monday to Friday 09:00 to 17:00 UTC. `calendar_hours`: all hours count.',
    }),
  },
  'When it is due.',
);

const TemplateSchema = variant(
  'PlaybookTask',
  {
    key: Key('Unique in the entry. The same key in another entry means the same work, which is done only once.'),
    title: Type.String({
      minLength: 1,
      maxLength: TASK_LIMITS.title,
      pattern: '\\S',
      description: 'What is to be done, in one line.',
    }),
    kind: TaskKindSchema,
    guidance: Type.Optional(Guidance),
    due: Ref(TaskDueSchema),
    when: Type.Optional(When),
    needsRep: Type.Optional(
      Type.Boolean({
        description:
          'With `automatic`: whether the task is created only in a workspace that has an active rep, who could do it; false when absent.',
      }),
    ),
    automatic: Type.Optional(
      Type.Boolean({
        description:
          'Whether a task for the owner is created from it in the transaction in which a lead enters the stage or category, unless such a task is already open; false when absent.',
      }),
    ),
  },
  'A task for the leads of an entry for which `when` holds (absent: all).',
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
        'In order of priority: the first that applies, and was neither done nor skipped since the lead entered its stage, is the next best action.',
    }),
  },
  'Guidance and tasks for leads of a stage or a category (exactly one of them).',
);

export const PlaybookDocument = variant(
  'PlaybookDocument',
  {
    entries: Type.Array(Ref(EntrySchema), {
      maxItems: LIMITS.entries,
      description:
        'Only the most specific entry that matches a lead applies: a stage before a category, then one with a temperature, then one with a channel. Their order does not matter, and no two entries may have the same filters.',
    }),
  },
  'What to do with leads in each stage or category.',
);
