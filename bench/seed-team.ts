import type { Harness } from './harness.js';

const REPS = ['Anna', 'Ben', 'Chloe', 'David', 'Eva'];

/** Creates a team of five reps and a routing rule that gives every lead to it, so that each lead gets an owner. */
export async function seedTeam(harness: Harness): Promise<void> {
  const { call } = harness;
  const reps = await Promise.all(REPS.map((name) => call<{ id: string }>('POST', '/v1/reps', { name })));
  const members = reps.map(({ id }, index) => ({ repId: id, weight: 1 + (index % 3) }));
  const team = await call<{ id: string }>('POST', '/v1/teams', { name: 'Inside sales', members });
  await publishRules(harness, [{ id: 'all', label: 'Everything', teamId: team.id }]);
}

/**
 * Throws unless every submission left a touch and every lead has an owner: figures of a run that skipped work are void.
 * Returns a note with the counts.
 */
export async function verifyLeads({ sql }: Harness, submissions: number): Promise<string> {
  const { rows } = await sql.query<{ leads: number; owned: number; touches: number }>(
    `select count(*)::int as leads, count(owner_id)::int as owned, (select count(*)::int from touches) as touches from leads`,
  );
  const { leads, owned, touches } = rows[0] ?? { leads: 0, owned: 0, touches: 0 };
  if (touches !== submissions) throw new Error(`${submissions} leads were sent, but ${touches} touches are stored`);
  if (owned !== leads) throw new Error(`${leads} leads are stored, but only ${owned} have an owner`);
  return `ours stored ${touches} touches of ${leads} leads, each with an owner`;
}

export interface SeededTeam {
  teamId: string;
  members: { repId: string; weight: number }[];
}

export async function createReps(
  { call }: Harness,
  count: number,
  settings: object = {},
  key?: string,
): Promise<string[]> {
  const reps = Array.from({ length: count }, (_, index) => ({ name: `Rep ${index}`, ...settings }));
  return Promise.all(reps.map(async (rep) => (await call<{ id: string }>('POST', '/v1/reps', rep, key)).id));
}

export async function publishRules({ call }: Harness, rules: readonly object[], key?: string): Promise<void> {
  const draft = { name: 'Bench', document: { rules } };
  const { version } = await call<{ version: number }>('POST', '/v1/routing-policies', draft, key);
  await call('POST', `/v1/routing-policies/${version}/publish`, undefined, key);
}

const HEAVIEST = 20;

/**
 * Creates a team of `count` reps with random weights and a rule that gives every lead to it. Reps who leave keep their
 * leads.
 */
export async function seedWeightedTeam(harness: Harness, count: number, key?: string): Promise<SeededTeam> {
  const repIds = await createReps(harness, count, { whenInactive: 'keep' }, key);
  const members = repIds.map((repId) => ({ repId, weight: 1 + Math.floor(Math.random() * HEAVIEST) }));
  const team = await harness.call<{ id: string }>('POST', '/v1/teams', { name: `${count} reps`, members }, key);
  await publishRules(harness, [{ id: 'all', label: 'Everything', teamId: team.id }], key);
  return { teamId: team.id, members };
}
