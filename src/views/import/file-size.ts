import { formatNumber } from '../../i18n/format.ts';
import { m } from '../../i18n/paraglide/messages.js';

/** The size of a file, by thousands: `840 kB`, `2.4 MB`. */
export function fileSize(bytes: number): string {
  const [kilobytes, megabytes] = [bytes / 1e3, bytes / 1e6];
  if (megabytes < 1) {
    return m.sources_bytes_kb({ shown: formatNumber(Math.max(1, Math.round(kilobytes)), 0) });
  }
  return m.sources_bytes_mb({ shown: formatNumber(megabytes, megabytes < 10 ? 1 : 0) });
}
