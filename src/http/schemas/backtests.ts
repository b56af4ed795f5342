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
    'What is to be foreseen. `won` (when absent): that a lead is won, not lost. `accepted`: that sales accepts a lead that is offered; rejections for reasons of the rep are left out, and below `won` and `lost` read accepted and rejected.',
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
      averageScore: Type.Number({ description: 'Total on average.' }),
      winRate: share('Share of them that was won.'),
      winRateLow: share('Lower end of the 95 % interval of the share (Wilson).'),
      winRateHigh: share('Upper end.'),
      lift: Type.Number({ minimum: 0, description: 'Share won over that of all leads; 1 is chance.' }),
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
      precision: Type.Optional(share('Share won of those selected; absent when there are none.')),
      recall: share('Share selected of those won.'),
      deciles: Type.Array(Ref(BacktestDecile), {
        maxItems: 10,
        description: 'Lift and calibration, the highest totals first.',
      }),
    },
    strict('How well the totals of a model tell won leads from lost ones.'),
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
    strict('Where a lead is placed.'),
  ),
);

const BacktestChange = component(
  'BacktestChange',
  Type.Object(
    {
      leadId: Id('The lead.'),
      won: Type.Boolean({ description: 'What became of it.' }),
      from: Ref(BacktestClass),
      to: Ref(BacktestClass),
    },
    strict('A lead that the two models place differently: `from` by the published one, `to` by the one that is tried.'),
  ),
);

/** A running backtest has no result yet, so its fields are optional. */
export const BacktestDetails = component(
  'BacktestDetails',
  Type.Object(
    {
      scoreModelVersion: version('The version that is tried.'),
      outcome: Type.Optional(outcome),
      threshold: Type.Optional(threshold('Total from which a lead counts as selected.')),
      comparedWithVersion: Type.Optional(version('The published score model of the same leads.')),
      classificationPolicyVersion: Type.Optional(version('The classification policy that places leads for both.')),
      verdict: Type.Optional(
        enumOf(BACKTEST_VERDICTS, {
          description:
            '`insufficient_outcomes`: fewer than 30 won or 30 lost leads, so there is nothing to say. `no_signal`: the AUC cannot be told from chance.',
        }),
      ),
      won: Type.Optional(count('Leads won that were judged.')),
      lost: Type.Optional(count('Leads lost, or disqualified by a person, that were judged.')),
      leftOut: Type.Optional(
        count(
          'Closed leads that were not: other product lines, disqualified by a rule, or nothing known before the end.',
        ),
      ),
      comparison: Type.Optional(
        enumOf(BACKTEST_COMPARISONS, {
          description: 'The AUC of the tried version against that of the published one.',
        }),
      ),
      candidate: Type.Optional(Ref(ModelEvidence)),
      present: Type.Optional(Ref(ModelEvidence)),
      classesChanged: Type.Optional(count('Leads whose temperature, category or grade would be another.')),
      changes: Type.Optional(
        Type.Array(Ref(BacktestChange), { maxItems: 50, description: 'The newest of them, at most 50.' }),
      ),
    },
    strict(
      'A score model tried on the leads whose outcome is known, each as it stood just before, side by side with the published one. The newest 100,000 of them.',
    ),
  ),
);
