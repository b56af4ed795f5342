import type { Qualification } from '../classification/qualify.js';
import { aucOf } from '../prediction/metrics.js';
import { MIN_OUTCOMES } from '../prediction/train.js';
import { type Decile, decilesOf } from './deciles.js';

/** The result of a model for a lead. */
export type ModelResult = Pick<Qualification, 'score' | 'grade' | 'temperature' | 'category'>;

/**
 * The outcome that a model is to predict: a lead is `won` (against lost), or sales `accepted` it (against rejected for reasons
 * that are about the lead).
 */
export const BACKTEST_OUTCOMES = ['won', 'accepted'] as const;
export type BacktestOutcome = (typeof BACKTEST_OUTCOMES)[number];

/** A lead that was won or lost, with the results of two models from the facts known before that. */
export interface BacktestCase {
  leadId: string;
  won: boolean;
  candidate: ModelResult;
  present: ModelResult;
}

/** How well a model's totals separate won from lost leads. */
export interface ModelEvidence {
  /** Share of pairs of a won and a lost lead in which the won one has more points, ties half: 0.5 is chance. */
  auc: number;
  /** 95 % interval of `auc`. */
  aucLow: number;
  aucHigh: number;
  /** Leads with at least as many points as the threshold. */
  selected: number;
  /** Share of won leads among the selected ones; undefined when none is selected. */
  precision: number | undefined;
  /** Share of selected leads among the won ones. */
  recall: number;
  /** From the most points to the fewest. */
  deciles: Decile[];
}

/** `insufficient_outcomes`: too few of either kind. `no_signal`: the interval of the candidate's AUC contains 0.5. */
export const BACKTEST_VERDICTS = ['ok', 'no_signal', 'insufficient_outcomes'] as const;
export const BACKTEST_COMPARISONS = ['better', 'worse', 'not_distinguishable'] as const;

export interface ClassChange {
  leadId: string;
  won: boolean;
  from: Omit<ModelResult, 'score'>;
  to: Omit<ModelResult, 'score'>;
}

export interface BacktestReport {
  verdict: (typeof BACKTEST_VERDICTS)[number];
  won: number;
  lost: number;
  /** Points from which a lead counts as selected. */
  threshold: number;
  /** This and the next two are absent when there are too few outcomes. */
  candidate?: ModelEvidence | undefined;
  present?: ModelEvidence | undefined;
  /** Compares the AUC of candidate and present. Both use the same leads, so the interval is rather too wide. */
  comparison?: (typeof BACKTEST_COMPARISONS)[number] | undefined;
  /** Leads whose temperature, category or grade would differ. */
  classesChanged: number;
  /** The first of them, at most `SAMPLE`. */
  changes: ClassChange[];
}

const SAMPLE = 50;
/** Standard errors to either side that contain 95 % of a normal distribution. */
const Z_95 = 1.96;

/** Compares two score models on the same leads, each as it was before it was won or lost. */
export function backtest(cases: readonly BacktestCase[], threshold: number): BacktestReport {
  const won = cases.filter((one) => one.won).length;
  const lost = cases.length - won;
  const changed = cases.filter(({ candidate, present }) => !sameClass(candidate, present));
  const report = {
    won,
    lost,
    threshold,
    classesChanged: changed.length,
    changes: changed.slice(0, SAMPLE).map(changeOf),
  };
  if (won < MIN_OUTCOMES.won || lost < MIN_OUTCOMES.lost) return { verdict: 'insufficient_outcomes', ...report };
  const outcomes = cases.map((one) => (one.won ? 1 : 0));
  const candidate = evidenceOf(outcomes, cases, 'candidate', threshold);
  const present = evidenceOf(outcomes, cases, 'present', threshold);
  const verdict = candidate.aucLow <= 0.5 && candidate.aucHigh >= 0.5 ? 'no_signal' : 'ok';
  return { verdict, ...report, candidate, present, comparison: compare(candidate, present) };
}

function evidenceOf(
  won: readonly number[],
  cases: readonly BacktestCase[],
  model: 'candidate' | 'present',
  threshold: number,
): ModelEvidence {
  const totals = cases.map((one) => one[model].score.total);
  const { auc, standardError } = aucOf(won, totals);
  let [selected, hits, all] = [0, 0, 0];
  for (const [row, total] of totals.entries()) {
    const outcome = won[row] as number;
    all += outcome;
    if (total < threshold) continue;
    selected++;
    hits += outcome;
  }
  return {
    auc,
    aucLow: Math.max(0, auc - Z_95 * standardError),
    aucHigh: Math.min(1, auc + Z_95 * standardError),
    selected,
    precision: selected === 0 ? undefined : hits / selected,
    recall: hits / all,
    deciles: decilesOf(won, totals),
  };
}

function compare(candidate: ModelEvidence, present: ModelEvidence): BacktestReport['comparison'] {
  const halves = [candidate, present].map(({ aucLow, aucHigh }) => (aucHigh - aucLow) / 2);
  const difference = candidate.auc - present.auc;
  if (Math.abs(difference) <= Math.hypot(...halves)) return 'not_distinguishable';
  return difference > 0 ? 'better' : 'worse';
}

const sameClass = (one: ModelResult, other: ModelResult) =>
  one.temperature === other.temperature && one.category === other.category && one.grade === other.grade;

const classOf = ({ temperature, category, grade }: ModelResult) => ({ temperature, category, grade });

const changeOf = ({ leadId, won, candidate, present }: BacktestCase): ClassChange => ({
  leadId,
  won,
  from: classOf(present),
  to: classOf(candidate),
});
