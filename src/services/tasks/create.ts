import { chooseEntry, compilePlaybook } from '../../core/playbooks/choose.js';
import { taskEvent } from '../../core/tasks/events.js';
import { dueAt, type TaskKind } from '../../core/tasks/tasks.js';
import type { TaskRow } from '../../db/repositories/tasks.js';
import type { WriteScope } from '../../db/store.js';
import { AppError, type FieldError } from '../errors.js';
import { placeOf } from '../playbooks/place.js';
import { publishedOf } from '../policies/published.js';
import { assertRep } from './checks.js';
import { taskRow } from './rows.js';

export interface TaskInput {
  leadId: string;
  /** A template of the playbook entry of the lead: gives what is absent. */
  templateKey?: string | undefined;
  kind?: TaskKind | undefined;
  title?: string | undefined;
  description?: string | undefined;
  /** Epoch milliseconds. */
  dueAt?: number | undefined;
  /** The owner of the lead when absent; null: nobody. */
  repId?: string | null | undefined;
}

export async function createTask(scope: WriteScope, input: TaskInput): Promise<TaskRow> {
  const [lead] = await scope.leads.findMany([input.leadId]);
  if (!lead) {
    const detail = 'There is no such lead in this workspace.';
    throw new AppError('reference_not_found', detail, {
      errors: [{ pointer: '/leadId', code: 'reference_not_found', detail }],
    });
  }
  await assertRep(scope, input.repId);
  const found = input.templateKey === undefined ? undefined : await templateOf(scope, lead, input.templateKey);
  const repId = input.repId === undefined ? lead.ownerId : (input.repId ?? undefined);
  const whole = complete({ ...found?.defaults, ...definedOf(input) });
  const { leadId, templateKey, description } = input;
  const task = { id: scope.newId(), leadId, ...whole, description, repId, templateKey };
  const row = taskRow(scope.workspaceId, { ...task, playbookVersion: found?.playbookVersion }, scope.now);
  await scope.tasks.insert([row]);
  await scope.timers.set([{ kind: 'task_overdue', subjectId: row.id, dueAt: whole.dueAt }]);
  scope.emit(taskEvent('task.created', row, 'api', { after: { dueAt: row.dueAt.toISOString() } }));
  return row;
}

const definedOf = ({ kind, title, dueAt }: TaskInput) => ({
  ...(kind !== undefined && { kind }),
  ...(title !== undefined && { title: title.trim() }),
  ...(dueAt !== undefined && { dueAt }),
});

type Whole = { kind: TaskKind; title: string; dueAt: number };

function complete(known: Partial<Whole>): Whole {
  const errors = (['kind', 'title', 'dueAt'] as const).flatMap((name): FieldError[] =>
    known[name] === undefined
      ? [{ pointer: `/${name}`, code: 'required', detail: 'is needed without a templateKey' }]
      : [],
  );
  if (errors.length > 0) throw new AppError('rule_refused', 'The task lacks what it needs: see errors.', { errors });
  return known as Whole;
}

async function templateOf(scope: WriteScope, lead: Parameters<typeof placeOf>[1], key: string) {
  const [published, { place, calendar }] = await Promise.all([
    scope.policies.published(),
    placeOf(scope, lead, scope.now),
  ]);
  const { version, document } = publishedOf(published, 'playbook');
  const entry = chooseEntry(compilePlaybook(document, version), place)?.entry;
  const template = entry?.tasks.find((candidate) => candidate.key === key);
  if (template === undefined) {
    const keys = entry?.tasks.map((candidate) => candidate.key).join(', ') || 'none';
    const detail = `The playbook entry of this lead has no such template; it has: ${keys}.`;
    throw new AppError('rule_refused', detail, { errors: [{ pointer: '/templateKey', code: 'rule_refused', detail }] });
  }
  const { kind, title, due } = template;
  return { playbookVersion: version, defaults: { kind, title, dueAt: dueAt(due, scope.now, calendar) } };
}
