import type { TSchema } from 'typebox';
import type { Column, ExportFields } from '../core/exports/columns.js';
import { eventBody } from '../services/event-body.js';
import type { ExportTables } from '../services/exports/tables.js';
import { activityOut } from './routes/activity-presenters.js';
import { customerOut, dealOut } from './routes/deal-presenters.js';
import { engagementOut } from './routes/engagement.js';
import { leadOut, scorePartsOut, touchOut } from './routes/lead-presenters.js';
import { ActivitySchema } from './schemas/activities.js';
import { getComponent, propertiesOf } from './schemas/components.js';
import { CustomerSchema } from './schemas/customers.js';
import { DealSchema } from './schemas/deals.js';
import { EngagementSchema } from './schemas/engagement.js';
import { EventSchema } from './schemas/events.js';
import { LeadSchema } from './schemas/leads.js';
import { TouchSchema } from './schemas/touches.js';

/** An object whose members have columns of their own: callers name them. */
const OPEN = 'attributes';

/** The columns of an object of the API: members of objects have columns, lists and free objects have one. */
function columnsOf(schema: TSchema, omitted: readonly string[], path: readonly string[] = []): Column[] {
  return Object.entries(propertiesOf(schema)).flatMap(([name, property]) => {
    if (omitted.includes(name)) return [];
    const value = property.$ref === undefined ? property : getComponent(property.$ref);
    const here = [...path, name];
    if (Object.keys(propertiesOf(value as TSchema)).length > 0) return columnsOf(value as TSchema, omitted, here);
    return [{ name: here.join('.'), path: here }];
  });
}

function fieldsOf(schema: TSchema, omitted: readonly string[], more: readonly string[] = []): ExportFields {
  const columns = columnsOf(schema, omitted).filter(({ name }) => name !== OPEN);
  const added = more.map((name) => ({ name, path: name.split('.') }));
  const open = OPEN in propertiesOf(schema) && !omitted.includes(OPEN) ? OPEN : undefined;
  return { columns: [...columns, ...added], open };
}

const OF_LEADS = ['source.channel', 'source.name', 'source.campaign', 'scoreExplanation'];

/**
 * How the rows of files look: as the API shows them, so that a new field of the API is a column as well. A lead has its source as a
 * submission has it, for imports.
 */
export const EXPORT_TABLES: ExportTables = {
  leads: {
    fields: fieldsOf(LeadSchema, ['links', 'included'], OF_LEADS),
    present: ({ lead, source, explanation }, names) => {
      const { links: _, ...shown } = leadOut(lead, names);
      if (explanation === undefined) return { ...shown, source };
      const { contributions, adjustments } = scorePartsOut(explanation.explanation.scoreExplanation);
      return { ...shown, source, scoreExplanation: [...contributions, ...adjustments] };
    },
  },
  touches: { fields: fieldsOf(TouchSchema, ['proposal']), present: touchOut },
  engagement_events: { fields: fieldsOf(EngagementSchema, []), present: engagementOut },
  activities: { fields: fieldsOf(ActivitySchema, []), present: activityOut },
  deals: { fields: fieldsOf(DealSchema, []), present: dealOut },
  customers: { fields: fieldsOf(CustomerSchema, []), present: customerOut },
  events: { fields: fieldsOf(EventSchema, []), present: eventBody },
};
