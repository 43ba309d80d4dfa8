import { charity } from './charity.ts';
import { coffee } from './coffee.ts';
import { fashion } from './fashion.ts';
import type { SampleId } from './samples.ts';
import type { SampleShop } from './shop.ts';

export const SAMPLE_SHOPS: Readonly<Record<SampleId, SampleShop>> = { coffee, fashion, charity };
