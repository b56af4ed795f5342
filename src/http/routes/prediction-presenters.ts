import type { TrainedModel } from '../../core/prediction/trained-model.js';
import { iso } from '../../core/time.js';
import type { LeadPrediction } from '../../services/predictions/lead-prediction.js';
import type { PublishedModel } from '../../services/predictions/prediction-models.js';
import { isoOrNull } from '../instants.js';

export function predictionModelOut(row: PublishedModel) {
  return {
    version: row.version,
    status: row.status,
    verdict: row.verdict,
    trainedBy: row.trainedBy,
    trainedAt: row.trainedAt.toISOString(),
    outcomes: { won: row.won, lost: row.lost },
    unripe: row.unripe,
    learntThrough: isoOrNull(row.learntThrough),
    validation: validationOut(row.document),
    fields: row.document?.fields.map(({ name }) => name) ?? [],
    leaks: row.leaks,
    comparison: row.comparison ?? undefined,
    drift: row.drift ?? undefined,
    driftedAt: isoOrNull(row.driftedAt),
    publishedAt: isoOrNull(row.publishedAt),
    publishedBy: row.publishedBy,
    retiredAt: isoOrNull(row.retiredAt),
    rescoreId: row.rescoreId,
  };
}

function validationOut(document: TrainedModel['document']) {
  if (!document) return undefined;
  const { ece, ...measures } = document.validation;
  return { ...measures, calibrationError: ece };
}

export function leadPredictionOut({ leadId, at, verdict, detail, prediction, ...rest }: LeadPrediction) {
  const { modelVersion, outcomes, needed } = rest;
  const summary = { leadId, at: iso(at), verdict, detail, modelVersion, outcomes, needed };
  if (!prediction) return summary;
  const { probability, interval, logOdds, base, contributions, alike } = prediction;
  return { ...summary, probability, interval, logOdds, base, contributions, alike };
}
