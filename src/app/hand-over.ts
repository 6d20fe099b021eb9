import type { Config } from '../config/config.ts';
import type { NumberShape } from '../core/number-shape.ts';
import type { MunicipalityId } from '../core/policy.ts';
import type { DeclaredWay } from '../ports/handovers.ts';
import type { HandoverParts } from '../records/handover/hand-over.ts';
import { smtpSender } from '../records/handover/mail.ts';
import type { AnswerParts } from '../records/handover/read-answers.ts';
import type { Foundation } from './foundation.ts';

/** Which ways each municipality's settings name. */
export const waysIn = ({ accounts }: Pick<Config, 'accounts'>): DeclaredWay[] =>
  Object.entries(accounts).flatMap(([municipality, { register = {} }]) => [
    ...(register.folder !== undefined || register.secretFolder !== undefined
      ? [{ municipality, way: 'folder' as const }]
      : []),
    ...(register.mail ? [{ municipality, way: 'mail' as const }] : []),
  ]);

/** What a municipality's diary numbers look like; null: nothing is said of them. */
export const numberShapeIn =
  ({ accounts }: Pick<Config, 'accounts'>) =>
  (municipality: MunicipalityId): NumberShape | null => {
    const { number: pattern, numberExample: example = null } = accounts[municipality]?.register ?? {};
    return pattern === undefined ? null : { pattern, example };
  };

/** What entries of the register are handed over with. */
export function handoverParts({ config, clock, files, store }: Foundation): HandoverParts {
  const { SMTP_URL: url, PLATFORM_TIMEOUT_MS: timeoutMs } = config.settings;
  return {
    ...{ store, clock, policies: files.policies },
    settingsOf: (municipality) => config.accounts[municipality]?.register ?? {},
    send: url === undefined ? null : smtpSender(url, timeoutMs),
    // A conversation with a mail server has a dozen answers to wait for, and a film takes a while to write.
    leaseMs: 12 * timeoutMs + 60_000,
  };
}

/** What the answers in folders are read with. */
export const answerParts = ({ config, clock, files, store, wake }: Foundation): AnswerParts => ({
  ...{ store, clock, policies: files.policies, shapeOf: numberShapeIn(config) },
  settingsOf: (municipality) => config.accounts[municipality]?.register ?? {},
  wake: () => wake('card'),
});
