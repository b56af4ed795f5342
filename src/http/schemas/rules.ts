import Type, { type TSchema } from 'typebox';
import { SCORE_MODEL_LIMITS as LIMITS } from '../../core/scoring/model.js';
import { strict } from './common.js';
import { component } from './components.js';

/** Fields that rules of every kind of document have. */

export const ruleFields = {
  id: Type.String({ pattern: '^[a-z0-9][a-z0-9_-]{0,63}$', description: 'Stable id, unique in the document.' }),
  label: Type.String({ minLength: 1, maxLength: LIMITS.label, description: 'Its purpose, for people.' }),
};

export const variant = <P extends Record<string, TSchema>>(name: string, fields: P, description: string) =>
  component(name, Type.Object(fields, strict(description)));
