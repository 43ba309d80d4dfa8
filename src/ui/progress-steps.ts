import { m } from '../i18n/paraglide/messages.js';
import type { ProgressStep } from '../../workers/engine-api.ts';

/** What each step of a job does, in the user's language. */
export const PROGRESS_STEPS: Readonly<Record<ProgressStep, () => string>> = {
  engine: m.shell_step_engine,
  generate: m.shell_step_generate,
  unpack: m.shell_step_unpack,
  recognise: m.shell_step_recognise,
  convert: m.shell_step_convert,
  read: m.shell_step_read,
  duplicates: m.shell_step_duplicates,
  count: m.shell_step_count,
  customers: m.shell_step_customers,
  orders: m.shell_step_orders,
  days: m.shell_step_days,
  profile: m.shell_step_profile,
  query: m.shell_step_query,
  export: m.shell_step_export,
};
