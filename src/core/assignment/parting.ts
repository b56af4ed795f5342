import type { Absence, LeadCustody, RepSettings } from './rep-settings.js';

/** Who leaves is not waited for; who is away comes back to leads that it knows. */
export const DEFAULT_CUSTODY = { whenInactive: 'reassign', whenAbsent: 'keep' } as const satisfies Record<
  string,
  LeadCustody
>;

/** Why a rep's leads are given to others: somebody asked, or it became inactive, or an absence has begun. */
export const PARTING_CAUSES = ['request', 'inactive', 'absent'] as const;
export type PartingCause = (typeof PARTING_CAUSES)[number];

/** What of a rep decides about it. */
export type Parting = Pick<RepSettings, 'absences' | 'whenInactive' | 'whenAbsent'> & { active: boolean };

/** Why the rep's open leads are not to stay with it at this instant, epoch milliseconds; undefined: they are. */
export function partingOf(rep: Parting, now: number): Exclude<PartingCause, 'request'> | undefined {
  const { whenInactive = DEFAULT_CUSTODY.whenInactive, whenAbsent = DEFAULT_CUSTODY.whenAbsent } = rep;
  if (!rep.active) return whenInactive === 'reassign' ? 'inactive' : undefined;
  const isAway = ({ from, to }: Absence) => from <= now && now < to;
  return whenAbsent === 'reassign' && rep.absences?.some(isAway) ? 'absent' : undefined;
}

/** When an absence begins next that takes its leads from the rep, epoch milliseconds after `now`; undefined: none does. */
export function nextParting({ absences = [], whenAbsent = DEFAULT_CUSTODY.whenAbsent }: Parting, now: number) {
  if (whenAbsent !== 'reassign') return undefined;
  const ahead = absences.flatMap(({ from }) => (from > now ? [from] : []));
  return ahead.length === 0 ? undefined : Math.min(...ahead);
}
