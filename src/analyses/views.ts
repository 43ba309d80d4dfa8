import type { Component } from 'svelte';
import type { AnalysisId } from './analysis.ts';

/** Loads the screen of an analysis: with the charts, which the start page can do without. */
export const ANALYSIS_VIEWS: Readonly<Record<AnalysisId, () => Promise<{ default: Component }>>> = {
  overview: () => import('./overview/View.svelte'),
  concentration: () => import('./concentration/View.svelte'),
  cohort: () => import('./cohort/View.svelte'),
  retention: () => import('./retention/View.svelte'),
  rfm: () => import('./rfm/View.svelte'),
  movement: () => import('./movement/View.svelte'),
  products: () => import('./products/View.svelte'),
  attrition: () => import('./attrition/View.svelte'),
  compare: () => import('./compare/View.svelte'),
};
