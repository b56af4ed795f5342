import type { Job } from '../../core/jobs/shapes.js';
import type { TrainedModel } from '../../core/prediction/trained-model.js';
import type { ListRequest, Page } from '../../db/repositories/lists.js';
import type { ModelFilter } from '../../db/repositories/predictions.js';
import type { Store, WriteScope } from '../../db/store.js';
import type { WriteContext } from '../context.js';
import { AppError } from '../errors.js';
import { enqueueRescore } from '../jobs/states.js';
import { orNotFound } from '../versions.js';
import type { Write } from '../writes.js';
import { enqueueTraining } from './train-prediction.js';
import { emitModelEvent, publishModel } from './training.js';

/** `rescoreId`: the job that rescores the leads by it; only in the result of `publish`. */
export type PublishedModel = TrainedModel & { rescoreId?: string };
export type PredictionModelsService = ReturnType<typeof predictionModelsService>;

const NOUN = 'prediction model';

/** Prediction models: trained or refused, published by a person or the schedule, retired. */
export function predictionModelsService(store: Store, write: Write) {
  return {
    async get(workspaceId: string, version: number): Promise<TrainedModel> {
      return orNotFound(await store.read(workspaceId).predictionModels.find(version), NOUN);
    },
    /** Enqueues a training. The job's result holds its outcome. */
    train: (context: WriteContext): Promise<Job<'train_prediction'>> =>
      write(context, (scope) => enqueueTraining(scope, context, 'request')),
    list: (workspaceId: string, filter: ModelFilter, request: ListRequest): Promise<Page<TrainedModel>> =>
      store.read(workspaceId).predictionModels.list(filter, request),
    /** A person's choice: no training replaces it until it is released. */
    publish(context: WriteContext, version: number): Promise<PublishedModel> {
      return write(context, async (scope) => {
        const row = await getModel(scope, version);
        if (row.verdict !== 'ok' || row.document === null) throw refused(row);
        if (row.status === 'published' && row.publishedBy === 'person') return row;
        const before = await scope.predictionModels.published();
        if (before?.version === version) return publishModel(scope, row, undefined, 'person');
        const published = await publishModel(scope, row, before, 'person');
        return { ...published, rescoreId: (await enqueueRescore(scope, context)).id };
      });
    },
    /** Lets trainings replace the model again; one that no person has published stays as it is. */
    release(context: WriteContext, version: number): Promise<TrainedModel> {
      return write(context, async (scope) => {
        const row = await getModel(scope, version);
        if (row.status !== 'published' || row.publishedBy === 'schedule') return row;
        await scope.predictionModels.update(version, { publishedBy: 'schedule' });
        emitModelEvent(scope, 'prediction_model.released', version, 'api', { version });
        return { ...row, publishedBy: 'schedule' };
      });
    },
  };
}

async function getModel(scope: WriteScope, version: number): Promise<TrainedModel> {
  return orNotFound(await scope.predictionModels.find(version), NOUN);
}

function refused({ verdict }: TrainedModel): AppError {
  const why =
    verdict === 'no_signal'
      ? 'its probabilities were not significantly better than guessing'
      : 'there were too few outcomes to learn from';
  return new AppError('rule_refused', `This version cannot be published: ${why}.`);
}
