import type { Rig } from './rig.js';

const REPS = ['Anna', 'Ben', 'Chloe', 'David', 'Eva'];

/** Five reps in a team, and a routing rule that sends every lead there: each lead gets an owner. */
export async function furnishTeam({ call }: Rig): Promise<void> {
  const reps = await Promise.all(REPS.map((name) => call<{ id: string }>('POST', '/v1/reps', { name })));
  const members = reps.map(({ id }, index) => ({ repId: id, weight: 1 + (index % 3) }));
  const team = await call<{ id: string }>('POST', '/v1/teams', { name: 'Inside sales', members });
  const rules = [{ id: 'all', label: 'Everything', teamId: team.id }];
  const document = { rules };
  const policy = await call<{ version: number }>('POST', '/v1/routing-policies', { name: 'Bench', document });
  await call('POST', `/v1/routing-policies/${policy.version}/publish`, undefined);
}

/** That every submission is a touch and every lead has an owner: speed from work left out is no speed. Says what it saw. */
export async function verifyLeads({ sql }: Rig, submissions: number): Promise<string> {
  const { rows } = await sql.query<{ leads: number; owned: number; touches: number }>(
    `select count(*)::int as leads, count(owner_id)::int as owned, (select count(*)::int from touches) as touches from leads`,
  );
  const { leads, owned, touches } = rows[0] ?? { leads: 0, owned: 0, touches: 0 };
  if (touches !== submissions) throw new Error(`${submissions} leads were sent, but ${touches} touches are stored`);
  if (owned !== leads) throw new Error(`${leads} leads are stored, but only ${owned} have an owner`);
  return `ours stored ${touches} touches of ${leads} leads, each with an owner`;
}

export interface FurnishedTeam {
  teamId: string;
  members: { repId: string; weight: number }[];
}

export async function makeReps({ call }: Rig, count: number, settings: object = {}, key?: string): Promise<string[]> {
  const reps = Array.from({ length: count }, (_, index) => ({ name: `Rep ${index}`, ...settings }));
  return Promise.all(reps.map(async (rep) => (await call<{ id: string }>('POST', '/v1/reps', rep, key)).id));
}

export async function publishRules({ call }: Rig, rules: readonly object[], key?: string): Promise<void> {
  const draft = { name: 'Bench', document: { rules } };
  const { version } = await call<{ version: number }>('POST', '/v1/routing-policies', draft, key);
  await call('POST', `/v1/routing-policies/${version}/publish`, undefined, key);
}

const HEAVIEST = 20;

/** A team of so many reps with random weights, who keep their leads when they leave, and a rule that sends every lead there. */
export async function furnishReps(rig: Rig, count: number, key?: string): Promise<FurnishedTeam> {
  const repIds = await makeReps(rig, count, { whenInactive: 'keep' }, key);
  const members = repIds.map((repId) => ({ repId, weight: 1 + Math.floor(Math.random() * HEAVIEST) }));
  const team = await rig.call<{ id: string }>('POST', '/v1/teams', { name: `${count} reps`, members }, key);
  await publishRules(rig, [{ id: 'all', label: 'Everything', teamId: team.id }], key);
  return { teamId: team.id, members };
}
