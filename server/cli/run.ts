/** The command: parses, dispatches, and turns errors of use into exit status 2. */
import { loadPack } from '../../rules'
import { nearestWord } from '../engine/nearest'
import { createRedactor } from '../engine/redact'
import { printable } from '../report/terminal'
import { type Args, parseArgs, UsageError } from './args'
import { COMMANDS, helpFor } from './commands'
import type { Io } from './io'

/** Runs one command and resolves to its exit status. Rejects only for errors of relaylint itself. */
export async function run(argv: readonly string[], io: Io): Promise<number> {
  try {
    const args = parseArgs(argv)
    if (args.command === 'help') return help(args, io)
    if (args.command === 'version') {
      io.out(`relaylint ${io.version}\n`)
      return 0
    }
    if (args.command === 'lsp') return (await import('./lsp')).startServer(args)
    const { createSession, GitError } = await import('./session')
    try {
      return await dispatch(args.command, createSession(args, io))
    } catch (error) {
      if (error instanceof GitError) throw new UsageError(error.message)
      throw error
    }
  } catch (error) {
    if (!(error instanceof UsageError)) throw error
    // a key may stand where a path or a day was expected
    io.err(`relaylint: ${printable(createRedactor(loadPack().keys).cut(error.message))}\n`)
    return 2
  }
}

function help(args: Args, io: Io): number {
  const [name] = args.positional
  const names = COMMANDS.map((c) => c.name)
  if (name !== undefined && !names.includes(name)) {
    const best = nearestWord(name, names)
    throw new UsageError(`there is no command ${name}${best ? `; is ${best} meant?` : ''}`)
  }
  io.out(helpFor(name))
  return 0
}

async function dispatch(command: string, session: import('./session').Session): Promise<number> {
  switch (command) {
    case 'explain':
      return (await import('./explain')).explain(session)
    case 'files':
      return (await import('./files')).files(session)
    case 'facts':
      return (await import('./facts')).facts(session)
    case 'policy':
      return (await import('./policy')).policy(session)
    case 'baseline':
      return (await import('./baseline')).baseline(session)
    case 'map':
    case 'inventory':
    case 'whatif':
      return (await import('./overview')).overview(command, session)
    default:
      return (await import('./scan')).scanCommand(session)
  }
}
