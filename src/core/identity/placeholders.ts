const WORDS = new Set([
  ...['n/a', 'na', 'n.a.', 'n.a', '#n/a', 'nan', 'none', 'nil', 'null', '(null)', '<null>', 'undefined', 'unknown'],
  ...['not available', 'not applicable', 'not provided', 'not specified', 'not set', 'no value', 'blank', 'empty'],
  ...['(blank)', '(empty)', '(none)', '[none]', 'tbd', 'tba', 'test', 'testing', 'asdf', 'qwerty', 'xxx', 'xxxx'],
  ...['select', 'select one', 'please select', 'choose', 'choose one', 'k.a.', 'keine angabe', 'unbekannt'],
  ...['[object object]', '#ref!', '#value!', '#name?', 'no email', 'noemail', 'no phone', 'no name'],
]);
const LONGEST = 16;
const PUNCTUATION_ONLY = /^[\s\-–—_.,;:?!*#/\\|()<>[\]{}'"~=+]*$/;
/** Drop-down captions ("--- Select ---", "Please select...") and the dummy values of Meta's lead ads testing tool. */
const CAPTION = /^(?:[-\s]+|please )(?:select|choose)\b[^\p{L}]*(?:one|an option)?[^\p{L}]*$|^<test lead:/iu;

/**
 * Whether a submitted value stands for "no value" in a contact field: empty, punctuation only, "n/a", "null",
 * "unknown", "test", "Select" and the like. "Na" is not one: it is a given name and a surname.
 */
export function isPlaceholder(raw: string): boolean {
  const value = raw.trim();
  if (value === 'Na') return false;
  if (value.length <= LONGEST && (WORDS.has(value.toLowerCase()) || PUNCTUATION_ONLY.test(value))) return true;
  const first = value.charCodeAt(0);
  return (first === 0x2d || first === 0x3c || first === 0x50 || first === 0x70) && CAPTION.test(value);
}
