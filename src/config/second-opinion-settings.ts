import { z } from 'zod';

const Url = z.url().transform((url) => url.replace(/\/+$/u, ''));
const text = z.string().min(1).optional();

/** The settings of the optional second opinion. An absent key leaves it off. */
export const SecondOpinionSettings = z.object({
  OPENAI_API_KEY: text,
  OPENAI_MODEL: text,
  OPENAI_BASE_URL: Url.optional(),
  AZURE_OPENAI_API_KEY: text,
  AZURE_OPENAI_ENDPOINT: Url.refine(
    (url) => url.startsWith('https://'),
    'expected an https address',
  ).optional(),
  AZURE_OPENAI_DEPLOYMENT: text,
  AZURE_OPENAI_API_VERSION: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}(-preview)?$/u, 'expected a version such as 2024-10-21')
    .optional(),
  SECOND_OPINION_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).optional(),
});
type Settings = z.infer<typeof SecondOpinionSettings>;

/** What each service needs, and what it may have beside that. */
const SERVICES = [
  { needs: ['OPENAI_API_KEY', 'OPENAI_MODEL'], may: ['OPENAI_BASE_URL'] },
  {
    needs: ['AZURE_OPENAI_API_KEY', 'AZURE_OPENAI_ENDPOINT', 'AZURE_OPENAI_DEPLOYMENT'],
    may: ['AZURE_OPENAI_API_VERSION'],
  },
] as const;

/** Names what is missing beside a setting that is there, and two services at once. */
export function secondOpinionProblems(given: NodeJS.ProcessEnv): string[] {
  const half = SERVICES.flatMap(({ needs, may }) => {
    const because = [...needs, ...may].find((name) => given[name] !== undefined);
    if (because === undefined) return [];
    return needs
      .filter((name) => given[name] === undefined)
      .map((name) => `${name}: missing; ${because} needs it`);
  });
  const keys = SERVICES.map(({ needs: [key] }) => key);
  const both = keys.every((key) => given[key] !== undefined);
  return both ? [...half, `${keys.join(', ')}: expected only one of them`] : half;
}

/** Whom to ask, and how long to wait; null where no key is set. The settings have been found without problems. */
export function secondOpinionSettings(settings: Partial<Settings>) {
  const timeoutMs = settings.SECOND_OPINION_TIMEOUT_MS ?? 5000;
  const { OPENAI_API_KEY, OPENAI_MODEL, AZURE_OPENAI_API_KEY } = settings;
  const { AZURE_OPENAI_ENDPOINT, AZURE_OPENAI_DEPLOYMENT } = settings;
  if (OPENAI_API_KEY && OPENAI_MODEL) {
    const baseUrl = settings.OPENAI_BASE_URL ?? 'https://api.openai.com/v1';
    const provider = { kind: 'openai' as const, apiKey: OPENAI_API_KEY, model: OPENAI_MODEL, baseUrl };
    return { provider, timeoutMs };
  }
  if (AZURE_OPENAI_API_KEY && AZURE_OPENAI_ENDPOINT && AZURE_OPENAI_DEPLOYMENT) {
    const provider = {
      kind: 'azure' as const,
      apiKey: AZURE_OPENAI_API_KEY,
      deployment: AZURE_OPENAI_DEPLOYMENT,
      endpoint: AZURE_OPENAI_ENDPOINT,
      apiVersion: settings.AZURE_OPENAI_API_VERSION ?? '2024-10-21',
    };
    return { provider, timeoutMs };
  }
  return null;
}
