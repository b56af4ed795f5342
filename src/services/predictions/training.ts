import { UTC } from '../../core/calendar/zone.js';
import type { EventCause } from '../../core/events/events.js';
import type { TrainedBy } from '../../core/job-kinds.js';
import type { PackedSample } from '../../core/prediction/learning-table.js';
import type { PresentModel, Training } from '../../core/prediction/train.js';
import type { TrainedModel } from '../../core/prediction/trained-model.js';
import type { Store, WriteScope } from '../../db/store.js';
import { readLearning } from './learning.js';
import { trainApart } from './train-apart.js';

/** The outcome of a training before it is stored. */
export interface TrainingRun {
  trainedBy: TrainedBy;
  training: Training;
  unripe: number;
  /** Epoch milliseconds of the last outcome that was learnt from; undefined without any. */
  learntThrough: number | undefined;
  /** The name of the zone whose days were counted. */
  zone: string;
  /** The version of the published model that it was compared with. */
  presentVersion: number | undefined;
}

/** Reads and learns, seconds to minutes long; writes nothing. Throws the reason of the signal when that is aborted. */
export async function trainModel(
  store: Store,
  workspaceId: string,
  { now, trainedBy, signal }: { now: number; trainedBy: TrainedBy; signal: AbortSignal | undefined },
): Promise<TrainingRun> {
  const read = store.read(workspaceId);
  const [published, workspace] = await Promise.all([read.predictionModels.published(), read.workspaces.find()]);
  const zone = workspace?.timeZone ?? UTC.name;
  const { sample, unripe } = await readLearning(read, { now, zone }, signal);
  const learntThrough = latestOf(sample);
  const training = await trainApart({ sample, present: presentOf(published) }, signal);
  return { trainedBy, training, unripe, zone, learntThrough, presentVersion: published?.version };
}

function latestOf({ at }: PackedSample): number | undefined {
  const latest = at.reduce((last, instant) => Math.max(last, instant), Number.NEGATIVE_INFINITY);
  return at.length === 0 ? undefined : latest;
}

function presentOf(row: TrainedModel | undefined): PresentModel | undefined {
  if (!row?.document || !row.learntThrough) return undefined;
  return { model: row.document, learntThrough: row.learntThrough.getTime() };
}

export interface RecordedTraining {
  model: TrainedModel;
  /** Whether the new model is published, so that leads have to be rescored. */
  isPublished: boolean;
}

/**
 * Stores a training as the next version. Publishes it when no model is published, or when the published one was not published by
 * a person and is not better on the same later leads.
 */
export async function recordTraining(scope: WriteScope, trained: TrainingRun): Promise<RecordedTraining> {
  const version = await scope.predictionModels.nextVersion();
  const row = rowOf(scope, version, trained);
  await scope.predictionModels.insert(row);
  const { verdict, won, lost, leaks, trainedBy } = row;
  const after = {
    version,
    verdict,
    trainedBy,
    won,
    lost,
    leaks: leaks.map(({ field, reason }) => ({ field, reason })),
  };
  emitModelEvent(scope, 'prediction_model.trained', version, trainedBy, after);
  const published = await scope.predictionModels.published();
  if (published && published.version === trained.presentVersion) await recordDrift(scope, published, trained);
  if (row.verdict !== 'ok' || !mayReplace(published, row.comparison)) return { model: row, isPublished: false };
  await publishModel(scope, row, published, 'schedule');
  return { model: row, isPublished: true };
}

function mayReplace(published: TrainedModel | undefined, comparison: TrainedModel['comparison']): boolean {
  if (!published) return true;
  if (published.publishedBy === 'person') return false;
  return comparison?.version === published.version && comparison.decision === 'replace';
}

function rowOf({ workspaceId, now }: WriteScope, version: number, trained: TrainingRun): TrainedModel {
  const { training, trainedBy, unripe, learntThrough, presentVersion, zone } = trained;
  const learnt = training.verdict === 'insufficient_outcomes' ? undefined : training;
  const comparison = learnt?.rivalry.comparison;
  return {
    workspaceId,
    version,
    status: training.verdict === 'ok' ? 'trained' : 'refused',
    verdict: training.verdict,
    trainedBy,
    trainedAt: new Date(now),
    ...training.outcomes,
    unripe,
    learntThrough: learntThrough === undefined ? null : new Date(learntThrough),
    leaks: learnt?.leaks ?? [],
    document: learnt?.model ? { ...learnt.model, zone: zone === UTC.name ? undefined : zone } : null,
    comparison: comparison && presentVersion !== undefined ? { ...comparison, version: presentVersion } : null,
    drift: null,
    driftedAt: null,
    publishedAt: null,
    publishedBy: null,
    retiredAt: null,
  };
}

/** Emits one event for each model: it stays drifted until another replaces it. */
async function recordDrift(scope: WriteScope, published: TrainedModel, { training }: TrainingRun): Promise<void> {
  const drift = training.verdict === 'insufficient_outcomes' ? undefined : training.rivalry.drift;
  if (!drift) return;
  const { version } = published;
  const isNew = drift.drifted && published.driftedAt === null;
  await scope.predictionModels.update(version, { drift, ...(isNew && { driftedAt: new Date(scope.now) }) });
  if (isNew) emitModelEvent(scope, 'prediction_model.drifted', version, 'outcomes', { version, ...drift });
}

/** Publishes a model and retires the previous one. */
export async function publishModel(
  scope: WriteScope,
  row: TrainedModel,
  before: TrainedModel | undefined,
  publishedBy: NonNullable<TrainedModel['publishedBy']>,
): Promise<TrainedModel> {
  const at = new Date(scope.now);
  const { version } = row;
  if (before) await scope.predictionModels.update(before.version, { status: 'retired', retiredAt: at });
  const changes = { status: 'published' as const, publishedAt: at, publishedBy, retiredAt: null };
  await scope.predictionModels.update(version, changes);
  const cause = publishedBy === 'person' ? 'api' : row.trainedBy;
  const after = { version, publishedBy };
  scope.emit({ ...eventOf('prediction_model.published', version, cause), before: { version: before?.version }, after });
  scope.configChanged();
  return { ...row, ...changes };
}

type ModelEvent =
  | 'prediction_model.trained'
  | 'prediction_model.published'
  | 'prediction_model.released'
  | 'prediction_model.drifted';

function eventOf(type: ModelEvent, version: number, cause: EventCause) {
  return { type, subjectKind: 'prediction_model', subjectId: String(version), cause } as const;
}

/** Appends an event about a model to the log. */
export function emitModelEvent(
  scope: WriteScope,
  type: ModelEvent,
  version: number,
  cause: EventCause,
  after: object,
): void {
  scope.emit({ ...eventOf(type, version, cause), after });
}
