import type { Analysis, AnalysisId } from './analysis.ts';
import { attrition } from './attrition/index.ts';
import { cohort } from './cohort/index.ts';
import { compare } from './compare/index.ts';
import { concentration } from './concentration/index.ts';
import { movement } from './movement/index.ts';
import { overview } from './overview/index.ts';
import { products } from './products/index.ts';
import { retention } from './retention/index.ts';
import { rfm } from './rfm/index.ts';

// The worker knows an analysis by its id only; each one checks its own settings with its schema.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- stands for three sets of types
type AnyAnalysis = Analysis<any, any, any>;

/** All analyses by id. Pure: the worker imports it to build the SQL. */
export const analyses: Readonly<Record<AnalysisId, AnyAnalysis>> = {
  overview,
  concentration,
  cohort,
  retention,
  rfm,
  movement,
  products,
  attrition,
  compare,
};
