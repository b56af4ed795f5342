import { resource } from '../resource.js';
import { LEAD } from '../schemas/examples.js';
import { LeadList, LeadSchema } from '../schemas/leads.js';
import { leadOut } from './lead-presenters.js';

export const leads = resource({
  tag: 'Leads',
  noun: 'lead',
  plural: 'leads',
  path: '/v1/leads',
  read: ['leads:read'],
  write: ['leads:write'],
  schema: LeadSchema,
  list: LeadList,
  example: LEAD,
  out: leadOut,
});

export const leadParams = leads.params;
