import type { EngagementType } from '../core/engagement.js';
import type { EngagementCommand, RecordedEvent } from '../core/leads/commands/record-engagement.js';
import { externalKey } from '../core/leads/keys.js';
import type { SourceReference } from '../core/sources.js';
import type { VisitCommand } from '../core/visits/commands/visit.js';
import { type PageView, type PageVisitType, pageProperties } from '../core/visits/page-view.js';
import type { WriteContext } from './context.js';
import { AppError } from './errors.js';
import { normalizeEmail } from './identity/emails.js';
import { type BatchItem, type ItemResult, type PreparedItem, prepareItem, runItems } from './transactions/items.js';
import { refuse } from './transactions/refusals.js';
import type { BatchMode, Transactions } from './transactions/request.js';
import type { WorkspaceTime } from './workspace-time.js';

/** One event of a lead, which exactly one of id, external id and e-mail identifies. */
export interface EngagementInput {
  leadId?: string | undefined;
  leadExternalId?: string | undefined;
  leadExternalSystem?: string | undefined;
  email?: string | undefined;
  type: EngagementType;
  /** Epoch milliseconds; now when absent. */
  occurredAt?: number | undefined;
  externalId?: string | undefined;
  source?: SourceReference | undefined;
  properties?: Record<string, unknown> | undefined;
}

/** One event of a visitor id. */
export type VisitInput = Omit<EngagementInput, 'leadId' | 'leadExternalId' | 'leadExternalSystem' | 'email'> & {
  visitorId: string;
};

/** What a script of a page states. The time is that of its arrival. */
export interface PageVisitInput extends PageView {
  visitorId: string;
  type?: PageVisitType | undefined;
}

export interface RecordedVisit {
  id: string;
  visitorId: string;
  duplicate: boolean;
  /** The lead that the visitor id belongs to, once it is known. */
  leadId: string | undefined;
}

export type Recorded = RecordedEvent;
export type EngagementItem = BatchItem<EngagementInput>;
type EngagementOutcome = ItemResult<Recorded>;

export type EngagementService = ReturnType<typeof engagementService>;

export function engagementService(transactions: Transactions, timeOf: WorkspaceTime) {
  return {
    /** Records one event and moves the lead's score in the same transaction. */
    async create(context: WriteContext, input: EngagementInput): Promise<Recorded> {
      const prepared = prepareEvent({ input }, await timeOf(context.workspaceId));
      if ('error' in prepared) return refuse(transactions, context, prepared.error);
      return transactions.execute(context, prepared.command, (recorded) => recorded);
    },
    /** Records an event of a visitor who may not be known as a lead yet. */
    async visit(context: WriteContext, input: VisitInput): Promise<RecordedVisit> {
      const { type: engagementType, occurredAt = await timeOf(context.workspaceId), ...event } = input;
      const command: VisitCommand = { ...event, type: 'visit', engagementType, occurredAt };
      const { visitorId } = input;
      return transactions.execute(context, command, ({ id, duplicate, lead }) => ({
        id,
        visitorId,
        duplicate,
        leadId: lead?.id,
      }));
    },
    /** Records what a visitor did on a page, as a stranger states it: without an external id, a time or a source of its choice. */
    async visitPage(
      context: WriteContext,
      { visitorId, type = 'page_viewed', ...page }: PageVisitInput,
    ): Promise<void> {
      const properties = pageProperties(page);
      if (properties === undefined) {
        const detail = 'This is not the address of a web page.';
        throw new AppError('rule_refused', detail, { errors: [{ pointer: '/url', code: 'url_invalid', detail }] });
      }
      const occurredAt = await timeOf(context.workspaceId);
      const command: VisitCommand = { type: 'visit', visitorId, engagementType: type, occurredAt, properties };
      await transactions.execute(context, command, () => undefined);
    },
    async createBatch(
      context: WriteContext,
      items: readonly EngagementItem[],
      mode: BatchMode,
    ): Promise<EngagementOutcome[]> {
      const now = await timeOf(context.workspaceId);
      const prepared = items.map((item) => prepareEvent(item, now));
      return runItems<EngagementCommand, { command: EngagementCommand }, Recorded>(
        transactions,
        { context, mode, items: prepared },
        (recorded) => recorded,
      );
    },
  };
}

const prepareEvent = (item: EngagementItem, now: number): PreparedItem<{ command: EngagementCommand }> =>
  prepareItem(item, (input) => ({ command: commandOf(input, now) }));

function commandOf(input: EngagementInput, now: number): EngagementCommand {
  const { type, occurredAt = now, externalId, source, properties } = input;
  return { type: 'engagement', lead: leadOf(input), engagementType: type, occurredAt, externalId, source, properties };
}

function leadOf({ leadId, leadExternalId, leadExternalSystem, email }: EngagementInput): EngagementCommand['lead'] {
  if ([leadId, leadExternalId, email].filter((value) => value !== undefined).length !== 1) {
    throw new AppError('rule_refused', 'Name the lead by exactly one of leadId, leadExternalId and email.');
  }
  if (leadId !== undefined) return { id: leadId };
  if (leadExternalId !== undefined) {
    return { key: { kind: 'external_id', value: externalKey(leadExternalId, leadExternalSystem) } };
  }
  const { normalized } = normalizeEmail(email ?? '');
  if (normalized === undefined) {
    const detail = 'This is not an e-mail address.';
    throw new AppError('rule_refused', detail, { errors: [{ pointer: '/email', code: 'email_invalid', detail }] });
  }
  return { key: { kind: 'email', value: normalized } };
}
