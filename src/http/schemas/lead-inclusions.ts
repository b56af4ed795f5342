import Type from 'typebox';
import { enumOf } from './components.js';
import { INCLUSIONS, LEAD_FIELDS } from './lead-included.js';
import { LeadSchema } from './leads.js';
import { wordListPattern } from './word-lists.js';

/** What `fields` may name: each property of a lead but `included`. */
export const LEAD_PROPERTIES = [
  ...LEAD_FIELDS,
  ...Object.keys(LeadSchema.properties).filter((name) => name !== 'included' && !LEAD_FIELDS.includes(name)),
];

const WHAT_IS_INCLUDED =
  '`owner` needs the scope `assignment:read`, `source` needs `sources:read`. With `score` or `classification` a page has at most 50 leads.';
const WHAT_IS_LEFT_OUT =
  'Only these of the facts that a lead may lack, such as its name and e-mail. All other properties (id, version, score, class, owner, links) are shown in any case, so that generated clients read the answer.';

/** Query parameters of the reads of leads. */
export const inclusionQuery = {
  include: Type.Optional(
    Type.String({
      pattern: wordListPattern(INCLUSIONS),
      maxLength: 100,
      description: `What to add as \`included\`, separated by commas: ${INCLUSIONS.join(', ')}. ${WHAT_IS_INCLUDED}`,
      examples: ['owner,lastTouch'],
    }),
  ),
  fields: Type.Optional(
    Type.String({
      pattern: wordListPattern(LEAD_PROPERTIES),
      maxLength: 2000,
      description: `${WHAT_IS_LEFT_OUT} Separated by commas: ${LEAD_PROPERTIES.join(', ')}.`,
      examples: ['name,email,phone'],
    }),
  ),
};

/** The same in the body of a search. */
export const inclusionBody = {
  include: Type.Optional(
    Type.Array(enumOf(INCLUSIONS, { description: 'What to add.' }), {
      maxItems: INCLUSIONS.length,
      uniqueItems: true,
      description: `What to add as \`included\`. ${WHAT_IS_INCLUDED}`,
    }),
  ),
  fields: Type.Optional(
    Type.Array(enumOf(LEAD_PROPERTIES, { description: 'A property of a lead.' }), {
      maxItems: LEAD_PROPERTIES.length,
      uniqueItems: true,
      description: WHAT_IS_LEFT_OUT,
    }),
  ),
};
