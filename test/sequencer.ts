import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders whose files take longest, the slowest first: started last, one of them would keep a single worker busy. */
const SLOW = ['test/e2e/', 'test/year/', 'test/scenarios/', 'test/contracts/', 'test/store/', 'test/chaos/'];

const rankOf = ({ moduleId }: TestSpecification): number => {
  const rank = SLOW.findIndex((folder) => moduleId.includes(`/${folder}`));
  return rank === -1 ? SLOW.length : rank;
};

/** Orders test files so that the slow ones begin first, within a folder the largest, or those that took longest before. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
