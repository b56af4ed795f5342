import { sql } from 'drizzle-orm';
import { integer, jsonb, pgTable, primaryKey, text, timestamp, uniqueIndex, uuid } from 'drizzle-orm/pg-core';
import type { TrainedBy } from '../../core/job-kinds.js';
import type { Comparison } from '../../core/prediction/compare.js';
import type { Drift } from '../../core/prediction/drift.js';
import type { Leak } from '../../core/prediction/leakage.js';
import type { PredictionModel } from '../../core/prediction/model.js';
import type { TrainedModel } from '../../core/prediction/trained-model.js';

const instant = (name: string) => timestamp(name, { withTimezone: true });

/** Every completed training, with the resulting model or refusal. */
export const predictionModels = pgTable(
  'prediction_models',
  {
    workspaceId: uuid('workspace_id').notNull(),
    version: integer().notNull(),
    status: text().$type<TrainedModel['status']>().notNull(),
    verdict: text().$type<TrainedModel['verdict']>().notNull(),
    /** `request` or `schedule`. */
    trainedBy: text('trained_by').$type<TrainedBy>().notNull(),
    trainedAt: instant('trained_at').notNull(),
    won: integer().notNull(),
    lost: integer().notNull(),
    unripe: integer().notNull(),
    /** The instant of the last outcome that the model learnt from. */
    learntThrough: instant('learnt_through'),
    leaks: jsonb().$type<Leak[]>().notNull(),
    document: jsonb().$type<PredictionModel>(),
    comparison: jsonb().$type<Comparison & { version: number }>(),
    drift: jsonb().$type<Drift>(),
    driftedAt: instant('drifted_at'),
    publishedAt: instant('published_at'),
    /** `person`: stays until released. `schedule`: a later model that is not worse replaces it. */
    publishedBy: text('published_by').$type<NonNullable<TrainedModel['publishedBy']>>(),
    retiredAt: instant('retired_at'),
  },
  (t) => [
    primaryKey({ columns: [t.workspaceId, t.version] }),
    uniqueIndex('prediction_models_one_published').on(t.workspaceId).where(sql`status = 'published'`),
  ],
);

/** The schedule of automatic trainings; a workspace without a row has the defaults. */
export const predictionSettings = pgTable('prediction_settings', {
  workspaceId: uuid('workspace_id').primaryKey(),
  version: integer().notNull(),
  /** Null: never. */
  retrainEveryDays: integer('retrain_every_days'),
  minimumNewOutcomes: integer('minimum_new_outcomes').notNull(),
  updatedAt: instant('updated_at').notNull(),
});
