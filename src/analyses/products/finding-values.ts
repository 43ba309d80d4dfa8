import type { Finding, FindingValue } from '../analysis.ts';
import type { ProductsSelection } from './query.ts';

export type ProductsFinding = Finding<ProductsSelection>;

export const count = (value: number): FindingValue => ({ kind: 'count', value });
export const percent = (value: number): FindingValue => ({ kind: 'percent', value });
export const number = (value: number): FindingValue => ({ kind: 'number', value });
export const text = (value: string): FindingValue => ({ kind: 'text', value });
