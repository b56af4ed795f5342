import { delimiterName } from '../../src/services/imports/reading/layout.js';
import { table } from '../client/progress.js';
import type { EvaluationData } from './data.js';
import type { EvaluateOptions } from './options.js';
import type { SplitResult } from './run.js';

const MEASURES = ['auc', 'logLoss', 'brier', 'ece', 'lift10', 'lift20', 'trainMs', 'microsecondsPerRow'] as const;
const DECIMALS = { lift10: 2, lift20: 2, trainMs: 0, microsecondsPerRow: 1 } as Partial<Record<Measure, number>>;
type Measure = (typeof MEASURES)[number];
type Shown = Measure | 'eceByChance';

/** The columns of the text report: the measures of `--json`, and `eceByChance`. */
const SHOWN = MEASURES.flatMap((measure) => (measure === 'ece' ? [measure, 'eceByChance' as const] : [measure]));

const VERDICTS = {
  ok: 'ok: on outcomes it had not learnt from, the model separates won from lost better than chance.',
  no_signal:
    'no_signal: on outcomes it had not learnt from, the model is not significantly better than chance. The service would not use it.',
  insufficient_outcomes:
    'insufficient_outcomes: at least 30 won and 30 lost rows are needed to learn from. The figures are those of predicting the overall share won for every row.',
};
const REASONS = {
  filled_after_outcome: 'filled at or after the outcome',
  only_on_decided: 'filled on decided rows, on no open one',
  filled_for_one_outcome: 'filled for one outcome only',
  tells_outcome: 'determines the outcome alone',
};
const SHOWN_FIELDS = 12;

/** The verdict of most splits; of equally frequent ones, the more cautious. */
export function verdictOf(results: readonly SplitResult[]): SplitResult['verdict'] {
  const count = (verdict: SplitResult['verdict']) => results.filter((result) => result.verdict === verdict).length;
  const ranked = (['insufficient_outcomes', 'no_signal', 'ok'] as const).map((verdict) => ({
    verdict,
    n: count(verdict),
  }));
  return ranked.reduce((best, next) => (next.n > best.n ? next : best)).verdict;
}

/** The output of `--json`. Figures that cannot be computed (AUC without both outcomes) are null. */
export function reportJson(results: readonly SplitResult[]): string {
  const splits = results.map((result) => figuresOf((measure) => finite(result[measure])));
  const mean = figuresOf((measure) => {
    const known = splits.flatMap((split) => split[measure] ?? []);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
  return JSON.stringify({ splits, mean, verdict: verdictOf(results) });
}

const figuresOf = (read: (measure: Measure) => number | null) =>
  Object.fromEntries(MEASURES.map((measure) => [measure, read(measure)])) as Record<Measure, number | null>;
const finite = (value: number) => (Number.isFinite(value) ? value : null);

/** The output without `--json`. */
export function reportText(options: EvaluateOptions, data: EvaluationData, results: readonly SplitResult[]): string {
  const verdict = verdictOf(results);
  const lines = [...aboutFile(options, data), '', figures(results), '', `Verdict  ${VERDICTS[verdict]}`];
  lines.push(...aboutValidation(results), ...aboutLeaks(options, results));
  const [first] = results;
  if (first && first.strengths.length > 0) {
    const shown = first.strengths.slice(0, SHOWN_FIELDS);
    lines.push('', 'Strongest contributions (mean absolute log-odds of a field; first split)');
    lines.push(table([['field', 'log-odds'], ...shown.map(({ field, logOdds }) => [field, logOdds.toFixed(3)])]));
  }
  if (options.date !== undefined) lines.push(...aboutDrift(first));
  return lines.join('\n');
}

function aboutFile(
  options: EvaluateOptions,
  { table: file, outcomes, columns, order, splits }: EvaluationData,
): string[] {
  const won = outcomes.filter((outcome) => outcome === true).length;
  const lost = outcomes.filter((outcome) => outcome === false).length;
  const types = (['number', 'date', 'category'] as const).map(
    (type) => `${columns.filter((column) => column.type === type).length} ${type}`,
  );
  const lines = [
    `File     ${options.file}: ${delimiterName(file.delimiter)}, ${file.encoding}, ${file.rows.length} rows`,
    `Outcome  ${options.target}: ${won} won, ${lost} lost, ${outcomes.length - won - lost} left out`,
    `Fields   ${columns.length}: ${types.join(', ')}`,
  ];
  if (options.date !== undefined)
    lines.push(
      `Split    the earlier 80 % by ${options.date} is trained on, the later 20 % predicted (${splits[0]?.name})`,
    );
  if (order) lines.push(`Time     by ${order.column}: the verdict uses later rows than the training`);
  return lines;
}

function figures(results: readonly SplitResult[]): string {
  const row = (name: string, read: (measure: Shown) => number) => [
    name,
    ...SHOWN.map((measure) => read(measure).toFixed(DECIMALS[measure as Measure] ?? 4)),
  ];
  const mean = (measure: Shown) => results.reduce((sum, result) => sum + result[measure], 0) / results.length;
  const measures = ['AUC', 'log loss', 'Brier', 'ECE', 'by chance', 'lift 10 %', 'lift 20 %', 'train ms', 'us per row'];
  const heading = ['split', ...measures];
  const rows = results.map((result) => row(result.name, (measure) => result[measure]));
  return table([heading, ...rows, ...(results.length > 1 ? [row('mean', mean)] : [])]);
}

function aboutValidation(results: readonly SplitResult[]): string[] {
  const validation = results[0]?.model?.validation;
  if (!validation) return [];
  const { auc, aucError, outcomes, on } = validation;
  const where = on === 'later' ? 'on later rows within the learnt ones' : 'on rows held out of the learnt ones';
  return [
    `         First split: AUC ${auc.toFixed(3)}, standard error ${aucError.toFixed(3)}, ${where} (${outcomes.won} won, ${outcomes.lost} lost).`,
  ];
}

function aboutLeaks({ keepLeaky }: EvaluateOptions, results: readonly SplitResult[]): string[] {
  const leaks = new Map(results.flatMap((result) => result.leaks.map((leak) => [leak.field, leak] as const)));
  if (leaks.size === 0) return [];
  const heading = keepLeaky ? 'Leaky, and kept' : 'Leaky, so not learnt from (--keep-leaky keeps them)';
  const lines = [...leaks.values()].map(
    ({ field, reason, measure }) => `  ${field}: ${REASONS[reason]} (${measure.toFixed(3)})`,
  );
  return ['', heading, ...lines];
}

function aboutDrift(result: SplitResult | undefined): string[] {
  if (!result?.drift) return [];
  const { baseRate, calibration, sharpnessZ, drifted } = result.drift;
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  return [
    '',
    `Drift    ${drifted ? 'yes' : 'no'}`,
    `         won ${percent(baseRate.expected)} before, ${percent(baseRate.observed)} later (z ${baseRate.z.toFixed(1)})`,
    `         expected of the later rows ${percent(calibration.expected)} (z ${calibration.z.toFixed(1)}), boldness z ${sharpnessZ.toFixed(1)}`,
  ];
}
