import { subjectOf } from '../../core/conditions/subject.js';
import type { EngagementFact } from '../../core/engagement.js';
import type { Lead } from '../../core/leads/lead.js';
import { compileLeadPredictor } from '../../core/prediction/lead-predictor.js';
import type { Outcomes } from '../../core/prediction/model.js';
import { mayStillBeWon } from '../../core/prediction/outcomes.js';
import type { Prediction } from '../../core/prediction/predict.js';
import { MIN_OUTCOMES } from '../../core/prediction/train.js';
import type { TrainedModel } from '../../core/prediction/trained-model.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { Store } from '../../db/store.js';
import { readHistory, readLeadAsOf, readSource } from '../leads/subjects.js';
import { notFound } from '../versions.js';
import type { WorkspaceTime } from '../workspace-time.js';

/** `ok`, or the reason why there is no probability: see `DETAILS`. */
export const PREDICTION_VERDICTS = [
  'ok',
  'decided',
  'not_trained',
  'not_published',
  'insufficient_outcomes',
  'no_signal',
] as const;
export type PredictionVerdict = (typeof PREDICTION_VERDICTS)[number];

export interface LeadPrediction {
  leadId: string;
  /** The instant of the prediction, epoch milliseconds. */
  at: number;
  verdict: PredictionVerdict;
  detail: string;
  /** The version of the model, or of the refused training. */
  modelVersion: number | undefined;
  /** Outcomes that the training learnt from. */
  outcomes: Outcomes | undefined;
  /** The outcomes required, with `insufficient_outcomes` only. */
  needed: Outcomes | undefined;
  /** With `ok` only. */
  prediction: Prediction | undefined;
}

const DETAILS: Record<PredictionVerdict, string> = {
  ok: 'The probability that the lead is won, at the requested instant.',
  decided: 'The lead is won, lost or disqualified already.',
  not_trained: 'No prediction model was trained in this workspace yet. Request a training, or wait for the schedule.',
  not_published: 'A prediction model was trained, and none is published.',
  insufficient_outcomes: 'Too few leads were won or lost to learn from.',
  no_signal:
    'The fields of leads do not predict the outcome: on later leads the model was not significantly better than guessing.',
};

export type LeadPredictionsService = ReturnType<typeof leadPredictionsService>;

export function leadPredictionsService(store: Store, timeOf: WorkspaceTime) {
  return {
    /**
     * The published model's prediction for a lead now, or the reason why there is none. With `asOf` (epoch milliseconds), the
     * prediction at that instant by the model that had last decided about the lead.
     */
    async predict(workspaceId: string, leadId: string, asOf?: number): Promise<LeadPrediction> {
      const read = store.read(workspaceId);
      const now = await timeOf(workspaceId);
      return asOf === undefined || asOf >= now ? predictNow(read, leadId, now) : predictAsOf(read, leadId, asOf);
    },
  };
}

async function predictNow(read: Repositories, leadId: string, now: number): Promise<LeadPrediction> {
  const [lead, model] = await Promise.all([read.leads.find(leadId), read.predictionModels.published()]);
  if (!lead) throw notFound('lead');
  return answer(read, { lead, engagement: async () => (await readHistory(read, lead.id)).engagement, model, at: now });
}

async function predictAsOf(read: Repositories, leadId: string, asOf: number): Promise<LeadPrediction> {
  const { lead, engagement } = await readLeadAsOf(read, leadId, asOf);
  const { predictionModelVersion: version } = lead;
  const model = version === undefined ? undefined : await read.predictionModels.find(version);
  return answer(read, { lead, engagement: async () => engagement, model, at: asOf, asOf });
}

interface PredictionInput {
  lead: Lead;
  engagement: () => Promise<readonly EngagementFact[]>;
  model: TrainedModel | undefined;
  at: number;
  /** Present for a prediction about the past. */
  asOf?: number;
}

async function answer(
  read: Repositories,
  { lead, engagement, model, at, asOf }: PredictionInput,
): Promise<LeadPrediction> {
  if (!mayStillBeWon(lead.category)) return refusal(lead.id, at, 'decided', model);
  if (!model?.document) return unpublished(lead.id, at, await read.predictionModels.latest(asOf));
  const [source, facts] = await Promise.all([readSource(read, lead, asOf), engagement()]);
  const prediction = compileLeadPredictor(model.document).predict(
    subjectOf(lead, { source, engagement: facts, now: at }),
  );
  return { ...refusal(lead.id, at, 'ok', model), prediction };
}

/** `latest`: the last training up to now. */
function unpublished(leadId: string, at: number, latest: TrainedModel | undefined): LeadPrediction {
  if (latest === undefined) return refusal(leadId, at, 'not_trained', undefined);
  return refusal(leadId, at, latest.verdict === 'ok' ? 'not_published' : latest.verdict, latest);
}

function refusal(
  leadId: string,
  at: number,
  verdict: PredictionVerdict,
  model: TrainedModel | undefined,
): LeadPrediction {
  return {
    leadId,
    at,
    verdict,
    detail: DETAILS[verdict],
    modelVersion: model?.version,
    outcomes: model && { won: model.won, lost: model.lost },
    needed: verdict === 'insufficient_outcomes' ? MIN_OUTCOMES : undefined,
    prediction: undefined,
  };
}
