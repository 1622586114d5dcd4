import { AppError } from './AppError.ts'

/** A locked cycle never changes, whoever asks. */
export class LockedError extends AppError {
  constructor() {
    super({
      code: 'locked',
      status: 409,
      detail: 'This cycle is locked: its numbers are final. Nothing was changed. Work in an open cycle instead.',
    })
  }
}
