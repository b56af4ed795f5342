import Type from 'typebox';
import { MODEL_STATUSES } from '../../core/prediction/trained-model.js';
import { operation } from '../operations.js';
import { pageOut, pageRequest } from '../resource.js';
import { listQueryProperties } from '../schemas/common.js';
import { enumOf } from '../schemas/components.js';
import { AT, EXAMPLE_ID, pageOfOne } from '../schemas/examples.js';
import { OperationSchema } from '../schemas/operations.js';
import {
  LeadPredictionSchema,
  MODEL_TRAINERS,
  PredictionModelList,
  PredictionModelSchema,
  PredictionSettingsPatch,
  PredictionSettingsSchema,
  TRAINING_VERDICTS,
} from '../schemas/predictions.js';
import { asOfQuery, parseInstant } from './instants.js';
import { leadParams } from './lead-resource.js';
import { presentStarted, QUEUED_TRAINING } from './operations.js';
import { versionParams } from './policies.js';
import { leadPredictionOut, predictionModelOut } from './prediction-presenters.js';

const tag = 'Prediction';
const path = '/v1/prediction-models';

const MODEL = {
  version: 3,
  status: 'published',
  verdict: 'ok',
  trainedBy: 'schedule',
  trainedAt: AT,
  outcomes: { won: 412, lost: 1893 },
  unripe: 96,
  learntThrough: AT,
  validation: {
    on: 'later',
    outcomes: { won: 121, lost: 570 },
    auc: 0.78,
    aucError: 0.02,
    logLoss: 0.41,
    brier: 0.12,
    calibrationError: 0.02,
    lift10: 3.1,
    lift20: 2.4,
  },
  fields: ['source.channel', 'contact.completeness'],
  leaks: [{ field: 'attributes.lossReason', reason: 'filled_after_outcome', measure: 0.97 }],
  driftedAt: null,
  publishedAt: AT,
  publishedBy: 'schedule',
  retiredAt: null,
};

export const trainPredictionModel = operation({
  id: 'trainPredictionModel',
  method: 'POST',
  path,
  tag,
  summary: 'Train a prediction model',
  description:
    'Learns from the leads of the workspace that were won (customers) and lost (lost, or disqualified by a person), each as it was known at one instant while it was open. It is validated on later leads than it learnt from. The result is the next version: published at once when none is published, or when the schedule published the current one and the new one is not worse on the same later leads; refused when there are too few outcomes or no signal. While a training is queued or running, that operation is returned.',
  scopes: ['scoring:write'],
  success: {
    status: 202,
    schema: OperationSchema,
    description: 'The training operation.',
    example: QUEUED_TRAINING,
  },
  run: (services, { write }) => services.predictionModels.train(write),
  present: presentStarted,
});

export const listPredictionModels = operation({
  id: 'listPredictionModels',
  validator: 'content',
  method: 'GET',
  path,
  tag,
  summary: 'List prediction models',
  description: 'Every completed training, including refused ones; newest first.',
  scopes: ['scoring:read'],
  query: Type.Object(
    {
      ...listQueryProperties,
      status: Type.Optional(enumOf(MODEL_STATUSES, { description: 'In this state.' })),
      verdict: Type.Optional(enumOf(TRAINING_VERDICTS, { description: 'With this verdict of the training.' })),
      trainedBy: Type.Optional(enumOf(MODEL_TRAINERS, { description: 'Trained on request or by the schedule.' })),
    },
    { additionalProperties: false },
  ),
  success: { status: 200, schema: PredictionModelList, description: 'A page.', example: pageOfOne(MODEL) },
  refusals: ['cursor_invalid'],
  run: (services, { principal, query: { limit, cursor, ...filter } }) =>
    services.predictionModels.list(principal.workspaceId, filter, pageRequest({ limit, cursor })),
  present: (page) => ({ body: pageOut(page, predictionModelOut) }),
});

export const getPredictionModel = operation({
  id: 'getPredictionModel',
  validator: 'content',
  method: 'GET',
  path: `${path}/:version`,
  tag,
  summary: 'Read a prediction model',
  description:
    'How it performed on leads that it had not learnt from, which fields it left out and why, and whether it has drifted.',
  scopes: ['scoring:read'],
  params: versionParams,
  success: { status: 200, schema: PredictionModelSchema, description: 'The version.', example: MODEL },
  run: (services, { principal, params }) => services.predictionModels.get(principal.workspaceId, params.version),
  present: (row) => ({ body: predictionModelOut(row) }),
});

export const publishPredictionModel = operation({
  id: 'publishPredictionModel',
  method: 'POST',
  path: `${path}/:version/publish`,
  tag,
  summary: 'Publish a prediction model',
  description:
    'It sets the probability of leads from now on, and no training replaces it until it is released. Publish an older version to roll back. The operation `rescoreId` starts at once and re-evaluates all leads. A refused training cannot be published.',
  scopes: ['scoring:write'],
  params: versionParams,
  success: {
    status: 200,
    schema: PredictionModelSchema,
    description: 'The published version.',
    example: { ...MODEL, publishedBy: 'person', rescoreId: EXAMPLE_ID },
  },
  refusals: ['rule_refused'],
  run: (services, { write, params }) => services.predictionModels.publish(write, params.version),
  present: (row) => ({ body: predictionModelOut(row) }),
});

export const releasePredictionModel = operation({
  id: 'releasePredictionModel',
  method: 'POST',
  path: `${path}/:version/release`,
  tag,
  summary: 'Release a prediction model',
  description:
    'Returns a model that a person published to the schedule: a later model that is not worse may replace it. A model that the schedule published stays as it is.',
  scopes: ['scoring:write'],
  params: versionParams,
  success: { status: 200, schema: PredictionModelSchema, description: 'The version, released.', example: MODEL },
  run: (services, { write, params }) => services.predictionModels.release(write, params.version),
  present: (row) => ({ body: predictionModelOut(row) }),
});

const SETTINGS = { version: 1, retrainEveryDays: 7, minimumNewOutcomes: 50 };

export const getPredictionSettings = operation({
  id: 'getPredictionSettings',
  method: 'GET',
  path: '/v1/prediction-settings',
  tag,
  summary: 'Read the training schedule',
  description: 'The schedule of automatic trainings.',
  scopes: ['scoring:read'],
  success: { status: 200, schema: PredictionSettingsSchema, description: 'The settings.', example: SETTINGS },
  concurrency: 'etag',
  run: (services, { principal }) => services.predictionSettings.get(principal.workspaceId),
  present: (settings) => ({ body: settings, version: settings.version }),
});

export const updatePredictionSettings = operation({
  id: 'updatePredictionSettings',
  method: 'PATCH',
  path: '/v1/prediction-settings',
  tag,
  summary: 'Change the training schedule',
  description: 'The next training is considered `retrainEveryDays` from now; with null there is none.',
  scopes: ['scoring:write'],
  body: PredictionSettingsPatch,
  bodyExample: { retrainEveryDays: 30 },
  success: {
    status: 200,
    schema: PredictionSettingsSchema,
    description: 'The settings as they are now.',
    example: { ...SETTINGS, version: 2, retrainEveryDays: 30 },
  },
  concurrency: 'etag',
  run: (services, { write, ifMatch, body }) => services.predictionSettings.update(write, ifMatch, body),
  present: (settings) => ({ body: settings, version: settings.version }),
});

export const getLeadPrediction = operation({
  id: 'getLeadPrediction',
  method: 'GET',
  path: '/v1/leads/:leadId/prediction',
  tag,
  summary: 'How probable it is that a lead is won',
  description:
    'The probability by the published model now, or at `asOf` by the model that had decided the lead by then, with its interval, sample sizes and the exact contribution of each field to the log-odds; or why there is none.',
  scopes: ['leads:read'],
  params: leadParams,
  query: asOfQuery,
  success: {
    status: 200,
    schema: LeadPredictionSchema,
    description: 'The probability with its contributions, or why there is none.',
    example: {
      leadId: EXAMPLE_ID,
      at: AT,
      verdict: 'ok',
      detail: 'The probability that the lead is won, at the requested instant.',
      modelVersion: 3,
      outcomes: { won: 412, lost: 1893 },
      probability: 0.3543,
      interval: { low: 0.27, high: 0.4486 },
      logOdds: -0.6,
      base: -1.6,
      contributions: [
        { field: 'source.channel', value: 'web_form', logOdds: 1.2 },
        { field: 'contact.completeness', value: 40, logOdds: -0.2 },
      ],
      alike: { won: 81, lost: 149 },
    },
  },
  run: (services, { principal, params, query }) =>
    services.leadPredictions.predict(principal.workspaceId, params.leadId, parseInstant(query.asOf)),
  present: (prediction) => ({ body: leadPredictionOut(prediction) }),
});
