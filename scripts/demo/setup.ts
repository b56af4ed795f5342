import { CommandError } from '../../src/command.js';
import type { RoutingPolicy } from '../../src/core/assignment/policy.js';
import { field } from '../../src/core/conditions/build.js';
import { type HttpClient, isObject, problemText } from '../client/http-client.js';

export interface Rep {
  id: string;
  name: string;
  capacity: number | undefined;
}

export interface Team {
  id: string;
  name: string;
}

const REPS: readonly { name: string; team: string; weight: number; capacity?: number }[] = [
  { name: 'Dana Whitfield', team: 'Closers', weight: 2 },
  { name: 'Mateo Ruiz', team: 'Closers', weight: 1 },
  { name: 'Ingrid Solberg', team: 'Closers', weight: 1, capacity: 60 },
  { name: 'Katja Brandt', team: 'Europe', weight: 3 },
  { name: 'Luc Fontaine', team: 'Europe', weight: 2 },
  { name: 'Chiara Conti', team: 'Europe', weight: 2, capacity: 450 },
  { name: 'Owen Price', team: 'Europe', weight: 1 },
  { name: 'Renee Carter', team: 'World', weight: 3 },
  { name: 'Jamal Brooks', team: 'World', weight: 2 },
  { name: 'Priya Nair', team: 'World', weight: 2 },
];
const EUROPE = ['GB', 'DE', 'FR', 'NL', 'ES', 'IT', 'SE', 'PL'];

/** Creates a workspace, so that generated leads never mix with real ones; returns its name and admin key. */
export async function createWorkspace(client: HttpClient, name: string): Promise<{ name: string; key: string }> {
  const response = await client.post('/v1/workspaces', { name, defaultCountry: 'US' });
  if (response.status === 403) {
    throw new CommandError(
      'The key may not create a workspace (deployment:manage). Take one that may, or --workspace current to fill its own.',
    );
  }
  const { apiKey } = expectBody(response, 201, 'create a workspace');
  if (!isObject(apiKey) || typeof apiKey.token !== 'string') throw new Error('the new workspace came without a key');
  return { name, key: apiKey.token };
}

/** Creates ten reps in three teams, and publishes a routing policy by temperature and country. */
export async function createReps(client: HttpClient): Promise<{ reps: Rep[]; teams: Team[] }> {
  const reps: Rep[] = [];
  const members = new Map<string, { repId: string; weight: number }[]>();
  for (const { name, team, weight, capacity } of REPS) {
    const email = `${name.toLowerCase().replace(' ', '.')}@headwater.example`;
    const body = await post(client, '/v1/reps', capacity === undefined ? { name, email } : { name, email, capacity });
    const id = String(body.id);
    reps.push({ id, name, capacity });
    members.set(team, [...(members.get(team) ?? []), { repId: id, weight }]);
  }
  const teams: Team[] = [];
  for (const [name, list] of members) {
    const body = await post(client, '/v1/teams', { name, members: list });
    teams.push({ id: String(body.id), name });
  }
  await publishRouting(client, teams);
  return { reps, teams };
}

async function publishRouting(client: HttpClient, teams: readonly Team[]): Promise<void> {
  const idOf = (name: string) => teams.find((team) => team.name === name)?.id ?? '';
  const document: RoutingPolicy = {
    rules: [
      { id: 'hot', label: 'Wants to buy now', when: field('temperature', 'eq', 'hot'), teamId: idOf('Closers') },
      { id: 'europe', label: 'Lives in Europe', when: field('country', 'in', EUROPE), teamId: idOf('Europe') },
    ],
    fallbackTeamId: idOf('World'),
  };
  const draft = await post(client, '/v1/routing-policies', { name: 'By temperature and country', document });
  expectBody(
    await client.post(`/v1/routing-policies/${draft.version}/publish`, undefined),
    200,
    'publish the routing policy',
  );
}

async function post(client: HttpClient, path: string, body: unknown): Promise<Record<string, unknown>> {
  return expectBody(await client.post(path, body), 201, `post to ${path}`);
}

/**
 * The body of a response with the expected status; otherwise throws a `CommandError` that names the action and the
 * problem.
 */
export function expectBody(
  { status, body }: { status: number; body: unknown },
  expected: number,
  action: string,
): Record<string, unknown> {
  if (status === expected && isObject(body)) return body;
  throw new CommandError(`The service refused to ${action} (${status}): ${problemText(body)}`);
}
