import { availableParallelism } from 'node:os'

/** What the command needs of its process, so that tests can run it without one. */
export interface Io {
  readonly cwd: string
  readonly version: string
  /** The day of the clock, for evaluations without --as-of. */
  readonly today: string
  readonly outTty: boolean
  readonly errTty: boolean
  readonly columns: number
  readonly noColour: boolean
  /** How many threads the machine runs at once. */
  readonly processors: number
  readonly signal: AbortSignal
  out(text: string): void
  err(text: string): void
  readStdin(): Promise<Uint8Array>
  now(): number
}

export function createIo(p: NodeJS.Process, version: string, signal: AbortSignal): Io {
  const now = new Date()
  const two = (n: number) => String(n).padStart(2, '0')
  return {
    cwd: p.cwd(),
    version,
    today: `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`,
    outTty: p.stdout.isTTY === true,
    errTty: p.stderr.isTTY === true,
    columns: p.stdout.columns ?? 80,
    noColour: (p.env.NO_COLOR ?? '') !== '',
    processors: availableParallelism(),
    signal,
    out: (text) => {
      p.stdout.write(text)
    },
    err: (text) => {
      p.stderr.write(text)
    },
    async readStdin() {
      const chunks: Buffer[] = []
      for await (const chunk of p.stdin) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks)
    },
    now: () => performance.now(),
  }
}
