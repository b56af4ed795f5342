import Type from 'typebox';
import { TASK_LIMITS as LIMITS, TASK_KINDS, TASK_OUTCOMES, TASK_STATUSES } from '../../core/tasks/tasks.js';
import { ActivityCreate } from './activities.js';
import { Id, listOf, NameOf, PlannedInstant, strict, Timestamp, Version } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';

const Title = Type.String({
  minLength: 1,
  maxLength: LIMITS.title,
  pattern: '\\S',
  description: 'What is to be done, in one line.',
});
const Description = Type.String({ minLength: 1, maxLength: LIMITS.description, description: 'Details of the task.' });
const Note = (description: string) =>
  Type.String({ minLength: 1, maxLength: LIMITS.note, pattern: '\\S', description });
export const TaskKindSchema = enumOf(TASK_KINDS, {
  description: 'The kind of work; `recommendations`: ask the lead for other contacts.',
});
const TemplateKey = Type.String({
  pattern: '^[a-z0-9][a-z0-9_-]{0,63}$',
  description: 'The template of the playbook that it was created from.',
});
const Outcome = enumOf(TASK_OUTCOMES, { description: 'The outcome of the task.' });

export const TaskCreate = component(
  'TaskCreate',
  Type.Object(
    {
      leadId: Id('The lead that it is about.'),
      templateKey: Type.Optional(TemplateKey),
      kind: Type.Optional(TaskKindSchema),
      title: Type.Optional(Title),
      description: Type.Optional(Description),
      dueAt: Type.Optional(PlannedInstant('When it is due.')),
      repId: Type.Optional(
        nullable(Id('The rep who has to do it; the owner of the lead when absent; null: no rep yet.')),
      ),
    },
    strict(
      'A new task. `kind`, `title` and `dueAt` are required, unless `templateKey` names a template of the playbook entry of the lead: then the template supplies absent ones.',
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
      dueAt: Type.Optional(PlannedInstant('When it is due.')),
      repId: Type.Optional(nullable(Id('The rep who has to do it; null: no rep yet.'))),
    },
    { ...strict('A JSON Merge Patch (RFC 7396) of an open task.'), minProperties: 1 },
  ),
);

const completionFields = {
  outcome: Type.Optional(Outcome),
  note: Type.Optional(Note('The outcome as text.')),
  activity: Type.Optional(Ref(ActivityCreate)),
};

export const TaskCompletionItem = component(
  'TaskCompletionItem',
  Type.Object(
    {
      taskId: Id('The task.'),
      ifVersion: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 2_147_483_647,
          description: 'The version that the task must have, like If-Match.',
        }),
      ),
      ...completionFields,
    },
    strict('The completion of one task of several.'),
  ),
);

export const TaskComplete = component(
  'TaskComplete',
  Type.Object(
    completionFields,
    strict(
      'The completion of a task. `activity` is recorded in the same transaction; its rep is that of the task when absent.',
    ),
  ),
);

export const TaskSkip = component(
  'TaskSkip',
  Type.Object({ reason: Note('Why it is skipped, for people.') }, strict('The skipping of a task.')),
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
      status: enumOf(TASK_STATUSES, { description: 'State of the task.' }),
      dueAt: Timestamp('When it is due.'),
      overdueAt: nullable(Timestamp('When its overdue event was emitted; null: not overdue, or postponed since.')),
      repId: nullable(Id('The rep who has to do it; null: no rep yet.')),
      repName: NameOf('that rep'),
      templateKey: nullable(TemplateKey),
      playbookVersion: nullable(
        Type.Integer({ minimum: 1, description: 'The version of the playbook of that template; null: no template.' }),
      ),
      outcome: nullable(Outcome),
      note: nullable(
        Type.String({
          description: 'The outcome as text, or why it was skipped; `lead_closed`: its lead was disqualified or lost.',
        }),
      ),
      activityId: nullable(Id('The activity that was recorded with it.')),
      closedAt: nullable(Timestamp('When it was completed or skipped; null: open.')),
      createdAt: Timestamp('When it was made.'),
      updatedAt: Timestamp('When it last changed.'),
    },
    strict('Something to be done about a lead.'),
  ),
);
export const TaskList = listOf('TaskList', TaskSchema, 'Tasks by due instant, earliest first.');
