import type { TrainedBy } from '../../core/job-kinds.js';
import type { Job } from '../../core/jobs/shapes.js';
import { LOST_CATEGORIES, WON_CATEGORIES } from '../../core/prediction/outcomes.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import type { JobHandler } from '../jobs/kinds.js';
import { enqueue, enqueueRescore } from '../jobs/states.js';
import type { WorkspaceTime } from '../workspace-time.js';
import { readSettings, scheduleTraining } from './settings.js';
import { recordTraining, trainModel } from './training.js';

/** Returns the queued or running training, if there is one: there is never a second. */
export async function enqueueTraining(
  scope: WriteScope,
  context: WriteContext,
  trainedBy: TrainedBy,
): Promise<Job<'train_prediction'>> {
  const [unended] = await scope.jobs.unended('train_prediction');
  return unended ?? enqueue(scope, context, 'train_prediction', { trainedBy });
}

/** Trains in one step: reading and learning store nothing, so after a crash the step starts again. */
export function trainPredictionHandler(store: Store, timeOf: WorkspaceTime): JobHandler<'train_prediction'> {
  return async (step) => {
    const { context, params, signal } = step;
    const { trainedBy } = params;
    const now = await timeOf(context.workspaceId);
    const trained = await trainModel(store, context.workspaceId, { now, trainedBy, signal });
    await step.write(async (scope) => {
      const { model, isPublished } = await recordTraining(scope, trained);
      await scheduleTraining(scope, await readSettings(scope));
      const rescore = isPublished ? await enqueueRescore(scope, context) : undefined;
      const { version: predictionModelVersion, verdict, won, lost } = model;
      const rescoreId = rescore?.id ?? null;
      return { result: { predictionModelVersion, verdict, published: isPublished, rescoreId }, done: won + lost };
    });
  };
}

/** Runs when the schedule is due: enqueues a training if enough leads were won and lost since the last one. */
export async function considerTraining(scope: WriteScope, context: WriteContext): Promise<boolean> {
  const [settings, latest] = await Promise.all([readSettings(scope), scope.predictionModels.latest()]);
  await scheduleTraining(scope, settings);
  const since = latest?.trainedAt.getTime() ?? 0;
  const fresh = await scope.outcomes.countSince([...WON_CATEGORIES, ...LOST_CATEGORIES], since);
  if (fresh < settings.minimumNewOutcomes) return false;
  await enqueueTraining(scope, context, 'schedule');
  return true;
}
