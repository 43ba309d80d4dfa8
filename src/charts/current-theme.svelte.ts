import { createSubscriber } from 'svelte/reactivity';
import { themeFrom, type ChartTheme } from './theme.ts';

const subscribe = createSubscriber((update) => {
  const observer = new MutationObserver(update);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', update);
  return () => {
    observer.disconnect();
    system.removeEventListener('change', update);
  };
});

/** The colours in force on the page. Reactive: read in an effect or template, it follows the theme. */
export function chartTheme(): ChartTheme {
  subscribe();
  const style = getComputedStyle(document.documentElement);
  return themeFrom((property) => style.getPropertyValue(property));
}
