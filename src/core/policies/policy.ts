import type { RoutingPolicy } from '../assignment/policy.js';
import { type KnownTeams, validateRoutingPolicy } from '../assignment/validate.js';
import { type ClassificationPolicy, validateClassificationPolicy } from '../classification/policy.js';
import { CONDITION_LIMITS, type Condition } from '../condition.js';
import { leavesOf, validateCondition } from '../conditions/validate.js';
import { type HandoffPolicy, validateHandoffPolicy } from '../handoffs/policy.js';
import { type Funnel, validateFunnel } from '../lifecycle/funnel.js';
import type { Playbook } from '../playbooks/playbook.js';
import { validatePlaybook } from '../playbooks/validate.js';
import type { ScoreModel } from '../scoring/model.js';
import { productLineKey } from '../scoring/product-lines.js';
import { validateScoreModel } from '../scoring/validate.js';
import {
  expandCondition,
  expandDocument,
  type SegmentLookup,
  segmentIdsIn,
  segmentsNamedIn,
} from '../segments/expand.js';
import type { Sequence } from '../sequences/sequence.js';
import { validateSequence } from '../sequences/validate.js';
import { type SlaPolicy, validateSlaPolicy } from '../sla/policy.js';
import type { FieldViolation } from '../violations.js';

/** The documents that decisions rest on. All have the same states: draft, published, retired. */
export const POLICY_KINDS = [
  'score_model',
  'classification_policy',
  'routing_policy',
  'funnel',
  'playbook',
  'handoff_policy',
  'sla_policy',
  'sequence',
] as const;
export type PolicyKind = (typeof POLICY_KINDS)[number];

export interface PolicyDocuments {
  score_model: ScoreModel;
  classification_policy: ClassificationPolicy;
  routing_policy: RoutingPolicy;
  funnel: Funnel;
  handoff_policy: HandoffPolicy;
  sla_policy: SlaPolicy;
  playbook: Playbook;
  sequence: Sequence;
}

/** The nouns in refusals. */
export const POLICY_NOUNS: Record<PolicyKind, string> = {
  score_model: 'score model',
  classification_policy: 'classification policy',
  routing_policy: 'routing policy',
  funnel: 'funnel',
  handoff_policy: 'hand-off policy',
  sla_policy: 'SLA policy',
  playbook: 'playbook',
  sequence: 'sequence',
};

/** A version of a policy. */
export interface Policy<Kind extends PolicyKind = PolicyKind> {
  workspaceId: string;
  kind: Kind;
  version: number;
  status: 'draft' | 'published' | 'retired';
  name: string;
  /**
   * Of score models: the key of the product line whose leads it scores; empty: all others. Of sequences: the key of the sequence. One
   * version is published for each.
   */
  productLine: string;
  document: PolicyDocuments[Kind];
  createdAt: Date;
  publishedAt: Date | null;
  retiredAt: Date | null;
}

export const isOfKind =
  <Kind extends PolicyKind>(kind: Kind) =>
  (policy: Policy): policy is Policy<Kind> =>
    policy.kind === kind;

/** The line of a document of which one version is published: the product line of a score model, the key of a sequence. */
export function lineOf(policy: Pick<Policy, 'kind' | 'document'>, productLine?: string | null): string {
  return isSequence(policy) ? policy.document.key : productLineKey(productLine ?? '');
}

const isSequence = (
  policy: Pick<Policy, 'kind' | 'document'>,
): policy is Pick<Policy<'sequence'>, 'kind' | 'document'> => policy.kind === 'sequence';

const VALIDATORS: {
  [Kind in PolicyKind]: (document: PolicyDocuments[Kind], teams: KnownTeams) => FieldViolation[];
} = {
  score_model: validateScoreModel,
  classification_policy: validateClassificationPolicy,
  routing_policy: validateRoutingPolicy,
  funnel: validateFunnel,
  handoff_policy: validateHandoffPolicy,
  sla_policy: validateSlaPolicy,
  playbook: validatePlaybook,
  sequence: validateSequence,
};

/** Kinds whose conditions are evaluated after the decisions about a lead, and compare its state as well. */
const REACTING: ReadonlySet<PolicyKind> = new Set(['playbook', 'sla_policy', 'sequence']);
/** A segment has limits of its own. */
const OF_SIZE: ReadonlySet<string> = new Set(['too_deep', 'too_many_leaves']);

/** Whether the condition of a segment, expanded, can stand in documents of the kind. */
export const worksInPolicies = (condition: Condition, kind: PolicyKind): boolean =>
  validateCondition(condition, { purpose: REACTING.has(kind) ? 'reactions' : 'rules' }).every(({ code }) =>
    OF_SIZE.has(code),
  );

/** Whether the segments that a document names have too many comparisons for one document. Counted before they are put in place. */
export function exceedsBySegments(document: unknown, find: SegmentLookup): boolean {
  const known = new Map<string, number>();
  let total = 0;
  for (const segmentId of segmentIdsIn(document)) {
    const leaves = known.get(segmentId) ?? leavesOf(expandCondition({ type: 'segment', segmentId }, find));
    known.set(segmentId, leaves);
    total += leaves;
  }
  return total > CONDITION_LIMITS.documentLeaves;
}

/**
 * Whether a document that names segments can stand with their conditions as `find` has them: the fields and operators of its rules, and
 * the number of comparisons.
 */
export function worksWithSegments(policy: Pick<Policy, 'kind' | 'document'>, find: SegmentLookup): boolean {
  const { kind, document } = policy;
  if (exceedsBySegments(document, find)) return false;
  const violations = validatePolicy({ kind, document: expandDocument(document, find) }, new Map());
  return atSegments(document, violations).every(
    ({ pointer, code }) => !OF_SIZE.has(code) && !pointer.endsWith('/segmentId'),
  );
}

/** Violations within the condition of a segment have the pointer of its name in the document. */
export function atSegments(document: unknown, violations: readonly FieldViolation[]): FieldViolation[] {
  const named = segmentsNamedIn(document);
  return violations.flatMap((one) => {
    const at = named.find(({ pointer }) => `${one.pointer}/`.startsWith(`${pointer}/`));
    if (at === undefined) return [one];
    return OF_SIZE.has(one.code) ? [] : [{ ...one, pointer: `${at.pointer}/segmentId` }];
  });
}

/** Everything wrong with a document, beyond its shape. */
export const validatePolicy = <Kind extends PolicyKind>(
  { kind, document }: Pick<Policy<Kind>, 'kind' | 'document'>,
  teams: KnownTeams,
): FieldViolation[] => VALIDATORS[kind](document, teams);
