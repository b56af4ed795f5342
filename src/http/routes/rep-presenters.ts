import { DEFAULT_CUSTODY } from '../../core/assignment/reassignment.js';
import { iso } from '../../core/time.js';
import type { Rep } from '../../services/reps.js';

export function repOut(rep: Rep) {
  return {
    id: rep.id,
    version: rep.version,
    name: rep.name,
    email: rep.email,
    active: rep.active,
    capacity: rep.capacity,
    openLeads: rep.openLeads,
    effortCapacity: rep.effortCapacity,
    openEffort: rep.openEffort,
    skills: rep.skills ?? [],
    languages: rep.languages ?? [],
    products: rep.products ?? [],
    territories: rep.territories ?? [],
    workingHours: rep.workingHours ?? [],
    absences: (rep.absences ?? []).map(({ from, to, reason }) => ({ from: iso(from), to: iso(to), reason })),
    attributes: rep.attributes ?? {},
    country: rep.country ?? null,
    region: rep.region ?? null,
    timeZone: rep.timeZone ?? null,
    holidaysCountry: rep.holidaysCountry ?? null,
    holidaysRegion: rep.holidaysRegion ?? null,
    dailyCap: rep.dailyCap ?? null,
    burstCap: rep.burstCap ?? null,
    burstMinutes: rep.burstMinutes ?? null,
    whenInactive: rep.whenInactive ?? DEFAULT_CUSTODY.whenInactive,
    whenAbsent: rep.whenAbsent ?? DEFAULT_CUSTODY.whenAbsent,
    createdAt: rep.createdAt.toISOString(),
    updatedAt: rep.updatedAt.toISOString(),
  };
}
