import type { Fleet } from './services.js';

const WEIGHTS = [1, 2, 3, 5, 8, 13];

/** Reps of different weights in one team that gets every lead, so that the ledger has something to be wrong about. */
export async function prepareTeam({ urls, key }: Fleet): Promise<string> {
  const post = async <Answer>(path: string, body: object): Promise<Answer> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const answer = await fetch(`${urls[0]}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!answer.ok) throw new Error(`POST ${path} answered ${answer.status}: ${await answer.text()}`);
    return (await answer.json()) as Answer;
  };
  const members: { repId: string; weight: number }[] = [];
  for (const weight of WEIGHTS) {
    const { id } = await post<{ id: string }>('/v1/reps', { name: `Rep of weight ${weight}` });
    members.push({ repId: id, weight });
  }
  const team = await post<{ id: string }>('/v1/teams', { name: 'All', members });
  const rules = [{ id: 'all', label: 'Everything', teamId: team.id }];
  const { version } = await post<{ version: number }>('/v1/routing-policies', { name: 'All', document: { rules } });
  await post(`/v1/routing-policies/${version}/publish`, {});
  return team.id;
}
