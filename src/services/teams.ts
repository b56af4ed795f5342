import { entitledOf, newEntry, rebase } from '../core/assignment/ledger.js';
import type { MemberRecord, TeamRecord } from '../core/assignment/records.js';
import type { IfMatch } from '../core/refusals.js';
import type { ActiveFilter } from '../db/repositories/assignment.js';
import type { ListRequest, Page } from '../db/repositories/lists.js';
import type { Store, WriteScope } from '../db/store.js';
import type { WriteContext } from './context.js';
import { AppError } from './errors.js';
import { emitConfigChange, newRow } from './resources.js';
import { routeQueue } from './transactions/route-queue.js';
import { changedFields, checkVersion, orNotFound, trimmed } from './versions.js';
import type { Write } from './writes.js';

export interface MemberInput {
  repId: string;
  /** Share relative to the other members. */
  weight: number;
}

export interface Team extends TeamRecord {
  members: MemberInput[];
}

export interface TeamInput {
  name: string;
  members: MemberInput[];
  active?: boolean | undefined;
  /** Most leads of its share that an absent member is owed on its return; null: its ledger position stays. */
  catchUp?: number | null | undefined;
}

export type TeamPatch = Partial<TeamInput>;

/** One member's position in the fairness ledger, in leads. `deviation` = given - entitled. */
export interface RotationEntry {
  repId: string;
  weight: number;
  given: number;
  entitled: number;
  deviation: number;
}

export type TeamsService = ReturnType<typeof teamsService>;

export function teamsService(store: Store, write: Write) {
  return {
    create(context: WriteContext, input: TeamInput): Promise<Team> {
      return write(context, async (scope) => {
        const row: TeamRecord = {
          ...newRow(scope),
          name: input.name.trim(),
          active: input.active ?? true,
          catchUp: input.catchUp ?? null,
        };
        await scope.teams.insert(row);
        const members = await setMembers(scope, row.id, [], input.members);
        const { name, active, catchUp } = row;
        const after = { name, active, catchUp, members: input.members };
        emitConfigChange(scope, { type: 'team.created', subjectKind: 'team', subjectId: row.id, after });
        return teamOf(row, members);
      });
    },
    async get(workspaceId: string, id: string): Promise<Team> {
      const read = store.read(workspaceId);
      const row = orNotFound(await read.teams.find(id), 'team');
      return teamOf(row, await read.teamMembers.ofTeams([id]));
    },
    async list(workspaceId: string, filter: ActiveFilter, request: ListRequest): Promise<Page<Team>> {
      const read = store.read(workspaceId);
      const page = await read.teams.list(filter, request);
      const members = await read.teamMembers.ofTeams(page.rows.map((row) => row.id));
      return { ...page, rows: page.rows.map((row) => teamOf(row, members)) };
    },
    update: (context: WriteContext, id: string, ifMatch: IfMatch, patch: TeamPatch): Promise<Team> =>
      write(context, (scope) => updateTeam(scope, context, { id, ifMatch, patch })),
    /** The fairness ledger of a team's rotation. */
    async rotation(workspaceId: string, id: string): Promise<{ teamId: string; entries: RotationEntry[] }> {
      const read = store.read(workspaceId);
      orNotFound(await read.teams.find(id), 'team');
      const rows = await read.teamMembers.ofTeams([id]);
      return { teamId: id, entries: rows.map(rotationEntry) };
    },
  };
}

async function updateTeam(
  scope: WriteScope,
  context: WriteContext,
  { id, ifMatch, patch }: { id: string; ifMatch: IfMatch; patch: TeamPatch },
): Promise<Team> {
  const row = orNotFound(await scope.teams.find(id), 'team');
  checkVersion(row, ifMatch);
  const stored = await scope.teamMembers.ofTeams([id]);
  const before = teamOf(row, stored);
  const members = patch.members && [...patch.members].sort((a, b) => (a.repId < b.repId ? -1 : 1));
  const changed = changedFields<Team>(before, { ...trimmed(patch), ...(members ? { members } : {}) });
  if (!changed) return before;
  const { members: _, ...columns } = changed.after;
  const saved = await scope.teams.update(row, columns, scope.now);
  const kept = changed.after.members ? await setMembers(scope, id, stored, changed.after.members) : stored;
  emitConfigChange(scope, { type: 'team.updated', subjectKind: 'team', subjectId: id, ...changed });
  await routeQueue(scope, context);
  return teamOf(saved, kept);
}

function rotationEntry({ repId, weight, given, credit }: MemberRecord): RotationEntry {
  return { repId, weight, given, entitled: rounded(entitledOf({ given, credit })), deviation: rounded(-credit) };
}

/** To a billionth of a lead, the smallest difference that the rotation counts; never -0. */
const rounded = (leads: number) => Math.round(leads * 1e9) / 1e9 + 0;

const teamOf = (row: TeamRecord, members: readonly MemberRecord[]): Team => ({
  ...row,
  members: members
    .filter((member) => member.teamId === row.id)
    .map(({ repId, weight }) => ({ repId, weight }))
    .sort((a, b) => (a.repId < b.repId ? -1 : 1)),
});

/** A new member starts level with the pool. The balance of a removed member is spread over the others. */
async function setMembers(
  scope: WriteScope,
  teamId: string,
  stored: readonly MemberRecord[],
  wanted: readonly MemberInput[],
): Promise<MemberRecord[]> {
  const existing = await scope.reps.existing(wanted.map((member) => member.repId));
  const errors = wanted.flatMap((member, index) => {
    const pointer = `/members/${index}/repId`;
    if (!existing.has(member.repId)) {
      return [{ pointer, code: 'reference_not_found', detail: 'There is no such rep in this workspace.' }];
    }
    const twice = wanted.findIndex((other) => other.repId === member.repId) !== index;
    return twice ? [{ pointer, code: 'duplicate', detail: 'The rep is named twice.' }] : [];
  });
  if (errors.length > 0) throw new AppError('reference_not_found', 'Some members cannot be in the team.', { errors });
  const entries = wanted.map(({ repId, weight }) => {
    const known = stored.find((member) => member.repId === repId);
    if (known) return { ...known, weight };
    return { ...newEntry(repId, weight), workspaceId: scope.workspaceId, teamId, recentClaims: null };
  });
  rebase(entries);
  await scope.teamMembers.replaceTeam(teamId, entries);
  return entries;
}
