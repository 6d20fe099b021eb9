import type { AccountsFile } from '../../config/accounts-file.ts';
import type { PlatformName } from '../../core/platform.ts';
import { type Diagnosis, doubtful, well } from './diagnosis.ts';

type Account = AccountsFile[string]['accounts'][number];

/** What the municipality's law says; arkivlagen (1990:782) 10 §. */
const LAW =
  'the Archives Act (arkivlagen 10 §) keeps what came in until the municipality has a disposal decision';

/**
 * What a platform's terms say of how long what it gave may be kept, beside that law. `apart`: neither gives way.
 * Sources: developers.facebook.com/terms §3.d; developers.google.com/youtube/terms/developer-policies III.E.4;
 * learn.microsoft.com/en-us/linkedin/marketing/data-storage-requirements.
 */
const TERMS: Readonly<Record<PlatformName, { readonly says: string; readonly apart?: true }>> = {
  facebook: { says: "Meta's terms let it be kept where law demands that" },
  instagram: { says: "Meta's terms let it be kept where law demands that" },
  youtube: {
    says: "Google's terms want it read anew or erased within 30 days, and let law prevail, as far as is known",
  },
  linkedin: {
    says: "LinkedIn's terms allow 24 hours for what is known of a member and 48 hours for a comment, and no exception for public bodies was found: terms and law pull apart",
    apart: true,
  },
};

/** How long what came in on an account is kept, and the sentence that this rests on. */
export function checkKeeping({ platform, account, keep = 'law' }: Account): Diagnosis {
  const { says: terms, apart } = TERMS[platform];
  const name = `${platform} ${account}`;
  if (keep !== 'law')
    return doubtful(
      'keeping',
      `${name}: to be kept ${keep} days, which rests on a disposal decision of the municipality's: kv disposal proposes what has passed them under a rule of type terms. ${terms}`,
      'see that the decision covers it, and that it says so many days',
    );
  const says = `${name}: kept, since ${LAW}. ${terms}`;
  return apart
    ? doubtful(
        'keeping',
        says,
        'let the municipality decide on disposal, and write keep: <days> for the account',
      )
    : well('keeping', says);
}
