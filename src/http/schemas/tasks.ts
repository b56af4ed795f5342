import Type from 'typebox';
import { TASK_LIMITS as LIMITS, TASK_KINDS, TASK_OUTCOMES, TASK_STATUSES } from '../../core/tasks/tasks.js';
import { ActivityCreate } from './activities.js';
import { Id, listOf, PlannedInstant, strict, Timestamp, Version } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';

const Title = Type.String({
  minLength: 1,
  maxLength: LIMITS.title,
  pattern: '\\S',
  description: 'What is to be done, in a line.',
});
const Description = Type.String({ minLength: 1, maxLength: LIMITS.description, description: 'More about it.' });
const Note = (description: string) =>
  Type.String({ minLength: 1, maxLength: LIMITS.note, pattern: '\\S', description });
export const TaskKindSchema = enumOf(TASK_KINDS, {
  description: 'What kind of work it is; `recommendations`: ask the lead whom else to speak with.',
});
const TemplateKey = Type.String({
  pattern: '^[a-z0-9][a-z0-9_-]{0,63}$',
  description: 'The template of the playbook that it is made of.',
});
const Outcome = enumOf(TASK_OUTCOMES, { description: 'What came of it.' });

export const TaskCreate = component(
  'TaskCreate',
  Type.Object(
    {
      leadId: Id('The lead that it is about.'),
      templateKey: Type.Optional(TemplateKey),
      kind: Type.Optional(TaskKindSchema),
      title: Type.Optional(Title),
      description: Type.Optional(Description),
      dueAt: Type.Optional(PlannedInstant('When it has to be done.')),
      repId: Type.Optional(nullable(Id('Who has to do it: the owner of the lead when absent; null: no rep yet.'))),
    },
    strict(
      'A new task. `kind`, `title` and `dueAt` are needed unless `templateKey` names a template of the playbook entry of the lead: then they come from it where they are absent.',
    ),
  ),
);

export const TaskPatch = component(
  'TaskPatch',
  Type.Object(
    {
      kind: Type.Optional(TaskKindSchema),
      title: Type.Optional(Title),
      description: Type.Optional(nullable(Description)),
      dueAt: Type.Optional(PlannedInstant('When it has to be done.')),
      repId: Type.Optional(nullable(Id('Who has to do it; null: no rep yet.'))),
    },
    { ...strict('A correction by RFC 7396 of an open task.'), minProperties: 1 },
  ),
);

export const TaskComplete = component(
  'TaskComplete',
  Type.Object(
    {
      outcome: Type.Optional(Outcome),
      note: Type.Optional(Note('What came of it, in words.')),
      activity: Type.Optional(Ref(ActivityCreate)),
    },
    strict(
      'That a task is done. With `activity` what was done is recorded in the same transaction; its rep is that of the task when absent.',
    ),
  ),
);

export const TaskSkip = component(
  'TaskSkip',
  Type.Object({ reason: Note('Why it is not done, for people.') }, strict('That a task will not be done.')),
);

export const TaskSchema = component(
  'Task',
  Type.Object(
    {
      id: Id('The task.'),
      version: Version(),
      leadId: Id('The lead that it is about.'),
      kind: TaskKindSchema,
      title: Title,
      description: nullable(Description),
      status: enumOf(TASK_STATUSES, { description: 'Whether it is still to be done.' }),
      dueAt: Timestamp('When it has to be done.'),
      overdueAt: nullable(Timestamp('When it was told to be overdue; null: it was not, or was put off since.')),
      repId: nullable(Id('Who has to do it; null: no rep yet.')),
      templateKey: nullable(TemplateKey),
      playbookVersion: nullable(
        Type.Integer({ minimum: 1, description: 'The version of the playbook with that template; null: no template.' }),
      ),
      outcome: nullable(Outcome),
      note: nullable(
        Type.String({
          description:
            'What came of it in words, or why it was skipped; `lead_closed`: its lead was disqualified or lost.',
        }),
      ),
      activityId: nullable(Id('The activity that was recorded with it.')),
      closedAt: nullable(Timestamp('When it was done or skipped; null: it is open.')),
      createdAt: Timestamp('When it was made.'),
      updatedAt: Timestamp('When it last changed.'),
    },
    strict('Something to be done about a lead.'),
  ),
);
export const TaskList = listOf('TaskList', TaskSchema, 'Tasks; what is due first comes first.');
