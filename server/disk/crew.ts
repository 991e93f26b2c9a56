/** Worker threads as a crew: everybody takes the next file from one shared counter. */
import { Worker } from 'node:worker_threads'
import type { Crew, Task } from '../workspace/crew'
import type { Outcome } from '../workspace/read-one'

/** What a helper is told when it starts. */
export interface Assignment {
  readonly root: string
  readonly tasks: readonly Task[]
  /** The shared counter, one 32-bit integer. */
  readonly counter: SharedArrayBuffer
}

export type Delivery = readonly (readonly [index: number, outcome: Outcome])[]

/** A crew of `helpers` threads that run `script`, for files below `root`. `extra` is handed to every helper beside its assignment. */
export function createCrew(script: string, root: string, helpers: number, extra: object): Crew {
  return {
    share(tasks) {
      const counter = new SharedArrayBuffer(4)
      const taken = new Int32Array(counter)
      const read = new Map<number, Outcome>()
      const assignment: Assignment = { root, tasks, counter }
      const workers = Array.from(
        { length: helpers },
        () => new Worker(script, { workerData: { ...assignment, ...extra } }),
      )
      const ended = workers.map(
        (worker) =>
          new Promise<void>((done) => {
            worker.on('message', (delivery: Delivery) => {
              for (const [index, outcome] of delivery) read.set(index, outcome)
            })
            // whatever a failed helper had taken is read again by the scan
            worker.on('error', () => done())
            worker.on('exit', () => done())
          }),
      )
      return {
        next: () => takeNext(taken, tasks.length),
        results: async () => {
          await Promise.all(ended)
          return read
        },
        stop: () => {
          for (const worker of workers) void worker.terminate()
        },
      }
    },
  }
}

/** Index of the next task, or -1. Safe between threads. */
export function takeNext(counter: Int32Array, length: number): number {
  const index = Atomics.add(counter, 0, 1)
  return index < length ? index : -1
}
