import { and, eq, inArray } from 'drizzle-orm';
import type { MemberRecord, RepRecord, TeamRecord } from '../../core/assignment/records.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { reps, teamMembers, teams } from '../schema/assignment.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page } from './lists.js';
import { resourceRows } from './resource-rows.js';

export interface ActiveFilter {
  active?: boolean | undefined;
}

const memberWriter = rowWriter(teamMembers, ['workspace_id', 'team_id', 'rep_id']);

export function repsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    ...resourceRows<RepRecord>(executor, reps, workspaceId),
    async insert(row: RepRecord): Promise<void> {
      await executor.orm.insert(reps).values(row);
    },
    async existing(ids: readonly string[]): Promise<Set<string>> {
      if (ids.length === 0) return new Set();
      const rows = await executor.orm
        .select({ id: reps.id })
        .from(reps)
        .where(and(eq(reps.workspaceId, workspaceId), inArray(reps.id, [...ids])));
      return new Set(rows.map((row) => row.id));
    },
    ...repLoads(executor, workspaceId),
    list: (filter: ActiveFilter, request: ListRequest): Promise<Page<RepRecord>> =>
      newestFirst(
        { executor, workspaceId, cursors },
        { table: reps, key: 'id', binding: bindingOf('reps', filter), where: matching(reps, filter), request },
      ),
  };
}

/** Load columns of reps, which the pipeline changes with each lead. */
function repLoads(executor: Executor, workspaceId: string) {
  return {
    /** Changes the open leads of each rep, and their effort, by its difference. */
    addLoad(differences: ReadonlyMap<string, { leads: number; effort: number }>): Promise<unknown> {
      const moved = [...differences].filter(([, { leads, effort }]) => leads !== 0 || effort !== 0);
      if (moved.length === 0) return Promise.resolve();
      return executor.run(
        'add_load',
        `update reps set open_leads = open_leads + moved.leads, open_effort = open_effort + moved.effort
           from unnest($2::uuid[], $3::int[], $4::int[]) as moved(id, leads, effort)
          where reps.workspace_id = $1 and reps.id = moved.id`,
        [workspaceId, moved.map(([id]) => id), moved.map(([, by]) => by.leads), moved.map(([, by]) => by.effort)],
      );
    },
    /** Saves the instants at which reps with caps got their latest leads. */
    saveRecent(given: readonly { repId: string; recent: readonly number[] }[]): Promise<unknown> {
      if (given.length === 0) return Promise.resolve();
      return executor.run(
        'save_recent_leads',
        `update reps set recent_leads = given.recent::jsonb
           from unnest($2::uuid[], $3::text[]) as given(id, recent)
          where reps.workspace_id = $1 and reps.id = given.id`,
        [workspaceId, given.map(({ repId }) => repId), given.map(({ recent }) => JSON.stringify(recent))],
      );
    },
  };
}

export function teamsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  return {
    ...resourceRows<TeamRecord>(executor, teams, workspaceId),
    async insert(row: TeamRecord): Promise<void> {
      await executor.orm.insert(teams).values(row);
    },
    list: (filter: ActiveFilter, request: ListRequest): Promise<Page<TeamRecord>> =>
      newestFirst(
        { executor, workspaceId, cursors },
        { table: teams, key: 'id', binding: bindingOf('teams', filter), where: matching(teams, filter), request },
      ),
  };
}

export function teamMembersRepository(executor: Executor, workspaceId: string) {
  return {
    async all(): Promise<MemberRecord[]> {
      return executor.orm.select().from(teamMembers).where(eq(teamMembers.workspaceId, workspaceId));
    },
    async ofTeams(teamIds: readonly string[]): Promise<MemberRecord[]> {
      if (teamIds.length === 0) return [];
      return executor.orm
        .select()
        .from(teamMembers)
        .where(and(eq(teamMembers.workspaceId, workspaceId), inArray(teamMembers.teamId, [...teamIds])))
        .orderBy(teamMembers.repId);
    },
    /** Makes the members of a team exactly `rows`. */
    async replaceTeam(teamId: string, rows: readonly MemberRecord[]): Promise<void> {
      const ofTeam = and(eq(teamMembers.workspaceId, workspaceId), eq(teamMembers.teamId, teamId));
      await executor.orm.delete(teamMembers).where(ofTeam);
      await memberWriter.insert(executor, rows);
    },
    /** Saves the instants at which members of teams claimed their latest leads. */
    saveClaims(remembered: readonly { teamId: string; repId: string; claims: readonly number[] }[]): Promise<unknown> {
      if (remembered.length === 0) return Promise.resolve();
      return executor.run(
        'save_recent_claims',
        `update team_members m set recent_claims = made.claims::jsonb
           from unnest($2::uuid[], $3::uuid[], $4::text[]) as made(team_id, rep_id, claims)
          where m.workspace_id = $1 and m.team_id = made.team_id and m.rep_id = made.rep_id`,
        [
          workspaceId,
          remembered.map(({ teamId }) => teamId),
          remembered.map(({ repId }) => repId),
          remembered.map(({ claims }) => JSON.stringify(claims)),
        ],
      );
    },
    saveLedger: (rows: readonly MemberRecord[]) => memberWriter.replace(executor, rows),
  };
}
