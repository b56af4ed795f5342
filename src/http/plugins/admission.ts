import { AppError } from '../../services/errors.js';

/** Counts the work under way and refuses more than the machine can finish, before anything is spent on it. */
export interface Admission {
  /** Refuses when full; asked as the request arrives, before its key and body are read. */
  check(): void;
  /** Refuses when full, else takes a place: what arrived together is still counted one by one. */
  enter(): void;
  leave(): void;
}

export function admissionGate(maxInFlight: number, onShed: () => void): Admission {
  let inFlight = 0;
  const check = (): void => {
    if (inFlight < maxInFlight) return;
    onShed();
    throw new AppError('overloaded', 'Too many requests are in flight.');
  };
  return {
    check,
    enter() {
      check();
      inFlight += 1;
    },
    leave() {
      inFlight -= 1;
    },
  };
}
