import { and, eq } from 'drizzle-orm';
import type { Form } from '../../core/forms/form.js';
import type { SourceReference } from '../../core/sources.js';
import type { CursorCodec } from '../cursor.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { forms } from '../schema/forms.js';
import { campaigns, sources } from '../schema/sources.js';
import { filtered, type ListRequest, type Page } from './lists.js';
import { resourceRows } from './resource-rows.js';

export interface FormFilter {
  sourceId?: string | undefined;
  campaignId?: string | undefined;
}

const writer = rowWriter(forms, ['workspace_id', 'id']);

export function formsRepository(executor: Executor, workspaceId: string, cursors: CursorCodec) {
  const mine = (id: string) => and(eq(forms.workspaceId, workspaceId), eq(forms.id, id));
  return {
    ...resourceRows<Form>(executor, forms, workspaceId),
    insert: (rows: readonly Form[]) => writer.insert(executor, rows),
    count: () => executor.orm.$count(forms, eq(forms.workspaceId, workspaceId)),
    /** Whether a form takes e-mail consents with a confirmation. */
    async someConfirm(): Promise<boolean> {
      const rows = await executor.run(
        'some_form_confirms',
        `select 1 from forms where workspace_id = $1 and confirmation_hours is not null
          and fields @> '[{"to": "emailConsent"}]'::jsonb limit 1`,
        [workspaceId],
      );
      return rows.length > 0;
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
    list: (filter: FormFilter, request: ListRequest): Promise<Page<Form>> =>
      filtered({ executor, workspaceId, cursors }, { table: forms, key: 'id', list: 'forms', filter, request }),
  };
}
