import type { Dataset, DimensionFacts } from '../../workers/engine-api.ts';
import { engine } from '../engine/client.ts';

const asked = new WeakMap<Dataset, Promise<readonly DimensionFacts[]>>();

/** The values of a dataset's dimensions, counted when they are first asked for. */
export function dimensionFacts(dataset: Dataset): Promise<readonly DimensionFacts[]> {
  const known = asked.get(dataset);
  if (known !== undefined) return known;
  const facts = engine.dimensionFacts();
  asked.set(dataset, facts);
  // What failed is asked again.
  facts.catch(() => asked.delete(dataset));
  return facts;
}
