/** Texts as one, with a space between them. */
const SEPARATED = (texts: readonly string[]) => texts.map((text) => `coalesce(${text}, '')`).join(" || ' ' || ");
/** The members of a list as one text: `array_to_string` is not immutable. */
const MEMBERS = (list: string) => `array_to_tsvector(array_remove(array_remove(${list}, null), ''))::text`;

/** Most characters of a description that are searched. */
const SEARCHED_DESCRIPTION = 2_000;

const SEARCHED = [
  ...['name', 'first_name', 'last_name', 'organization_name', 'email'],
  // Mostly these two are parts of the e-mail.
  ...[`nullif(email_normalized, lower(email collate "C"))`, "nullif(domain, split_part(email_normalized, '@', 2))"],
  `left(description, ${SEARCHED_DESCRIPTION})`,
];
const COMPARED = [
  ...['industry', 'job_title', 'country', 'city', 'competitor'],
  ...["lifecycle #>> '{loss,competitor}'", "lifecycle #>> '{parked,competitor}'"],
  ...[MEMBERS('tags'), MEMBERS('products'), 'attributes::text'],
];

/** The text that `q` searches, in small letters as far as they are ASCII. */
export const SEARCHED_TEXT = `lower((${SEPARATED(SEARCHED)}) collate "C")`;

/**
 * The words of a lead: plain those that `q` searches, with `_` before them those of other fields, and the workspace after `@`. The
 * function `folded_words` of a migration makes the words as `foldedWords` of the core does. A
 * quotation mark separates as a space does, because lists and JSON add some.
 */
export const LEAD_WORDS = `array_to_tsvector(array_remove(string_to_array(folded_words(translate(${SEPARATED(SEARCHED)}, '_', ' ') || ' _' || replace(translate(${SEPARATED(COMPARED)}, '''"', '  '), ' ', ' _')) || ' @' || workspace_id::text, ' '), ''))`;

/** The words of an engagement event with properties: its type, and names and values of its properties. */
export const EVENT_WORDS =
  "array_to_tsvector(array_remove(string_to_array(folded_words('_' || type || ' _' || replace(translate(properties::text, '''\":,[{', '      '), ' ', ' _')) || ' @' || workspace_id::text, ' '), ''))";

/**
 * The ranges of the numeric attributes of a lead, as `indexedNumberWords` of the core names them, and the workspace after `@`; null
 * without one. `number_words` is a function of a migration.
 */
export const LEAD_NUMBERS = 'number_words(workspace_id, attributes)';
