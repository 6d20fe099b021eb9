import { z } from 'zod';
import { refuse } from '../core/decision.ts';
import { action } from './action.ts';

/**
 * "Sekretess": the registrar marks an entry by a named provision (OSL 5 kap. 5 §: which, when, and by whom, which the journal
 * has), or says that nothing of it is secret, so that it stands in the open series. Never without a provision.
 */
export const secrecy = action({
  allowedIn: ['open', 'claimed', 'awaiting-approval', 'removing', 'closed'],
  roles: ['lead', 'registrar'],
  exclusive: false,
  input: z.object({ provision: z.string().max(20) }),
  offered: ({ registrations }) => registrations.some(({ state }) => state !== 'returned'),
  decide: ({ policy, registrations, by }, { provision }) => {
    const entry = registrations.findLast(({ state }) => state !== 'returned');
    const found = policy.provisions.find(({ id }) => id === provision);
    if (!entry || (provision !== 'none' && !found)) return refuse('bad-input', { field: 'provision' });
    return {
      registration: { tried: entry.id, provision: found?.id ?? null },
      journal: [
        {
          kind: 'secrecy-tried',
          by: by.id,
          data: { registration: entry.id, provision: found?.id ?? null, authority: policy.municipality },
        },
      ],
      effects: [],
    };
  },
});
