import { and, eq } from 'drizzle-orm';
import type { Form } from '../../core/forms/form.js';
import { CONSENT_CHANNELS, type ConsentChannel } from '../../core/leads/consent.js';
import type { SourceReference } from '../../core/sources.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { forms } from '../schema/forms.js';
import { campaigns, sources } from '../schema/sources.js';
import { bindingOf, type ListRequest, matching, newestFirst, type Page } from './lists.js';
import { resourceRows } from './resource-rows.js';
import { sourceMergesRepository } from './source-merges.js';

export interface FormFilter {
  sourceId?: string | undefined;
  campaignId?: string | undefined;
}

const writer = rowWriter(forms, ['workspace_id', 'id']);

const CONFIRMED_CHANNELS = `select channel from unnest($2::text[]) as channel
  where exists (select from workspaces where id = $1 and channel = any(double_opt_in))
     or exists (select from forms where workspace_id = $1 and confirmation_hours is not null
                  and fields @> jsonb_build_array(jsonb_build_object('to', channel || 'Consent')))`;

export function formsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const mine = (id: string) => and(eq(forms.workspaceId, workspaceId), eq(forms.id, id));
  return {
    ...resourceRows<Form>(executor, forms, workspaceId),
    insert: (rows: readonly Form[]) => writer.insert(executor, rows),
    count: () => executor.orm.$count(forms, eq(forms.workspaceId, workspaceId)),
    /** Channels whose consents need a confirmation: by the setting of the workspace, or as a form takes them with one. */
    async confirmedChannels(): Promise<ConsentChannel[]> {
      const values = [workspaceId, CONSENT_CHANNELS];
      const rows = await executor.run<{ channel: ConsentChannel }>('confirmed_channels', CONFIRMED_CHANNELS, values);
      return rows.map(({ channel }) => channel);
    },
    async remove(id: string): Promise<void> {
      await executor.orm.delete(forms).where(mine(id));
    },
    /** The form with its source and campaign by their present names. */
    async findWithSource(id: string): Promise<{ form: Form; source: SourceReference } | undefined> {
      const [row] = await executor.orm
        .select({ form: forms, channel: sources.channel, name: sources.name, campaign: campaigns.name })
        .from(forms)
        .innerJoin(sources, and(eq(sources.workspaceId, workspaceId), eq(sources.id, forms.sourceId)))
        .leftJoin(campaigns, and(eq(campaigns.workspaceId, workspaceId), eq(campaigns.id, forms.campaignId)))
        .where(mine(id));
      if (row === undefined) return undefined;
      const { form, channel, name, campaign } = row;
      return { form, source: { channel, name, ...(campaign !== null && { campaign }) } };
    },
    async list(filter: FormFilter, request: ListRequest): Promise<Page<Form>> {
      return newestFirst(
        { executor, workspaceId, cursors },
        {
          ...{ table: forms, key: 'id', binding: bindingOf('forms', filter), request },
          where: matching(forms, await sourceMergesRepository(executor, workspaceId).widened(filter)),
        },
      );
    },
  };
}
