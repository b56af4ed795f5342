export const isEmail = (cell: string): boolean => /^[^\s@]+@[^\s@]+\.\p{L}{2,}$/u.test(cell.trim());

/** Whether a cell is an e-mail address or a phone number, and nothing else; dates are none. */
export function holdsContact(cell: string): boolean {
  const text = cell.trim();
  const isNumber = /^\+?[\d\s()./-]{7,}$/.test(text) && text.replace(/\D/g, '').length >= 7;
  const isDate = /^\d{4}[./-]\d{1,2}[./-]\d{1,2}\b|^\d{1,2}[./-]\d{1,2}[./-]\d{4}\b/.test(text);
  return isEmail(text) || (isNumber && !isDate);
}
