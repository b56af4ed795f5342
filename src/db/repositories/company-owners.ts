import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { companyOwners } from '../schema/assignment.js';

const writer = rowWriter(companyOwners, ['workspace_id', 'domain']);

export function companyOwnersRepository(executor: Executor, workspaceId: string) {
  return {
    all: () =>
      executor.run<{ domain: string; ownerId: string }>(
        'company_owners',
        'select domain, owner_id as "ownerId" from company_owners where workspace_id = $1',
        [workspaceId],
      ),
    async find(domains: readonly string[]): Promise<{ domain: string; ownerId: string }[]> {
      if (domains.length === 0) return [];
      return executor.run<{ domain: string; ownerId: string }>(
        'find_company_owners',
        'select domain, owner_id as "ownerId" from company_owners where workspace_id = $1 and domain = any($2::text[])',
        [workspaceId, domains],
      );
    },
    save: (owners: ReadonlyMap<string, string>) =>
      writer.replace(
        executor,
        [...owners].map(([domain, ownerId]) => ({ workspaceId, domain, ownerId })),
      ),
    /** Recomputes all owners: the owner of each company's lead that was assigned last. */
    async rebuild(): Promise<void> {
      await executor.run('clear_company_owners', 'delete from company_owners where workspace_id = $1', [workspaceId]);
      await executor.run(
        'fill_company_owners',
        `insert into company_owners (workspace_id, domain, owner_id)
         select distinct on (domain) workspace_id, domain, owner_id from leads
          where workspace_id = $1 and owner_id is not null and domain is not null
          order by domain, assigned_at desc, id desc`,
        [workspaceId],
      );
    },
  };
}
