import { foldedKey } from './texts.js';

/** ISO 639-1 codes of the languages whose names are understood. */
const CODES =
  'af am ar az be bg bn bs ca cs cy da de el en eo es et eu fa fi fil fr ga gl gu he hi hr hu hy id is it ja ka kk km kn ko ky lb lo lt lv mg mk ml mn mr ms mt my nb ne nl nn no pa pl ps pt ro ru rw sd si sk sl so sq sr sv sw ta te tg th tk tl tr uk ur uz vi xh yo zh zu';
const NAMED_IN = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'sv'];
const TAG = /^[a-z]{2,3}(?:[-_][a-z0-9]{1,8})*$/i;
const KNOWN = 1_000;

let names: Map<string, string> | undefined;
const tags = new Map<string, string | undefined>();

/**
 * A language as BCP 47 tag in canonical case ("de", "pt-BR"), from a tag ("pt_br", "DE") or from the language's name
 * in English, itself or eight other European languages ("German", "Deutsch", "allemand"). Undefined when not recognised.
 */
export function normalizeLanguage(raw: string): string | undefined {
  const key = raw.trim();
  if (key.length > 64) return undefined;
  if (tags.has(key)) return tags.get(key);
  const tag = languageTag(key);
  if (tags.size < KNOWN) tags.set(key, tag);
  return tag;
}

function languageTag(text: string): string | undefined {
  names ??= languageNames();
  const named = names.get(foldedKey(text.replace(/\(.*\)\s*$/, '')));
  if (named !== undefined) return named;
  if (!TAG.test(text)) return undefined;
  try {
    const [tag] = Intl.getCanonicalLocales(text.replaceAll('_', '-'));
    return tag !== undefined && isNamed(tag) ? tag : undefined;
  } catch {
    return undefined;
  }
}

/** A well-formed tag can still name no language ("xx"); the locale data of the runtime knows which do. */
function isNamed(tag: string): boolean {
  const language = tag.split('-')[0] ?? tag;
  return new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }).of(language) !== undefined;
}

function languageNames(): Map<string, string> {
  const found = new Map<string, string>();
  const codes = CODES.split(' ');
  const add = (inLanguage: string, code: string, display: Intl.DisplayNames) => {
    const key = foldedKey(display.of(code) ?? '');
    if (key.length > 3 && !found.has(key)) found.set(key, code === 'tl' ? 'fil' : code);
    else if (inLanguage === code && key !== '' && !found.has(key)) found.set(key, code);
  };
  for (const inLanguage of NAMED_IN) {
    const display = new Intl.DisplayNames([inLanguage], { type: 'language', fallback: 'none' });
    for (const code of codes) add(inLanguage, code, display);
  }
  for (const code of codes) add(code, code, new Intl.DisplayNames([code], { type: 'language', fallback: 'none' }));
  found.set('mandarin', 'zh').set('farsi', 'fa').set('castellano', 'es').set('flemish', 'nl-BE');
  return found;
}
