/**
 * Draws a large screen in steps from top to bottom, a frame each, so that no single task of the
 * main thread is long. `drawn` counts the steps done: 0 at first, up to `steps`.
 * To be called while a component is set up.
 */
export function drawInSteps(steps: number): { readonly drawn: number } {
  let drawn = $state(0);
  $effect(() => {
    if (drawn >= steps) return;
    const frame = requestAnimationFrame(() => {
      drawn += 1;
    });
    return () => {
      cancelAnimationFrame(frame);
    };
  });
  return {
    get drawn() {
      return drawn;
    },
  };
}
