import type { IntakeItem } from './core/comment.ts';
import type { MunicipalityId } from './core/policy.ts';
import { parseFacebook } from './platforms/facebook-intake.ts';
import { parseComments } from './platforms/generic-intake.ts';
import { IntakeError } from './platforms/intake-error.ts';
import type { Clock } from './ports.ts';
import type { Store } from './store-port.ts';

export interface IntakeParts {
  readonly store: Store;
  readonly clock: Clock;
  /** Whose account it is; undefined for an account that nobody has configured. */
  readonly municipalityOf: (platform: string, account: string) => MunicipalityId | undefined;
  readonly municipalities: readonly MunicipalityId[];
  readonly wake: () => void;
  /** A signed delivery named an account that nobody has configured: a mistake in a setting, not to be lost in silence. */
  readonly onUnknownAccount: (platform: string, account: string) => void;
}

interface Counted {
  readonly accepted: number;
  readonly duplicates: number;
}

/** Takes verified bodies, and returns only when everything in them is durably stored. */
export interface Intake {
  /** @throws IntakeError when the body cannot be read */
  facebook(body: Buffer): Promise<Counted>;
  /** @throws IntakeError naming the field, also for an unknown municipality */
  comments(body: Buffer): Promise<Counted>;
}

export function createIntake({
  store,
  clock,
  municipalityOf,
  municipalities,
  wake,
  onUnknownAccount,
}: IntakeParts): Intake {
  const archive = async (
    deliveries: readonly {
      municipality: MunicipalityId;
      body: Buffer;
      items: IntakeItem[];
      source: string;
    }[],
  ) => {
    const total = { accepted: 0, duplicates: 0 };
    for (const delivery of deliveries) {
      const counted = await store.archive({ ...delivery, receivedAt: clock.now() });
      total.accepted += counted.accepted;
      total.duplicates += counted.duplicates;
    }
    wake();
    return total;
  };

  return {
    facebook: async (body) => {
      const delivery = parseFacebook(body);
      const byAccount = Map.groupBy(delivery.items, ({ account }) => account);
      return archive(
        [...byAccount].flatMap(([account, items]) => {
          const municipality = municipalityOf('facebook', account);
          if (municipality === undefined) {
            onUnknownAccount('facebook', account);
            return [];
          }
          return [
            {
              municipality,
              source: 'facebook',
              body: delivery.bodyFor(account),
              items: items.map(({ item }) => item),
            },
          ];
        }),
      );
    },
    comments: async (body) => {
      const parsed = parseComments(body);
      const groups = [...Map.groupBy(parsed, ({ municipality }) => municipality)];
      const stranger = parsed.findIndex(({ municipality }) => !municipalities.includes(municipality));
      if (stranger !== -1) {
        const at = parsed.length === 1 ? 'municipality' : `[${stranger}].municipality`;
        throw new IntakeError(at, `expected one of ${municipalities.join(', ')}`);
      }
      return archive(
        groups.map(([municipality, items]) => ({
          municipality,
          source: 'intake',
          // No municipality's archive may hold another's comments: a mixed body is kept as each one's own keys alone.
          body: groups.length === 1 ? body : Buffer.from(JSON.stringify(items.map(({ item }) => item))),
          items: items.map(({ item }) => item),
        })),
      );
    },
  };
}
