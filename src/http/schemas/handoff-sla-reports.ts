import Type, { type TSchema } from 'typebox';
import { strict, Timestamp } from './common.js';
import { component, enumOf, nullable, Ref } from './components.js';

const Count = (description: string) => Type.Integer({ minimum: 0, description });
const Seconds = (description: string) => Type.Number({ minimum: 0, description });
const Share = (description: string) => Type.Number({ minimum: 0, maximum: 1, description });

export const ACCEPTANCE_GROUPINGS = ['source', 'rep', 'score_band', 'score_model_version', 'reason'] as const;
export const ATTAINMENT_GROUPINGS = ['clock', 'rule', 'rep', 'source'] as const;
export const SPEED_GROUPINGS = ['source', 'rep'] as const;

const key = nullable(
  Type.String({
    description:
      'What the group has in common, in the words of `groupBy`: the id of a source or rep, the least points of a band of ten, a version, a reason, a clock, or a clock and the id of a rule (`first_touch/hot`); null where it is not known.',
  }),
);

const MetricDefinition = component(
  'MetricDefinition',
  Type.Object(
    {
      name: Type.String({ description: 'The property it is about.' }),
      definition: Type.String({ description: 'How the number comes about.' }),
    },
    strict('What a number of a report means.'),
  ),
);

/** The envelope of a report. */
function report<S extends TSchema>(
  name: string,
  group: ReturnType<typeof component<S>>,
  groupings: readonly string[],
  description: string,
) {
  return component(
    name,
    Type.Object(
      {
        groupBy: enumOf(groupings, { description: 'What the groups have in common.' }),
        from: Type.Optional(Timestamp('From when, as asked.')),
        before: Type.Optional(Timestamp('Before when, as asked.')),
        groups: Type.Array(Ref(group), { maxItems: 1000, description: 'The largest first, at most 1,000.' }),
        definitions: Type.Array(Ref(MetricDefinition), { maxItems: 20, description: 'What the numbers mean.' }),
      },
      strict(description),
    ),
  );
}

const AcceptanceGroupSchema = component(
  'HandoffAcceptanceGroup',
  Type.Object(
    {
      key,
      offered: Count('Offers made.'),
      open: Count('Of them still open.'),
      accepted: Count('Accepted.'),
      rejected: Count('Rejected.'),
      timedOut: Count('Not answered in time.'),
      withdrawn: Count('Taken back.'),
      acceptanceRate: Type.Optional(Share('Share accepted; absent while none has been answered or has timed out.')),
    },
    strict('How offers of a group ended.'),
  ),
);
export const HandoffAcceptanceReport = report(
  'HandoffAcceptanceReport',
  AcceptanceGroupSchema,
  ACCEPTANCE_GROUPINGS,
  'Whether sales takes what marketing offers.',
);

const AttainmentGroupSchema = component(
  'SlaAttainmentGroup',
  Type.Object(
    {
      key,
      met: Count('Clocks met.'),
      breached: Count('Clocks breached.'),
      cancelled: Count('Clocks that ended otherwise: they count neither way.'),
      attainment: Type.Optional(Share('Share met; absent without any that was met or breached.')),
      medianUsedSeconds: Type.Optional(Seconds('Median of the time that clocks met had used.')),
      p90UsedSeconds: Type.Optional(Seconds('Its 90th percentile.')),
    },
    strict('How clocks of a group ended.'),
  ),
);
export const SlaAttainmentReport = report(
  'SlaAttainmentReport',
  AttainmentGroupSchema,
  ATTAINMENT_GROUPINGS,
  'Whether promises to leads are kept.',
);

const SpeedGroupSchema = component(
  'SpeedToLeadGroup',
  Type.Object(
    {
      key,
      leads: Count('Leads that were contacted.'),
      medianElapsedSeconds: Seconds('Median of the time from creation to first contact.'),
      p90ElapsedSeconds: Seconds('Its 90th percentile.'),
      medianBusinessSeconds: Seconds('Median of the working time of the rep within it.'),
      p90BusinessSeconds: Seconds('Its 90th percentile.'),
    },
    strict('How long leads of a group waited for their first contact.'),
  ),
);
export const SpeedToLeadReport = report(
  'SpeedToLeadReport',
  SpeedGroupSchema,
  SPEED_GROUPINGS,
  'How fast reps contact new leads.',
);
