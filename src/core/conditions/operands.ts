import { decimalText } from '../attributes/normal-values.js';
import type { Operator, Scalar } from '../condition.js';
import { CONDITION_LIMITS } from '../condition.js';
import { parseInstant } from '../time.js';
import { wordsOf } from '../words.js';
import { compareDecimals, isDecimalText, textBounds } from './attribute-bounds.js';
import { type FieldKind, isInstantType } from './field-kinds.js';
import { isPeriod, isRelativeDate, PERIODS } from './relative-dates.js';

/** What is wrong with the value of a comparison with the field; undefined: nothing. */
export function valueProblem(
  operator: Operator,
  value: Scalar | Scalar[] | undefined,
  field: FieldKind,
  takesRelative: boolean,
): string | undefined {
  switch (operator) {
    case 'exists':
    case 'not_exists':
      return value === undefined ? undefined : `must be absent with ${operator}`;
    case 'in':
    case 'not_in': {
      if (!Array.isArray(value) || value.length < 1 || value.length > CONDITION_LIMITS.values) {
        return `must be a list of 1-${CONDITION_LIMITS.values} values`;
      }
      return value.map((member) => scalarProblem(member, field)).find((problem) => problem !== undefined);
    }
    case 'within_last':
    case 'older_than':
    case 'within_next': {
      const days = typeof value === 'number' ? value : Number.NaN;
      const detail = `must be a number of days from 0 to ${CONDITION_LIMITS.withinDays}`;
      return days >= 0 && days <= CONDITION_LIMITS.withinDays ? undefined : detail;
    }
    case 'during':
      return isPeriod(value) ? undefined : `must be one of ${PERIODS.join(', ')}`;
    case 'between': {
      if (isInstantType(field.type)) return datesProblem(value, takesRelative);
      const [low, high] = Array.isArray(value) && value.length === 2 ? value : [];
      if (hasTextBounds(field, value) && typeof low === 'string' && typeof high === 'string')
        return textOrderProblem(low, high);
      if (field.type === 'decimal') return NO_DECIMAL;
      if (field.type === 'attribute' && [value].flat().some((one) => typeof one === 'string'))
        return daysProblem(value, takesRelative);
      const ordered = typeof low === 'number' && typeof high === 'number' && low <= high;
      return ordered ? undefined : 'must be two numbers, [low, high], low not above high';
    }
    case 'contains':
      return scalarProblem(value, field.type === 'texts' ? field : { type: 'text' });
    case 'starts_with':
    case 'ends_with':
      return scalarProblem(value, { type: 'text' });
    case 'fuzzy':
      return wordsProblem(value);
    case 'gt':
    case 'gte':
    case 'lt':
    case 'lte':
      if (takesRelative && isInstantType(field.type)) {
        return typeof value === 'string' && isDate(value, true) ? undefined : NO_SEARCH_DATE;
      }
      if (hasTextBounds(field, value)) return undefined;
      if (field.type === 'decimal') return scalarProblem(value, field);
      if (field.type === 'attribute' && typeof value === 'string') {
        return isDayOf(value, takesRelative) ? undefined : NO_DAY;
      }
      return scalarProblem(value, { type: isInstantType(field.type) ? 'date' : 'number' });
    default:
      return scalarProblem(value, field);
  }
}

/** Every word has some hundred similar ones, so they are few. */
function wordsProblem(value: Scalar | Scalar[] | undefined): string | undefined {
  const { fuzzyTextLength, fuzzyWords } = CONDITION_LIMITS;
  const count = typeof value === 'string' && value.length <= fuzzyTextLength ? wordsOf(value).length : 0;
  const detail = `must be text of 1-${fuzzyTextLength} characters with 1-${fuzzyWords} words of letters or digits`;
  return count >= 1 && count <= fuzzyWords ? undefined : detail;
}

export const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** A decimal attribute, or one that is not declared, is compared with text bounds. */
const hasTextBounds = ({ type }: FieldKind, value: Scalar | Scalar[] | undefined): boolean =>
  type === 'decimal' ? textBounds(value)?.as === 'decimal' : type === 'attribute' && textBounds(value) !== undefined;

function textOrderProblem(low: string, high: string): string | undefined {
  const isOrdered = isDecimalText(low)
    ? compareDecimals(low, high) <= 0
    : textBounds([low, high]) !== undefined && Number(parseInstant(low)) <= Number(parseInstant(high));
  return isOrdered ? undefined : 'must be [low, high], low not above high';
}

const NO_DECIMAL = 'must be a decimal as text without needless zeros, such as "12.5"';

const NO_DATE = 'must be an RFC 3339 date, or an instant with its offset';

const NO_SEARCH_DATE =
  'must be an RFC 3339 date, an instant with its offset, now, a distance such as -30d or +2w, or a period such as this_month';

const isDate = (text: string, takesRelative: boolean): boolean =>
  parseInstant(text) !== undefined || (takesRelative && isRelativeDate(text));

/** What is wrong with a date of a search; undefined: nothing. */
export const dateProblem = (text: string): string | undefined => (isDate(text, true) ? undefined : NO_SEARCH_DATE);

const NO_DAY = 'must be a number, or a date without a time to compare with attributes that begin with one';

const isDayOf = (text: string, takesRelative: boolean): boolean =>
  (text.length === 10 && parseInstant(text) !== undefined) || (takesRelative && isRelativeDate(text));

function daysProblem(value: Scalar | Scalar[] | undefined, takesRelative: boolean): string | undefined {
  const days = Array.isArray(value) ? value.filter((day) => typeof day === 'string') : [];
  const areDays = days.length === 2 && [value].flat().length === 2 && days.every((day) => isDayOf(day, takesRelative));
  const [low = '', high = ''] = days;
  const isDescending = parseInstant(low) !== undefined && parseInstant(high) !== undefined && low > high;
  return areDays && !isDescending ? undefined : 'must be two numbers or two dates, [low, high], low not above high';
}

/** The order of relative dates is not checked: it depends on the day. */
function datesProblem(value: Scalar | Scalar[] | undefined, takesRelative: boolean): string | undefined {
  const texts = Array.isArray(value) ? value.filter((date) => typeof date === 'string') : [];
  const areDates = texts.length === 2 && texts.every((text) => isDate(text, takesRelative));
  const [low, high] = texts.map(parseInstant);
  if (areDates && !(low !== undefined && high !== undefined && low > high)) return undefined;
  const kinds = takesRelative ? 'dates, instants or relative dates' : 'RFC 3339 dates or instants';
  return `must be two ${kinds}, [low, high], low not above high`;
}

function scalarProblem(value: Scalar | Scalar[] | undefined, field: FieldKind): string | undefined {
  if (value === undefined || Array.isArray(value)) return 'must be one value';
  if (typeof value === 'number' && !Number.isFinite(value)) return 'must be a finite number';
  if (typeof value === 'string' && (value.length === 0 || value.length > CONDITION_LIMITS.textLength)) {
    return `must be text of 1-${CONDITION_LIMITS.textLength} characters`;
  }
  switch (field.type) {
    case 'enum':
      return field.values?.includes(String(value)) ? undefined : `must be one of ${field.values?.join(', ')}`;
    case 'texts':
      if (field.values !== undefined) return scalarProblem(value, { type: 'enum', values: field.values });
      return typeof value === 'string' ? undefined : 'must be text';
    case 'text':
      return typeof value === 'string' ? undefined : 'must be text';
    case 'number':
      return typeof value === 'number' ? undefined : 'must be a number';
    case 'decimal':
      return isDecimalText(value) && decimalText(value) === value ? undefined : NO_DECIMAL;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be true or false';
    case 'id':
      return typeof value === 'string' && UUID.test(value) ? undefined : 'must be an id (a UUID)';
    case 'date':
    case 'day':
    case 'instant':
      return typeof value === 'string' && parseInstant(value) !== undefined ? undefined : NO_DATE;
    case 'attribute':
      return undefined;
  }
}
