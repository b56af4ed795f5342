import type { Absence, LeadCustody, RepSettings } from './rep-settings.js';

/** Defaults: leads of an inactive rep are reassigned, leads of an absent rep stay, because it returns to leads that it knows. */
export const DEFAULT_CUSTODY = { whenInactive: 'reassign', whenAbsent: 'keep' } as const satisfies Record<
  string,
  LeadCustody
>;

/** Why a rep's open leads are reassigned: by request, because the rep became inactive, or because an absence began. */
export const REASSIGNMENT_CAUSES = ['request', 'inactive', 'absent'] as const;
export type ReassignmentCause = (typeof REASSIGNMENT_CAUSES)[number];

/** The properties of a rep that decide whether its leads are reassigned. */
export type CustodySettings = Pick<RepSettings, 'absences' | 'whenInactive' | 'whenAbsent'> & { active: boolean };

/** Why the rep's open leads are to be reassigned at `now`, epoch milliseconds; undefined when they stay. */
export function reassignmentCause(
  rep: CustodySettings,
  now: number,
): Exclude<ReassignmentCause, 'request'> | undefined {
  const { whenInactive = DEFAULT_CUSTODY.whenInactive, whenAbsent = DEFAULT_CUSTODY.whenAbsent } = rep;
  if (!rep.active) return whenInactive === 'reassign' ? 'inactive' : undefined;
  const isAway = ({ from, to }: Absence) => from <= now && now < to;
  return whenAbsent === 'reassign' && rep.absences?.some(isAway) ? 'absent' : undefined;
}

/** When the next absence begins that causes a reassignment, epoch milliseconds after `now`; undefined when none does. */
export function nextReassigningAbsence(
  { absences = [], whenAbsent = DEFAULT_CUSTODY.whenAbsent }: CustodySettings,
  now: number,
): number | undefined {
  if (whenAbsent !== 'reassign') return undefined;
  const starts = absences.flatMap(({ from }) => (from > now ? [from] : []));
  return starts.length === 0 ? undefined : Math.min(...starts);
}
