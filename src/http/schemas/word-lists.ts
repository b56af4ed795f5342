/** A query parameter that names some of a few words, separated by commas: `include=owner,score`. */

const LIST = /^\^\(\?:([\w|]+)\)\(\?:,\(\?:\1\)\)\*\$$/;

/** The pattern of the parameter. */
export function wordListPattern(words: readonly string[]): string {
  const word = `(?:${words.join('|')})`;
  return `^${word}(?:,${word})*$`;
}

/** The words of such a pattern; undefined for any other pattern. */
export const wordsOfPattern = (pattern: string): string[] | undefined => LIST.exec(pattern)?.[1]?.split('|');
