import { show } from '../core/check-value';
import { PipelineError } from '../core/error';
import type { EngineTarget } from '../engines/kubernetes/engine';
import { type EventEngine, eventEmitter } from '../engines/kubernetes/event-engine';

/** What waits for events: what was given, or the engine itself. Throws MLP2003 and MLP3063. @internal */
export function eventEngineOf(given: EventEngine | undefined, engine: EngineTarget, at: string): EventEngine {
  const events: object = given ?? engine;
  if (typeof events === 'object' && eventEmitter in events) {
    const found = events as EventEngine;
    if (found.starts === engine.engine) return found;
    throw new PipelineError({
      code: 'MLP2003',
      message: `${found.engine} starts what is emitted for ${found.starts}, but the unit is for ${engine.engine}`,
      expected: 'events of the same engine',
      fix: found.starts === 'argo' ? 'leave out events' : "events: argoEvents('1.9')",
      at,
    });
  }
  throw new PipelineError({
    code: 'MLP3063',
    message: given === undefined ? `${engine.engine} has no events of its own` : `events are of ${show(given)}`,
    expected: 'what waits for events',
    fix: "events: argoEvents('1.9') of 'cdk8s-mlops/events'",
    at,
  });
}
