/** The origin that the text names, as browsers send it; undefined for a text that is no origin of a web page, such as a pattern with `*`. */
export function originIn(text: string): string | undefined {
  if (!/^https?:\/\/[^/?#@*\s]+\/?$/i.test(text) || !URL.canParse(text)) return undefined;
  return new URL(text).origin;
}
