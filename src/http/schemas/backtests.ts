import Type from 'typebox';
import { BACKTEST_COMPARISONS, BACKTEST_OUTCOMES, BACKTEST_VERDICTS } from '../../core/evidence/backtest.js';
import { GRADES } from '../../core/leads/score.js';
import { CATEGORIES, TEMPERATURES } from '../../core/leads/vocabulary.js';
import { Id, strict } from './common.js';
import { component, enumOf, Ref } from './components.js';

const share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });
const count = (description: string) => Type.Integer({ minimum: 0, description });
const version = (description: string) => Type.Integer({ minimum: 1, description });

const threshold = (description: string) => Type.Number({ minimum: -1_000_000, maximum: 1_000_000, description });

const outcome = enumOf(BACKTEST_OUTCOMES, {
  description:
    'The outcome to predict. `won` (when absent): a lead is won, not lost. `accepted`: sales accepts an offered lead; rejections for reasons of the rep are left out, and in the result `won` and `lost` then mean accepted and rejected.',
});

export const BacktestCreate = component(
  'BacktestCreate',
  Type.Object(
    {
      outcome: Type.Optional(outcome),
      threshold: Type.Optional(
        threshold(
          'Total from which a lead counts as selected, for precision and recall. Absent: the total from which the published classification policy makes a lead an MQL, or 50 when it names none.',
        ),
      ),
    },
    strict('How a score model is tried on closed leads.'),
  ),
);

const BacktestDecile = component(
  'BacktestDecile',
  Type.Object(
    {
      averageScore: Type.Number({ description: 'Average total score.' }),
      winRate: share('Share of these leads that was won.'),
      winRateLow: share('Lower end of the 95 % interval of the share (Wilson).'),
      winRateHigh: share('Upper end.'),
      lift: Type.Number({
        minimum: 0,
        description: 'Win rate of these leads divided by that of all leads; 1 is chance.',
      }),
    },
    strict('A tenth of the leads by total. Leads of equal total at its edge count in part.'),
  ),
);

const ModelEvidence = component(
  'ModelEvidence',
  Type.Object(
    {
      auc: share('Share of pairs of a won and a lost lead in which the won one has the higher total; 0.5 is chance.'),
      aucLow: share('Lower end of its 95 % interval (DeLong).'),
      aucHigh: share('Upper end.'),
      selected: count('Leads whose total reaches the threshold.'),
      precision: Type.Optional(share('Share won of the selected leads; absent when there are none.')),
      recall: share('Share selected of the won leads.'),
      deciles: Type.Array(Ref(BacktestDecile), {
        maxItems: 10,
        description: 'Lift and calibration, the highest totals first.',
      }),
    },
    strict('How well the totals of a model separate won leads from lost ones.'),
  ),
);

const BacktestClass = component(
  'BacktestClass',
  Type.Object(
    {
      category: enumOf(CATEGORIES, { description: 'By the rules alone.' }),
      temperature: enumOf(TEMPERATURES, { description: 'How ready to buy.' }),
      grade: enumOf(GRADES, { description: 'Fit and engagement.' }),
    },
    strict('The class of a lead.'),
  ),
);

const BacktestChange = component(
  'BacktestChange',
  Type.Object(
    {
      leadId: Id('The lead.'),
      won: Type.Boolean({ description: 'Whether the lead was won.' }),
      from: Ref(BacktestClass),
      to: Ref(BacktestClass),
    },
    strict('A lead that the two models classify differently: `from` by the published model, `to` by the tested model.'),
  ),
);

/** A running backtest has no result yet, so its fields are optional. */
export const BacktestDetails = component(
  'BacktestDetails',
  Type.Object(
    {
      scoreModelVersion: version('The tested version.'),
      outcome: Type.Optional(outcome),
      threshold: Type.Optional(threshold('Total from which a lead counts as selected.')),
      comparedWithVersion: Type.Optional(version('The published score model of the same product line.')),
      classificationPolicyVersion: Type.Optional(version('The classification policy used with both models.')),
      verdict: Type.Optional(
        enumOf(BACKTEST_VERDICTS, {
          description:
            '`insufficient_outcomes`: fewer than 30 won or 30 lost leads, too few for a verdict. `no_signal`: the AUC does not differ significantly from chance.',
        }),
      ),
      won: Type.Optional(count('Won leads that were evaluated.')),
      lost: Type.Optional(count('Leads lost, or disqualified by a person, that were evaluated.')),
      leftOut: Type.Optional(
        count(
          'Closed leads that were not evaluated: of other product lines, disqualified by a rule, or without data before the outcome.',
        ),
      ),
      comparison: Type.Optional(
        enumOf(BACKTEST_COMPARISONS, {
          description: 'Comparison of the AUC of the tested version with that of the published one.',
        }),
      ),
      candidate: Type.Optional(Ref(ModelEvidence)),
      present: Type.Optional(Ref(ModelEvidence)),
      classesChanged: Type.Optional(count('Leads whose temperature, category or grade would differ.')),
      changes: Type.Optional(
        Type.Array(Ref(BacktestChange), { maxItems: 50, description: 'The newest of these leads, at most 50.' }),
      ),
    },
    strict(
      'A score model tested on the newest 100,000 leads with a known outcome, each as it was just before the outcome, and compared with the published model.',
    ),
  ),
);
