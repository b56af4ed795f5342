import type { Store } from '../../db/store.js';
import { guardService } from '../guard.js';
import type { WorkspaceTime } from '../workspace-time.js';
import type { Write } from '../writes.js';
import { type LeadPredictionsService, leadPredictionsService } from './lead-prediction.js';
import { type PredictionModelsService, predictionModelsService } from './prediction-models.js';
import { type PredictionSettingsService, predictionSettingsService } from './settings.js';

export interface PredictionServices {
  leadPredictions: LeadPredictionsService;
  predictionModels: PredictionModelsService;
  predictionSettings: PredictionSettingsService;
}

interface PredictionServicesOptions {
  store: Store;
  write: Write;
  timeOf: WorkspaceTime;
}

export const predictionServices = ({ store, write, timeOf }: PredictionServicesOptions): PredictionServices => ({
  leadPredictions: guardService(store, leadPredictionsService(store, timeOf)),
  predictionModels: guardService(store, predictionModelsService(store, write)),
  predictionSettings: guardService(store, predictionSettingsService(store, write)),
});
