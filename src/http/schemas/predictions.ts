import Type from 'typebox';
import { LEAK_REASONS } from '../../core/prediction/leakage.js';
import { MODEL_STATUSES } from '../../core/prediction/trained-model.js';
import { PREDICTION_VERDICTS } from '../../services/predictions/lead-prediction.js';
import { SETTINGS_LIMITS } from '../../services/predictions/settings.js';
import { Id, listOf, strict, Timestamp, Version } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';

const Probability = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });
const Count = (description: string) => Type.Integer({ minimum: 0, description });
const VersionNumber = (description: string) => Type.Integer({ minimum: 1, description });
const LogOdds = (description: string) => Type.Number({ description: `${description} At most 4 decimals.` });

export const MODEL_TRAINERS = ['request', 'schedule'] as const;
export const TRAINING_VERDICTS = ['ok', 'no_signal', 'insufficient_outcomes'] as const;

const OutcomesSchema = component(
  'OutcomeCounts',
  Type.Object({ won: Count('Leads won.'), lost: Count('Leads lost.') }, strict('Numbers of leads by their outcome.')),
);

const ValidationSchema = component(
  'PredictionValidation',
  Type.Object(
    {
      on: enumOf(['later', 'held_out'] as const, {
        description:
          '`later`: leads decided after all leads that a model of the same kind learnt from. `held_out`: five-fold cross-validation, while there are too few later leads.',
      }),
      outcomes: Ref(OutcomesSchema),
      auc: Probability('Share of pairs of a won and a lost lead that it ranks correctly; 0.5 is guessing.'),
      aucError: Type.Number({ minimum: 0, description: 'Standard error of `auc`.' }),
      logLoss: Type.Number({ minimum: 0, description: 'Mean of -ln of the probability given to the actual outcome.' }),
      brier: Probability('Mean squared error of the probabilities.'),
      calibrationError: Probability('Mean gap between probability and share won, over ten bins.'),
      lift10: nullable(Type.Number({ minimum: 0, description: 'Share won of the best tenth divided by that of all.' })),
      lift20: nullable(Type.Number({ minimum: 0, description: 'Share won of the best fifth divided by that of all.' })),
    },
    strict('Its performance on outcomes that it had not learnt from.'),
  ),
);

const LeakSchema = component(
  'LeakyField',
  Type.Object(
    {
      field: Type.String({ description: 'The field, which the model does not use.' }),
      reason: enumOf(LEAK_REASONS, {
        description:
          '`filled_after_outcome`: mostly filled at or after the outcome. `only_on_decided`: no open lead has it. `filled_for_one_outcome`: almost never filled for the other outcome. `tells_outcome`: it alone separates won from lost.',
      }),
      measure: Probability('The measured value: a share of leads, or the area under the curve for `tells_outcome`.'),
    },
    strict('A field whose value is not known, or different, while a lead is open.'),
  ),
);

const ComparisonSchema = component(
  'PredictionComparison',
  Type.Object(
    {
      version: VersionNumber('The published model that it was compared with.'),
      decision: enumOf(['replace', 'keep'] as const, { description: 'Whether the new model may replace it.' }),
      gain: Type.Number({ description: 'Mean log loss of the published model minus that of the new one.' }),
      gainError: nullable(Type.Number({ minimum: 0, description: 'Standard error of `gain`.' })),
      leads: Count('Leads of the comparison, decided after all leads that either model learnt from.'),
    },
    strict('Comparison of both models on the same later leads.'),
  ),
);

const DeviationSchema = component(
  'PredictionDeviation',
  Type.Object(
    {
      expected: Probability('Expected share won.'),
      observed: Probability('Observed share won.'),
      z: Type.Number({ description: 'Their difference in standard errors.' }),
      drifted: Type.Boolean({ description: 'Whether the difference is significant and large enough to matter.' }),
    },
    strict('An observed share of won leads compared with the expected share.'),
  ),
);

const DriftSchema = component(
  'PredictionDrift',
  Type.Object(
    {
      baseRate: Ref(DeviationSchema),
      calibration: Ref(DeviationSchema),
      sharpnessZ: Type.Number({
        description: 'Spiegelhalter’s z: above 3 the probabilities are too close to the average, below -3 too extreme.',
      }),
      drifted: Type.Boolean({ description: 'Whether any of the three deviates significantly.' }),
    },
    strict('Outcomes since its training, compared with those that it learnt from and with its predictions.'),
  ),
);

export const PredictionModelSchema = component(
  'PredictionModel',
  Type.Object(
    {
      version: VersionNumber('A running number of the training; the model of a version never changes.'),
      status: enumOf(MODEL_STATUSES, {
        description: 'One version is published at a time; it sets the probability of leads.',
      }),
      verdict: enumOf(TRAINING_VERDICTS, {
        description:
          '`ok`: the model can be used. `no_signal`: on outcomes that it had not learnt from, it was not significantly better than guessing. `insufficient_outcomes`: fewer than 30 leads won or fewer than 30 lost.',
      }),
      trainedBy: enumOf(MODEL_TRAINERS, {
        description: 'Whether a request or the schedule started the training.',
      }),
      trainedAt: Timestamp('When the training ended.'),
      outcomes: Ref(OutcomesSchema),
      unripe: Count('Decided leads left out, because most leads that arrived at the same time are still open.'),
      learntThrough: nullable(Timestamp('The last outcome that it has learnt from.')),
      validation: Type.Optional(Ref(ValidationSchema)),
      fields: Type.Array(Type.String({ description: 'A field.' }), { description: 'The fields that the model uses.' }),
      leaks: Type.Array(Ref(LeakSchema), { description: 'Fields that leak the outcome, left out.' }),
      comparison: Type.Optional(Ref(ComparisonSchema)),
      drift: Type.Optional(Ref(DriftSchema)),
      driftedAt: nullable(Timestamp('When it was first found to have drifted.')),
      publishedAt: nullable(Timestamp('When it was last published; null: never.')),
      publishedBy: nullable(
        enumOf(['person', 'schedule'] as const, {
          description:
            '`person`: trainings do not replace it until it is released. `schedule`: trainings may replace it.',
        }),
      ),
      retiredAt: nullable(Timestamp('When another version replaced it; null: not retired.')),
      rescoreId: Type.Optional(
        Id('The operation that re-evaluates all leads with it; only in the answer to its publication.'),
      ),
    },
    strict('The result of one training.'),
  ),
);
export const PredictionModelList = listOf('PredictionModelList', PredictionModelSchema, 'Trainings, newest first.');

const ContributionSchema = component(
  'PredictionContribution',
  Type.Object(
    {
      field: Type.String({ description: 'The field.' }),
      value: Type.Unsafe<string | number | boolean | null>({
        type: ['string', 'number', 'boolean', 'null'],
        description: 'The value of the field; null: empty.',
      }),
      logOdds: LogOdds('Its contribution to the log-odds; negative lowers the probability.'),
    },
    strict('The contribution of one field to the probability.'),
  ),
);

const IntervalSchema = component(
  'ProbabilityInterval',
  Type.Object(
    { low: Probability('Lower end.'), high: Probability('Upper end.') },
    strict('95 % confidence interval of the probability, not of the outcome.'),
  ),
);

export const LeadPredictionSchema = component(
  'LeadPrediction',
  Type.Object(
    {
      leadId: Id('The lead.'),
      at: Timestamp('The instant of the prediction.'),
      verdict: enumOf(PREDICTION_VERDICTS, {
        description:
          '`ok`, or why there is no probability: the lead is won, lost or disqualified (`decided`), no model was trained or published, or the last training was refused.',
      }),
      detail: Type.String({ description: 'The verdict as a sentence.' }),
      modelVersion: Type.Optional(VersionNumber('The model used, or the training that was refused.')),
      outcomes: Type.Optional(Ref(OutcomesSchema)),
      needed: Type.Optional(Ref(OutcomesSchema)),
      probability: Type.Optional(Probability('Probability that the lead is won.')),
      interval: Type.Optional(Ref(IntervalSchema)),
      logOdds: Type.Optional(
        LogOdds('ln(probability / (1 - probability)): exactly the sum of `base` and all contributions.'),
      ),
      base: Type.Optional(LogOdds('Log-odds of the average lead.')),
      contributions: Type.Optional(
        Type.Array(Ref(ContributionSchema), { description: 'Strongest first; fields that add nothing are left out.' }),
      ),
      alike: Type.Optional(Ref(OutcomesSchema)),
    },
    strict(
      'The probability that a lead is won, with its contributions. `outcomes` counts the leads that the model learnt from; `alike` counts those of them to which a model trained without them gave about the same probability as to this lead.',
    ),
  ),
);

/** Fields of a lead that come from its prediction. */
export const conversionFields = {
  conversionProbability: Type.Optional(
    Probability(
      'Probability that it is won, as of `scoredAt`; absent without a published prediction model, and once it is won, lost or disqualified.',
    ),
  ),
  predictionModelVersion: Type.Optional(VersionNumber('The prediction model that was published at `scoredAt`.')),
};

const settingsFields = {
  retrainEveryDays: nullable(
    Type.Integer({
      minimum: 1,
      maximum: SETTINGS_LIMITS.days,
      description: 'Days between considered trainings; null: only on request. 7 by default.',
    }),
  ),
  minimumNewOutcomes: Type.Integer({
    minimum: 1,
    maximum: SETTINGS_LIMITS.outcomes,
    description: 'Leads that must be won or lost since the last training before a new one starts. 50 by default.',
  }),
};

export const PredictionSettingsSchema = component(
  'PredictionSettings',
  Type.Object({ version: Version(), ...settingsFields }, strict('The schedule of automatic trainings.')),
);

export const PredictionSettingsPatch = component(
  'PredictionSettingsPatch',
  Type.Object(Type.Partial(Type.Object(settingsFields)).properties, {
    ...strict('A JSON Merge Patch (RFC 7396).'),
    minProperties: 1,
  }),
);
