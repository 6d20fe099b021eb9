import type { OpenAIModel } from '@microsoft/teams-ai';
import { z } from 'zod';
import type { Prompt } from './prompt.ts';
import { type SecondOpinionCode, SecondOpinionError } from './second-opinion-error.ts';

/** Who is asked. `model` and `deployment` are also the name that findings carry. */
export type Provider =
  | { readonly kind: 'openai'; readonly apiKey: string; readonly model: string; readonly baseUrl: string }
  | {
      readonly kind: 'azure';
      readonly apiKey: string;
      readonly deployment: string;
      /** `https://<resource>.openai.azure.com`; teams-ai takes https alone. */
      readonly endpoint: string;
      readonly apiVersion: string;
    };

type Fetch = typeof globalThis.fetch;
type Complete = OpenAIModel['completePrompt'];
type Template = Parameters<Complete>[4];
type Messages = Awaited<ReturnType<Template['prompt']['renderAsMessages']>>['output'];

const Completion = z.object({
  choices: z
    .array(z.object({ message: z.object({ role: z.string(), content: z.string().nullable() }) }))
    .min(1),
});
/** An answer is one line; a longer body is not read to its end. */
const MOST_BYTES = 100_000;
const CODES: Readonly<Record<number, SecondOpinionCode>> = { 400: 'refused', 429: 'rate-limited' };
const NOTHING = { choices: [{ message: { role: 'assistant', content: '' } }] };

/**
 * Asks through teams-ai's OpenAIModel, once, without retries, until `signal` aborts; the answer's text.
 * @throws SecondOpinionError with one of SERVICE_CODES, or `refused`
 */
export async function askModel(
  provider: Provider,
  prompt: Prompt,
  { signal, fetch = globalThis.fetch }: { signal: AbortSignal; fetch?: Fetch | undefined },
): Promise<string> {
  let failed: SecondOpinionError | undefined;
  // What fails here is kept from OpenAIModel: it prints every error, with all that the service has answered.
  const guarded: Fetch = async (url, init) => {
    try {
      // A redirect could lead text and key to someone else.
      const response = await fetch(url, { ...init, signal, redirect: 'error' });
      if (!response.ok) throw new SecondOpinionError(CODES[response.status] ?? 'unavailable');
      return Response.json(Completion.safeParse(await readJson(response)).data ?? unreadable());
    } catch (error) {
      failed = asFailure(error, signal);
      return Response.json(NOTHING);
    }
  };
  const model = await modelOf(provider, guarded);
  const { message } = await model.completePrompt(...callOf(prompt));
  if (failed) throw failed;
  return message?.content ?? '';
}

/**
 * One for each question, since `fetch` is its own; it holds no connection and costs microseconds. Loaded by the first
 * question: most installations ask nobody, and it takes 50 MB.
 */
async function modelOf(provider: Provider, fetch: Fetch): Promise<OpenAIModel> {
  const { OpenAIModel } = await import('@microsoft/teams-ai');
  const shared = {
    useSystemMessages: true,
    responseFormat: { type: 'json_object' as const },
    // The client's own type wants node-fetch; it only calls what it is given.
    clientOptions: { maxRetries: 0, fetch: fetch as never },
  };
  return new OpenAIModel(
    provider.kind === 'openai'
      ? { ...shared, apiKey: provider.apiKey, defaultModel: provider.model, endpoint: provider.baseUrl }
      : {
          ...shared,
          azureApiKey: provider.apiKey,
          azureDefaultDeployment: provider.deployment,
          azureEndpoint: provider.endpoint,
          azureApiVersion: provider.apiVersion,
        },
  );
}

/**
 * No template of teams-ai's own: it would fill in `{{…}}` that stands in a comment. No sampling parameters and no
 * `max_tokens`: newer models refuse them.
 */
function callOf({ system, user }: Prompt): Parameters<Complete> {
  const output: Messages = [
    { role: 'system', content: system },
    { role: 'user', content: user },
  ];
  const rendered = { length: 0, tooLong: false };
  const template: Template = {
    name: 'second-opinion',
    prompt: {
      required: true,
      tokens: -1,
      renderAsMessages: async () => ({ ...rendered, output }),
      renderAsText: async () => ({ ...rendered, output: `${system}\n\n${user}` }),
    },
    config: {
      schema: 1.1,
      type: 'completion',
      completion: { include_history: false, include_input: false } as Template['config']['completion'],
    },
  };
  // There is no turn of a conversation, no memory and no function: the prompt is rendered already.
  const memory = {
    getValue: () => undefined as never,
    hasValue: () => false,
    setValue() {},
    deleteValue() {},
  };
  return [{} as never, memory, {} as never, { encode: () => [], decode: () => '' }, template];
}

async function readJson(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MOST_BYTES) return unreadable();
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    return unreadable();
  }
}

function unreadable(): never {
  throw new SecondOpinionError('unreadable');
}

function asFailure(error: unknown, signal: AbortSignal): SecondOpinionError {
  if (error instanceof SecondOpinionError) return error;
  return new SecondOpinionError(signal.aborted ? 'timed-out' : 'unreachable');
}
