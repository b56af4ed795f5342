import { declaredAttributes } from '../../core/attributes/declared.js';
import { CONDITION_LIMITS, type Condition } from '../../core/condition.js';
import { declaredKinds } from '../../core/conditions/declared-fields.js';
import { comparedDetails } from '../../core/conditions/event-details.js';
import { comparesTouches } from '../../core/conditions/touches.js';
import { checkDocumentLeaves } from '../../core/conditions/validate.js';
import type { EventType } from '../../core/events/events.js';
import {
  atSegments,
  exceedsBySegments,
  isOfKind,
  lineOf,
  POLICY_NOUNS,
  type Policy,
  type PolicyDocuments,
  type PolicyKind,
  validatePolicy,
  worksInPolicies,
} from '../../core/policies/policy.js';
import { expandDocument, expansionViolations, lookupOf, segmentIdsIn } from '../../core/segments/expand.js';
import { SEQUENCE_LIMITS } from '../../core/sequences/sequence.js';
import type { FieldViolation } from '../../core/violations.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { PolicyFilter } from '../../db/repositories/policies.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { declaredViolations, withNormalValues } from '../identity/condition-values.js';
import { enqueueRescore } from '../jobs/states.js';
import { orNotFound } from '../versions.js';
import type { Write } from '../writes.js';
import { unknownPlaces } from './sla.js';

/** `rescoreId`: the job that rescores all leads by it; only in the result of `publish` and `retire`. */
export type PublishedPolicy<Kind extends PolicyKind = PolicyKind> = Policy<Kind> & { rescoreId?: string };

export interface PolicyInput<Kind extends PolicyKind> {
  name: string;
  /** For score models only. */
  productLine?: string | null | undefined;
  document: PolicyDocuments[Kind];
}

const GENERAL = 'Every lead needs a score model: publish another in its place.';

export type PoliciesService<Kind extends PolicyKind = PolicyKind> = ReturnType<typeof policiesService<Kind>>;

export interface PoliciesBasis {
  store: Store;
  write: Write;
  /** By whose plan national phone numbers in conditions are read. */
  defaultCountry: (workspaceId: string) => Promise<string | undefined>;
  /** Gives waiting leads by the rules of a routing policy that was published. */
  routeQueue: (scope: WriteScope, context: WriteContext) => Promise<void>;
}

/** One kind of versioned document. A version's document never changes; publishing moves the pointer. */
export function policiesService<Kind extends PolicyKind>(
  kind: Kind,
  { store, write, defaultCountry, routeQueue }: PoliciesBasis,
) {
  const noun = POLICY_NOUNS[kind];
  return {
    /** A new draft, with the next version number. */
    async create(context: WriteContext, input: PolicyInput<Kind>): Promise<Policy<Kind>> {
      const { document, violations } = withNormalValues(input.document, await defaultCountry(context.workspaceId));
      return write(context, async (scope) => {
        const row = draftOf(scope, kind, await scope.policies.nextVersion(kind), { ...input, document });
        await assertWorkable(scope, row, violations);
        await scope.policies.insert(row);
        emit(scope, `${kind}.created`, row);
        return row;
      });
    },
    async get(workspaceId: string, version: number): Promise<Policy<Kind>> {
      return orNotFound(await store.read(workspaceId).policies.find(kind, version), noun);
    },
    list: (workspaceId: string, filter: PolicyFilter, request: ListRequest): Promise<Page<Policy<Kind>>> =>
      store.read(workspaceId).policies.list(kind, filter, request),
    /** From now on decisions rest on this version; the one before is retired and can be published again. `enrolExisting`: of sequences. */
    publish(
      context: WriteContext,
      version: number,
      { enrolExisting = false }: { enrolExisting?: boolean | undefined } = {},
    ): Promise<PublishedPolicy<Kind>> {
      return write(context, async (scope) => {
        const row = orNotFound(await scope.policies.find(kind, version), noun);
        if (row.status === 'published') return enrolExisting ? withRescore(scope, context, row) : row;
        // Segments may have changed since, or be gone: those of retired versions are not held.
        if (segmentIdsIn(row.document).length > 0) await assertWorkable(scope, row, []);
        const published = (await scope.policies.published()).filter((policy) => policy.kind === kind);
        const before = published.find(({ productLine }) => productLine === row.productLine);
        if (isOfKind('sequence')(row)) refuseTooMany(row, published.filter(isOfKind('sequence')));
        const publishedAt = new Date(scope.now);
        await scope.policies.publish(row, publishedAt);
        await compareDetails(scope, before);
        emit(scope, `${kind}.published`, row, { version: before?.version });
        scope.configChanged();
        if (isOfKind('routing_policy')(row)) {
          await prepareRouting(scope, row.document);
          await routeQueue(scope, context);
        }
        const next: Policy<Kind> = { ...row, status: 'published', publishedAt, retiredAt: null };
        return enrolExisting ? withRescore(scope, context, next) : enqueueIfDeciding(scope, context, next);
      });
    },
    /** From now on the general score model decides about the leads of its product line. A sequence has no version in effect. */
    retire(context: WriteContext, version: number): Promise<PublishedPolicy<Kind>> {
      return write(context, async (scope) => {
        const row = orNotFound(await scope.policies.find(kind, version), noun);
        if (row.status === 'published' && row.productLine === '') throw new AppError('conflict', GENERAL);
        if (row.status !== 'published') return row;
        const retiredAt = new Date(scope.now);
        await scope.policies.retire(kind, row.productLine, retiredAt);
        await compareDetails(scope, row);
        emit(scope, kind === 'sequence' ? 'sequence.retired' : 'score_model.retired', row);
        scope.configChanged();
        return enqueueIfDeciding(scope, context, { ...row, status: 'retired', retiredAt });
      });
    },
  };
}

/**
 * From now on decisions load the details of events and the touches that published policies compare, and those of the version that is
 * replaced: leads are decided by it until they are evaluated again.
 */
export async function compareDetails(scope: WriteScope, replaced?: Policy): Promise<void> {
  const documents = [...(await scope.policies.published()), ...(replaced ? [replaced] : [])];
  const compared = documents.map(({ document }) => document);
  await scope.workspaces.setCompared(comparedDetails(compared), comparesTouches(compared));
}

/** Entry conditions of all published sequences are evaluated at each change of a lead, so they have a limit together. */
function refuseTooMany(row: Policy<'sequence'>, published: readonly Policy<'sequence'>[]): void {
  const others = published.filter(({ productLine }) => productLine !== row.productLine);
  if (others.length >= SEQUENCE_LIMITS.sequences) {
    const detail = `The workspace has ${SEQUENCE_LIMITS.sequences} published sequences: retire one first.`;
    throw new AppError('conflict', detail);
  }
  const [excess] = checkDocumentLeaves([row, ...others].map(({ document }) => document.enterWhen));
  if (excess) throw new AppError('conflict', `The entry conditions of all published sequences: ${excess.detail}.`);
}

function draftOf<Kind extends PolicyKind>(
  scope: WriteScope,
  kind: Kind,
  version: number,
  { name, productLine, document }: PolicyInput<Kind>,
): Policy<Kind> {
  return {
    workspaceId: scope.workspaceId,
    kind,
    version,
    status: 'draft',
    name,
    productLine: lineOf({ kind, document }, productLine),
    document,
    createdAt: new Date(scope.now),
    publishedAt: null,
    retiredAt: null,
  };
}

/** Publishing one of these kinds rescores all leads. The others apply when a lead changes. */
const DECIDING: ReadonlySet<string> = new Set<PolicyKind>(['score_model', 'classification_policy', 'funnel']);

async function enqueueIfDeciding<Kind extends PolicyKind>(
  scope: WriteScope,
  context: WriteContext,
  policy: Policy<Kind>,
): Promise<PublishedPolicy<Kind>> {
  return DECIDING.has(policy.kind) ? withRescore(scope, context, policy) : policy;
}

/** A rescore looks at each lead as at a change, so that it also enters the sequences that it fits. */
async function withRescore<Kind extends PolicyKind>(
  scope: WriteScope,
  context: WriteContext,
  policy: Policy<Kind>,
): Promise<PublishedPolicy<Kind>> {
  return { ...policy, rescoreId: (await enqueueRescore(scope, context)).id };
}

function emit(scope: WriteScope, type: EventType, row: Policy, before?: unknown): void {
  const { version, name } = row;
  const line = row.productLine === '' ? undefined : row.productLine;
  const after = { version, name, ...(isOfKind('sequence')(row) ? { key: line } : { productLine: line }) };
  scope.emit({ type, subjectKind: row.kind, subjectId: String(version), cause: 'api', before, after });
}

/** Rebuilds the stored company owners if the policy needs them. */
async function prepareRouting(scope: WriteScope, policy: PolicyDocuments['routing_policy']): Promise<void> {
  if (policy.stickiness?.includes('company')) await scope.companyOwners.rebuild();
}

/** Refuses a document with rules that cannot work, naming each place. `values`: violations of values in its conditions. */
async function assertWorkable<Kind extends PolicyKind>(
  scope: WriteScope,
  policy: Policy<Kind>,
  values: readonly FieldViolation[],
): Promise<void> {
  const [teams, members] = await Promise.all([scope.teams.all(), scope.teamMembers.all()]);
  const repsOf = (teamId: string) =>
    new Set(members.flatMap((member) => (member.teamId === teamId ? member.repId : [])));
  const definitions = await scope.attributeDefinitions.all();
  const kinds = declaredKinds(declaredAttributes(definitions, 'accepted'));
  const { expanded, violations } = await withSegments(scope, policy);
  const found = validatePolicy(expanded, new Map(teams.map(({ id }) => [id, repsOf(id)])));
  const declared = kinds ? declaredViolations(policy.document, kinds) : [];
  const others = atSegments(policy.document, [...found, ...declared]);
  violations.push(...others.filter((one) => !violations.some(({ pointer }) => pointer === one.pointer)), ...values);
  if (isOfKind('sla_policy')(policy) || isOfKind('sequence')(policy)) {
    violations.push(...(await unknownPlaces(policy.document)));
  }
  if (violations.length === 0) return;
  throw unworkable(policy, violations);
}

function unworkable({ kind }: Policy, violations: readonly FieldViolation[]): AppError {
  const errors = violations.slice(0, 50).map((v) => ({ ...v, pointer: `/document${v.pointer}` }));
  return new AppError('rule_refused', `The ${POLICY_NOUNS[kind]} has rules that cannot work: see errors.`, { errors });
}

/** The policy with the conditions of the segments that it names, and the violations of conditions that rules cannot have. */
async function withSegments<Kind extends PolicyKind>(
  scope: WriteScope,
  policy: Policy<Kind>,
): Promise<{ expanded: Policy<Kind>; violations: FieldViolation[] }> {
  if (segmentIdsIn(policy.document).length === 0) return { expanded: policy, violations: [] };
  const find = lookupOf(await scope.segments.all());
  if (exceedsBySegments(policy.document, find)) {
    const detail = `its conditions, with those of the segments that they name, have more than ${CONDITION_LIMITS.documentLeaves} leaves together`;
    throw unworkable(policy, [{ pointer: '', code: 'too_many_leaves', detail }]);
  }
  const isAllowed = (condition: Condition) => worksInPolicies(condition, policy.kind);
  const violations = expansionViolations(policy.document, find, { isAllowed });
  return { expanded: { ...policy, document: expandDocument(policy.document, find) }, violations };
}
