import { zoneOffsetsOf } from '../../core/calendar/zone-offsets.js';
import { isOfKind, type Policy } from '../../core/policies/policy.js';
import { type CompiledSequence, compileSequence, type Sequences, sequencesOf } from '../../core/sequences/compile.js';
import { publicHolidays } from '../calendar/holidays.js';

/** Compiles a version with the public holidays of the years around `now`. `workspaceZone`: the time zone of the workspace. */
export async function compileSequenceVersion(
  { version, name, document }: Pick<Policy<'sequence'>, 'version' | 'name' | 'document'>,
  workspaceZone: string | null | undefined,
  now: number,
): Promise<CompiledSequence> {
  const { holidaysCountry: country, holidaysRegion: region } = document;
  const holidays = country === undefined ? new Set<number>() : await publicHolidays({ country, region }, now);
  return compileSequence(
    document,
    { version, name },
    { zoneOf: zoneOffsetsOf, holidays, workspaceZone: workspaceZone ?? undefined },
  );
}

/** The sequences among the published policies. */
export async function compileSequences(
  published: readonly Policy[],
  workspaceZone: string | null | undefined,
  now: number,
): Promise<Sequences> {
  const versions = published.filter(isOfKind('sequence'));
  return sequencesOf(await Promise.all(versions.map((one) => compileSequenceVersion(one, workspaceZone, now))));
}
