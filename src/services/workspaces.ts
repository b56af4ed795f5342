import { firstKeyRights } from '../core/api-keys/new-keys.js';
import { firstKeySettings } from '../core/api-keys/settings.js';
import type { UndeclaredAttributes } from '../core/attributes/definition.js';
import { comparesDates } from '../core/conditions/zone-dates.js';
import { countsDays } from '../core/conditions/zone-days.js';
import type { DomainEvent } from '../core/events/events.js';
import { normalizeTimeZone } from '../core/identity/time-zones.js';
import type { ConsentChannel } from '../core/leads/consent.js';
import type { WeekStart } from '../core/metrics/dimensions.js';
import type { IfMatch } from '../core/refusals.js';
import type { Workspace } from '../core/workspaces.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { Store, WriteScope } from '../db/store.js';
import { type KeyBounds, keyLimits } from './api-keys/api-keys.js';
import type { IssuedKey, KeyIssuer, KeyRequest } from './api-keys/issue.js';
import { currentRights } from './api-keys/rights.js';
import type { Principal, WriteContext } from './context.js';
import { AppError } from './errors.js';
import { cursorInvalid } from './guard.js';
import { rescoreDependent } from './jobs/states.js';
import type { ReadSettings } from './leads/settings.js';
import { defaultPolicies } from './policies/defaults.js';
import { scheduleTraining } from './predictions/settings.js';
import { emitConfigChange } from './resources.js';
import { checkVersion, notFound } from './versions.js';
import type { Write } from './writes.js';

export interface WorkspaceInput {
  name: string;
  /** ISO 3166-1 alpha-2: how phone numbers without a country are read. */
  defaultCountry?: string | undefined;
  /** IANA zone of its calendar days. */
  timeZone?: string | undefined;
  /** Whether its clock can be moved; false when absent. It never changes. */
  sandbox?: boolean | undefined;
  /** Of its first key; the usual limit when absent. */
  requestsPerMinute?: number | undefined;
}

interface WorkspacePatch {
  name?: string;
  defaultCountry?: string | null;
  timeZone?: string | null;
  weekStart?: WeekStart;
  undeclaredAttributes?: UndeclaredAttributes;
  doubleOptIn?: ConsentChannel[] | null;
}

export type WorkspacesService = ReturnType<typeof workspacesService>;

interface WorkspacesOptions {
  store: Store;
  write: Write;
  issuer: KeyIssuer;
  bounds: KeyBounds;
  settings: ReadSettings;
}

export function workspacesService({ store, write, issuer, bounds, settings }: WorkspacesOptions) {
  return {
    /** A workspace with its default policies and its first key, shown here and never again. */
    async create(
      principal: Principal,
      context: WriteContext,
      input: WorkspaceInput,
    ): Promise<{ workspace: Workspace; key: IssuedKey }> {
      return write(context, async (scope) => {
        const rights = firstKeyRights(await currentRights(scope, principal), keyLimits(scope, bounds.maxDays));
        const settings = firstKeySettings(principal, input.requestsPerMinute, bounds.usualRateLimits);
        const workspace = workspaceOf(scope.newId(), input, scope.realNow);
        const key = await scope.createWorkspace(workspace, (fresh) =>
          seedWorkspace(fresh, workspace, issuer, { name: 'Admin', rights, settings }),
        );
        return { workspace, key };
      });
    },
    async get(principal: Principal, workspaceId: string): Promise<Workspace> {
      if (!mayReach(principal, workspaceId)) throw notFound('workspace');
      return (await store.read(workspaceId).workspaces.find()) ?? fail();
    },
    async list(
      principal: Principal,
      filter: { sandbox?: boolean | undefined },
      request: ListRequest,
    ): Promise<Page<Workspace>> {
      if (principal.scopes.has('deployment:manage')) return store.deployment.listWorkspaces(filter, request);
      // One workspace is one page: no cursor to a second was ever issued.
      if (request.cursor !== undefined) throw cursorInvalid();
      const own = await store.read(principal.workspaceId).workspaces.find();
      const { sandbox } = filter;
      const isWanted = own && (sandbox === undefined || sandbox === (own.clockOffset !== null));
      return { rows: isWanted ? [own] : [], hasMore: false };
    },
    async update(
      principal: Principal,
      context: WriteContext,
      workspaceId: string,
      ifMatch: IfMatch,
      patch: WorkspacePatch,
    ): Promise<Workspace> {
      if (!mayReach(principal, workspaceId)) throw notFound('workspace');
      const changed = await write({ ...context, workspaceId }, (scope) => change(scope, context, ifMatch, patch));
      settings.forget(workspaceId);
      return changed;
    },
  };
}

async function change(
  scope: WriteScope,
  context: WriteContext,
  ifMatch: IfMatch,
  patch: WorkspacePatch,
): Promise<Workspace> {
  const before = (await scope.workspaces.find()) ?? fail();
  checkVersion(before, ifMatch);
  const after = { ...before, ...patch, ...zoneOf(patch.timeZone) };
  const [was, is] = [settingsOf(before), settingsOf(after)];
  if (JSON.stringify(was) === JSON.stringify(is)) return before;
  const changed = { ...after, version: before.version + 1, updatedAt: new Date(scope.now) };
  await scope.workspaces.update(before.version, changed);
  const subject = { subjectKind: 'workspace', subjectId: scope.workspaceId } as const;
  emitConfigChange(scope, { type: 'workspace.updated', ...subject, before: was, after: is });
  await scope.segments.requestPasses(new Date(scope.realNow));
  if (was.timeZone !== is.timeZone)
    await rescoreDependent(scope, context, ({ document }) => countsDays(document) || comparesDates(document));
  return changed;
}

const settingsOf = ({ name, defaultCountry, timeZone, weekStart, undeclaredAttributes, doubleOptIn }: Workspace) => ({
  name,
  defaultCountry,
  timeZone: timeZone ?? undefined,
  weekStart: weekStart ?? undefined,
  undeclaredAttributes: undeclaredAttributes ?? undefined,
  doubleOptIn: doubleOptIn ?? undefined,
});

/** The zone by its current name; refused when it does not exist. Empty when no zone is given. */
function zoneOf(given: string | null | undefined): { timeZone?: string | null } {
  if (typeof given !== 'string') return given === null ? { timeZone: null } : {};
  const timeZone = normalizeTimeZone(given);
  if (timeZone !== undefined) return { timeZone };
  const detail = 'There is no such IANA time zone.';
  throw new AppError('rule_refused', detail, { errors: [{ pointer: '/timeZone', code: 'value_invalid', detail }] });
}

function fail(): never {
  throw new AppError('not_found', 'There is no such workspace.');
}

export const mayReach = (principal: Principal, workspaceId: string) =>
  principal.workspaceId === workspaceId || principal.scopes.has('deployment:manage');

export function workspaceOf(id: string, input: WorkspaceInput, now: number): Workspace {
  const at = new Date(now);
  return {
    id,
    name: input.name,
    defaultCountry: input.defaultCountry ?? null,
    timeZone: null,
    ...zoneOf(input.timeZone),
    weekStart: null,
    undeclaredAttributes: null,
    doubleOptIn: null,
    comparedProperties: null,
    comparesTouches: null,
    version: 1,
    eventSequence: 0,
    configVersion: 1,
    clockOffset: input.sandbox === true ? 0 : null,
    feedEpoch: null,
    queuePass: null,
    hasConsents: null,
    hasSuppressions: null,
    createdAt: at,
    updatedAt: at,
  };
}

/** Inserts the records of a new workspace: the default policies, published, and one key. */
export async function seedWorkspace(
  scope: WriteScope,
  workspace: Workspace,
  issuer: KeyIssuer,
  key: Pick<KeyRequest, 'name' | 'rights' | 'settings' | 'token'>,
): Promise<IssuedKey> {
  const created: DomainEvent = {
    type: 'workspace.created',
    subjectKind: 'workspace',
    subjectId: workspace.id,
    cause: 'api',
    after: {
      ...settingsOf(workspace),
      sandbox: workspace.clockOffset === null ? undefined : true,
    },
  };
  scope.emit(created);
  for (const policy of defaultPolicies(workspace.id, new Date(scope.now))) {
    await scope.policies.insert(policy);
    scope.emit({
      type: `${policy.kind}.published`,
      subjectKind: policy.kind,
      subjectId: String(policy.version),
      cause: 'default',
      after: { version: policy.version, name: policy.name },
    });
  }
  await scheduleTraining(scope);
  return issuer(scope, { createdBy: 'system', ...key });
}
