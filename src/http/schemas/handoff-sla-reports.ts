import Type from 'typebox';
import { NameOf, strict } from './common.js';
import { component, nullable } from './components.js';
import { report } from './reports.js';

const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Seconds = (description: string) => Type.Number({ minimum: 0, description });
const Share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });

export const ACCEPTANCE_GROUPINGS = ['source', 'rep', 'score_band', 'score_model_version', 'reason'] as const;
export const ATTAINMENT_GROUPINGS = ['clock', 'rule', 'rep', 'source'] as const;
export const SPEED_GROUPINGS = ['source', 'rep'] as const;

const keyName = NameOf('that source or rep');
const key = nullable(
  Type.String({
    description:
      'The group, depending on `groupBy`: the id of a source or rep, the lower bound of a band of ten points, a version, a reason, a clock, or a clock and the id of a rule (`first_touch/hot`); null where it is not known.',
  }),
);

const groups = { maxItems: 1000, description: 'The largest first, at most 1,000.' };

const AcceptanceGroupSchema = component(
  'HandoffAcceptanceGroup',
  Type.Object(
    {
      key,
      keyName,
      offered: Count('Offers made.'),
      open: Count('Offers that are still open.'),
      accepted: Count('Offers accepted.'),
      rejected: Count('Offers rejected.'),
      timedOut: Count('Offers not answered in time.'),
      withdrawn: Count('Offers withdrawn.'),
      acceptanceRate: Type.Optional(Share('Share accepted; absent while no offer has been answered or has timed out.')),
    },
    strict('How offers of a group ended.'),
  ),
);
export const HandoffAcceptanceReport = report(
  'HandoffAcceptanceReport',
  { groupings: ACCEPTANCE_GROUPINGS, group: AcceptanceGroupSchema, groups, rest: {} },
  'How many offers sales accepts.',
);

const AttainmentGroupSchema = component(
  'SlaAttainmentGroup',
  Type.Object(
    {
      key,
      keyName,
      met: Count('Number of clocks met.'),
      breached: Count('Number of clocks breached.'),
      cancelled: Count('Number of cancelled clocks, which do not count for the attainment.'),
      attainment: Type.Optional(Share('Share met; absent without clocks that were met or breached.')),
      medianUsedSeconds: Type.Optional(Seconds('Median of the time that met clocks used, in seconds.')),
      p90UsedSeconds: Type.Optional(Seconds('90th percentile of the time that met clocks used, in seconds.')),
    },
    strict('How clocks of a group ended.'),
  ),
);
export const SlaAttainmentReport = report(
  'SlaAttainmentReport',
  { groupings: ATTAINMENT_GROUPINGS, group: AttainmentGroupSchema, groups, rest: {} },
  'Attainment of the SLA clocks.',
);

const SpeedGroupSchema = component(
  'SpeedToLeadGroup',
  Type.Object(
    {
      key,
      keyName,
      leads: Count('Leads that were contacted.'),
      medianElapsedSeconds: Seconds('Median time from creation to first contact, in seconds.'),
      p90ElapsedSeconds: Seconds('90th percentile of the time from creation to first contact, in seconds.'),
      medianBusinessSeconds: Seconds('Median of the working time of the rep until first contact, in seconds.'),
      p90BusinessSeconds: Seconds('90th percentile of the working time of the rep until first contact, in seconds.'),
    },
    strict('How long leads of a group waited for their first contact.'),
  ),
);
export const SpeedToLeadReport = report(
  'SpeedToLeadReport',
  { groupings: SPEED_GROUPINGS, group: SpeedGroupSchema, groups, rest: {} },
  'How fast reps contact new leads.',
);
