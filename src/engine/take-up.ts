import type { Decider, EngineParts } from './decider.ts';
import type { Engine } from './engine.ts';

/** Opens tickets for comments that screening put before nobody, as screening judges them now. */
export function createTakeUp(
  { store, screen, wake }: Pick<EngineParts, 'store' | 'screen' | 'wake'>,
  { decideAll, policyOf }: Decider,
): Engine['takeUp'] {
  return async ({ key, municipality, by, comment }) => {
    const standing = await store.inForce(municipality, comment);
    if (standing === null) return null;
    const { version } = standing;
    const screening = screen(standing, policyOf(municipality));
    const event = { kind: 'taken-up', key, comment, by, version, screening } as const;
    const [outcome] = await decideAll(municipality, [{ event }]).finally(wake);
    if (outcome === undefined || outcome.kind === 'not-found') return null;
    return { decision: outcome.kind === 'decided' ? outcome.decision : null };
  };
}
