import { exactLead } from '../../core/batch/evaluation.js';
import type { QualificationRules } from '../../core/classification/qualify.js';
import { type Subject, subjectOf } from '../../core/conditions/subject.js';
import type { Lead } from '../../core/leads/lead.js';
import { type CompiledFunnel, compileFunnel, inFirstStage } from '../../core/lifecycle/funnel.js';
import type { PolicyDocuments, PolicyKind } from '../../core/policies/policy.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { compileRules } from '../policies/published.js';
import type { SourcedState } from './subjects.js';

/** A lead with its qualification exact at an instant, and what it was computed from. */
export interface ExactState {
  lead: Lead;
  /** As the last write or review left it. */
  stored: Lead;
  subject: Subject;
  rules: QualificationRules;
}

export interface ExactOptions {
  workspaceId: string;
  now: number;
  asOf: number | undefined;
  /** Of the workspace; reads of many leads share one. */
  funnel?: (() => Promise<CompiledFunnel>) | undefined;
}

const MOST_CACHED_RULES = 200;

export type DecidingRules = (read: Repositories, workspaceId: string, lead: Lead) => Promise<QualificationRules>;

/** The rules of the versions that decided a lead last. A version never changes, so its compiled form is kept. */
export function createDecidingRules(): DecidingRules {
  const known = new Map<string, Promise<QualificationRules>>();
  return (read, workspaceId, lead) => {
    const { scoreModelVersion, classificationPolicyVersion, predictionModelVersion } = lead;
    const key = [workspaceId, scoreModelVersion, classificationPolicyVersion, predictionModelVersion].join();
    const before = known.get(key);
    if (before !== undefined) return before;
    if (known.size >= MOST_CACHED_RULES) known.clear();
    const rules = readRules(read, lead);
    known.set(key, rules);
    rules.catch(() => known.delete(key));
    return rules;
  };
}

async function readRules(read: Repositories, lead: Lead): Promise<QualificationRules> {
  const document = async <Kind extends PolicyKind>(kind: Kind, version: number): Promise<PolicyDocuments[Kind]> => {
    const row = await read.policies.forDecision(kind, version);
    if (!row) throw new Error(`${kind} ${version} is gone`);
    return row.document;
  };
  const { predictionModelVersion } = lead;
  const [model, policy, prediction] = await Promise.all([
    document('score_model', lead.scoreModelVersion),
    document('classification_policy', lead.classificationPolicyVersion),
    predictionModelVersion === undefined ? undefined : read.predictionModels.find(predictionModelVersion),
  ]);
  return compileRules(model, policy, prediction);
}

/** The published funnel, read when it is first needed. */
export function lazyFunnel(read: Repositories): () => Promise<CompiledFunnel> {
  let known: Promise<CompiledFunnel> | undefined;
  const load = async () => {
    const funnel = await read.policies.publishedOf('funnel');
    if (!funnel) throw new Error('the workspace has no published funnel');
    return compileFunnel(funnel.document, funnel.version);
  };
  return () => {
    known ??= load();
    return known;
  };
}

/** The state with the qualification as it is now or was at `asOf`, by the versions that decided the lead last by then. */
export async function exactState(
  read: Repositories,
  rulesOf: DecidingRules,
  { workspaceId, now, asOf, funnel = lazyFunnel(read) }: ExactOptions,
  { lead: stored, engagement, source }: SourcedState,
): Promise<ExactState> {
  const rules = await rulesOf(read, workspaceId, stored);
  // A write may have committed between the clock and the read.
  const at = asOf ?? Math.max(now, stored.scoredAt);
  const subject = subjectOf(stored, { source, engagement, now: at });
  const lead = exactLead(rules, stored, subject);
  if (lead.category === stored.category) return { lead, stored, subject, rules };
  return { lead: inFirstStage(await funnel(), lead), stored, subject, rules };
}
