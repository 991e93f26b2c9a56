import type { FactsBuilder } from '../builder'
import type { ReadContext, Reader } from '../reader'
import type { Excerpt } from '../text'
import { readCommand } from './shell/commands'
import { readEnvList } from './shell/deploys'
import { commandsOf } from './shell/lexer'
import { orderOf } from './shell/order'

const NAMES =
  /\.(?:sh|bash|zsh|ksh|command|envrc)$|^(?:\.envrc|(?:\.|dot_)?(?:bashrc|zshrc|profile)|(?:\.|dot_)(?:bash_profile|bash_aliases|bash_login|aliases|zprofile|zshenv|zlogin|exports)|Procfile(?:\..+)?|\.crushrc|crushrc|entrypoint)$/
const SUFFIX = /\.(?:example|sample|template|tmpl|tpl|j2|dist|local|erb)$/i
const MAX_SUBSTITUTIONS = 6

/** POSIX shells and fish: assignments, exports, commands with their own environment, here-documents, curl. */
export const shell: Reader = {
  id: 'shell',
  version: 8,
  templated: true,
  dialects: ['bash', 'sh', 'shell', 'zsh', 'console', 'shell-session', 'fish', 'env-list'],
  dialectOf(_path, name) {
    if (/\.fish$/.test(name)) return 'fish'
    return NAMES.test(name.replace(SUFFIX, '')) ? 'bash' : ''
  },
  read(x, out, context) {
    if (context.dialect === 'env-list') readEnvList(x, out, context)
    else readScript(x, out, context, 0)
  },
}

function readScript(x: Excerpt, out: FactsBuilder, context: ReadContext, depth: number): void {
  const commands = commandsOf(x, out)
  const order = orderOf(commands, x)
  commands.forEach((command, i) => {
    readCommand(command, { x, out, context, fish: context.dialect === 'fish', next: commands[i + 1], order })
    if (depth >= MAX_SUBSTITUTIONS) return
    for (const word of command.words)
      for (const { start, end } of word.inner) readScript(x.slice(start, end), out, context, depth + 1)
  })
}
