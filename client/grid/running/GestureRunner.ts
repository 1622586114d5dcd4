import type { GestureRun } from '#collab/binding/GestureRun.ts'
import { CELLS_PER_PIECE } from '#collab/binding/inPieces.ts'
import { inSlices, nextTask } from '#collab/schema/inSlices.ts'
import type { SheetModel } from '../model/SheetModel.ts'

/** Progress is shown for what takes longer than this. */
const SHOWN_AFTER_MS = 1000
/** And as often it goes on. */
const SHOWN_EVERY_MS = 100

/** A gesture that takes long. */
export interface Progress {
  /** From 0 to 1. */
  done: number
  /** What was done is being taken back. */
  isCancelled: boolean
}

/**
 * Does gestures: few cells at once, very many in slices, with progress when that takes long, and a way to cancel it.
 * Meanwhile the grid shows what it showed; then everything at once.
 */
export class GestureRunner {
  readonly #listeners = new Set<() => void>()
  #run: GestureRun<unknown> | null = null
  #progress: Progress | null = null
  #beganAt = 0
  #shownAt = 0

  /** Of the gesture that goes on; null: none does, or not for long. For React. */
  progress = (): Progress | null => this.#progress

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** `then` is called when the sheet shows it; with null when it was cancelled, and all cells are as they were. */
  run<Result>(run: GestureRun<Result>, model: SheetModel, then: (result: Result | null) => void): void {
    const release = model.hold()
    this.#run = run
    this.#beganAt = performance.now()
    run.onEnd((result) => {
      this.#run = null
      this.#show(null)
      release()
      then(result)
    })
    if (run.size <= CELLS_PER_PIECE) {
      run.finish()
    } else {
      void this.#goOn(run, model)
    }
  }

  /** Takes back what the gesture that goes on has done. */
  cancel(): void {
    this.#run?.cancel()
    this.#tell()
  }

  /** Behind the key or click that asked for it, which has its own work to do. */
  async #goOn(run: GestureRun<unknown>, model: SheetModel): Promise<void> {
    await nextTask()
    await inSlices(this.#pieces(run, model), 'waited-for')
  }

  *#pieces(run: GestureRun<unknown>, model: SheetModel): Generator<void, void> {
    for (const _piece of run.pieces()) {
      model.catchUp()
      const now = performance.now()
      if (now > this.#beganAt + SHOWN_AFTER_MS && now > this.#shownAt + SHOWN_EVERY_MS) {
        this.#shownAt = now
        this.#tell()
      }
      yield
    }
  }

  #tell(): void {
    if (this.#run !== null) {
      this.#show({ done: this.#run.progress, isCancelled: this.#run.isCancelled })
    }
  }

  #show(progress: Progress | null): void {
    if (this.#progress !== progress) {
      this.#progress = progress
      this.#listeners.forEach((listener) => listener())
    }
  }
}
