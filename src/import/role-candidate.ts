import type { KindOfColumn } from './column-kind.ts';
import type { ColumnSample } from './column-sample.ts';

/** What is known of a column when its role is suggested. */
export interface RoleCandidate {
  /** '' where the file has no header. */
  readonly header: string;
  readonly sample: ColumnSample;
  readonly kind: KindOfColumn;
}
