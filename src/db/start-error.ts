/** The process cannot start on this database; `message` is a sentence for the operator: what is wrong, what to do. */
export class StartError extends Error {
  override readonly name = 'StartError';
}

export const USE_ANOTHER_DATABASE = 'or set DATABASE_URL to a PostgreSQL server of your own';
