/** Work that can be laid down between two steps: whoever runs it decides whether to rest there, or to give it up. */

export type Steps<T> = Generator<undefined, T, undefined>

/** Runs all steps at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Rests after every step; `null` when it was given up. */
export async function paced<T>(
  steps: Steps<T>,
  rest: () => Promise<void>,
  givenUp: () => boolean = () => false,
): Promise<T | null> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await rest()
    if (givenUp()) return null
  }
}
