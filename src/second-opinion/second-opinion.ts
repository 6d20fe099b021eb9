import type { Finding, Screening } from '../core/finding.ts';
import type { Policy } from '../core/policy.ts';
import type { Lexicon } from '../screening/lexicon.ts';
import { askModel, type Provider } from './ask-model.ts';
import { promptFor } from './prompt.ts';
import { readAnswer } from './read-answer.ts';
import { createRedactor } from './redact.ts';
import { SERVICE_CODES, SecondOpinionError } from './second-opinion-error.ts';
import { isUncertain, mayBeSecret } from './uncertain.ts';

/** Which model is asked, how long it is waited for, and when it is asked at all. */
export interface SecondOpinionOptions {
  readonly provider: Provider;
  /** From the question to the answer, waiting for a turn included. */
  readonly timeoutMs: number;
  readonly names: Lexicon['names'];
  /** How sure screening is that staff should see a text, 0–1 (`Assessment.score`): asked for where it shows them nothing. */
  readonly scoreOf: (text: string, policy: Policy) => number;
  /** Told of every question and answer that was given up; the error holds nothing of the text. */
  readonly onDropped: (error: SecondOpinionError) => void;
  /** How long a service that has failed several times in a row is left alone; default one minute. */
  readonly restMs?: number;
  /** Default: Node's. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * Asks a language model which rule covers a comment that screening is unsure of. Null, and nothing sent, where
 * screening is sure or the text may be secret; null too where the answer does not hold or does not come. Never throws.
 */
export type SecondOpinion = (text: string, policy: Policy, screening: Screening) => Promise<Finding | null>;

const AT_ONCE = 4;
const FAILURES_BEFORE_REST = 3;
const REST_MS = 60_000;

/** Asks one provider: a few questions at once, and none for a while when the service has failed several times in a row. */
export function createSecondOpinion(options: SecondOpinionOptions): SecondOpinion {
  const { provider, timeoutMs, onDropped, fetch, restMs = REST_MS } = options;
  const redact = createRedactor(options.names);
  const model = provider.kind === 'openai' ? provider.model : provider.deployment;
  const takeTurn = createTurns(AT_ONCE);
  let failures = 0;
  let restsUntil = 0;

  const ask: SecondOpinion = async (text, policy, screening) => {
    const redacted = redact(text);
    if (!redacted) throw new SecondOpinionError('not-redacted');
    const signal = AbortSignal.timeout(timeoutMs);
    return takeTurn(async () => {
      // Whoever has waited too long for a turn goes without, as does everyone while the service rests.
      if (signal.aborted || performance.now() < restsUntil) return null;
      const content = await askModel(provider, promptFor(policy, redacted.text), { signal, fetch });
      failures = 0;
      return readAnswer(content, { policy, screening, redacted, model });
    });
  };

  const dropped = (error: unknown): null => {
    if (!(error instanceof SecondOpinionError)) throw error;
    if (SERVICE_CODES.some((code) => code === error.code) && ++failures >= FAILURES_BEFORE_REST) {
      failures = 0;
      restsUntil = performance.now() + restMs;
    }
    onDropped(error);
    return null;
  };

  return async (text, policy, screening) => {
    if (!/[\p{L}\p{N}]/u.test(text) || mayBeSecret(screening, policy)) return null;
    if (!isUncertain(screening, () => options.scoreOf(text, policy))) return null;
    return ask(text, policy, screening).catch(dropped);
  };
}

/** Lets so many run at once; the others wait in line. */
function createTurns(most: number): <Result>(run: () => Promise<Result>) => Promise<Result> {
  const line: (() => void)[] = [];
  let running = 0;
  return async (run) => {
    if (running >= most) await new Promise<void>((resolve) => line.push(resolve));
    else running++;
    try {
      return await run();
    } finally {
      // The place goes to the next in line, so that nobody takes it in between.
      const next = line.shift();
      if (next) next();
      else running--;
    }
  };
}
