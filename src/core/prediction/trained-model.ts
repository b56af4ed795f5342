import type { TrainedBy } from '../job-kinds.js';
import type { Comparison } from './compare.js';
import type { Drift } from './drift.js';
import type { Leak } from './leakage.js';
import type { PredictionModel } from './model.js';
import type { Training } from './train.js';

export const MODEL_STATUSES = ['trained', 'refused', 'published', 'retired'] as const;

/** A training that has ended, with its model or the reason why there is none. */
export interface TrainedModel {
  workspaceId: string;
  version: number;
  status: (typeof MODEL_STATUSES)[number];
  verdict: Training['verdict'];
  trainedBy: TrainedBy;
  trainedAt: Date;
  won: number;
  lost: number;
  unripe: number;
  /** Instant of the last outcome that it learnt from. */
  learntThrough: Date | null;
  leaks: Leak[];
  document: PredictionModel | null;
  comparison: (Comparison & { version: number }) | null;
  drift: Drift | null;
  driftedAt: Date | null;
  publishedAt: Date | null;
  /** `person`: stays until released. `schedule`: a later model that is not worse replaces it. */
  publishedBy: 'person' | 'schedule' | null;
  retiredAt: Date | null;
}

/** When models are trained without a request. */
export interface PredictionSettings {
  version: number;
  /** Null: never. */
  retrainEveryDays: number | null;
  minimumNewOutcomes: number;
}
