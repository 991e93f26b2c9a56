import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Args, UsageError } from './args'
import type { Io } from './io'

/** Starts the server that lies beside the command; the command itself never loads it. */
export function startServer(args: Args, _io: Io): Promise<number> {
  const server = join(__dirname, 'server.js')
  if (!existsSync(server)) throw new UsageError('dist/server.js is missing: build the project first')
  if (!args.flags.has('stdio') && !args.socket && !args.flags.has('node-ipc'))
    throw new UsageError('lsp needs --stdio or --socket PORT')
  const flags = args.flags.has('stdio') ? ['--stdio'] : args.socket ? [`--socket=${args.socket}`] : ['--node-ipc']
  return new Promise((done) => {
    const child = spawn(process.execPath, [server, ...flags], { stdio: 'inherit' })
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal))
    child.on('close', (code) => done(code ?? 1))
  })
}
