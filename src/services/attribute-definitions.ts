import { type DeclaredAttributes, declaredAttributes } from '../core/attributes/declared.js';
import {
  type AttributeDefinition,
  attributeNameKey,
  DEFINITION_LIMITS,
  definitionViolations,
  kindViolations,
  type StoredAttribute,
} from '../core/attributes/definition.js';
import { type AttributeKind, hasOptions } from '../core/attributes/kind.js';
import { normalValue } from '../core/attributes/normal-values.js';
import type { Job } from '../core/jobs/shapes.js';
import type { IfMatch } from '../core/refusals.js';
import type { AttributeValue } from '../core/values.js';
import type { FieldViolation } from '../core/violations.js';
import type { AttributeFilter } from '../db/repositories/attribute-definitions.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { Store, WriteScope } from '../db/store.js';
import { keepConditions } from './attribute-conditions.js';
import type { Principal, WriteContext } from './context.js';
import { AppError } from './errors.js';
import { cancel, enqueue } from './jobs/states.js';
import type { ReadSettings } from './leads/settings.js';
import { emitConfigChange, newRow } from './resources.js';
import { changedFields, checkVersion, orNotFound } from './versions.js';
import { mayReach } from './workspaces.js';
import type { Write } from './writes.js';

export interface AttributeInput extends AttributeSettings {
  name: string;
  type: AttributeDefinition['type'];
  unique?: boolean | undefined;
}

/** What can be set and changed; null removes. */
interface AttributeSettings {
  label?: string | undefined;
  options?: readonly string[] | undefined;
  requiredForStages?: readonly string[] | undefined;
  defaultValue?: AttributeValue | undefined;
  description?: string | null | undefined;
  personal?: boolean | undefined;
}

export interface AttributePatch extends AttributeSettings {
  archived?: boolean | undefined;
}

export interface TypeChangeInput {
  type: AttributeDefinition['type'];
  options?: readonly string[] | undefined;
  dryRun: boolean;
}

export type AttributeDefinitionsService = ReturnType<typeof attributeDefinitionsService>;

/** The attributes that the leads of a workspace are declared to have. */
export function attributeDefinitionsService(store: Store, write: Write, settings: Pick<ReadSettings, 'forget'>) {
  /** Conditions of this process are checked by the new definition at once. */
  const writeDefinition: Write = async (context, work) => {
    try {
      return await write(context, work);
    } finally {
      settings.forget(context.workspaceId);
    }
  };
  return {
    create: (context: WriteContext, input: AttributeInput): Promise<StoredAttribute> =>
      writeDefinition(context, async (scope) => {
        const row = newDefinition(scope, input);
        const known = await scope.attributeDefinitions.all();
        checkRoom(row, known);
        if (known.some(({ nameKey }) => nameKey === row.nameKey))
          throw new AppError(
            'conflict',
            'There is an attribute of this name already; case, `_`, `-` and `.` make no difference.',
          );
        await checkDefinition(scope, row);
        if (row.unique && (await scope.attributeDefinitions.isUsed(row.name))) {
          const detail =
            'leads already have values of this attribute: an attribute becomes unique before its first value';
          throw refused([{ pointer: '/unique', code: 'value_invalid', detail }]);
        }
        await scope.attributeDefinitions.insert(row);
        await emitChange(scope, 'attribute_definition.created', row, undefined, settingsOf(row));
        return row;
      }),
    async get(workspaceId: string, name: string): Promise<StoredAttribute> {
      return found(await store.read(workspaceId).attributeDefinitions.findByName(name));
    },
    list: (workspaceId: string, filter: AttributeFilter, request: ListRequest): Promise<Page<StoredAttribute>> =>
      store.read(workspaceId).attributeDefinitions.list(filter, request),
    update: (context: WriteContext, name: string, ifMatch: IfMatch, patch: AttributePatch): Promise<StoredAttribute> =>
      writeDefinition(context, async (scope) => {
        const before = found(await scope.attributeDefinitions.findByName(name));
        checkVersion(before, ifMatch);
        const after = patched(before, patch, scope.now);
        const changed = changedFields<object>(settingsOf(before), settingsOf(after));
        if (changed === undefined) return before;
        checkRoom(after, await scope.attributeDefinitions.all());
        await checkDefinition(scope, after, before);
        await emitChange(scope, 'attribute_definition.updated', before, changed.before, changed.after);
        return scope.attributeDefinitions.update(before, after, scope.now);
      }),
    /** The declared attributes of a workspace that the caller can read; undefined: every attribute is accepted as it is. */
    async declared(principal: Principal, workspaceId: string): Promise<DeclaredAttributes | undefined> {
      const read = store.read(workspaceId);
      const workspace = mayReach(principal, workspaceId) ? await read.workspaces.find() : undefined;
      const { undeclaredAttributes } = orNotFound(workspace, 'workspace');
      return declaredAttributes(await read.attributeDefinitions.all(), undeclaredAttributes ?? 'accepted');
    },
    /** Changes the type and enqueues the conversion of the values, or only finds out which would not fit. */
    changeType: (context: WriteContext, name: string, input: TypeChangeInput): Promise<Job<'attribute_change'>> =>
      writeDefinition(context, async (scope) => {
        const before = found(await scope.attributeDefinitions.findByName(name));
        const kind = { type: input.type, options: optionsOf(input.options) };
        await checkKind(scope, before, kind);
        if (!input.dryRun) await publishType(scope, before, kind);
        return enqueue(scope, context, 'attribute_change', { name, ...kind, from: before.type, dryRun: input.dryRun });
      }),
  };
}

/** None are stored as null. */
const optionsOf = (options: readonly string[] | undefined): string[] | null =>
  options === undefined || options.length === 0 ? null : [...options];

const found = (row: StoredAttribute | undefined): StoredAttribute => orNotFound(row, 'attribute');

function newDefinition(scope: WriteScope, input: AttributeInput): StoredAttribute {
  const { name, type, label, options, requiredForStages, unique, description, personal } = input;
  const kind = { type, options: optionsOf(options) };
  return {
    ...newRow(scope),
    name,
    nameKey: attributeNameKey(name),
    label: (label ?? name).trim(),
    ...kind,
    requiredForStages: [...new Set(requiredForStages)],
    unique: unique ?? false,
    defaultValue: normalDefault(kind, input.defaultValue ?? null),
    description: description ?? null,
    personal: personal ?? true,
    archivedAt: null,
  };
}

function patched(before: StoredAttribute, patch: AttributePatch, now: number): StoredAttribute {
  const { label, options, requiredForStages, description, personal, archived } = patch;
  const kind = { type: before.type, options: options === undefined ? before.options : optionsOf(options) };
  const archivedAt =
    archived === undefined ? before.archivedAt : archived ? (before.archivedAt ?? new Date(now)) : null;
  return {
    ...before,
    ...kind,
    label: label?.trim() ?? before.label,
    requiredForStages: requiredForStages === undefined ? before.requiredForStages : [...new Set(requiredForStages)],
    defaultValue: normalDefault(kind, patch.defaultValue === undefined ? before.defaultValue : patch.defaultValue),
    description: description === undefined ? before.description : description,
    personal: personal ?? before.personal,
    archivedAt,
  };
}

/** The default in its stored form; one that does not fit stays as it is, for `definitionViolations`. */
function normalDefault(kind: AttributeKind, value: AttributeValue): AttributeValue {
  if (value === null || (hasOptions(kind.type) && kind.options === null)) return value;
  const normal = normalValue(kind, value);
  return 'problem' in normal ? value : (normal.value ?? null);
}

const settingsOf = (row: StoredAttribute) => ({
  name: row.name,
  label: row.label,
  type: row.type,
  options: row.options,
  requiredForStages: row.requiredForStages,
  unique: row.unique,
  defaultValue: row.defaultValue,
  description: row.description,
  personal: row.personal,
  archivedAt: row.archivedAt?.toISOString() ?? null,
});

/** Segments compare attributes by their definitions. */
async function emitChange(
  scope: WriteScope,
  type: 'attribute_definition.created' | 'attribute_definition.updated',
  { id }: StoredAttribute,
  before: object | undefined,
  after: object,
): Promise<void> {
  await scope.segments.requestPasses(new Date(scope.realNow));
  emitConfigChange(scope, { type, subjectKind: 'attribute_definition', subjectId: id, before, after });
}

const refused = (errors: readonly FieldViolation[]): AppError =>
  new AppError('rule_refused', 'The attribute cannot be declared so: see `errors`.', { errors: [...errors] });

/** `known`: every definition of the workspace, with or without this one. */
function checkRoom(row: StoredAttribute, known: readonly StoredAttribute[]): void {
  const others = known.filter(({ id }) => id !== row.id);
  const withDefault = others.filter(({ defaultValue, archivedAt }) => defaultValue !== null && archivedAt === null);
  if (others.length >= DEFINITION_LIMITS.definitions)
    throw new AppError(
      'rule_refused',
      `A workspace has at most ${DEFINITION_LIMITS.definitions} attribute definitions.`,
    );
  if (row.defaultValue === null || row.archivedAt !== null || withDefault.length < DEFINITION_LIMITS.defaults) return;
  const detail = `at most ${DEFINITION_LIMITS.defaults} attributes have a default`;
  throw refused([{ pointer: '/defaultValue', code: 'value_invalid', detail }]);
}

/** Stages that the definition had before may be gone from the funnel. */
async function checkDefinition(scope: WriteScope, row: StoredAttribute, before?: StoredAttribute): Promise<void> {
  const funnel = await scope.policies.publishedOf('funnel');
  const stages = new Set([
    ...(funnel?.document.stages ?? []).map(({ key }) => key),
    ...(before?.requiredForStages ?? []),
  ]);
  const violations = definitionViolations(row, stages);
  if (violations.length > 0) throw refused(violations);
  await keepConditions(scope, row, before);
}

async function checkKind(
  scope: WriteScope,
  before: StoredAttribute,
  kind: Pick<StoredAttribute, 'type' | 'options'>,
): Promise<void> {
  const violations = kindViolations(kind);
  if (before.unique) {
    const detail = 'a unique attribute keeps its type: declare another attribute instead';
    violations.push({ pointer: '/type', code: 'value_invalid', detail });
  }
  if (violations.length > 0) throw refused(violations);
  await keepConditions(scope, { ...before, ...kind }, before);
}

/** From now on leads are checked by the new type. A default that does not fit it is removed. A change under way gives way to this one. */
async function publishType(
  scope: WriteScope,
  before: StoredAttribute,
  kind: { type: AttributeDefinition['type']; options: string[] | null },
): Promise<void> {
  for (const job of await scope.jobs.unended('attribute_change'))
    if (job.params.name === before.name && !job.params.dryRun) await cancel(scope, job);
  const normal = before.defaultValue === null ? undefined : normalValue(kind, before.defaultValue);
  const defaultValue = normal === undefined || 'problem' in normal ? null : (normal.value ?? null);
  const after = { ...before, ...kind, defaultValue };
  const changed = changedFields<object>(settingsOf(before), settingsOf(after));
  if (changed === undefined) return;
  await emitChange(scope, 'attribute_definition.updated', before, changed.before, changed.after);
  await scope.attributeDefinitions.update(before, { ...kind, defaultValue }, scope.now);
}
