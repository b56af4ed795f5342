import type { EngagementType } from '../engagement.js';
import { type CompiledScoreModel, compileScoreModel } from '../scoring/compile.js';
import { type EngagementRule, SCORE_MODEL_LIMITS, type ScoreModel } from '../scoring/model.js';
import type { CompiledClassificationPolicy } from './classify.js';
import type { QualificationRules } from './qualify.js';
import { type TimeDependence, timeDependenceOf } from './time-dependence.js';

/** What a search for the next change by time alone needs of a score model and a classification policy. */
export interface TimeOutlook {
  readonly dependence: TimeDependence;
  /** Types whose points change with their age. */
  readonly fadingTypes: ReadonlySet<EngagementType>;
  /** The engagement rules with positive and with negative points, each as a model of its own without bounds of the group. */
  readonly positive: CompiledScoreModel;
  readonly negative: CompiledScoreModel;
  /** Steps of an evaluation that do not depend on the history of the lead. */
  readonly steps: number;
  /** In hundredths. */
  readonly engagementThresholds: readonly number[];
  readonly totalThresholds: readonly number[];
}

const outlooks = new WeakMap<CompiledClassificationPolicy, WeakMap<CompiledScoreModel, TimeOutlook>>();

/** Compiled once for each pair of documents. */
export function outlookOf({ model, policy }: QualificationRules): TimeOutlook {
  const ofPolicy = outlooks.get(policy) ?? new WeakMap<CompiledScoreModel, TimeOutlook>();
  outlooks.set(policy, ofPolicy);
  const before = ofPolicy.get(model);
  if (before !== undefined) return before;
  const { document } = model;
  const dependence = timeDependenceOf(document, policy.document);
  const outlook: TimeOutlook = {
    dependence,
    fadingTypes: new Set(document.engagement.rules.filter(fades).flatMap(({ engagementTypes }) => engagementTypes)),
    positive: partOf(document, ({ points }) => points >= 0),
    negative: partOf(document, ({ points }) => points < 0),
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
