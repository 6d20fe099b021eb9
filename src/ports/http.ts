/** A request, read whole. Signatures cover bytes, so the body is as it came. */
export interface HttpRequest {
  readonly body: Buffer;
  /** By their names in lower case; one that was sent twice is absent. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly query: URLSearchParams;
  /** What stood for each `:name` of the path. */
  readonly params: Readonly<Record<string, string | undefined>>;
}

/** `body` is sent as JSON, `text` as it is. */
export interface HttpAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: string;
}

/** One route. Whoever declares it verifies its sender. */
export interface Route {
  readonly method: 'get' | 'post';
  readonly path: string;
  /** Longer bodies are answered 413, and never read to their end. */
  readonly maxBytes: number;
  handle(request: HttpRequest): Promise<HttpAnswer>;
}

/** The answer to what is not signed with the secret of its route. */
export const unsigned = (header: string, form = "sha256= and the body's HMAC in hex"): HttpAnswer => ({
  status: 401,
  body: { error: { code: 'bad-signature', message: `${header}: expected ${form}` } },
});
