/**
 * The last value that was known. While the files are read anew nothing is known of them; a panel
 * that vanished meanwhile would take the focus with it.
 */
export function lastKnown<T>(read: () => T | null): { readonly value: T | null } {
  let last: T | null = null;
  const value = $derived.by(() => {
    last = read() ?? last;
    return last;
  });
  return {
    get value() {
      return value;
    },
  };
}
