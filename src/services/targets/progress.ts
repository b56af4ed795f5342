import type { MemberRecord, RepRecord } from '../../core/assignment/records.js';
import { UTC, type ZoneOffsets } from '../../core/calendar/zone.js';
import { zoneOffsets } from '../../core/calendar/zone-offsets.js';
import { progressOf, type TargetProgress } from '../../core/targets/progress.js';
import { dayNumber, type Target } from '../../core/targets/target.js';
import { type RepDays, workdayWeights } from '../../core/targets/workdays.js';
import { MILLISECONDS_PER_DAY } from '../../core/time.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import { publicHolidays } from '../calendar/holidays.js';

/**
 * The progress of targets at an instant, in their order: one statement for each population that they count, and two for the calendars of the
 * reps, however many targets there are.
 */
export async function measureProgress(
  read: Pick<Repositories, 'targetMeasures' | 'reps' | 'teamMembers'>,
  targets: readonly Target[],
  { zone, now }: { zone: ZoneOffsets; now: number },
): Promise<TargetProgress[]> {
  if (targets.length === 0) return [];
  const [measured, reps, members] = [
    await read.targetMeasures.daily(targets, { zone, now }),
    await read.reps.all(),
    await read.teamMembers.all(),
  ];
  const known = new Map<string, number[]>();
  const found: TargetProgress[] = [];
  for (const target of targets) {
    const key = [target.fromDay, target.beforeDay, target.repId ?? target.teamId].join('|');
    const weights = known.get(key) ?? (await weightsOf(target, reps, members));
    known.set(key, weights);
    found.push(progressOf({ target, measured: measured.get(target.id) ?? [], weights, zone, now }));
  }
  return found;
}

/** Working days of the rep, of the active members of the team, or of all active reps. */
async function weightsOf(
  target: Target,
  reps: readonly RepRecord[],
  members: readonly MemberRecord[],
): Promise<number[]> {
  const [fromDay, beforeDay] = [dayNumber(target.fromDay), dayNumber(target.beforeDay)];
  const inTeam = new Set(members.filter(({ teamId }) => teamId === target.teamId).map(({ repId }) => repId));
  const mine = reps.filter(({ id, active }) => {
    if (target.repId !== null) return id === target.repId;
    return active && (target.teamId === null || inTeam.has(id));
  });
  const middle = ((fromDay + beforeDay) / 2) * MILLISECONDS_PER_DAY;
  const days = await Promise.all(mine.map(({ settings }) => repDaysOf(settings ?? {}, middle)));
  return workdayWeights(days, fromDay, beforeDay);
}

async function repDaysOf(settings: NonNullable<RepRecord['settings']>, at: number): Promise<RepDays> {
  const { timeZone, workingHours = [], holidaysCountry: country, holidaysRegion: region, absences = [] } = settings;
  const holidays = country === undefined ? new Set<number>() : await publicHolidays({ country, region }, at);
  return { zone: timeZone === undefined ? UTC : zoneOffsets(timeZone), workingHours, holidays, absences };
}
