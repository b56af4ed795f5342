import Type from 'typebox';
import { ACTIVITY_DIRECTIONS, ACTIVITY_KINDS, ACTIVITY_OUTCOMES } from '../../core/activities/activities.js';
import { ENGAGEMENT_TYPES } from '../../core/engagement.js';
import { CATEGORIES, MATCH_KEYS } from '../../core/leads/vocabulary.js';
import { bounds, Id } from './common.js';
import { enumOf } from './components.js';

/** Query parameters of lists of touches, engagement events, activities and stage changes, of one lead or of all. */

export const touchFilters = {
  sourceId: Type.Optional(Id('From this source.')),
  campaignId: Type.Optional(Id('From this campaign.')),
  matchedBy: Type.Optional(enumOf(MATCH_KEYS, { description: 'Matched to the lead by this key.' })),
  ...bounds('occurred', 'Submitted'),
};

export const engagementFilters = {
  type: Type.Optional(enumOf(ENGAGEMENT_TYPES, { description: 'Of this type.' })),
  sourceId: Type.Optional(Id('From this source.')),
  campaignId: Type.Optional(Id('From this campaign.')),
  ...bounds('occurred', 'Occurred'),
};

export const activityFilters = {
  kind: Type.Optional(enumOf(ACTIVITY_KINDS, { description: 'Of this kind.' })),
  direction: Type.Optional(enumOf(ACTIVITY_DIRECTIONS, { description: 'In this direction.' })),
  outcome: Type.Optional(enumOf(ACTIVITY_OUTCOMES, { description: 'With this outcome.' })),
  automatic: Type.Optional(Type.Boolean({ description: 'Sent by a machine (true), or done by a rep (false).' })),
  repId: Type.Optional(Id('By this rep.')),
  taskId: Type.Optional(Id('Recorded with this task.')),
  ...bounds('occurred', 'Done'),
};

const Stage = (description: string) => Type.Optional(Type.String({ minLength: 1, maxLength: 64, description }));

export const stageChangeFilters = {
  fromStage: Stage('From this stage, by its key.'),
  fromCategory: Type.Optional(enumOf(CATEGORIES, { description: 'From this category.' })),
  toStage: Stage('To this stage, by its key.'),
  toCategory: Type.Optional(enumOf(CATEGORIES, { description: 'To this category.' })),
  cause: Stage('For this cause, such as `manual` or `engagement`.'),
  actorId: Stage('By this actor: an API key or a component of the service.'),
  ...bounds('occurred', 'Changed'),
};

export const ofLead = { leadId: Type.Optional(Id('Of this lead.')) };
