import { exactLead } from '../../core/batch/evaluation.js';
import type { QualificationRules } from '../../core/classification/qualify.js';
import { type Subject, subjectOf } from '../../core/conditions/subject.js';
import type { Lead } from '../../core/leads/lead.js';
import { type CompiledFunnel, compileFunnel, inFirstStage } from '../../core/lifecycle/funnel.js';
import type { PolicyDocuments, PolicyKind } from '../../core/policies/policy.js';
import { dependsOnSettings } from '../../core/segments/stored-conditions.js';
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

/** `asOf`: the instant of the past at which the rules decided, epoch milliseconds. */
export type DecidingRules = (
  read: Repositories,
  workspaceId: string,
  lead: Lead,
  asOf: number | undefined,
) => Promise<QualificationRules>;

interface KnownRules {
  rules: QualificationRules;
  /** The version of the settings that they were compiled with; undefined: they depend on none. */
  configVersion: number | undefined;
}

/**
 * The rules of the versions that decided a lead last. The document of a version never changes, so its compiled form is kept; where it
 * depends on settings (segments, the zone, declared attributes), until these change.
 */
export function createDecidingRules(): DecidingRules {
  const known = new Map<string, Promise<KnownRules>>();
  return async (read, workspaceId, lead, asOf) => {
    const { scoreModelVersion, classificationPolicyVersion, predictionModelVersion } = lead;
    const key = [workspaceId, scoreModelVersion, classificationPolicyVersion, predictionModelVersion].join();
    const before = await known.get(key);
    if (before !== undefined && (await isCurrent(before, read, asOf))) return before.rules;
    const reading = readRules(read, lead, asOf);
    // Simultaneous reads share the present one.
    if (asOf === undefined) keep(known, key, reading);
    const { rules, configVersion } = await reading;
    if (configVersion === undefined) keep(known, key, reading);
    return rules;
  };
}

function keep(known: Map<string, Promise<KnownRules>>, key: string, rules: Promise<KnownRules>): void {
  if (known.size >= MOST_CACHED_RULES) known.clear();
  known.set(key, rules);
  rules.catch(() => known.delete(key));
}

/** Rules that depend on settings are read anew for each instant of the past. */
async function isCurrent(
  { configVersion }: KnownRules,
  read: Repositories,
  asOf: number | undefined,
): Promise<boolean> {
  return (
    configVersion === undefined || (asOf === undefined && configVersion === (await read.workspaces.configVersion()))
  );
}

async function readRules(read: Repositories, lead: Lead, asOf: number | undefined): Promise<KnownRules> {
  // Before the documents: settings that change in between make the rules outdated, not wrong for long.
  const configVersion = await read.workspaces.configVersion();
  let isFixed = true;
  const document = async <Kind extends PolicyKind>(kind: Kind, version: number): Promise<PolicyDocuments[Kind]> => {
    const row = await read.policies.find(kind, version);
    if (!row) throw new Error(`${kind} ${version} is gone`);
    if (!dependsOnSettings(row.document)) return row.document;
    isFixed = false;
    return (await read.policies.forDecision(kind, version, asOf))?.document ?? row.document;
  };
  const { predictionModelVersion } = lead;
  const [model, policy, prediction] = await Promise.all([
    document('score_model', lead.scoreModelVersion),
    document('classification_policy', lead.classificationPolicyVersion),
    predictionModelVersion === undefined ? undefined : read.predictionModels.find(predictionModelVersion),
  ]);
  return { rules: compileRules(model, policy, prediction), configVersion: isFixed ? undefined : configVersion };
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
  const rules = await rulesOf(read, workspaceId, stored, asOf);
  // A write may have committed between the clock and the read.
  const at = asOf ?? Math.max(now, stored.scoredAt);
  const subject = subjectOf(stored, { source, engagement, now: at });
  const lead = exactLead(rules, stored, subject);
  if (lead.category === stored.category) return { lead, stored, subject, rules };
  return { lead: inFirstStage(await funnel(), lead), stored, subject, rules };
}
