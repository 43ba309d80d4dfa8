import type { Component } from 'svelte';
import { ANALYSIS_VIEWS } from '../../analyses/views.ts';
import type { Route } from '../../state/route.ts';
import StartView from '../StartView.svelte';

/**
 * The component of a screen. Only the start page is there from the beginning; the others arrive
 * with the charts and the decoding of results when they are first shown.
 */
export async function loadView(route: Route): Promise<Component> {
  switch (route) {
    case 'start':
      return StartView;
    case 'data':
      return (await import('./DataView.svelte')).default;
    default:
      return (await ANALYSIS_VIEWS[route]()).default;
  }
}
