import * as Comlink from 'comlink';
import type { EngineApi } from './engine-api.ts';
import { createEngine } from './engine.ts';

Comlink.expose(createEngine() satisfies EngineApi);
