import { comparable } from '../../core/assignment/matching.js';
import type { TeamFacts } from '../../core/assignment/pool.js';
import type { MemberRecord, RepRecord, TeamRecord } from '../../core/assignment/records.js';
import type { RepSettings } from '../../core/assignment/rep-settings.js';
import type { RepFacts } from '../../core/assignment/reps.js';
import { compileCalendar, type WorkCalendar } from '../../core/calendar/calendar.js';
import { UTC } from '../../core/calendar/zone.js';
import { zoneOffsets } from '../../core/calendar/zone-offsets.js';
import { publicHolidays } from '../calendar/holidays.js';

interface CompiledRep {
  version: number;
  year: number;
  facts: Pick<RepFacts, 'profile' | 'calendar' | 'dailyCap' | 'burst'>;
}

const MOST_CACHED_REPS = 100_000;
const DEFAULT_BURST_MINUTES = 60;

/** Compiled settings of reps, one entry for each version of a rep and year of holidays. */
const compiled = new Map<string, CompiledRep>();

/** Reps as decisions see them. */
export function repFacts(rows: readonly RepRecord[], now: number): Promise<RepFacts[]> {
  const year = new Date(now).getUTCFullYear();
  return Promise.all(
    rows.map(async (row): Promise<RepFacts> => {
      const { id, name, active, capacity, openLeads, openEffort, effortCapacity } = row;
      const counted = { id, name, active, capacity, openLeads, openEffort };
      const limits = effortCapacity === null ? counted : { ...counted, effortCapacity };
      if (row.settings === null || Object.keys(row.settings).length === 0) return limits;
      const { facts } = await compile(row, row.settings, year, now);
      return { ...limits, ...facts, recent: row.recentLeads ?? [] };
    }),
  );
}

async function compile(row: RepRecord, settings: RepSettings, year: number, now: number): Promise<CompiledRep> {
  const key = `${row.workspaceId}|${row.id}`;
  const known = compiled.get(key);
  if (known?.version === row.version && known.year === year) return known;
  const { country, region, timeZone, skills, languages, products, territories, attributes } = settings;
  const { dailyCap, burstCap, burstMinutes = DEFAULT_BURST_MINUTES } = settings;
  const profile = comparable({
    country,
    region,
    timeZone,
    skills: skills ?? [],
    languages: languages ?? [],
    products: products ?? [],
    territories: territories ?? [],
    attributes,
  });
  const burst = burstCap === undefined ? undefined : { leads: burstCap, minutes: burstMinutes };
  const calendar = await calendarOf(settings, now);
  const fresh = { version: row.version, year, facts: { profile, calendar, dailyCap, burst } };
  if (compiled.size >= MOST_CACHED_REPS) compiled.clear();
  compiled.set(key, fresh);
  return fresh;
}

/** Undefined: the rep's settings don't limit its working time. */
async function calendarOf(settings: RepSettings, now: number): Promise<WorkCalendar | undefined> {
  const { timeZone, workingHours = [], holidaysCountry, holidaysRegion: region, absences = [] } = settings;
  if (timeZone === undefined && workingHours.length + absences.length === 0 && holidaysCountry === undefined) {
    return undefined;
  }
  const holidays =
    holidaysCountry === undefined ? new Set<number>() : await publicHolidays({ country: holidaysCountry, region }, now);
  const zone = timeZone === undefined ? UTC : zoneOffsets(timeZone);
  return compileCalendar(zone, workingHours.length === 0 ? undefined : workingHours, holidays, absences);
}

/** Teams as decisions see them. */
export function teamFacts(teams: readonly TeamRecord[], members: readonly MemberRecord[]): TeamFacts[] {
  const ofTeams = new Map<string, TeamFacts['members']>(teams.map(({ id }) => [id, []]));
  for (const { teamId, repId, weight } of members) ofTeams.get(teamId)?.push({ repId, weight });
  return teams.map(({ id, name, active, catchUp }) => ({
    id,
    name,
    active,
    members: ofTeams.get(id) ?? [],
    catchUp: catchUp ?? undefined,
  }));
}
