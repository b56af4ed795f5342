import type { ZoneOffsets } from '../../core/calendar/zone.js';
import { normalizeCurrency } from '../../core/identity/currencies.js';
import { canonicalMoney } from '../../core/money.js';
import type { IfMatch } from '../../core/refusals.js';
import { periodOf, type TargetProgress } from '../../core/targets/progress.js';
import {
  endOfPeriod,
  isTargetMetric,
  TARGET_LIMITS,
  type Target,
  type TargetTerms,
  validateTarget,
  valueFaults,
  valueText,
} from '../../core/targets/target.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { TargetFilter } from '../../db/repositories/targets.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError, type FieldError } from '../errors.js';
import type { ReadSettings } from '../leads/settings.js';
import { newRow } from '../resources.js';
import { checkVersion, orNotFound } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';
import type { Write } from '../writes.js';
import { measureProgress } from './progress.js';

/** Of one statement. */
const MOST_MS = 10_000;

export interface TargetsOptions {
  store: Store;
  write: Write;
  settings: ReadSettings;
  timeOf: WorkspaceTime;
}

export type TargetsService = ReturnType<typeof targetsService>;

/** Progress and the instant up to which it is complete, epoch milliseconds. */
export interface ProgressAt {
  progress: TargetProgress;
  completeTo: number;
  timeZone: string;
}

/** Numbers of the catalogue that are to be reached in a period. */
export function targetsService({ store, write, settings, timeOf }: TargetsOptions) {
  const progress = async (workspaceId: string, targets: readonly Target[]): Promise<ProgressAt[]> => {
    const [now, { zone }] = [await timeOf(workspaceId), await settings(workspaceId)];
    const found = await store.readWithin(workspaceId, MOST_MS, (read) => measureProgress(read, targets, { zone, now }));
    return found.map((one) => ({ progress: one, completeTo: now, timeZone: zone.name }));
  };
  const get = async (workspaceId: string, id: string): Promise<Target> =>
    orNotFound(await store.read(workspaceId).targets.find(id), 'target');
  const list = (workspaceId: string, filter: TargetFilter, request: ListRequest): Promise<Page<Target>> =>
    store.read(workspaceId).targets.list(filter, request);
  return {
    get,
    list,
    create: (context: WriteContext, terms: TargetTerms): Promise<Target> =>
      write(context, async (scope) => {
        const row = newTarget(scope, terms);
        await checkReferences(scope, row);
        if ((await scope.targets.running()) >= TARGET_LIMITS.running)
          throw new AppError(
            'rule_refused',
            `A workspace has at most ${TARGET_LIMITS.running} targets that run or are to come.`,
          );
        await scope.targets.insert(row);
        emitTarget(scope, 'target.created', row, undefined, termsOf(row));
        return row;
      }),
    /** Another value is checked anew. Refused after the end of the period. */
    update: (context: WriteContext, id: string, ifMatch: IfMatch, { value }: { value: string }): Promise<Target> =>
      write(context, async (scope) => {
        const before = orNotFound(await scope.targets.find(id), 'target');
        checkVersion(before, ifMatch);
        return changeValue(scope, before, canonicalMoney(value), (await settings(context.workspaceId)).zone);
      }),
    remove: (context: WriteContext, id: string, ifMatch: IfMatch): Promise<void> =>
      write(context, async (scope) => {
        const row = orNotFound(await scope.targets.find(id), 'target');
        checkVersion(row, ifMatch);
        await scope.targets.remove(id);
        emitTarget(scope, 'target.deleted', row, termsOf(row), undefined);
      }),
    async progress(workspaceId: string, id: string): Promise<ProgressAt> {
      const [found] = await progress(workspaceId, [await get(workspaceId, id)]);
      return orNotFound(found, 'target');
    },
    /** A page of targets with their progress. */
    async listProgress(workspaceId: string, filter: TargetFilter, request: ListRequest): Promise<Page<ProgressAt>> {
      const page = await store.read(workspaceId).targets.list(filter, request, 'target_progress');
      return { ...page, rows: await progress(workspaceId, page.rows) };
    },
  };
}

async function changeValue(scope: WriteScope, before: Target, value: string, zone: ZoneOffsets): Promise<Target> {
  const faults = valueFaults(before.metric, value);
  refuseFaults(faults.map(([pointer, detail]) => ({ pointer, code: 'value_invalid', detail })));
  if (canonicalMoney(before.value) === value) return before;
  if (before.closedAt !== null || scope.now >= periodOf(before, zone).before)
    throw new AppError('conflict', 'The period of the target is over: its value stays.');
  emitTarget(scope, 'target.updated', before, { value: valueText(before) }, { value: valueText({ ...before, value }) });
  return scope.targets.update(before, { value, reachedAt: null, checkDueAt: new Date(scope.realNow) }, scope.now);
}

function newTarget(scope: WriteScope, terms: TargetTerms): Target {
  const faults = validateTarget(terms);
  if (faults.length > 0 || !isTargetMetric(terms.metric)) throw refusal(faults);
  const { metric } = terms;
  const { currency: given, period, fromDay, beforeDay, value } = terms;
  const currency = given === undefined ? null : normalizeCurrency(given);
  if (currency === undefined)
    throw refusal([{ pointer: '/currency', code: 'value_invalid', detail: 'is no currency of ISO 4217' }]);
  return {
    ...newRow(scope),
    ...{ metric, currency, period, fromDay, value: canonicalMoney(value) },
    ...{ teamId: terms.teamId ?? null, repId: terms.repId ?? null, sourceId: terms.sourceId ?? null },
    product: terms.product?.trim() ?? null,
    // Checked: a calendar period begins on `fromDay`.
    beforeDay: (period === 'days' ? beforeDay : endOfPeriod(period, fromDay)) ?? fromDay,
    ...{ reachedAt: null, closedAt: null, missed: null },
    checkDueAt: new Date(scope.realNow),
  };
}

/** Reps, teams and sources that do not decide any more are accepted: their numbers stay. */
async function checkReferences(scope: WriteScope, { teamId, repId, sourceId }: Target): Promise<void> {
  const wanted = [
    { pointer: '/teamId', id: teamId, find: scope.teams.find },
    { pointer: '/repId', id: repId, find: scope.reps.find },
    { pointer: '/sourceId', id: sourceId, find: scope.sources.find },
  ];
  for (const { pointer, id, find } of wanted) {
    if (id === null || (await find(id)) !== undefined) continue;
    const detail = 'names nothing in this workspace';
    throw new AppError('reference_not_found', 'The target names something unknown: see `errors`.', {
      errors: [{ pointer, code: 'reference_not_found', detail }],
    });
  }
}

/** The terms as events have them. */
export function termsOf(target: Target): object {
  const { metric, teamId, repId, sourceId, product, currency, period, fromDay, beforeDay } = target;
  const known = { metric, teamId, repId, sourceId, product, currency, period, from: fromDay, before: beforeDay };
  const set = Object.entries(known).filter(([, one]) => one !== null);
  return { ...Object.fromEntries(set), value: valueText(target) };
}

type TargetEvent = 'target.created' | 'target.updated' | 'target.deleted';

function emitTarget(
  scope: WriteScope,
  type: TargetEvent,
  { id }: Target,
  before: object | undefined,
  after: object | undefined,
): void {
  scope.emit({ type, subjectKind: 'target', subjectId: id, cause: 'api', before, after });
}

function refuseFaults(errors: FieldError[]): void {
  if (errors.length > 0) throw refusal(errors);
}

const refusal = (errors: FieldError[]) =>
  new AppError('rule_refused', 'The target cannot be so: see `errors`.', { errors });
