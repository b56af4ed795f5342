import type { Condition, Operator, Scalar } from '../src/core/condition.js';
import { all, field, happened } from '../src/core/conditions/build.js';
import { seededId } from './seed-search.js';

const not = (condition: Condition): Condition => ({ type: 'not', condition });
const attribute = (name: string, operator: Operator, value: Scalar): Condition =>
  field(`attributes.${name}`, operator, value);

/** What sales teams look for, of the leads that `seedSearchWorkspace` makes. */
export const USUAL_CONDITIONS: Readonly<Record<string, Condition | undefined>> = {
  'all leads': undefined,
  'category lost': field('category', 'eq', 'lost'),
  'stage proposal': field('stage', 'eq', 'proposal'),
  'stage mql': field('stage', 'eq', 'mql'),
  'my leads': field('ownerId', 'eq', seededId(1, 7)),
  'my retail leads': all(field('ownerId', 'eq', seededId(1, 7)), field('industry', 'eq', 'Retail')),
  'a team': field('teamId', 'eq', seededId(2, 3)),
  'a team without leads': field('teamId', 'eq', seededId(2, 99)),
  'a source': field('sourceId', 'eq', seededId(3, 39)),
  'a source without leads': field('sourceId', 'eq', seededId(3, 99)),
  'a campaign': field('campaignId', 'eq', seededId(4, 190)),
  'channel event': field('source.channel', 'eq', 'event'),
  'score from 70 to 71': field('score.total', 'between', [70, 71]),
  'grade A1': field('grade', 'eq', 'A1'),
  hot: field('temperature', 'eq', 'hot'),
  'a tag': field('tags', 'contains', 'Tag 49'),
  'an unknown tag': field('tags', 'contains', 'nowhere'),
  'a product': field('products', 'contains', 'crm'),
  'country EG': field('country', 'eq', 'EG'),
  'a country without leads': field('country', 'eq', 'IS'),
  'waking this month': field('parked.wakeAt', 'during', 'this_month'),
  'lost to Rival': field('loss.competitor', 'eq', 'Rival'),
  'without an open task': { type: 'related', relation: 'tasks', statuses: ['open'], operator: 'eq', value: 0 },
  'with an overdue task': { type: 'related', relation: 'tasks', statuses: ['open'], before: 'now' },
  'a won deal this year': { type: 'related', relation: 'deals', statuses: ['won'], from: 'this_year' },
  'asked for a demo in 30 days': happened(['demo_requested'], 30),
  'spam reported ever': happened(['spam_reported']),
  'liked post 7': {
    ...{ type: 'engagement', engagementTypes: ['content_liked'] },
    properties: [{ name: 'post', operator: 'eq', value: 7 }],
  },
  'updated in the last hour': field('updatedAt', 'gte', '-1h'),
  'created yesterday': field('createdAt', 'during', 'yesterday'),
  'segment public': attribute('segment', 'eq', 'public'),
  'an unknown segment': attribute('segment', 'eq', 'nowhere'),
  'seats above 498': attribute('seats', 'gt', 498),
  'name contains hopper': field('name', 'contains', 'hopper'),
  'name starts with ada zz': field('name', 'starts_with', 'ada zz'),
  'name like hoper zz': field('name', 'fuzzy', 'hoper zz'),
  'name like hoper': field('name', 'fuzzy', 'hoper'),
  'name contains xyz': field('name', 'contains', 'xyz'),
  'e-mail address': field('emailNormalized', 'eq', 'ken.turingabson1@meadow-1.com'),
  'quiet warm leads of a team': all(
    field('teamId', 'eq', seededId(2, 3)),
    field('temperature', 'in', ['warm', 'hot']),
    field('lastActivityAt', 'lt', '-90d'),
    not(happened(['email_unsubscribed'])),
  ),
};
