import type { Executor } from '../executor.js';

/** A stretch of time, epoch milliseconds: from, and before. */
export interface Stretch {
  from?: number | undefined;
  before?: number | undefined;
}

/** How offers ended, of one group; `key` is null where what it is grouped by is not known. */
export interface AcceptanceGroup {
  key: string | null;
  offered: number;
  open: number;
  accepted: number;
  rejected: number;
  timedOut: number;
  withdrawn: number;
}

/** How clocks ended, of one group; times in milliseconds of the hours that count. */
export interface AttainmentGroup {
  key: string | null;
  met: number;
  breached: number;
  cancelled: number;
  medianUsedMs: number | null;
  p90UsedMs: number | null;
}

/** How long leads waited for their first contact, of one group; milliseconds. */
export interface SpeedGroup {
  key: string | null;
  leads: number;
  medianElapsedMs: number;
  p90ElapsedMs: number;
  medianBusinessMs: number;
  p90BusinessMs: number;
}

/** Points of a band of scores. */
export const BAND_POINTS = 10;

const ACCEPTANCE_KEYS = {
  source: 'source_id::text',
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
  source: 'source_id::text',
} as const;
export type AttainmentKey = keyof typeof ATTAINMENT_KEYS;

const SPEED_KEYS = { source: 'source_id::text', rep: 'rep_id::text' } as const;
export type SpeedKey = keyof typeof SPEED_KEYS;

/** Groups told at most: the largest ones. */
const MOST_GROUPS = 1_000;

const number = (value: unknown): number => Number(value);
const numberOrNull = (value: unknown): number | null => (value === null ? null : Number(value));

/** Numbers about the contract between marketing and sales, each over a stretch of time, by an index on it. */
export function handoffSlaReports(executor: Executor, workspaceId: string) {
  const during = ({ from, before }: Stretch) => [
    workspaceId,
    from === undefined ? null : new Date(from),
    before === undefined ? null : new Date(before),
  ];
  const within = (column: string) =>
    `workspace_id = $1 and ${column} >= coalesce($2::timestamptz, '-infinity') and ${column} < coalesce($3::timestamptz, 'infinity')`;
  return {
    async acceptance(by: AcceptanceKey, stretch: Stretch): Promise<AcceptanceGroup[]> {
      const counted = (status: string) => `count(*) filter (where status = '${status}')`;
      const rows = await executor.run<Record<keyof AcceptanceGroup, unknown>>(
        `handoff_acceptance_${by}`,
        `select ${ACCEPTANCE_KEYS[by]} as key, count(*) as offered, ${counted('offered')} as open,
                ${counted('accepted')} as accepted, ${counted('rejected')} as rejected,
                ${counted('timed_out')} as "timedOut", ${counted('withdrawn')} as withdrawn
           from handoffs where ${within('offered_at')} group by 1 order by count(*) desc, 1 limit ${MOST_GROUPS}`,
        during(stretch),
      );
      return rows.map(({ key, ...counts }) => ({ key, ...numbers(counts) }) as AcceptanceGroup);
    },
    async attainment(by: AttainmentKey, stretch: Stretch): Promise<AttainmentGroup[]> {
      const used = (share: number) =>
        `percentile_cont(${share}) within group (order by used_ms) filter (where status = 'met')`;
      const rows = await executor.run<Record<keyof AttainmentGroup, unknown>>(
        `sla_attainment_${by}`,
        `select ${ATTAINMENT_KEYS[by]} as key, count(*) filter (where status = 'met') as met,
                count(*) filter (where status = 'breached') as breached,
                count(*) filter (where status = 'cancelled') as cancelled,
                ${used(0.5)} as "medianUsedMs", ${used(0.9)} as "p90UsedMs"
           from sla_clocks where ${within('ended_at')} group by 1 order by count(*) desc, 1 limit ${MOST_GROUPS}`,
        during(stretch),
      );
      return rows.map(({ key, medianUsedMs, p90UsedMs, ...counts }) => {
        const times = { medianUsedMs: numberOrNull(medianUsedMs), p90UsedMs: numberOrNull(p90UsedMs) };
        return { key, ...numbers(counts), ...times } as AttainmentGroup;
      });
    },
    async speedToLead(by: SpeedKey, stretch: Stretch): Promise<SpeedGroup[]> {
      const of = (column: string, share: number) => `percentile_cont(${share}) within group (order by ${column})`;
      const rows = await executor.run<Record<keyof SpeedGroup, unknown>>(
        `speed_to_lead_${by}`,
        `select ${SPEED_KEYS[by]} as key, count(*) as leads,
                ${of('elapsed_ms', 0.5)} as "medianElapsedMs", ${of('elapsed_ms', 0.9)} as "p90ElapsedMs",
                ${of('business_ms', 0.5)} as "medianBusinessMs", ${of('business_ms', 0.9)} as "p90BusinessMs"
           from first_contacts where ${within('contacted_at')} group by 1 order by count(*) desc, 1 limit ${MOST_GROUPS}`,
        during(stretch),
      );
      return rows.map(({ key, ...counts }) => ({ key, ...numbers(counts) }) as SpeedGroup);
    },
  };
}

const numbers = (counts: Record<string, unknown>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).map(([name, value]) => [name, number(value)]));
