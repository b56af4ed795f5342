import type { Batch } from '../../core/batch/batch.js';
import { pastKey } from '../../core/batch/known-past.js';
import { arrivalOf } from '../../core/commands/table.js';
import { pastMatchOf } from '../../core/history/commands/record-history.js';
import type { Repositories } from '../../db/repositories/repositories.js';
import type { TransactionRequest } from './request.js';

/** Loads what identifies the touches and activities of known leads whose history is recorded; nothing for other commands. */
export async function loadPasts(
  { touches, activities }: Repositories,
  batch: Batch,
  requests: readonly TransactionRequest[],
): Promise<void> {
  const leadIds = new Set<string>();
  for (const command of requests.flatMap(({ commands }) => commands.map(arrivalOf))) {
    const lead = command.type === 'record_history' ? pastMatchOf(batch, command).lead : undefined;
    if (lead) leadIds.add(lead.id);
  }
  if (leadIds.size === 0) return;
  const [known, done] = await Promise.all([touches.identified([...leadIds]), activities.identified([...leadIds])]);
  for (const touch of known) batch.known.add(touch.leadId, pastKey.touch(touch));
  for (const { leadId, kind, occurredAt } of done) {
    batch.known.add(leadId, pastKey.activity({ kind, occurredAt: occurredAt.getTime() }));
  }
}
