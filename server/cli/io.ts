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
  /** Colours: on a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`; elsewhere only with `FORCE_COLOR`. */
  readonly colour: boolean
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
    colour: wantsColour(p),
    processors: availableParallelism(),
    signal,
    out: writer(p.stdout),
    err: writer(p.stderr),
    async readStdin() {
      const chunks: Buffer[] = []
      for await (const chunk of p.stdin) chunks.push(chunk as Buffer)
      return Buffer.concat(chunks)
    },
    now: () => performance.now(),
  }
}

function wantsColour({ env, stdout }: NodeJS.Process): boolean {
  if (env.NO_COLOR) return false
  if (env.FORCE_COLOR !== undefined) return !/^(?:0|false)$/.test(env.FORCE_COLOR)
  return stdout.isTTY === true && env.TERM !== 'dumb'
}

/** Writes until nobody reads any more (`relaylint | head`): then the rest is dropped, and the exit status stays what it is. */
function writer(stream: NodeJS.WriteStream): (text: string) => void {
  let open = true
  stream.on('error', (error: NodeJS.ErrnoException) => {
    open = false
    if (error.code !== 'EPIPE') process.exitCode = 2
  })
  return (text) => {
    if (open) stream.write(text)
  }
}
