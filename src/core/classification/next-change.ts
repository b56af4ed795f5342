import type { Subject } from '../conditions/subject.js';
import { indexOf } from '../engagement-index.js';
import type { Score } from '../leads/score.js';
import type { LeadPredictor } from '../prediction/lead-predictor.js';
import type { CompiledScoreModel } from '../scoring/compile.js';
import { countedHistory } from '../scoring/history.js';
import { clamp, toHundredths } from '../scoring/points.js';
import { fitOf, scoreLead } from '../scoring/score.js';
import { MILLISECONDS_PER_DAY } from '../time.js';
import type { CompiledClassificationPolicy, CurrentCategory } from './classify.js';
import { type Drift, driftOf, hasDrifted, isNarrow } from './drift.js';
import { type Qualification, type QualificationRules, qualify } from './qualify.js';
import { changeInstants } from './time-dependence.js';
import { outlookOf, type TimeOutlook } from './time-outlook.js';

/** The first instant (epoch ms) at which time alone changes a class of a lead, and its qualification then. */
export interface NextChange {
  at: number;
  becomes: Qualification;
}

export interface SearchOptions {
  /** Milliseconds by which the returned instant may be late; 1 when absent. */
  resolution?: number | undefined;
  /** Also stop before fit, engagement or total differ from `score` by more than `points`. */
  drift?: { score: Score; points: number } | undefined;
}

/** Points do not fade for longer: the longest half-life is ten years. */
const HORIZON = 100 * 365 * MILLISECONDS_PER_DAY;
/** Length of the first interval of the open-ended search; each next one is twice as long. */
const FIRST_INTERVAL = MILLISECONDS_PER_DAY;
/**
 * Limits of one search. After `MAX_EVALUATIONS` it stops and returns the instant at which to search again: the later of the
 * instant it has reached and a minute (`PAUSE`) from now. An evaluation of a long history counts as many steps, so no search
 * takes much longer than 50 ms. `MIN_EVALUATIONS` are always made.
 */
const MAX_EVALUATIONS = 20_000;
const MAX_STEPS = 2_000_000;
const MIN_EVALUATIONS = 10;
const PAUSE = 60_000;

/**
 * The first instant after `subject.now` at which temperature, grade or category differ from the current ones, if nothing
 * happens until then; undefined when they never do. `current` are the current classes of the lead. Exact to `resolution`
 * milliseconds: the change has happened at the returned instant, and at most that much earlier. With `drift` the instant may
 * also be one at which a score is off by seven eighths to all of the points, and the classes are the current ones.
 *
 * Between the instants at which a condition can change, engagement rises only when negative points fade and falls only when
 * positive points fade. So its sums at the ends of an interval bound it inside. Where no threshold lies between the bounds the
 * class cannot change; the other intervals are bisected.
 */
export function nextChange(
  { model, policy, prediction }: QualificationRules,
  subject: Subject,
  current: CurrentCategory,
  { resolution = 1, drift }: SearchOptions = {},
): NextChange | undefined {
  const outlook = outlookOf({ model, policy });
  const { probabilities } = outlook.dependence;
  // Without a condition on the probability, the prediction cannot change a class and is not evaluated.
  const rules = { model, policy, prediction: probabilities.length === 0 ? undefined : prediction };
  const instants = changeInstants(outlook.dependence, subject);
  if (rules.prediction) instants.push(...crossings(rules.prediction, probabilities, subject));
  const fading = subject.engagement.some(({ type }) => outlook.fadingTypes.has(type));
  for (const at of dwellEnds(rules.policy, current)) if (at > subject.now) instants.push(at);
  if (instants.length === 0 && !fading) return undefined;
  instants.sort((a, b) => a - b);
  const search = new Search(rules, outlook, subject, { current, drift, resolution: fading ? resolution : undefined });
  let from = subject.now;
  for (const at of instants) {
    const found = search.between(from, at);
    if (found !== undefined) return found;
    from = at;
  }
  return fading ? search.after(from, subject.now + HORIZON) : undefined;
}

/** The instants after now at which the probability crosses one of the values that it is compared with. */
function crossings(prediction: LeadPredictor, compared: readonly number[], subject: Subject): number[] {
  const signs = (now: number) => {
    const probability = prediction.probabilityOf({ ...subject, now });
    return compared.map((value) => Math.sign(probability - value)).join();
  };
  let before = signs(subject.now);
  return prediction.changeInstants(subject).filter((instant) => {
    const after = signs(instant);
    const crosses = after !== before;
    before = after;
    return crosses;
  });
}

function dwellEnds(policy: CompiledClassificationPolicy, current: CurrentCategory): number[] {
  const { temperature, temperatureSince, category, categorySince } = current;
  const ends: number[] = [];
  if (temperature !== undefined && temperatureSince !== undefined) {
    const dwell = policy.temperature.dwellOf(temperature);
    if (dwell > 0) ends.push(temperatureSince + dwell);
  }
  if (category !== undefined && categorySince !== undefined) {
    const dwell = policy.category.dwellOf(category);
    if (dwell > 0) ends.push(categorySince + dwell);
  }
  return ends;
}

/** Whether a threshold lies between the bounds, with a tolerance of 1e-6, because a decimal threshold is not exact. */
function meets(thresholds: readonly number[], least: number, most: number): boolean {
  return least !== most && thresholds.some((threshold) => least - 1e-6 <= threshold && threshold <= most + 1e-6);
}

/** Totals of positive and of negative points at an instant, in hundredths. */
interface Totals {
  at: number;
  positive: number;
  negative: number;
}

/** Bounds of the scores in an interval, in hundredths. */
interface ScoreRange {
  engagement: [least: number, most: number];
  total: [least: number, most: number];
}

interface SearchFrom extends SearchOptions {
  current: CurrentCategory;
}

class Search {
  private readonly current: CurrentCategory;
  /** Undefined: no points fade. */
  private readonly resolution: number | undefined;
  private readonly drift: Drift | undefined;
  private readonly hasNegative: boolean;
  private base: Qualification | undefined;
  private evaluations = 0;
  private readonly maxEvaluations: number;

  constructor(
    private readonly rules: QualificationRules,
    private readonly outlook: TimeOutlook,
    private readonly subject: Subject,
    { current, drift, resolution }: SearchFrom,
  ) {
    const { engagement } = subject;
    this.current = current;
    this.resolution = resolution;
    this.drift = drift && driftOf(drift);
    this.hasNegative = engagement.some(({ type }) => outlook.negative.rulesByType[type] !== undefined);
    const index = indexOf(engagement);
    const counted = (model: CompiledScoreModel) => (index ? countedHistory(model, index).size : engagement.length);
    const steps = outlook.steps + counted(outlook.positive) + (this.hasNegative ? counted(outlook.negative) : 0);
    this.maxEvaluations = Math.max(MIN_EVALUATIONS, Math.min(MAX_EVALUATIONS, Math.floor(MAX_STEPS / steps)));
  }

  /** The first change after `from` up to `at`. A condition may change at `at` and not before. */
  between(from: number, at: number): NextChange | undefined {
    if (this.evaluations > this.maxEvaluations) return this.stopAfter(from);
    if (this.resolution !== undefined && at - from > 1) {
      const found = this.within(this.totalsAt(from), this.totalsAt(at - 1), this.fitAt(from));
      if (found !== undefined) return found;
    }
    return this.changeAt(at);
  }

  /** The first change after `from` up to `end`, where no condition changes. Most changes are near, so intervals grow. */
  after(from: number, end: number): NextChange | undefined {
    let low = this.totalsAt(from);
    const last = this.totalsAt(end);
    const fit = this.fitAt(from);
    for (let length = FIRST_INTERVAL; low.at < end && this.mayDiffer(low, last, fit); length *= 2) {
      const high = low.at + length < end ? this.totalsAt(low.at + length) : last;
      const found = this.within(low, high, fit);
      if (found !== undefined) return found;
      low = high;
    }
    return undefined;
  }

  private within(low: Totals, high: Totals, fit: number): NextChange | undefined {
    const range = this.rangeOf(low, high, fit);
    const differs = this.mayChangeClass(range);
    if (!differs && !this.mayDrift(range)) return undefined;
    if (high.at - low.at <= (this.resolution ?? 1)) return this.changeAt(high.at);
    if (!differs && low.at > this.subject.now && isNarrow(range, this.drift)) return this.pauseAt(low.at);
    if (this.evaluations > this.maxEvaluations) return this.stopAfter(low.at);
    const middle = this.totalsAt(low.at + Math.floor((high.at - low.at) / 2));
    return this.within(low, middle, fit) ?? this.within(middle, high, fit);
  }

  /** Stops a search that takes too long: no class changes up to `at`, and it goes on a while later. */
  private stopAfter(at: number): NextChange {
    return this.pauseAt(Math.max(at + 1, this.subject.now + PAUSE));
  }

  /** Stops the search: no class changes up to `at`. */
  private pauseAt(at: number): NextChange {
    return { at, becomes: this.baseline() };
  }

  private mayDiffer(low: Totals, high: Totals, fit: number): boolean {
    const range = this.rangeOf(low, high, fit);
    return this.mayChangeClass(range) || this.mayDrift(range);
  }

  private rangeOf(low: Totals, high: Totals, fit: number): ScoreRange {
    const { engagement, total } = this.rules.model;
    const least = clamp(high.positive + low.negative, engagement.minimum, engagement.maximum);
    const most = clamp(low.positive + high.negative, engagement.minimum, engagement.maximum);
    const totalAt = (points: number) => clamp(fit + points, total.minimum, total.maximum);
    return { engagement: [least, most], total: [totalAt(least), totalAt(most)] };
  }

  private mayChangeClass({ engagement, total }: ScoreRange): boolean {
    const { engagementThresholds, totalThresholds } = this.outlook;
    return meets(engagementThresholds, ...engagement) || meets(totalThresholds, ...total);
  }

  private mayDrift({ engagement, total }: ScoreRange): boolean {
    const { drift } = this;
    return drift !== undefined && (meets(drift.engagementLimits, ...engagement) || meets(drift.totalLimits, ...total));
  }

  private changeAt(at: number): NextChange | undefined {
    const becomes = this.qualifyAt(at);
    const { temperature, category, grade } = this.baseline();
    const same = becomes.temperature === temperature && becomes.category === category && becomes.grade === grade;
    return same && !hasDrifted(this.drift, becomes.score) ? undefined : { at, becomes };
  }

  private baseline(): Qualification {
    this.base ??= this.qualifyAt(this.subject.now);
    return this.base;
  }

  private qualifyAt(now: number): Qualification {
    this.evaluations++;
    return qualify(this.rules, this.at(now), this.current);
  }

  private totalsAt(at: number): Totals {
    this.evaluations++;
    const subject = this.at(at);
    return {
      at,
      positive: toHundredths(scoreLead(this.outlook.positive, subject).engagement),
      negative: this.hasNegative ? toHundredths(scoreLead(this.outlook.negative, subject).engagement) : 0,
    };
  }

  private fitAt(at: number): number {
    return fitOf(this.rules.model, this.at(at));
  }

  private at(now: number): Subject {
    const { facts, source, engagement, instants } = this.subject;
    return { facts, source, engagement, now, instants };
  }
}
