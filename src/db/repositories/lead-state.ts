import type { Subject } from '../../core/conditions/subject.js';
import type { EngagementFact } from '../../core/engagement.js';
import type { Lead } from '../../core/leads/lead.js';
import { withTouches } from '../../core/leads/touch.js';
import type { Channel } from '../../core/sources.js';
import type { Executor } from '../executor.js';
import type { Fields } from '../statement.js';
import { HISTORY_OF, historyOf } from './engagement.js';
import { LEAD_COLUMNS, leadOfFields } from './lead-rows.js';
import { TOUCHES_OF } from './touch-facts.js';

/** A stored lead with everything that its exact score and class are computed from. */
export interface StoredState {
  lead: Lead;
  /** The events that decisions count, oldest first. */
  engagement: readonly EngagementFact[];
  /** How its first source looks to conditions. */
  source: Subject['source'];
}

/** One statement: three cost twice as much as their rows. Most leads have no events, which their row shows. */
const STATE = `select ${LEAD_COLUMNS}, s.channel, s.name, c.name,
    case when l.last_engaged_at is not null then ${HISTORY_OF('l.id')} else ${TOUCHES_OF('l.id')} end
  from leads l
  left join lateral (select s.channel, coalesce(v.name, s.name) as name from sources s
    left join sources v on v.workspace_id = s.workspace_id and v.id = s.survivor_id where s.workspace_id = $1 and s.id = l.source_id limit 1) s on true
  left join lateral (select coalesce(v.name, c.name) as name from campaigns c
    left join campaigns v on v.workspace_id = c.workspace_id and v.id = c.survivor_id where c.workspace_id = $1 and c.id = l.campaign_id limit 1) c on true
 where l.workspace_id = $1 and l.id = $2`;

export function leadState(executor: Executor, workspaceId: string) {
  return {
    /** Undefined for an unknown lead. */
    async state(id: string): Promise<StoredState | undefined> {
      const [state] = await executor.read('lead_state', STATE, [workspaceId, id], stateOf);
      return state;
    },
  };
}

function stateOf(fields: Fields): StoredState {
  const [channel, name, campaign, history = null] = fields.slice(-4);
  const source = channel && name ? { channel: channel as Channel, name, campaign: campaign ?? undefined } : undefined;
  const { engagement, touches } = historyOf(history);
  return { lead: withTouches(leadOfFields(fields), touches), engagement, source };
}
