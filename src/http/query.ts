const MAX_PARAMETERS = 100;

/** Marks a malformed query. A parameter cannot have this name, because it is a symbol. */
export const MALFORMED_QUERY: unique symbol = Symbol('malformed query');

export type Query = Record<string, string | string[]> & { [MALFORMED_QUERY]?: true };

/** Query parameters by name, repeated ones as a list. Bad percent-encoding, NUL and more than 100 parameters mark the query as malformed. */
export function parseQuery(text: string): Query {
  const query: Query = Object.create(null);
  if (text === '') return query;
  const pairs = text.split('&', MAX_PARAMETERS + 1);
  try {
    if (pairs.length > MAX_PARAMETERS) query[MALFORMED_QUERY] = true;
    else for (const pair of pairs) if (pair !== '') addPair(query, pair);
  } catch {
    query[MALFORMED_QUERY] = true;
  }
  return query;
}

function addPair(query: Query, pair: string): void {
  const equals = pair.indexOf('=');
  const name = decode(equals === -1 ? pair : pair.slice(0, equals));
  const value = equals === -1 ? '' : decode(pair.slice(equals + 1));
  const known = query[name];
  query[name] = known === undefined ? value : [known, value].flat();
}

function decode(text: string): string {
  const decoded = decodeURIComponent(text.replaceAll('+', ' '));
  if (decoded.includes('\0')) throw new URIError('NUL in a query');
  return decoded;
}
