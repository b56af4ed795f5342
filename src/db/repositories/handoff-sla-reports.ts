import type { Executor } from '../executor.js';
import { survivingSource } from './source-merges.js';

/** A period, epoch milliseconds: inclusive from, exclusive before. */
export interface Period {
  from?: number | undefined;
  before?: number | undefined;
}

/** Outcomes of offers in one group; `key` is null where the grouping value is unknown. */
export interface AcceptanceGroup {
  key: string | null;
  offered: number;
  open: number;
  accepted: number;
  rejected: number;
  timedOut: number;
  withdrawn: number;
}

/** Outcomes of clocks in one group; times are milliseconds of business hours. */
export interface AttainmentGroup {
  key: string | null;
  met: number;
  breached: number;
  cancelled: number;
  medianUsedMs: number | null;
  p90UsedMs: number | null;
}

/** Time to first contact of the leads in one group, milliseconds. */
export interface SpeedGroup {
  key: string | null;
  leads: number;
  medianElapsedMs: number;
  p90ElapsedMs: number;
  medianBusinessMs: number;
  p90BusinessMs: number;
}

/** Width of a score band, points. */
export const BAND_POINTS = 10;

const ACCEPTANCE_KEYS = {
  source: survivingSource('source_id'),
  rep: 'rep_id::text',
  score_band: `(floor(score / ${BAND_POINTS}) * ${BAND_POINTS})::int::text`,
  score_model_version: 'score_model_version::text',
  reason: 'reason',
} as const;
export type AcceptanceKey = keyof typeof ACCEPTANCE_KEYS;

const ATTAINMENT_KEYS = {
  clock: 'clock',
  rule: "clock || '/' || rule_id",
  rep: 'owner_id::text',
  source: survivingSource('source_id'),
} as const;
export type AttainmentKey = keyof typeof ATTAINMENT_KEYS;

const SPEED_KEYS = { source: survivingSource('source_id'), rep: 'rep_id::text' } as const;
export type SpeedKey = keyof typeof SPEED_KEYS;
const CONTACT_COLUMNS = 'source_id, rep_id, elapsed_ms, business_ms';

/** Most groups returned: the largest ones. */
const MOST_GROUPS = 1_000;

const number = (value: unknown): number => Number(value);
const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value));

/** Reports on hand-offs and service levels over a period. An index on the instant serves each. */
export function handoffSlaReports(executor: Executor, workspaceId: string) {
  const during = ({ from, before }: Period) => [
    workspaceId,
    from === undefined ? null : new Date(from),
    before === undefined ? null : new Date(before),
  ];
  const within = (column: string) =>
    `workspace_id = $1 and ${column} >= coalesce($2::timestamptz, '-infinity') and ${column} < coalesce($3::timestamptz, 'infinity')`;
  return {
    async acceptance(by: AcceptanceKey, period: Period): Promise<AcceptanceGroup[]> {
      const counted = (status: string) => `count(*) filter (where status = '${status}')`;
      const rows = await executor.run<Record<keyof AcceptanceGroup, unknown>>(
        `handoff_acceptance_${by}`,
        `select ${ACCEPTANCE_KEYS[by]} as key, count(*) as offered, ${counted('offered')} as open,
                ${counted('accepted')} as accepted, ${counted('rejected')} as rejected,
                ${counted('timed_out')} as "timedOut", ${counted('withdrawn')} as withdrawn
           from handoffs where ${within('offered_at')} and reason is distinct from 'change_undone'
          group by 1 order by count(*) desc, 1 limit ${MOST_GROUPS}`,
        during(period),
      );
      return rows.map(({ key, ...counts }) => ({ key, ...numbers(counts) }) as AcceptanceGroup);
    },
    async attainment(by: AttainmentKey, period: Period): Promise<AttainmentGroup[]> {
      const used = (share: number) =>
        `percentile_cont(${share}) within group (order by used_ms) filter (where status = 'met')`;
      const rows = await executor.run<Record<keyof AttainmentGroup, unknown>>(
        `sla_attainment_${by}`,
        `select ${ATTAINMENT_KEYS[by]} as key, count(*) filter (where status = 'met') as met,
                count(*) filter (where status = 'breached') as breached,
                count(*) filter (where status = 'cancelled') as cancelled,
                ${used(0.5)} as "medianUsedMs", ${used(0.9)} as "p90UsedMs"
           from sla_clocks where ${within('ended_at')} group by 1 order by count(*) desc, 1 limit ${MOST_GROUPS}`,
        during(period),
      );
      return rows.map(({ key, medianUsedMs, p90UsedMs, ...counts }) => {
        const times = { medianUsedMs: numberOrNull(medianUsedMs), p90UsedMs: numberOrNull(p90UsedMs) };
        return { key, ...numbers(counts), ...times } as AttainmentGroup;
      });
    },
    async speedToLead(by: SpeedKey, period: Period): Promise<SpeedGroup[]> {
      const of = (column: string, share: number) => `percentile_cont(${share}) within group (order by ${column})`;
      const rows = await executor.run<Record<keyof SpeedGroup, unknown>>(
        `speed_to_lead_${by}`,
        `select ${SPEED_KEYS[by]} as key, count(*) as leads,
                ${of('elapsed_ms', 0.5)} as "medianElapsedMs", ${of('elapsed_ms', 0.9)} as "p90ElapsedMs",
                ${of('business_ms', 0.5)} as "medianBusinessMs", ${of('business_ms', 0.9)} as "p90BusinessMs"
           from (select ${CONTACT_COLUMNS} from first_contacts where ${within('contacted_at')}
                 union all
                 select ${CONTACT_COLUMNS} from later_contacts where ${within('contacted_at')}) as contacts
          group by 1 order by count(*) desc, 1 limit ${MOST_GROUPS}`,
        during(period),
      );
      return rows.map(({ key, ...counts }) => ({ key, ...numbers(counts) }) as SpeedGroup);
    },
  };
}

const numbers = (counts: Record<string, unknown>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, number(value)]));
