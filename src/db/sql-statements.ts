/** What a text of SQL is divided by: quoted text, dollar-quoted text and comments are passed as a whole. */
const PARTS =
  /'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$(?:[A-Za-z_]\w*)?\$)[\s\S]*?\1|--[^\n]*|\/\*[\s\S]*?\*\/|;|\bbegin\s+atomic\b[\s\S]*?\bend\b|[^'"$;/-]+?(?=['"$;/-]|\bbegin\s+atomic\b|$)|[\s\S]/gi;

/**
 * The statements of a text, in their order, without those that are empty. A database that distributes its tables refuses some
 * statements, such as an index on a distributed table, in a message of several. Texts with backslash escapes (`E'\''`) are not
 * recognized.
 */
export function statementsOf(sql: string): string[] {
  const statements: string[] = [];
  let current = '';
  let isEmpty = true;
  const end = () => {
    if (!isEmpty) statements.push(current.trim());
    current = '';
    isEmpty = true;
  };
  for (const [part] of sql.matchAll(PARTS)) {
    if (part === ';') end();
    else {
      current += part;
      if (part.trim() !== '' && !part.startsWith('--') && !part.startsWith('/*')) isEmpty = false;
    }
  }
  end();
  return statements;
}
