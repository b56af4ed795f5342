import { setTimeout as sleep } from 'node:timers/promises';
import type { FurnishedTeam } from './furnish.js';
import type { Rig } from './rig.js';

const EVERY_MS = 100;
const HOUR_MS = 3_600_000;

/** Reps join and leave the team, are switched off and on, and are away and back, at random, until it is ended. */
export function disturb({ call }: Rig, { teamId, members }: FurnishedTeam): { end(): Promise<number> } {
  let changes = 0;
  let ended = false;
  const present = new Map(members.map(({ repId, weight }) => [repId, weight]));
  const chance = (one: number) => Math.random() < one;
  const joinOrLeave = async (repId: string, weight: number) => {
    if (!present.delete(repId)) present.set(repId, weight);
    if (present.size === 0) present.set(repId, weight);
    const team = [...present].map(([id, share]) => ({ repId: id, weight: share }));
    await call('PATCH', `/v1/teams/${teamId}`, { members: team });
  };
  const change = async () => {
    const { repId, weight } = members[Math.floor(Math.random() * members.length)] as FurnishedTeam['members'][number];
    if (chance(1 / 3)) await joinOrLeave(repId, weight);
    else if (chance(1 / 2)) await call('PATCH', `/v1/reps/${repId}`, { active: chance(0.7) });
    else {
      const [from, to] = [Date.now() - HOUR_MS, Date.now() + HOUR_MS].map((ms) => new Date(ms).toISOString());
      await call('PATCH', `/v1/reps/${repId}`, { absences: chance(0.7) ? [] : [{ from, to }] });
    }
    changes += 1;
  };
  const working = (async () => {
    while (!ended) {
      await change();
      await sleep(EVERY_MS);
    }
  })();
  return {
    async end() {
      ended = true;
      await working;
      return changes;
    },
  };
}
