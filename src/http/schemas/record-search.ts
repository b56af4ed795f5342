import Type from 'typebox';
import { RECORD_FIELDS, RECORD_OBJECTS, type RecordKind } from '../../core/records/fields.js';
import { listQueryProperties } from './common.js';
import { When } from './conditions.js';
import { variant } from './rules.js';

/** The body of a search of records; `plural` names them. */
function recordSearch<Name extends string>(name: Name, kind: RecordKind, plural: string) {
  const object = RECORD_OBJECTS[kind];
  const fields = [...Object.keys(RECORD_FIELDS[kind]), ...(object === undefined ? [] : [`${object}.<name>`])];
  const names = fields.map((field) => `\`${field}\``).join(', ');
  return variant(
    name,
    {
      where: Type.Optional(When),
      lead: Type.Optional(When),
      limit: Type.Optional(
        Type.Integer({ minimum: 1, maximum: 200, description: 'Most items on one page, 1 to 200; 50 when absent.' }),
      ),
      cursor: listQueryProperties.cursor,
    },
    `Which ${plural} to return: those for which \`where\` holds, of leads for which \`lead\` holds; all without both. Fields of \`where\`: ${names}. \`lead\` is a condition as in a search of leads. What takes more than 2 seconds is refused: 422, \`too_expensive\`, with a pointer to each part.`,
  );
}

export const TouchSearch = recordSearch('TouchSearch', 'touches', 'touches');
export const EngagementEventSearch = recordSearch('EngagementEventSearch', 'engagement', 'engagement events');
export const ActivitySearch = recordSearch('ActivitySearch', 'activities', 'activities');
export const StageChangeSearch = recordSearch('StageChangeSearch', 'stageChanges', 'stage changes');
