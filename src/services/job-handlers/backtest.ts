import { type CompiledClassificationPolicy, compileClassificationPolicy } from '../../core/classification/classify.js';
import { qualify } from '../../core/classification/qualify.js';
import type { EventDetails } from '../../core/conditions/event-details.js';
import { subjectOf } from '../../core/conditions/subject.js';
import { comparesTouches } from '../../core/conditions/touches.js';
import { type BacktestCase, type BacktestOutcome, backtest } from '../../core/evidence/backtest.js';
import { qualifyingTotal } from '../../core/evidence/threshold.js';
import type { BacktestShape } from '../../core/jobs/shapes.js';
import type { LeadFacts } from '../../core/leads/facts.js';
import type { Lead } from '../../core/leads/lead.js';
import { withTouches } from '../../core/leads/touch.js';
import { isOfKind, type Policy } from '../../core/policies/policy.js';
import { endedLead, LOST_CATEGORIES, type Outcome, outcomeOf, WON_CATEGORIES } from '../../core/prediction/outcomes.js';
import { historyUntil } from '../../core/replay/history-until.js';
import { type HistoryEvent, replayLead } from '../../core/replay/replay.js';
import { type CompiledScoreModel, compileScoreModel } from '../../core/scoring/compile.js';
import { scoreModelChooser } from '../../core/scoring/product-lines.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { readDetails } from '../event-details.js';
import type { JobHandler } from '../jobs/kinds.js';
import { type BulkSubjects, readBulkSubjects } from '../leads/subjects.js';
import { notFound } from '../versions.js';

/** Leads, with their histories, in memory at a time. */
const PAGE = 200;
/** Only the newest: old sales predict less about today. */
const MOST_CLOSED = 100_000;
/** Most unfinished trials that one process keeps. */
const MOST_TRIALS = 4;

interface ModelVersion {
  version: number;
  productLine: string;
  compiled: CompiledScoreModel;
}

/** The progress of a backtest, in memory only: a trial writes nothing, so a lost one starts again. */
interface Trial {
  ids: readonly string[];
  /** The outcome of a lead and its instant; undefined: the lead is left out. `lastAt`: when it ended last. */
  outcomeOf: (lead: Lead, lastAt: number | undefined, history: readonly HistoryEvent[]) => Outcome | undefined;
  position: number;
  cases: BacktestCase[];
  /** Closed leads that are left out: of other product lines, or without history before their outcome. */
  leftOut: number;
  candidate: ModelVersion;
  presentFor: (facts: LeadFacts) => ModelVersion;
  /** The choice if the candidate were published. */
  chosenFor: (facts: LeadFacts) => ModelVersion;
  policy: CompiledClassificationPolicy;
  policyVersion: number;
  threshold: number;
  subjects: BulkSubjects;
  /** The documents by which it decides. */
  documents: readonly unknown[];
  comparesTouches: boolean;
}

/** Scores the leads whose outcome is known by two models as of before it, page by page. */
export function backtestHandler(): JobHandler<'backtest'> {
  const trials = new Map<string, Trial>();
  return async (step) => {
    const { id, cursor, read, params } = step;
    const known = trials.get(id);
    if (cursor === undefined || known?.position !== cursor.position) {
      const trial = await openTrial(read, params);
      trials.set(id, trial);
      for (const other of trials.keys()) if (trials.size > MOST_TRIALS) trials.delete(other);
      return step.write(() => ({ cursor: { position: 0 }, done: 0, total: trial.ids.length }));
    }
    const page = known.ids.slice(known.position, known.position + PAGE);
    if (page.length === 0) {
      await step.write(() => ({ result: resultOf(known) }));
      trials.delete(id);
      return;
    }
    const found = await readCases(read, known, page);
    const position = known.position + page.length;
    await step.write(() => ({ cursor: { position }, done: position }));
    known.cases.push(...found);
    known.leftOut += page.length - found.length;
    known.position = position;
  };
}

async function openTrial(read: Repositories, params: BacktestShape['params']): Promise<Trial> {
  const [row, published, subjects, outcomes] = await Promise.all([
    read.policies.forDecision('score_model', params.scoreModelVersion),
    read.policies.published(),
    readBulkSubjects(read),
    readOutcomes(read, params.outcome ?? 'won'),
  ]);
  const policy = published.find(isOfKind('classification_policy'));
  if (!row || !policy) throw notFound('score model');
  const candidate = compiledModel(row);
  const documents = [row, ...published].map(({ document }) => document);
  const present = published.filter(isOfKind('score_model')).map(compiledModel);
  return {
    ...outcomes,
    position: 0,
    cases: [],
    leftOut: 0,
    candidate,
    presentFor: scoreModelChooser(present),
    chosenFor: scoreModelChooser([...present, candidate]),
    policy: compileClassificationPolicy(policy.document),
    policyVersion: policy.version,
    threshold: params.threshold ?? qualifyingTotal(policy.document),
    subjects,
    documents,
    comparesTouches: comparesTouches(documents),
  };
}

/** The leads to judge: won or lost ones, or those that sales accepted or rejected. */
async function readOutcomes(read: Repositories, outcome: BacktestOutcome): Promise<Pick<Trial, 'ids' | 'outcomeOf'>> {
  if (outcome === 'won') {
    const ids = await read.outcomes.leadIds([...WON_CATEGORIES, ...LOST_CATEGORIES], MOST_CLOSED);
    return {
      ids,
      outcomeOf: (lead, lastAt, history) => {
        const ended = endedLead(lead, lastAt, history);
        return ended && outcomeOf(ended);
      },
    };
  }
  const labels = await read.handoffs.labels(MOST_CLOSED);
  const byLead = new Map(labels.map(({ leadId, accepted, at }) => [leadId, { won: accepted, at }]));
  return { ids: labels.map(({ leadId }) => leadId), outcomeOf: ({ id }) => byLead.get(id) };
}

const compiledModel = ({ version, productLine, document }: Policy<'score_model'>): ModelVersion => ({
  version,
  productLine,
  compiled: compileScoreModel(document),
});

async function readCases(read: Repositories, trial: Trial, ids: readonly string[]): Promise<BacktestCase[]> {
  const [leads, histories, ends, details] = await Promise.all([
    read.leads.findMany(ids),
    read.events.histories(ids),
    read.outcomes.lastEnds(ids),
    readDetails(read, ids, trial.documents),
  ]);
  return leads.flatMap(
    (lead) => caseOf(trial, lead, { lastAt: ends.get(lead.id), history: histories.get(lead.id) ?? [], details }) ?? [],
  );
}

interface PastOfLead {
  lastAt: number | undefined;
  history: readonly HistoryEvent[];
  details: ReadonlyMap<string, EventDetails> | undefined;
}

/**
 * The lead's class by both models, from the facts of the millisecond before its outcome. Neither sees the class that the lead had:
 * other rules or a person decided that.
 */
function caseOf(trial: Trial, lead: Lead, { lastAt, history, details }: PastOfLead): BacktestCase | undefined {
  const outcome = trial.outcomeOf(lead, lastAt, history);
  if (!outcome) return undefined;
  const before = outcome.at - 1;
  const known = replayLead(lead.id, historyUntil(history, before));
  if (!known || trial.chosenFor(known.lead.facts) !== trial.candidate) return undefined;
  const { subjects, policy, candidate, presentFor } = trial;
  const touched = withTouches(known.lead, trial.comparesTouches ? subjects.touchesOf(known) : undefined);
  const subject = subjectOf(touched, {
    source: subjects.sourceOf(known.lead),
    engagement: subjects.engagementOf(known, details),
    now: before,
  });
  const qualifyBy = ({ compiled: model }: ModelVersion) => qualify({ model, policy }, subject);
  return {
    leadId: lead.id,
    won: outcome.won,
    candidate: qualifyBy(candidate),
    present: qualifyBy(presentFor(known.lead.facts)),
  };
}

function resultOf(trial: Trial): BacktestShape['result'] {
  const { candidate, presentFor, policyVersion, threshold, leftOut, cases } = trial;
  return {
    ...backtest(cases, threshold),
    leftOut,
    comparedWithVersion: presentFor({ kind: 'person', products: [candidate.productLine] }).version,
    classificationPolicyVersion: policyVersion,
  };
}
