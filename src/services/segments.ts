import type { Condition } from '../core/condition.js';
import { type PolicyKind, worksInPolicies, worksWithSegments } from '../core/policies/policy.js';
import type { IfMatch } from '../core/refusals.js';
import {
  checkAllLeaves,
  checkExpandedLeaves,
  expandCondition,
  lookupOf,
  namesSegment,
  segmentIdsIn,
} from '../core/segments/expand.js';
import {
  SEGMENT_LIMITS,
  type Segment,
  type SegmentKind,
  type SegmentUpdates,
  type SegmentVersion,
} from '../core/segments/segment.js';
import { upkeepOf } from '../core/segments/upkeep.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { SegmentFilter } from '../db/repositories/segments.js';
import type { Store, WriteScope } from '../db/store.js';
import type { WriteContext } from './context.js';
import { AppError, type ErrorCode } from './errors.js';
import { rescoreDependent } from './jobs/states.js';
import { checkedCondition } from './leads/search.js';
import type { ReadSettings } from './leads/settings.js';
import { compareDetails } from './policies/policies.js';
import { emitConfigChange, newRow } from './resources.js';
import { nameKeyOf } from './sources.js';
import { changedFields, checkVersion, orNotFound } from './versions.js';
import type { Write } from './writes.js';

export interface SegmentInput {
  name: string;
  description?: string | null | undefined;
  kind: SegmentKind;
  condition?: Condition | undefined;
}

export type SegmentPatch = Partial<Pick<SegmentInput, 'name' | 'description' | 'condition'>>;

/** A segment with what follows from its members and its condition. */
export interface ListedSegment extends Segment {
  count: number;
  updates: SegmentUpdates | null;
}

export type SegmentsService = ReturnType<typeof segmentsService>;

/** Saved conditions and lists of leads, whose members are kept. */
export function segmentsService(store: Store, write: Write, settings: ReadSettings) {
  const found = async (read: Pick<WriteScope, 'segments'>, id: string) =>
    orNotFound(await read.segments.find(id), 'segment');
  const settingsOf = async ({ workspaceId }: WriteContext) => settings(workspaceId);
  return {
    create: (context: WriteContext, input: SegmentInput): Promise<ListedSegment> =>
      write(context, async (scope) => {
        const known = await scope.segments.all();
        const row = newSegment(scope, input);
        checkRoom(row, known);
        if (row.condition !== null) row.condition = await checked(scope, row, await settingsOf(context));
        await scope.segments.insert(row);
        if (row.condition !== null) await insertVersion(scope, row, row.condition);
        const { name, description, kind, condition } = row;
        emitChange(scope, 'segment.created', row, undefined, { name, description, kind, condition });
        return listed(row, [...known, row], new Map());
      }),
    async get(workspaceId: string, id: string): Promise<ListedSegment> {
      const read = store.read(workspaceId);
      const [row, known, counts] = await Promise.all([
        found(read, id),
        read.segments.all(),
        read.segmentMembers.counts([id]),
      ]);
      return listed(row, known, counts);
    },
    async list(workspaceId: string, filter: SegmentFilter, request: ListRequest): Promise<Page<ListedSegment>> {
      const read = store.read(workspaceId);
      const [page, known] = await Promise.all([read.segments.list(filter, request), read.segments.all()]);
      const counts = await read.segmentMembers.counts(page.rows.map(({ id }) => id));
      return { ...page, rows: page.rows.map((row) => listed(row, known, counts)) };
    },
    /** Another condition begins a pass over the leads, and compiles what names the segment again. */
    update: (context: WriteContext, id: string, ifMatch: IfMatch, patch: SegmentPatch): Promise<ListedSegment> =>
      write(context, async (scope) => {
        const before = await found(scope, id);
        checkVersion(before, ifMatch);
        return change(scope, context, before, patch, await settingsOf(context));
      }),
    /** Refused while a policy or another segment names it. */
    remove: (context: WriteContext, id: string, ifMatch: IfMatch): Promise<void> =>
      write(context, async (scope) => {
        const row = await found(scope, id);
        checkVersion(row, ifMatch);
        const users = await usersOf(scope, id);
        if (users.length > 0)
          throw new AppError('conflict', `The segment is used by ${users.join(', ')}: change or retire these first.`);
        await scope.segments.remove(id);
        emitChange(scope, 'segment.deleted', row, { name: row.name, kind: row.kind }, undefined);
      }),
    async versions(workspaceId: string, id: string, request: ListRequest): Promise<Page<SegmentVersion>> {
      const read = store.read(workspaceId);
      await found(read, id);
      return read.segments.versions(id, request);
    },
  };
}

function newSegment(scope: WriteScope, { name, description, kind, condition }: SegmentInput): Segment {
  if ((kind === 'dynamic') !== (condition !== undefined)) {
    const detail = kind === 'dynamic' ? 'a dynamic segment has one' : 'a static segment has none';
    throw refusal('/condition', 'rule_refused', detail);
  }
  return {
    ...newRow(scope),
    name: name.trim(),
    nameKey: nameKeyOf(name),
    description: description ?? null,
    kind,
    condition: condition ?? null,
    conditionVersion: condition === undefined ? 0 : 1,
    filledAt: condition === undefined ? new Date(scope.now) : null,
    passDueAt: condition === undefined ? null : new Date(scope.realNow),
    passNumber: 1,
    passAfterId: null,
  };
}

async function change(
  scope: WriteScope,
  context: WriteContext,
  before: Segment,
  patch: SegmentPatch,
  settings: Awaited<ReturnType<ReadSettings>>,
): Promise<ListedSegment> {
  const known = await scope.segments.all();
  const counts = await scope.segmentMembers.counts([before.id]);
  const after = await patched(scope, before, patch, settings);
  const changed = changedFields(wireFields(before), wireFields(after));
  if (changed === undefined) return listed(before, known, counts);
  checkRoom(after, known);
  emitChange(scope, 'segment.updated', before, changed.before, changed.after);
  const isRefilled = 'condition' in changed.after && after.condition !== null;
  const row = await scope.segments.update(before, isRefilled ? refilled(scope, after) : after, scope.now);
  const others = known.map((other) => (other.id === row.id ? row : other));
  if (isRefilled && row.condition) {
    await insertVersion(scope, row, row.condition);
    await refillDependants(scope, row, others);
    // Of policies that name the segment.
    await compareDetails(scope);
    await rescoreNaming(scope, context, row, others);
  }
  return listed(row, others, counts);
}

async function patched(
  scope: WriteScope,
  before: Segment,
  { name, description, condition }: SegmentPatch,
  settings: Awaited<ReturnType<ReadSettings>>,
): Promise<Segment> {
  if (condition !== undefined && before.kind === 'static')
    throw refusal('/condition', 'rule_refused', 'a static segment has none');
  const after = {
    ...before,
    name: name?.trim() ?? before.name,
    nameKey: name === undefined ? before.nameKey : nameKeyOf(name),
    description: description === undefined ? before.description : description,
  };
  if (condition === undefined) return after;
  return { ...after, condition: await checked(scope, { id: before.id, condition }, settings) };
}

const wireFields = ({ name, description, condition }: Segment) => ({ name, description, condition });

const refilled = (scope: WriteScope, row: Segment): Segment => ({
  ...row,
  conditionVersion: row.conditionVersion + 1,
  ...newPass(scope, row),
});

const newPass = (scope: WriteScope, { passNumber }: Segment) => ({
  filledAt: null,
  passDueAt: new Date(scope.realNow),
  passNumber: passNumber + 1,
  passAfterId: null,
});

/** The condition with normalised values; refuses one that no search, or no policy that names the segment, could use. */
async function checked(
  scope: WriteScope,
  { id, condition }: Pick<Segment, 'id' | 'condition'>,
  settings: Awaited<ReturnType<ReadSettings>>,
): Promise<Condition> {
  const known = await scope.segments.all();
  const find = lookupOf(known);
  const own = { ...settings, segments: async () => find };
  const { where, violations } = await checkedCondition(condition as Condition, own, id);
  if (violations.length > 0) {
    const errors = violations.map((one) => ({ ...one, pointer: `/condition${one.pointer}` }));
    throw new AppError('rule_refused', 'The condition cannot select leads: see `errors`.', { errors });
  }
  const withOwn = lookupOf(known.map((one) => (one.id === id ? { ...one, condition: where } : one)));
  const dependants = known.filter((one) => one.id !== id && namesSegment(one.condition, id, find));
  for (const one of dependants) {
    const [excess] = one.condition ? checkExpandedLeaves(expandCondition(one.condition, withOwn)) : [];
    if (excess)
      throw refusal('/condition', 'rule_refused', `the segment "${one.name}", which names this one, ${excess.detail}`);
  }
  const others = known.filter((one) => one.id !== id).map((one) => one.condition);
  const [excess] = checkAllLeaves([where, ...others], withOwn);
  if (excess) throw refusal('/condition', 'rule_refused', excess.detail);
  for (const one of [{ id }, ...dependants]) {
    const expanded = expandCondition({ type: 'segment', segmentId: one.id }, withOwn);
    const policies = (await scope.segments.policiesNaming(one.id)).filter(
      (policy) => !worksInPolicies(expanded, policy.kind) || !worksWithSegments(policy, withOwn),
    );
    if (policies.length === 0) continue;
    const users = policies.slice(0, MOST_USERS).map(policyText).join(', ');
    const detail = `has parts that do not work in rules, or too many, and the segment is used by ${users}`;
    throw refusal('/condition', 'rule_refused', detail);
  }
  return where;
}

/** Policies that a refusal names. */
const MOST_USERS = 20;

const policyText = ({ kind, version }: { kind: PolicyKind; version: number }) =>
  `${kind.replaceAll('_', ' ')} ${version}`;

async function usersOf(scope: WriteScope, id: string): Promise<string[]> {
  const [policies, segments] = await Promise.all([scope.segments.policiesNaming(id), scope.segments.all()]);
  const others = segments.filter(({ condition }) => segmentIdsIn(condition).includes(id));
  return [...policies.slice(0, MOST_USERS).map(policyText), ...others.map(({ name }) => `segment "${name}"`)];
}

/** Segments that name this one have another condition from now on. */
async function refillDependants(scope: WriteScope, row: Segment, known: readonly Segment[]): Promise<void> {
  const find = lookupOf(known);
  for (const other of known) {
    if (other.id === row.id || !namesSegment(other.condition, row.id, find)) continue;
    await scope.segments.savePass(other, newPass(scope, other));
  }
}

/** Policies that name the segment, itself or by another one, decide by its new condition. */
async function rescoreNaming(
  scope: WriteScope,
  context: WriteContext,
  { id }: Segment,
  known: readonly Segment[],
): Promise<void> {
  const find = lookupOf(known);
  const naming = known.filter((one) => one.id === id || namesSegment(one.condition, id, find));
  const keys = new Set<string>();
  for (const one of naming) {
    for (const policy of await scope.segments.policiesNaming(one.id)) keys.add(policyText(policy));
  }
  await rescoreDependent(scope, context, (policy) => keys.has(policyText(policy)));
}

async function insertVersion(scope: WriteScope, row: Segment, condition: Condition): Promise<void> {
  const { workspaceId, id, conditionVersion } = row;
  const createdAt = new Date(scope.now);
  await scope.segments.insertVersion({ workspaceId, segmentId: id, version: conditionVersion, condition, createdAt });
}

function checkRoom(row: Segment, known: readonly Segment[]): void {
  const others = known.filter(({ id }) => id !== row.id);
  if (others.length >= SEGMENT_LIMITS.segments)
    throw new AppError('rule_refused', `A workspace has at most ${SEGMENT_LIMITS.segments} segments.`);
  if (others.some(({ nameKey }) => nameKey === row.nameKey))
    throw new AppError('conflict', 'There is a segment of this name already.');
}

function emitChange(
  scope: WriteScope,
  type: 'segment.created' | 'segment.updated' | 'segment.deleted',
  { id }: Segment,
  before: object | undefined,
  after: object | undefined,
): void {
  emitConfigChange(scope, { type, subjectKind: 'segment', subjectId: id, before, after });
}

function listed(row: Segment, known: readonly Segment[], counts: ReadonlyMap<string, number>): ListedSegment {
  const isImmediate = row.condition && upkeepOf(expandCondition(row.condition, lookupOf(known))) === 'writes';
  const updates = row.condition === null ? null : isImmediate ? 'immediate' : 'periodic';
  return { ...row, count: counts.get(row.id) ?? 0, updates };
}

function refusal(pointer: string, code: ErrorCode, detail: string): AppError {
  return new AppError(code, 'The segment cannot be so: see `errors`.', { errors: [{ pointer, code, detail }] });
}
