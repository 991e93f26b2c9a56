/** Files with settings that a command is given: env files, values of charts, variables of Terraform, configuration of what it starts. */
import { cut, filesNamedBy, namedFile } from '../../named-files'
import { literalOf } from '../../template'
import type { Template } from '../../types'
import { type Shell, targetsOf } from './context'
import type { Command } from './lexer'
import type { Word } from './words'

interface Row {
  readonly tool: RegExp
  /** Words that have to follow the tool. */
  readonly when?: RegExp
  readonly option: RegExp
  readonly kind: 'env-file' | 'include'
  /** The file is taken as it stands, quotes included. */
  readonly raw?: true
  /** What the name of the file has to look like, where the option takes other things too. */
  readonly file?: RegExp
}

const YAML = /\.(?:ya?ml|json)$/

/** Tools, and the options by which they are told the name of a file. */
const ROWS: readonly Row[] = [
  { tool: /^(?:dotenv|dotenvx|env-cmd)$/, option: /^(?:-e|-f|--file|--env-file)$/, kind: 'env-file' },
  { tool: /^(?:docker|podman|nerdctl)$/, when: /^(?!compose\b)/, option: /^--env-file$/, kind: 'env-file', raw: true },
  {
    tool: /^(?:node|bun|deno|uv|uvx|flask|fastapi|uvicorn|hypercorn|granian|docker|podman|nerdctl|docker-compose|podman-compose|tsx|ts-node|next|op|act|wrangler|sst|pm2|pdm|hatch|just|gh|infisical)$/,
    option: /^--env-file(?:-if-exists)?$/,
    kind: 'env-file',
  },
  { tool: /^(?:honcho|foreman|hivemind|forego|heroku)$/, option: /^(?:-e|--env|--env-file)$/, kind: 'env-file' },
  { tool: /^flask$/, option: /^-e$/, kind: 'env-file' },
  { tool: /^gh$/, when: /^(?:secret|variable) set\b/, option: /^-f$/, kind: 'env-file' },
  { tool: /^(?:kubectl|oc)$/, option: /^--from-env-file$/, kind: 'env-file' },
  { tool: /^(?:kubectl|oc)$/, option: /^(?:-f|--filename)$/, kind: 'include', file: YAML },
  { tool: /^helm$/, option: /^(?:-f|--values)$/, kind: 'include', file: YAML },
  { tool: /^(?:terraform|tofu|terragrunt)$/, option: /^--?var-file$/, kind: 'include' },
  {
    tool: /^(?:docker|podman|nerdctl)$/,
    when: /^compose\b/,
    option: /^(?:-f|--file)$/,
    kind: 'include',
    file: YAML,
  },
  { tool: /^(?:docker-compose|podman-compose)$/, option: /^(?:-f|--file)$/, kind: 'include', file: YAML },
  { tool: /^litellm$/, option: /^(?:-c|--config)$/, kind: 'include', file: YAML },
]

/** Files that one such command names are read together. */
const ONE_RUN = /^(?:docker|podman)-compose$/

/** States the files that the words of a command name as values of its options. */
export function loadedFiles(words: readonly Word[], shell: Shell, block: number): void {
  const name = (words[0]?.text ?? '').replace(/^.*\//, '')
  const rows = ROWS.filter((r) => r.tool.test(name))
  for (const word of words) configured(word, shell, block)
  if (rows.length === 0) return
  const rest = words
    .slice(1)
    .map((w) => w.text)
    .join(' ')
  const own = ONE_RUN.test(name) ? commandBlock(words, shell, block) : block
  words.forEach((word, i) => {
    const glued = /^(--?[a-z][\w-]*)=/.exec(word.text)
    const option = glued?.[1] ?? word.text
    const row = rows.find((r) => r.option.test(option) && (r.when?.test(rest) ?? true))
    const value = glued ? cut(word.template, glued[0].length) : words[i + 1]?.template
    if (row && value && (row.file?.test(literalOf(value)) ?? true))
      refer(below(words, value), row.kind, shell, own, false, row.raw)
  })
}

function commandBlock(words: readonly Word[], { x, out }: Shell, block: number): number {
  const [first, last] = [words[0] as Word, words[words.length - 1] as Word]
  return out.block('command', first.text, block, x.span(first.start, last.end))
}

/** `--spring.config.import=file:conf/extra.yml`, `-Dspring.config.location=…` */
function configured(word: Word, { out, context }: Shell, block: number): void {
  const option = /^(?:-D|--)spring\.config\.(import|location|additional-location)=/.exec(word.text)
  if (!option) return
  const name = option[1] as string
  const value = cut(word.template, option[0].length)
  const setting = { kind: 'key' as const, name, path: ['spring', 'config', name], value }
  for (const named of filesNamedBy(context.path, setting)) out.reference({ ...named, block })
}

/** `terraform -chdir=infra apply -var-file=prod.tfvars`: named from that folder. */
function below(words: readonly Word[], value: Template): Template {
  const folder = words.map((w) => /^-chdir=(.+)$/.exec(w.text)?.[1]).find(Boolean)
  const first = value.parts[0]
  if (!folder || first?.kind !== 'text' || first.text.startsWith('/')) return value
  return { ...value, parts: [{ ...first, text: `${folder}/${first.text}` }, ...value.parts.slice(1)] }
}

/** The lines of a file that become variables of what follows: `cat x >> "$GITHUB_ENV"`, `grep -v '^#' x | tee -a "$GITHUB_ENV"`. */
export function handedOn(words: readonly Word[], command: Command, shell: Shell): void {
  if (!PRINTS_FILE.test(words[0]?.text ?? '')) return
  if (!targetsOf(command, shell.next).some((t) => /^\$(?:GITHUB_ENV|BASH_ENV)$/.test(t))) return
  lastFile(words, shell)
}

/** `while read line; do export "$line"; done < x`, `fly secrets import < x`. */
export function takenIn(words: readonly Word[], command: Command, shell: Shell): void {
  const line = words.map((w) => w.text).join(' ')
  if (TAKES_IN.test(line)) for (const word of command.inputs) refer(word.template, 'env-file', shell)
}

/** `. ./prod.env`, `dotenv conf/secrets.txt`: a file that sets variables. Scripts and files outside of the project are no such file. */
export function sourced(word: Word, shell: Shell): void {
  if (!/\.(?:sh|bash|zsh|fish)$|(?:^|\/)(?:bin\/)?activate(?:\.fish)?$/.test(word.text))
    refer(word.template, 'env-file', shell, shell.context.block, true)
}

const PRINTS_FILE = /^(?:cat|grep|egrep|sed|awk|envsubst|Get-Content|gc|type)$/i
const TAKES_IN = /^(?:done$|xargs\b|(?:fly|flyctl) secrets import\b|gh (?:secret|variable) set\b)/
/** Commands around a list of words that become variables: `export $(…)`, `env $(…) command`, `eval $(…)`, `set -gx (…)`. */
const FILLED =
  /\$?\((?:cat|grep|egrep|sed|awk|xargs -a|Get-Content)\s(?:[^|()]*?\s)?(?:"|')?((?:\$\w+\/)?[\w.@/-]*\w)(?:"|')?\s*(?:\|[^)]*)?\)/g

/** `export $(grep -v '^#' prod.env | xargs)`: the lines of a file as words of a command that sets variables. */
export function fromFile(word: Word, shell: Shell): void {
  const { x, context, out } = shell
  const raw = x.text.slice(word.start, word.end)
  for (const m of raw.matchAll(FILLED)) {
    const target = (m[1] as string).replace(/^\$\w+\//, '')
    const at = word.start + m.index + m[0].lastIndexOf(target)
    if (/[./]/.test(target))
      out.reference({
        kind: 'env-file',
        target,
        from: 'above',
        span: x.span(at, at + target.length),
        block: context.block,
      })
  }
}

function lastFile(words: readonly Word[], shell: Shell): void {
  const word = words[words.length - 1]
  if (words.length > 1 && word) refer(word.template, 'env-file', shell)
}

function refer(
  value: Template,
  kind: 'env-file' | 'include',
  { out, context }: Shell,
  block = context.block,
  bare = false,
  raw?: true,
): void {
  const named = namedFile(value, kind, 'above', bare)
  if (named && named.target !== '/dev/null' && named.target !== '-')
    out.reference({ ...named, block, ...(raw ? { raw } : {}) })
}
