import type { Subject } from '../conditions/subject.js';
import type { EngagementType } from '../engagement.js';
import { indexOf } from '../engagement-index.js';
import type { LeadPredictor } from '../prediction/lead-predictor.js';
import { type CompiledScoreModel, compileScoreModel } from '../scoring/compile.js';
import { countedHistory } from '../scoring/history.js';
import { type EngagementRule, SCORE_MODEL_LIMITS, type ScoreModel } from '../scoring/model.js';
import { clamp, toHundredths } from '../scoring/points.js';
import { fitOf, scoreLead } from '../scoring/score.js';
import { MILLISECONDS_PER_DAY } from '../time.js';
import type { CompiledClassificationPolicy, CurrentCategory } from './classify.js';
import { type Qualification, type QualificationRules, qualify } from './qualify.js';
import { type TimeDependence, timeDependenceOf, turningInstants } from './time-dependence.js';

/** The first instant (epoch ms) at which time alone makes a lead something else, and what it then is. */
export interface NextChange {
  at: number;
  becomes: Qualification;
}

/** Nothing fades for longer: the longest half-life is ten years. */
const HORIZON = 100 * 365 * MILLISECONDS_PER_DAY;
/** The first stretch in which the open end is searched; each next one is twice as long. */
const FIRST_STRETCH = MILLISECONDS_PER_DAY;
/**
 * A search that has looked so often rests: it answers an instant to look again at. Nothing changes before it, or before a
 * minute from now, whichever is later. A look at a long history counts as many steps, so that no search takes much longer
 * than 50 ms; but it looks so often at least.
 */
const MOST_LOOKS = 20_000;
const MOST_STEPS = 2_000_000;
const LEAST_LOOKS = 10;
const REST = 60_000;

/**
 * The first instant after `subject.now` at which temperature, grade or category differ from what they are, if nothing
 * happens until then; undefined when that is never. `current` is what the lead is now. Exact to `resolution`
 * milliseconds: the lead has changed at the instant told, and at most so much earlier.
 *
 * Between the instants at which a condition can turn over, engagement rises only by negative points that fade and falls
 * only by positive ones. So its sums at the ends of an interval bound it inside, and where no threshold lies between
 * the bounds the class cannot differ: only the rest is halved and looked at.
 */
export function nextChange(
  { model, policy, prediction }: QualificationRules,
  subject: Subject,
  current: CurrentCategory,
  resolution = 1,
): NextChange | undefined {
  const outlook = outlookOf({ model, policy });
  const { probabilities } = outlook.dependence;
  // Where no condition asks for the probability it cannot make a lead something else, and need not be looked at.
  const rules = { model, policy, prediction: probabilities.length === 0 ? undefined : prediction };
  const instants = turningInstants(outlook.dependence, subject);
  if (rules.prediction) instants.push(...crossings(rules.prediction, probabilities, subject));
  const fading = subject.engagement.some(({ type }) => outlook.fadingTypes.has(type));
  for (const at of dwellEnds(rules.policy, current)) if (at > subject.now) instants.push(at);
  if (instants.length === 0 && !fading) return undefined;
  instants.sort((a, b) => a - b);
  const search = new Search(rules, outlook, subject, current, fading ? resolution : undefined);
  let from = subject.now;
  for (const at of instants) {
    const found = search.between(from, at);
    if (found !== undefined) return found;
    from = at;
  }
  return fading ? search.after(from, subject.now + HORIZON) : undefined;
}

/** The instants after now at which the probability comes to lie otherwise among what it is compared with. */
function crossings(prediction: LeadPredictor, compared: readonly number[], subject: Subject): number[] {
  const places = (now: number) => {
    const probability = prediction.probabilityOf({ ...subject, now });
    return compared.map((value) => Math.sign(probability - value)).join();
  };
  let before = places(subject.now);
  return prediction.turningInstants(subject).filter((instant) => {
    const place = places(instant);
    const crosses = place !== before;
    before = place;
    return crosses;
  });
}

interface Outlook {
  readonly dependence: TimeDependence;
  /** Types whose points change with their age. */
  readonly fadingTypes: ReadonlySet<EngagementType>;
  /** The engagement rules that give, and those that take, each as a model of its own without bounds of the group. */
  readonly giving: CompiledScoreModel;
  readonly taking: CompiledScoreModel;
  /** Steps of a look that do not depend on what the lead did. */
  readonly steps: number;
  /** In hundredths. */
  readonly engagementThresholds: readonly number[];
  readonly totalThresholds: readonly number[];
}

const known = new WeakMap<CompiledClassificationPolicy, WeakMap<CompiledScoreModel, Outlook>>();

/** Compiled once for each pair of documents. */
function outlookOf({ model, policy }: QualificationRules): Outlook {
  const ofPolicy = known.get(policy) ?? new WeakMap<CompiledScoreModel, Outlook>();
  known.set(policy, ofPolicy);
  const before = ofPolicy.get(model);
  if (before !== undefined) return before;
  const { document } = model;
  const dependence = timeDependenceOf(document, policy.document);
  const outlook: Outlook = {
    dependence,
    fadingTypes: new Set(document.engagement.rules.filter(fades).flatMap(({ engagementTypes }) => engagementTypes)),
    giving: partOf(document, ({ points }) => points >= 0),
    taking: partOf(document, ({ points }) => points < 0),
    steps: document.fit.rules.length + document.engagement.rules.length + dependence.conditions,
    engagementThresholds: dependence.scoreThresholds.engagement.map((points) => points * 100),
    totalThresholds: dependence.scoreThresholds.total.map((points) => points * 100),
  };
  ofPolicy.set(model, outlook);
  return outlook;
}

function fades({ decay, withinDays }: EngagementRule): boolean {
  return withinDays !== undefined || (decay.type !== 'none' && !(decay.type === 'step' && decay.factor === 1));
}

function partOf(document: ScoreModel, belongs: (rule: EngagementRule) => boolean): CompiledScoreModel {
  const most = SCORE_MODEL_LIMITS.points * SCORE_MODEL_LIMITS.rules * 1_000;
  const unbounded = { minimum: -most, maximum: most };
  return compileScoreModel({
    ...document,
    fit: { rules: [], ...unbounded },
    engagement: { rules: document.engagement.rules.filter(belongs), ...unbounded },
    total: unbounded,
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

/** Whether a threshold lies between the bounds; a little beyond as well, since a decimal threshold is not exact. */
function meets(thresholds: readonly number[], least: number, most: number): boolean {
  return least !== most && thresholds.some((threshold) => least - 1e-6 <= threshold && threshold <= most + 1e-6);
}

/** Sums of points at an instant, in hundredths: what gives and what takes. */
interface Sums {
  at: number;
  given: number;
  taken: number;
}

class Search {
  private readonly taking: boolean;
  private base: Qualification | undefined;
  private looks = 0;
  private readonly mostLooks: number;

  /** `resolution` undefined: nothing fades. */
  constructor(
    private readonly rules: QualificationRules,
    private readonly outlook: Outlook,
    private readonly subject: Subject,
    private readonly current: CurrentCategory,
    private readonly resolution: number | undefined,
  ) {
    const { engagement } = subject;
    this.taking = engagement.some(({ type }) => outlook.taking.rulesByType[type] !== undefined);
    const index = indexOf(engagement);
    const counted = (model: CompiledScoreModel) => (index ? countedHistory(model, index).size : engagement.length);
    const steps = outlook.steps + counted(outlook.giving) + (this.taking ? counted(outlook.taking) : 0);
    this.mostLooks = Math.max(LEAST_LOOKS, Math.min(MOST_LOOKS, Math.floor(MOST_STEPS / steps)));
  }

  /** The first change after `from` until `at`, where a condition may turn over at `at` and nowhere before. */
  between(from: number, at: number): NextChange | undefined {
    if (this.looks > this.mostLooks) return this.rest(from);
    if (this.resolution !== undefined && at - from > 1) {
      const found = this.within(this.sumsAt(from), this.sumsAt(at - 1), this.fitAt(from));
      if (found !== undefined) return found;
    }
    return this.changeAt(at);
  }

  /** The first change after `from` until `end`, where no condition turns over. Most are near: stretches grow. */
  after(from: number, end: number): NextChange | undefined {
    let low = this.sumsAt(from);
    const last = this.sumsAt(end);
    const fit = this.fitAt(from);
    for (let stretch = FIRST_STRETCH; low.at < end && this.mayDiffer(low, last, fit); stretch *= 2) {
      const high = low.at + stretch < end ? this.sumsAt(low.at + stretch) : last;
      const found = this.within(low, high, fit);
      if (found !== undefined) return found;
      low = high;
    }
    return undefined;
  }

  private within(low: Sums, high: Sums, fit: number): NextChange | undefined {
    if (!this.mayDiffer(low, high, fit)) return undefined;
    if (high.at - low.at <= (this.resolution ?? 1)) return this.changeAt(high.at);
    if (this.looks > this.mostLooks) return this.rest(low.at);
    const middle = this.sumsAt(low.at + Math.floor((high.at - low.at) / 2));
    return this.within(low, middle, fit) ?? this.within(middle, high, fit);
  }

  /** `at`: until when nothing changes. */
  private rest(at: number): NextChange {
    return { at: Math.max(at + 1, this.subject.now + REST), becomes: this.baseline() };
  }

  private mayDiffer(low: Sums, high: Sums, fit: number): boolean {
    const { engagement, total } = this.rules.model;
    const least = clamp(high.given + low.taken, engagement.minimum, engagement.maximum);
    const most = clamp(low.given + high.taken, engagement.minimum, engagement.maximum);
    if (least === most) return false;
    const leastTotal = clamp(fit + least, total.minimum, total.maximum);
    const mostTotal = clamp(fit + most, total.minimum, total.maximum);
    const { engagementThresholds, totalThresholds } = this.outlook;
    return meets(engagementThresholds, least, most) || meets(totalThresholds, leastTotal, mostTotal);
  }

  private changeAt(at: number): NextChange | undefined {
    const becomes = this.qualifyAt(at);
    const { temperature, category, grade } = this.baseline();
    const same = becomes.temperature === temperature && becomes.category === category && becomes.grade === grade;
    return same ? undefined : { at, becomes };
  }

  private baseline(): Qualification {
    this.base ??= this.qualifyAt(this.subject.now);
    return this.base;
  }

  private qualifyAt(now: number): Qualification {
    this.looks++;
    return qualify(this.rules, this.at(now), this.current);
  }

  private sumsAt(at: number): Sums {
    this.looks++;
    const subject = this.at(at);
    return {
      at,
      given: toHundredths(scoreLead(this.outlook.giving, subject).engagement),
      taken: this.taking ? toHundredths(scoreLead(this.outlook.taking, subject).engagement) : 0,
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
