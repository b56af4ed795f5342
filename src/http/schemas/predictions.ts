import Type from 'typebox';
import { LEAK_REASONS } from '../../core/prediction/leakage.js';
import { PREDICTION_VERDICTS } from '../../services/predictions/lead-prediction.js';
import { SETTINGS_LIMITS } from '../../services/predictions/settings.js';
import { Id, listOf, strict, Timestamp, Version } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';

const Probability = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });
const Count = (description: string) => Type.Integer({ minimum: 0, description });
const VersionNumber = (description: string) => Type.Integer({ minimum: 1, description });
const LogOdds = (description: string) => Type.Number({ description: `${description} At most 4 decimals.` });

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
          '`later`: leads decided after all that a model of the same kind learnt from. `held_out`: put aside in five turns, while there are too few for that.',
      }),
      outcomes: Ref(OutcomesSchema),
      auc: Probability('Share of pairs of a won and a lost lead that it puts in the right order; 0.5 is guessing.'),
      aucError: Type.Number({ minimum: 0, description: 'Standard error of `auc`.' }),
      logLoss: Type.Number({ minimum: 0, description: 'Mean of -ln of the probability given to what happened.' }),
      brier: Probability('Mean squared error of the probabilities.'),
      calibrationError: Probability('Mean gap between probability and share won, over ten bins.'),
      lift10: nullable(Type.Number({ minimum: 0, description: 'Share won of the best tenth, over that of all.' })),
      lift20: nullable(Type.Number({ minimum: 0, description: 'Share won of the best fifth, over that of all.' })),
    },
    strict('How it did on outcomes that it had not learnt from.'),
  ),
);

const LeakSchema = component(
  'LeakyField',
  Type.Object(
    {
      field: Type.String({ description: 'The field, left out of the model.' }),
      reason: enumOf(LEAK_REASONS, {
        description:
          '`filled_after_outcome`: mostly filled at or after the outcome. `only_on_decided`: no open lead has it. `filled_for_one_outcome`: hardly ever there for the other. `tells_outcome`: alone it tells won from lost.',
      }),
      measure: Probability('What it rests on: a share of leads, or the area under the curve for `tells_outcome`.'),
    },
    strict('A field that would not be known, or not say this, of an open lead.'),
  ),
);

const ComparisonSchema = component(
  'PredictionComparison',
  Type.Object(
    {
      version: VersionNumber('The published model that it was held against.'),
      decision: enumOf(['replace', 'keep'] as const, { description: 'Whether it may take its place.' }),
      gain: Type.Number({ description: 'Mean log loss of the published model less that of the new one.' }),
      gainError: nullable(Type.Number({ minimum: 0, description: 'Standard error of `gain`.' })),
      leads: Count('Leads of the comparison: later than all that either had learnt from.'),
    },
    strict('Both models on the same later leads.'),
  ),
);

const DeviationSchema = component(
  'PredictionDeviation',
  Type.Object(
    {
      expected: Probability('Share won that was to be expected.'),
      observed: Probability('Share won.'),
      z: Type.Number({ description: 'Their distance in standard errors.' }),
      drifted: Type.Boolean({ description: 'Beyond chance, and large enough to matter.' }),
    },
    strict('A share of leads won beside what was expected.'),
  ),
);

const DriftSchema = component(
  'PredictionDrift',
  Type.Object(
    {
      baseRate: Ref(DeviationSchema),
      calibration: Ref(DeviationSchema),
      sharpnessZ: Type.Number({ description: 'Above 3 too timid, below -3 too bold (Spiegelhalter’s z).' }),
      drifted: Type.Boolean({ description: 'Whether any of the three is beyond chance.' }),
    },
    strict('Outcomes since its training beside what it learnt and what it expected.'),
  ),
);

export const PredictionModelSchema = component(
  'PredictionModel',
  Type.Object(
    {
      version: VersionNumber('Counts up with every training; a version’s model never changes.'),
      status: enumOf(['trained', 'refused', 'published', 'retired'] as const, {
        description: 'One is published at a time; it gives leads their probability.',
      }),
      verdict: enumOf(['ok', 'no_signal', 'insufficient_outcomes'] as const, {
        description:
          '`ok`: it may answer. `no_signal`: on outcomes it had not learnt from it could not be told from guessing. `insufficient_outcomes`: fewer than 30 leads won or fewer than 30 lost.',
      }),
      trainedBy: enumOf(['request', 'schedule'] as const, { description: 'Who asked for the training.' }),
      trainedAt: Timestamp('When the training ended.'),
      outcomes: Ref(OutcomesSchema),
      unripe: Count('Decided leads left out, because most that arrived beside them are still open.'),
      learntThrough: nullable(Timestamp('The last outcome that it has learnt from.')),
      validation: Type.Optional(Ref(ValidationSchema)),
      fields: Type.Array(Type.String({ description: 'A field.' }), { description: 'What it asks of a lead.' }),
      leaks: Type.Array(Ref(LeakSchema), { description: 'Fields that know the outcome, left out.' }),
      comparison: Type.Optional(Ref(ComparisonSchema)),
      drift: Type.Optional(Ref(DriftSchema)),
      driftedAt: nullable(Timestamp('When it was first found to have drifted.')),
      publishedAt: nullable(Timestamp('When it was last published; null: never.')),
      publishedBy: nullable(
        enumOf(['person', 'schedule'] as const, {
          description: '`person`: trainings do not replace it until it is released. `schedule`: they may.',
        }),
      ),
      retiredAt: nullable(Timestamp('When another took its place; null: it did not.')),
      rescoreId: Type.Optional(
        Id('The operation that decides all leads anew by it; only in the answer to its publication.'),
      ),
    },
    strict('What came out of one training.'),
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
        description: 'What it says of the lead; null: nothing.',
      }),
      logOdds: LogOdds('What it adds to the log-odds; negative speaks against winning.'),
    },
    strict('What one field does to the probability.'),
  ),
);

const IntervalSchema = component(
  'ProbabilityInterval',
  Type.Object(
    { low: Probability('Lower end.'), high: Probability('Upper end.') },
    strict('95 % interval: how sure the model is of the probability, not of the outcome.'),
  ),
);

export const LeadPredictionSchema = component(
  'LeadPrediction',
  Type.Object(
    {
      leadId: Id('The lead.'),
      at: Timestamp('The instant for which it is told.'),
      verdict: enumOf(PREDICTION_VERDICTS, {
        description:
          '`ok`, or why there is no probability: the lead is won, lost or disqualified (`decided`), nothing was trained or published, or the last training was refused.',
      }),
      detail: Type.String({ description: 'The verdict as a sentence.' }),
      modelVersion: Type.Optional(VersionNumber('The model that answers, or the training that was refused.')),
      outcomes: Type.Optional(Ref(OutcomesSchema)),
      needed: Type.Optional(Ref(OutcomesSchema)),
      probability: Type.Optional(Probability('That the lead is won.')),
      interval: Type.Optional(Ref(IntervalSchema)),
      logOdds: Type.Optional(LogOdds('ln(probability / (1 - probability)): exactly `base` and all contributions.')),
      base: Type.Optional(LogOdds('Log-odds of the average lead.')),
      contributions: Type.Optional(
        Type.Array(Ref(ContributionSchema), { description: 'Strongest first; fields that add nothing are left out.' }),
      ),
      alike: Type.Optional(Ref(OutcomesSchema)),
    },
    strict(
      'The probability that a lead is won, taken apart; `outcomes` were learnt from, `alike` are those of them that a model which had not seen them placed where this lead is.',
    ),
  ),
);

/** Fields of a lead that come from its prediction. */
export const conversionFields = {
  conversionProbability: Type.Optional(
    Probability(
      'That it is won, as of `scoredAt`; absent without a published prediction model, and once it is won, lost or disqualified.',
    ),
  ),
  predictionModelVersion: Type.Optional(VersionNumber('The prediction model that was published at `scoredAt`.')),
};

const settingsFields = {
  retrainEveryDays: nullable(
    Type.Integer({
      minimum: 1,
      maximum: SETTINGS_LIMITS.days,
      description: 'How often a training is considered, in days; null: only when asked for. 7 at first.',
    }),
  ),
  minimumNewOutcomes: Type.Integer({
    minimum: 1,
    maximum: SETTINGS_LIMITS.outcomes,
    description: 'Leads that have to be won or lost since the last training, or it is put off. 50 at first.',
  }),
};

export const PredictionSettingsSchema = component(
  'PredictionSettings',
  Type.Object({ version: Version(), ...settingsFields }, strict('When models are trained without being asked for.')),
);

export const PredictionSettingsPatch = component(
  'PredictionSettingsPatch',
  Type.Object(Type.Partial(Type.Object(settingsFields)).properties, {
    ...strict('A correction by RFC 7396.'),
    minProperties: 1,
  }),
);
