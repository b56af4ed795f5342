import fc from 'fast-check';
import { field } from '../../src/core/conditions/build.js';
import { DEFAULT_FUNNEL } from '../../src/core/defaults/funnel.js';
import { DEFAULT_LIFECYCLE } from '../../src/core/defaults/lifecycle.js';
import type { Lead } from '../../src/core/leads/lead.js';
import { lifecycleBasis } from '../../src/core/lifecycle/basis.js';
import { compileFunnel, type Funnel, type FunnelStage } from '../../src/core/lifecycle/funnel.js';
import { DEFAULT_RETURNING } from '../../src/core/lifecycle/returning-rules.js';

const DAY = 86_400_000;
const few = <T>(...values: T[]) => fc.constantFrom(...values);

/** The tests follow one lead, so customers get no further one. */
const returning = {
  ...DEFAULT_RETURNING,
  rules: DEFAULT_RETURNING.rules.filter(({ action }) => action !== 'new_lead'),
};

/** One that keeps nothing of plain leads; one where they rot, and prospects have stages of their own names. */
const FUNNELS: readonly Funnel[] = [
  { ...DEFAULT_FUNNEL, returning },
  {
    stages: DEFAULT_FUNNEL.stages.flatMap((stage): FunnelStage[] => {
      if (stage.category === 'prospect') {
        return [
          { key: 'demo', name: 'Demo', category: 'prospect', ageingDays: 5 },
          { key: 'offer', name: 'Offer', category: 'prospect', requiredFields: ['jobTitle'] },
        ];
      }
      if (stage.category !== 'mql') return [stage];
      return [stage, { key: 'nurture', name: 'Nurture', category: 'mql', allowedNext: ['demo'], ageingDays: 30 }];
    }),
    recycling: { maxCycles: 4, cooldownDays: 1 },
    returning,
  },
];
export const LIFECYCLES = FUNNELS.map((funnel, index) =>
  lifecycleBasis({ ...DEFAULT_LIFECYCLE, funnel: compileFunnel(funnel, index + 1) }),
);

const idOf = (lead: Lead | undefined) => lead?.id ?? 'nobody';

/** What people and timers do about the lifecycle of the only lead. */
export const lifecycleCommand = fc.oneof(
  fc
    .record({ stage: few('demo', 'offer', 'nurture', 'mql', 'prospect', 'lost'), reason: few('r', 'q') })
    .map(({ stage, reason }) => (lead: Lead | undefined) => ({
      ...{ type: 'move_stage' as const, leadId: idOf(lead), stage, reason },
      actorId: `key-${reason}`,
    })),
  few('spam' as const, 'wrong_fit' as const).map((reason) => (lead: Lead | undefined) => ({
    ...{ type: 'disqualify' as const, leadId: idOf(lead), reason },
    actorId: 'key-r',
  })),
  fc
    .record({
      days: few(undefined, 3, 40),
      minimumScore: few(undefined, 30),
      engagementTypes: few(undefined, ['page_viewed' as const]),
      condition: few(undefined, field('country', 'eq', 'FR'), field('createdAt', 'older_than', 30)),
    })
    .map(({ days, ...wakeWhen }) => (lead: Lead | undefined, now: number) => ({
      ...{ type: 'park' as const, leadId: idOf(lead), reason: 'no_budget' as const, actorId: 'key-q' },
      wakeWhen: { ...wakeWhen, at: days === undefined ? undefined : now + days * DAY },
    })),
  few(undefined, 'Mills').map((product) => (lead: Lead | undefined) => ({
    ...{ type: 'recycle' as const, leadId: idOf(lead), reason: 'r', actorId: 'key-r', product },
    source: product === undefined ? undefined : ({ channel: 'win_back', name: 'w' } as const),
  })),
  few('wake' as const, 'rot' as const).map((type) => (lead: Lead | undefined) => ({ type, leadId: idOf(lead) })),
);

/** The lead's lifecycle without what events do not hold. */
export function toldLifecycle({ lifecycle }: Lead): object | undefined {
  const {
    rotsAt: _,
    wakesAt: __,
    givenConsents: ___,
    timeframeShownAt: ____,
    beforeChurn: _____,
    awaitedRepId: ______,
    ...rest
  } = lifecycle ?? {};
  return Object.keys(rest).length === 0 ? undefined : rest;
}
