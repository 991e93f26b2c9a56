/** Tools that data brings in: programs of MCP servers, tools of mise, packages of hooks and environments, extensions of workspaces. */
import { nameOf } from '../../paths'
import { miseTool } from '../mise'
import { readWords } from './command-line'
import { type Emitter, entriesOf, get, itemsOf, type Node, scalar, textOf } from './emit'

const fileName = (at: Emitter) => nameOf(at.context.path)

/** Reads what the document installs beside what it says; the general rule applies to it all the same. */
export function readTools(root: Node, at: Emitter): void {
  if (at.context.embedded) return
  readServers(root, at)
  const name = fileName(at)
  if (/^\.?mise(?:\.[\w-]+)*\.toml$/.test(name) || /(?:^|\/)mise\/config\.toml$/.test(at.context.path))
    readMise(root, at)
  else if (/^\.pre-commit-config\.ya?ml$/.test(name)) readHooks(root, at)
  else if (/^(?:environment|conda)[\w.-]*\.ya?ml$/.test(name)) readConda(root, at)
  else if (/^\.gitpod\.ya?ml$/.test(name)) readExtensions(get(root, 'vscode', 'extensions'), at)
}

/** Editor extensions that a folder recommends or installs: `publisher.name`. */
export function readExtensions(list: Node | undefined, at: Emitter): boolean {
  for (const item of itemsOf(list)) {
    const id = scalar(item)
    // a version may follow
    const name = id?.text.replace(/[@:][\d.]+$/, '')
    if (id && name) at.out.signature({ kind: 'extension', ecosystem: 'vscode', name, span: id.span, block: at.block })
  }
  return true
}

/** `"command": "npx", "args": ["-y", "NAME"]` of an MCP server: the words of one command. */
function readServers(root: Node, at: Emitter): void {
  for (const table of ['mcpServers', 'mcp_servers', 'servers', 'context_servers', 'mcp', 'extensions'])
    for (const { value } of entriesOf(get(root, table))) {
      const command = get(value, 'command') ?? get(value, 'cmd')
      const args = get(value, 'args')
      if (command?.kind === 'list') readWords(command, at)
      else if (scalar(command) && args?.kind === 'list')
        readWords({ ...args, items: [command as Node, ...itemsOf(args)] }, at)
    }
}

function readMise(root: Node, at: Emitter): void {
  for (const { key, keySpan } of entriesOf(get(root, 'tools')))
    at.out.signature({ kind: 'package', ...miseTool(key), span: keySpan, block: at.block })
}

/** Packages that a hook is installed with; the language says whose they are. */
function readHooks(root: Node, at: Emitter): void {
  for (const hook of itemsOf(get(root, 'repos')).flatMap((repo) => itemsOf(get(repo, 'hooks')))) {
    const language = textOf(get(hook, 'language'))
    const ecosystem =
      language === 'node' ? 'npm' : language === 'golang' ? 'go' : language === 'rust' ? 'cargo' : 'pypi'
    for (const item of itemsOf(get(hook, 'additional_dependencies'))) packageOf(item, ecosystem, at)
    const entry = scalar(get(hook, 'entry'))
    if (entry && !/^pygrep$|^fail$/.test(language)) at.context.embed('bash', entry.excerpt, at.block)
  }
}

/** Names of conda, and those of pip in a list of their own. */
function readConda(root: Node, at: Emitter): void {
  for (const item of itemsOf(get(root, 'dependencies'))) {
    if (item.kind === 'scalar') packageOf(item, 'pypi', at)
    for (const pip of itemsOf(get(item, 'pip'))) packageOf(pip, 'pypi', at)
  }
}

function packageOf(item: Node, ecosystem: string, at: Emitter): void {
  const { text, span } = scalar(item) ?? { text: '', span: item.span }
  const spelled =
    ecosystem === 'npm' || ecosystem === 'go'
      ? text.replace(/(.)@[^/]*$/, '$1')
      : text.replace(/^[\w-]+::/, '').replace(/[[\s=<>!~@;:].*$/, '')
  if (/^@?[\w.-]+(?:\/[\w.-]+)*$/.test(spelled))
    at.out.signature({ kind: 'package', ecosystem, name: spelled, span, block: at.block })
}
