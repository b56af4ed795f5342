import type { Fleet } from './services.js';

const WEIGHTS = [1, 2, 3, 5, 8, 13];

/** Creates one team of reps with different weights that gets every lead, so that faults of the ledger would show. */
export async function prepareTeam({ urls, key }: Fleet): Promise<string> {
  const post = async <Body>(path: string, body: object): Promise<Body> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const response = await fetch(`${urls[0]}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`POST ${path} answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as Body;
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
