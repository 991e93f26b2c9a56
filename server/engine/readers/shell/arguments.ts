/** What the words of a command say: variables for what it starts, base URLs as options, regions, packages, images, requests. */

import type { FactsBuilder } from '../../builder'
import { interpolate } from '../../interpolation'
import { nameOf } from '../../paths'
import type { ReadContext } from '../../reader'
import type { Excerpt } from '../../text'
import type { Span, Template } from '../../types'
import { embedValue, jsonWord } from '../embedded'
import { stateImage } from '../images'
import { miseTool } from '../mise'
import type { Shell } from './context'
import { deploys } from './deploys'
import { loadedFiles } from './loads'
import { chartValues, forwarded, pairs, properties } from './single-words'
import { assignmentOf, contentOf, readWord, type Word } from './words'

/** Flags that take the word behind them as their value. */
const CURL_VALUE =
  /^(?:-[HXdouAbeFTmxcKEwr]|--(?:header|request|data(?:-\w+)?|json|output|user|user-agent|form|max-time|connect-timeout|proxy|cacert|cert|key|write-out|cookie|referer|retry|resolve|config))$/

/** The address of `curl` and its kind. */
export function request(words: readonly Word[], shell: Shell): void {
  const { x, out, context } = shell
  const first = words[0] as Word
  const span = x.span(first.start, (words[words.length - 1] as Word).end)
  // a request and its headers belong together, apart from the next one
  const block = out.block('command', first.text, context.block, span)
  strays(words, shell, block)
  for (let i = 1; i < words.length; i++) {
    const word = words[i] as Word
    const raw = x.text.slice(word.start, word.end)
    if (CURL_VALUE.test(raw)) {
      const header = /^(?:-H|--header)$/.test(raw) ? words[i + 1] : undefined
      if (header) context.embed('headers', contentOf(header, x), block)
      i++
      continue
    }
    if (raw.startsWith('-')) continue
    if (/^https?:\/\//.test(word.text) || (word.template.parts[0]?.kind === 'ref' && /\//.test(word.text))) {
      out.setting({
        kind: 'request',
        name: '',
        callee: words[0]?.text ?? 'curl',
        keySpan: x.span(first.start, first.end),
        value: word.template,
        block,
      })
    }
  }
}

/** Credentials among the words of a command, told by their shape: headers, flags. */
function strays(words: readonly Word[], { x, out }: Shell, block: number): void {
  words.forEach((word, i) => {
    if (word.text.length < 30) return
    for (const { shape } of out.tellingIn(word.text)) {
      const flag = words[i - 1]?.text ?? ''
      const name = /^([\w-]+)\s*[:=]/.exec(word.text)?.[1] ?? (flag.startsWith('-') ? flag : '')
      out.loose(shape, { name, span: x.span(word.start, word.end), block })
    }
  })
}

/** `docker run -e NAME=value image`. */
export function container(words: readonly Word[], shell: Shell): void {
  const { x, out, context } = shell
  const first = words[0] as Word
  const block = out.block(
    'command',
    first.text,
    context.block,
    x.span(first.start, (words[words.length - 1] as Word).end),
  )
  loadedFiles(words, shell, block)
  for (let i = 1; i < words.length; i++) {
    const word = words[i] as Word
    const next = words[i + 1]
    const glued = /^(?:--env=|--build-arg=|-e=?)(?=["']?[A-Za-z_]\w*=)/.exec(x.text.slice(word.start, word.end))
    if (/^(?:-e|--env|--build-arg)$/.test(word.text) && next) {
      assign(next, shell, block)
      i++
    } else if (glued) assign(word, shell, block, new RegExp(`^${glued[0]}`))
    else if (i > 1 && /^[\w.-]+(?:\/[\w.-]+)+(?::[\w.-]+)?$/.test(word.text) && !/^\.|^\//.test(word.text))
      stateImage(out, word.text, x.span(word.start, word.end), block)
    else if (/^[A-Z]\w*=/.test(word.text)) assign(word, shell, block)
  }
}

function assign(word: Word, { x, out, context }: Shell, block: number, lead?: RegExp): void {
  const found = assignmentOf(word, x, lead)
  if (!found) return
  const { name, nameSpan: keySpan, value } = found
  out.setting({ kind: 'env', name, keySpan, value, block })
  const said = word.said()
  const from = said.text.indexOf(`${name}=`) + name.length + 1
  embedValue(said.slice(from, said.text.length), [name], context, block)
}

/** Commands whose words are text for people or patterns to look for. */
const TALKS =
  /log|info|warn|err|debug|echo|print|say|msg|note|die|fail|assert|expect|grep|^(?:test|\[{1,2}|rg|ag|awk|git|cat|ls|diff|cmp)$/i

/** Every other command: tools, packages, regions, and what it passes on by its words. */
export function commandArguments(words: readonly Word[], shell: Shell): void {
  const { x, out, context } = shell
  const first = words[0] as Word
  const name = nameOf(first.text)
  if (/^[a-z][\w.-]*$/.test(name))
    out.signature({
      kind: 'binary',
      ecosystem: 'shell',
      name,
      span: x.span(first.start, first.end),
      block: context.block,
    })
  installs(words, x, out, context)
  strays(words, shell, context.block)
  deploys(words, shell)
  loadedFiles(words, shell, context.block)
  const talks = TALKS.test(name)
  if (!talks) options(name, words, shell)
  words.forEach((word, i) => {
    const next = words[i + 1]
    if (talks) return
    if (name === 'codex' && /^(?:-c|--config)$/.test(word.text) && next) codexOverride(next.said(), shell)
    else if (name === 'codex' && /^--config=/.test(word.text))
      codexOverride(word.said().slice('--config='.length, word.said().text.length), shell)
    else pairs(word, shell)
    properties(word, shell)
    forwarded(word, shell)
    if (name === 'helm' && /^--set/.test(words[i - 1]?.text ?? '')) chartValues(word, shell)
    if (!PATTERNS.test(name)) held(word, shell)
  })
}

/** Commands whose words are programs or patterns of their own. */
const PATTERNS = /^(?:jq|yq|node|python[\d.]*|ruby|php|perl|mongosh?)$/

/** `--settings '{"env": {…}}'`: data that a command is given as a word. */
function held(word: Word, { x, context }: Shell): void {
  const flag = /^--?[\w-]+=/.exec(x.text.slice(word.start, word.end))?.[0].length ?? 0
  const data = jsonWord(contentOf(word, x, word.start + flag))
  if (data) context.embed('json', data, context.block)
}

const URL_OPTION =
  /^(?:[a-z][\w-]*(?:base[-_]?ur[li]|api[-_]?base|api[-_]?ur[li]|endpoint|api[-_]?host)|base[-_]?ur[li]|api[-_]?base|api[-_]?ur[li]|endpoint)$/i
/** Options that say what an address beside them is for. */
const BESIDE = /^(?:[\w-]*api[-_]?key|[\w-]*token|model)$/i

interface Option {
  readonly name: string
  readonly span: Span
  readonly value: Template
}

/** `aider --openai-api-base url --model m`: options of the command that name an address, and what stands beside them. */
function options(callee: string, words: readonly Word[], { x, out, context }: Shell): void {
  const all = words.flatMap((word, i) => [...optionOf(word, words[i + 1], x), ...nestedOptions(word, words[i - 1], x)])
  const urls = all.filter((o) => URL_OPTION.test(o.name) && startsAddress(o.value))
  if (urls.length === 0) return
  const last = words[words.length - 1] as Word
  const block = out.block('command', callee, context.block, x.span((words[0] as Word).start, last.end))
  for (const o of [...urls, ...all.filter((other) => BESIDE.test(other.name))]) {
    const name = o.name.replaceAll('-', '_')
    out.setting({ kind: 'argument', name, path: [name], callee, keySpan: o.span, value: o.value, block })
  }
}

function startsAddress(value: Template): boolean {
  const first = value.parts[0]
  return first?.kind === 'ref' || (first?.kind === 'text' && /^[a-z]+:\/\//i.test(first.text))
}

/** `--name value` or `--name=value`. */
function optionOf(word: Word, next: Word | undefined, x: Excerpt): Option[] {
  const m = /^--?([a-z][\w-]*)(=)?/i.exec(x.text.slice(word.start, word.end))
  if (!m) return []
  const end = word.start + m[0].length - (m[2] ? 1 : 0)
  const value = m[2] ? readWord(x, end + 1) : next
  return value ? [{ name: m[1] as string, span: x.span(word.start, end), value: value.template }] : []
}

/** `--model_args model=m,base_url=url`: options inside of the value of one. */
function nestedOptions(word: Word, before: Word | undefined, x: Excerpt): Option[] {
  if (!before?.text.startsWith('--') && !/^--[\w-]+=["']?\w+=/.test(word.text)) return []
  const raw = x.text.slice(word.start, word.end)
  return [...raw.matchAll(/(?<=^["']?|,\s*|^--[\w-]+=["']?)(\w+)=((?:[a-z]+:\/\/|\$)?[^,"'\s]+)/g)].map((m) => {
    const at = word.start + m.index
    const name = m[1] as string
    const from = at + name.length + 1
    const value = interpolate(x.slice(from, from + (m[2] as string).length), { bare: true })
    return { name, span: x.span(at, at + name.length), value }
  })
}

/** `-c key=value`: a line of TOML, or a text without quotes. */
function codexOverride(said: Excerpt, { out, context }: Shell): void {
  const m = /^([\w.-]+)\s*=\s*/.exec(said.text)
  if (!m) return
  const value = said.slice(m[0].length, said.text.length)
  if (/^["'{[]/.test(value.text)) {
    context.embed('toml', said, context.block, ['codex'])
    return
  }
  const path = (m[1] as string).split('.')
  out.setting({
    kind: 'key',
    name: path[path.length - 1] as string,
    path: ['codex', ...path],
    keySpan: said.span(0, (m[1] as string).length),
    value: interpolate(value, { bare: true }),
    block: context.block,
  })
}

/** Commands of package managers that bring packages in, and the ecosystem of the names behind them. */
const INSTALLS: readonly (readonly [RegExp, string])[] = [
  [/^(?:npm|pnpm|yarn|bun) (?:i|install|add|dlx|exec|x|global add)\b/, 'npm'],
  [/^(?:npx|bunx|pnpx)\b/, 'npm'],
  [/^volta install\b/, 'npm'],
  [/^(?:pip[\d.]*|uv pip|uv tool|pipx|uv|poetry|pdm|rye|pipenv) (?:install|add|run)\b/, 'pypi'],
  [/^(?:uv run )?(?:python[\d.]*|py)(?: -\S+)* -m (?:pip|pipx) (?:install|run)\b/, 'pypi'],
  [/^(?:conda|mamba|micromamba) (?:install|create)\b/, 'pypi'],
  [/^uvx\b/, 'pypi'],
  [/^deno (?:run|install|x)\b/, 'deno'],
  [/^mise (?:use|install|i|exec|x)\b/, 'mise'],
  [/^asdf (?:plugin add|install)\b/, 'asdf'],
  [/^nix(?:-env|-shell)? /, 'nix'],
  [/^brew (?:re)?install\b/, 'homebrew'],
  [/^(?:apk|apt|apt-get|dnf|yum) (?:-\S+ )*(?:install|add)\b/, 'apt'],
  [/^(?:pacman|yay|paru) -S\w*/, 'aur'],
  [/^scoop install\b/, 'scoop'],
  [/^choco install\b/, 'chocolatey'],
  [/^winget (?:install|add)\b/, 'winget'],
  [/^go (?:install|get|run)\b/, 'go'],
  [/^cargo (?:b?install|add)\b/, 'cargo'],
  [/^gem install\b/, 'gem'],
  [
    /^(?:code(?:-insiders|-server|-oss)?|cursor|windsurf|codium|vscodium|positron|trae) .*--install-extension\b/,
    'vscode',
  ],
]
/** Words of such commands that are no names. */
const VERBS =
  /^(?:(?:re)?b?install|i|add|dlx|exec|x|run|get|tool|pip|pipx|global|update|plugin|use|create|shell|profile|uv|python[\d.]*|-.*)$/

/** Options of theirs whose value is no package. */
const TAKES_VALUE =
  /^(?:-n|--name|-p|--prefix|-c|--channel|-r|--requirement|--file|-i|--index-url|--extra-index-url|--python|--registry)$/

function installs(words: readonly Word[], x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const line = words.map((w) => w.text).join(' ')
  const ecosystem = INSTALLS.find(([command]) => command.test(line))?.[1]
  if (!ecosystem) return
  for (const [i, word] of words.entries()) {
    if (i === 0 || VERBS.test(word.text) || TAKES_VALUE.test(words[i - 1]?.text ?? '')) continue
    const found = packageIn(word.text, ecosystem)
    if (!found || !/^@?[\w./-]+$/.test(found.name)) continue
    const kind = ecosystem === 'vscode' ? 'extension' : 'package'
    out.signature({ kind, ...found, span: x.span(word.start, word.end), block: context.block })
  }
}

/** What a word of such a command names; null for scripts, files and places. */
function packageIn(word: string, ecosystem: string): { readonly ecosystem: string; readonly name: string } | null {
  if (ecosystem === 'deno') {
    const npm = /^npm:\/?(.+)$/.exec(word)?.[1]
    return npm
      ? { ecosystem: 'npm', name: packageName(npm.replace(/^(@[^/]+\/[^/]+|[^@/]+)\/.*$/, '$1'), 'npm') }
      : null
  }
  if (ecosystem === 'mise') return miseTool(word.replace(/(.)@[^/]*$/, '$1'))
  if (ecosystem === 'nix') {
    const name = /(?:#|^nixpkgs\.)([\w.-]+)$/.exec(word)?.[1]
    return name ? { ecosystem, name } : null
  }
  return { ecosystem, name: packageName(word, ecosystem) }
}

/** The name without its version. */
function packageName(word: string, ecosystem: string): string {
  if (ecosystem === 'npm' || ecosystem === 'go') return word.replace(/(.)@[^/]*$/, '$1')
  return word.replace(/[[=<>!~@].*$/, '')
}
