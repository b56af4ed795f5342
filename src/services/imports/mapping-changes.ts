import { DATE_FIELDS, decideDateOrder, withDateNote } from '../../core/imports/date-order.js';
import type { Import } from '../../core/imports/import.js';
import type { DateOrderDecision, ImportMapping } from '../../core/imports/mapping.js';
import { isKeyField } from '../../core/imports/plan.js';

type Changed = Pick<Import, 'mapping' | 'detected' | 'notes' | 'options'>;

/**
 * The import after a change of its mapping. The order of dates is decided anew where other columns are dates now, or the country differs, unless
 * the change states it; so is whether rows need ids from their content. `country`: of the workspace.
 */
export function withMapping(row: Import, sent: ImportMapping, country: string | undefined): Changed {
  const { mapping: before, evidence, detected } = row;
  const isStated = before !== null && sent.dateOrder !== before.dateOrder;
  const options = isStated ? { ...row.options, dateOrder: sent.dateOrder } : row.options;
  const columns = sent.columns.map((column, index) => ({ ...column, dates: evidence[index]?.dates }));
  const isSame = before !== null && datesOf(before) === datesOf(sent);
  const dates: DateOrderDecision | undefined =
    isSame && !isStated
      ? undefined
      : decideDateOrder(columns, {
          stated: options.dateOrder,
          country: sent.country ?? country,
          isContinental: detected?.delimiter === ';' || sent.columns.some(({ decimalSign }) => decimalSign === 'comma'),
        });
  const rowIds = sent.rowIds === before?.rowIds ? needsRowIds(sent, row) : sent.rowIds;
  const mapping = { ...sent, rowIds, dateOrder: dates?.dateOrder ?? sent.dateOrder };
  return {
    mapping,
    options,
    detected: detected && {
      ...detected,
      ...(dates && { dateOrderCertainty: dates.certainty }),
      ...{ dateOrder: mapping.dateOrder, timeZone: mapping.timeZone ?? 'UTC' },
    },
    notes: dates ? withDateNote(row.notes, dates) : row.notes,
  };
}

/** What the order of dates depends on. */
const datesOf = ({ columns, country }: ImportMapping): string =>
  JSON.stringify([
    country,
    columns.flatMap(({ use, field }, index) => (use === 'field' && field && DATE_FIELDS.has(field) ? [index] : [])),
  ]);

/** Whether no column with values identifies a row. */
const needsRowIds = ({ columns }: ImportMapping, { evidence }: Import): boolean =>
  !columns.some(
    ({ use, field }, index) => use === 'field' && field && isKeyField(field) && (evidence[index]?.filled ?? 0) > 0,
  );
