import type { Batch } from '../../batch/batch.js';
import { channelNote, contactChannels } from '../../leads/channels.js';
import type { Lead } from '../../leads/lead.js';
import { stageKeyOf } from '../../lifecycle/funnel.js';
import { chooseEntry } from '../../playbooks/choose.js';
import { permittedTask } from '../../playbooks/permitted.js';
import { type Refusal, repReference } from '../../refusals.js';
import { iso } from '../../time.js';
import { taskEvent } from '../events.js';
import { newTask, type Task, type TaskContent } from '../task.js';
import { dueAt, type TaskKind } from '../tasks.js';

export interface CreateTaskCommand {
  type: 'create_task';
  leadId: string;
  /** A template of the playbook entry of the lead, which supplies absent fields. */
  templateKey?: string | undefined;
  kind?: TaskKind | undefined;
  title?: string | undefined;
  description?: string | undefined;
  /** Epoch milliseconds. */
  dueAt?: number | undefined;
  /** The owner of the lead when absent; null: no rep. */
  repId?: string | null | undefined;
}

/** The result of commands about one task. */
export interface ChangedTask {
  changed: boolean;
  task: Task;
}

export function createTaskRefusal(batch: Batch, command: CreateTaskCommand): Refusal | undefined {
  const { leadId, repId } = command;
  const lead = batch.leads.find(leadId);
  if (lead === undefined) {
    const detail = 'There is no such lead in this workspace.';
    return { code: 'reference_not_found', detail, pointer: '/leadId' };
  }
  const unknown = typeof repId === 'string' ? repReference(repId, batch.assignment) : undefined;
  return unknown ?? templateRefusal(batch, lead, command) ?? contentRefusal(batch, lead, command);
}

export function createTask(batch: Batch, command: CreateTaskCommand): ChangedTask {
  const { leadId, templateKey, repId } = command;
  const lead = batch.leads.get(leadId);
  const { kind, title, description, dueAt } = contentOf(batch, lead, command);
  if (kind === undefined || title === undefined || dueAt === undefined) throw new Error('the task lacks its content');
  const content: TaskContent = {
    id: batch.newId(),
    leadId,
    kind,
    title,
    description,
    dueAt,
    repId: repId === undefined ? lead.ownerId : (repId ?? undefined),
    templateKey,
    playbookVersion: templateKey === undefined ? undefined : batch.basis.lifecycle.playbook.version,
  };
  const task = newTask(content, batch.now);
  batch.tasks.insert(task);
  batch.emit(taskEvent('task.created', task, 'api', { after: { dueAt: iso(dueAt) } }));
  return { changed: true, task };
}

type Content = Partial<Pick<TaskContent, 'kind' | 'title' | 'description' | 'dueAt'>>;

/** The content of the command, with absent fields from its template, which takes an allowed channel. */
function contentOf(batch: Batch, lead: Lead, command: CreateTaskCommand): Content {
  const template = templateOf(batch, lead, command.templateKey);
  const permitted = template && permittedTask(template, contactChannels(lead.facts));
  const isOwnKind = command.kind !== undefined && command.kind !== permitted?.kind;
  const owner = lead.ownerId === undefined ? undefined : batch.assignment.rep(lead.ownerId);
  return {
    kind: command.kind ?? permitted?.kind,
    title: command.title?.trim() ?? (isOwnKind ? template?.title : permitted?.title),
    description: command.description ?? (isOwnKind ? undefined : permitted?.note),
    dueAt: command.dueAt ?? (template && dueAt(template.due, batch.now, owner?.calendar)),
  };
}

function contentRefusal(batch: Batch, lead: Lead, command: CreateTaskCommand): Refusal | undefined {
  const content = contentOf(batch, lead, command);
  const missing = (['kind', 'title', 'dueAt'] as const).filter((name) => content[name] === undefined);
  if (missing.length === 0) return undefined;
  const detail = 'is needed without a templateKey';
  const errors = missing.map((name) => ({ pointer: `/${name}`, code: 'required', detail }));
  return { code: 'rule_refused', detail: 'The task lacks what it needs: see errors.', errors };
}

/** The playbook entry of the lead. */
function entryOf({ basis }: Batch, lead: Lead) {
  const { category, temperature } = lead;
  const place = { stage: stageKeyOf(lead), category, temperature, channel: basis.sourceOf(lead)?.channel };
  return chooseEntry(basis.lifecycle.playbook, place)?.entry;
}

function templateOf(batch: Batch, lead: Lead, key: string | undefined) {
  return key === undefined ? undefined : entryOf(batch, lead)?.tasks.find((template) => template.key === key);
}

function templateRefusal(batch: Batch, lead: Lead, { templateKey, kind }: CreateTaskCommand): Refusal | undefined {
  if (templateKey === undefined) return undefined;
  const template = templateOf(batch, lead, templateKey);
  if (template !== undefined) {
    const channels = contactChannels(lead.facts);
    if (kind !== undefined || permittedTask(template, channels) !== undefined) return undefined;
    return {
      code: 'rule_refused',
      detail: `The task would contact the lead. ${channelNote(channels)}`,
      pointer: '/templateKey',
    };
  }
  const keys = entryOf(batch, lead)?.tasks.map(({ key }) => key) ?? [];
  const detail = `The playbook entry of this lead has no such template; it has: ${keys.join(', ') || 'none'}.`;
  return { code: 'rule_refused', detail, pointer: '/templateKey' };
}
