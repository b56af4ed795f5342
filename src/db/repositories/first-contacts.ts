import { and, desc, eq } from 'drizzle-orm';
import type { FirstContact, SpeedToLead } from '../../core/leads/sla.js';
import { iso } from '../../core/time.js';
import type { Executor } from '../executor.js';
import { rowWriter } from '../rows.js';
import { firstContacts, laterContacts } from '../schema/sla.js';

export type NewFirstContact = SpeedToLead & { leadId: string };

const firstWriter = rowWriter(firstContacts, ['workspace_id', 'lead_id']);
const laterWriter = rowWriter(laterContacts, ['workspace_id', 'lead_id', 'cycle']);

export function firstContactsRepository(executor: Executor, workspaceId: string) {
  return {
    /** An earlier contact that is recorded later replaces the stored first contact. */
    save: (contacts: readonly NewFirstContact[]) =>
      Promise.all([
        firstWriter.replaceNamed(
          executor,
          contacts.filter(({ cycle }) => cycle === 0).map((contact) => contactRow(workspaceId, contact)),
        ),
        laterWriter.replaceNamed(
          executor,
          contacts
            .filter(({ cycle }) => cycle > 0)
            .map((contact) => ({ ...contactRow(workspaceId, contact), cycle: contact.cycle })),
        ),
      ]),
    /** The first contact since the lead was last reopened; without one, that of the time before. */
    async ofLead(leadId: string): Promise<FirstContact | undefined> {
      const { orm } = executor;
      const later = orm
        .select()
        .from(laterContacts)
        .where(and(eq(laterContacts.workspaceId, workspaceId), eq(laterContacts.leadId, leadId)))
        .orderBy(desc(laterContacts.cycle))
        .limit(1);
      const first = orm
        .select()
        .from(firstContacts)
        .where(and(eq(firstContacts.workspaceId, workspaceId), eq(firstContacts.leadId, leadId)));
      const [[latest], [earliest]] = await Promise.all([later, first]);
      return latest ?? earliest;
    },
  };
}

const contactRow = (workspaceId: string, contact: NewFirstContact) => ({
  workspace_id: workspaceId,
  lead_id: contact.leadId,
  contacted_at: iso(contact.contactedAt),
  rep_id: contact.repId,
  source_id: contact.sourceId,
  elapsed_ms: contact.elapsedMs,
  business_ms: contact.businessMs,
});
