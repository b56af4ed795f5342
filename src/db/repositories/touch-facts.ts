import { TOUCH_LIMIT, type TouchFact } from '../../core/leads/touch.js';
import { unseen } from '../arrays.js';
import type { Executor } from '../executor.js';

/** Stands before the touches of a lead: JSON escapes it, and arrays of ids, numbers and words have none. */
export const TOUCHES_MARK = '\t';

/** The touches of a lead that arrived last, newest first, as four arrays. The limit reads the end of the primary key. */
const ARRAYS_OF = (leadId: string) => `(select concat_ws(' ',
      array_agg((date_part('epoch', t.occurred_at) * 1000)::bigint)::text, array_agg(t.source_id)::text, array_agg(t.campaign_id)::text,
      array_agg((select channel from sources where workspace_id = $1 and id = t.source_id))::text)
    from (select occurred_at, source_id, campaign_id from touches
           where workspace_id = $1 and lead_id = ${leadId} order by id desc limit ${TOUCH_LIMIT}) t)`;

/** The same as a part of the text that `HISTORY_OF` selects: empty where no published policy compares touches. */
export const TOUCHES_OF = (leadId: string) => `case when (select compares_touches from workspaces where id = $1)
      then E'\\t' || ${ARRAYS_OF(leadId)} else '' end`;

/** The elements of a PostgreSQL array that holds no text which it would quote. */
export const elementsOf = (array: string): string[] => array.slice(1, -1).split(',');

/** Parses the arrays; the result is in the order of arrival. */
export function touchesOf(arrays: string): readonly TouchFact[] {
  if (arrays === '') return [];
  const [instants = [], sourceIds = [], campaignIds = [], channels = []] = arrays.split(' ').map(elementsOf);
  const words = new Map<string, string | undefined>([['NULL', undefined]]);
  // Each word is stored once: a substring would keep the whole answer in memory.
  const wordOf = (word: string | undefined): string | undefined => {
    if (word === undefined || words.has(word)) return word && words.get(word);
    words.set(word, word);
    return word;
  };
  const touches = instants.map(
    (at, index): TouchFact => ({
      occurredAt: Number(at),
      sourceId: wordOf(sourceIds[index]),
      campaignId: wordOf(campaignIds[index]),
      channel: wordOf(channels[index]) as TouchFact['channel'],
    }),
  );
  return touches.reverse();
}

/** The touches of the leads by their ids, whatever published policies compare. */
export async function factsOf(
  executor: Executor,
  workspaceId: string,
  leadIds: readonly string[],
): Promise<ReadonlyMap<string, readonly TouchFact[]>> {
  if (leadIds.length === 0) return new Map();
  const rows = await executor.run<{ lead_id: string; touches: string }>(
    'touch_facts',
    `select wanted.lead_id, ${ARRAYS_OF('wanted.lead_id')} as touches
       from unnest(${unseen('$2', 'uuid')}) as wanted(lead_id)`,
    [workspaceId, leadIds],
  );
  return new Map(rows.map(({ lead_id, touches }) => [lead_id, touchesOf(touches)]));
}
