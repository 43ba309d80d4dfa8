import { compile } from '@inlang/paraglide-js';
import { messageOptions } from '../.config/messages.mjs';

/** Compiles the messages for what reads them beside Vite: types, lint and dependency rules. */
await compile(messageOptions);
