import { setTimeout as sleep } from 'node:timers/promises';
import type { Harness } from './harness.js';
import type { SeededTeam } from './seed-team.js';

const EVERY_MS = 100;
const HOUR_MS = 3_600_000;

/**
 * Changes a random rep ten times a second until stopped: membership of the team, `active` or absences.
 * `stop` returns the number of changes.
 */
export function startBackgroundLoad({ call }: Harness, { teamId, members }: SeededTeam): { stop(): Promise<number> } {
  let changes = 0;
  let stopped = false;
  const present = new Map(members.map(({ repId, weight }) => [repId, weight]));
  const chance = (probability: number) => Math.random() < probability;
  const joinOrLeave = async (repId: string, weight: number) => {
    if (!present.delete(repId)) present.set(repId, weight);
    if (present.size === 0) present.set(repId, weight);
    const team = [...present].map(([id, share]) => ({ repId: id, weight: share }));
    await call('PATCH', `/v1/teams/${teamId}`, { members: team });
  };
  const change = async () => {
    const { repId, weight } = members[Math.floor(Math.random() * members.length)] as SeededTeam['members'][number];
    if (chance(1 / 3)) await joinOrLeave(repId, weight);
    else if (chance(1 / 2)) await call('PATCH', `/v1/reps/${repId}`, { active: chance(0.7) });
    else {
      const [from, to] = [Date.now() - HOUR_MS, Date.now() + HOUR_MS].map((ms) => new Date(ms).toISOString());
      await call('PATCH', `/v1/reps/${repId}`, { absences: chance(0.7) ? [] : [{ from, to }] });
    }
    changes += 1;
  };
  const loop = (async () => {
    while (!stopped) {
      await change();
      await sleep(EVERY_MS);
    }
  })();
  return {
    async stop() {
      stopped = true;
      await loop;
      return changes;
    },
  };
}
