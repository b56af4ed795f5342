/** Instants are text on the wire and epoch milliseconds inside. */
export function withDue<Body extends { dueAt?: string }>({ dueAt, ...rest }: Body) {
  return dueAt === undefined ? rest : { ...rest, dueAt: Date.parse(dueAt) };
}
