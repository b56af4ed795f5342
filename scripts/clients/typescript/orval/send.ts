const { HEADWATER_URL: url, HEADWATER_API_KEY: key } = process.env;

/** Sends a request of the client that orval generates: base address and key are the caller's. */
export async function send<T>(path: string, options: RequestInit): Promise<T> {
  const headers = new Headers(options.headers);
  headers.set('Authorization', `Bearer ${key}`);
  const response = await fetch(`${url}${path}`, { ...options, headers });
  const text = await response.text();
  const data: unknown = text === '' ? undefined : JSON.parse(text);
  return { data, status: response.status, headers: response.headers } as T;
}
