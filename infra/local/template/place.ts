/** Where in a synthesized app a value stands. Every error of the loader starts with it, so that one can open the template there. */
export interface Place {
  stack: string;
  /** Of a resource, or `Outputs`, `Conditions`, `Parameters`. */
  logicalId: string;
  /** `Properties.Environment.Variables.QUEUE_URL` */
  path: string;
}

/** The same place, one member or index deeper. */
export function inside(place: Place, step: string | number): Place {
  return { ...place, path: place.path === '' ? `${step}` : `${place.path}.${step}` };
}

/** An error that names stack, logical id and property path. */
export function templateError(place: Place, message: string): Error {
  return new Error(`template of stack ${place.stack}, ${place.logicalId}, ${place.path}: ${message}`);
}
