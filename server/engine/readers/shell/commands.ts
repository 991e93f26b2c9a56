/** What single shell commands say: assignments, exports, requests, deployments, containers. */
import type { FactsBuilder } from '../../builder'
import { interpolate } from '../../interpolation'
import type { ReadContext } from '../../reader'
import type { Excerpt } from '../../text'
import type { Template } from '../../types'
import { afterEquals, type Word } from '../shell'
import { imageName } from '../structured/emit'

const DECLARE = /^(?:export|declare|typeset|local|readonly|env|set)$/
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/

export function readCommand(words: readonly Word[], x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  let i = 0
  while (i < words.length) {
    const word = words[i] as Word
    const raw = x.text.slice(word.start, word.end)
    if (i === 0 && DECLARE.test(raw)) {
      i++
      continue
    }
    if (
      /^-/.test(raw) &&
      i > 0 &&
      i < 3 &&
      DECLARE.test(x.text.slice((words[0] as Word).start, (words[0] as Word).end))
    ) {
      i++
      continue
    }
    const assigned = afterEquals(word, x)
    if (!assigned) break
    out.setting({
      kind: 'env',
      name: assigned.name,
      keySpan: assigned.nameSpan,
      value: assigned.value,
      block: context.block,
    })
    i++
  }
  const rest = words.slice(i)
  const name = rest[0]?.text ?? ''
  if (!name) return
  if (name === ':') assignDefaults(rest, out, context)
  else if (name === 'curl' || name === 'wget' || name === 'http' || name === 'https' || name === 'xh')
    request(rest, x, out, context)
  else if (
    name === 'cross-env' ||
    name === 'sudo' ||
    name === 'exec' ||
    name === 'command' ||
    name === 'time' ||
    name === 'nohup'
  )
    readCommand(rest.slice(1), x, out, context)
  else if (name === 'setx' && rest.length > 2) pair(rest[1] as Word, rest[2] as Word, x, out, context)
  else if (name === 'echo' || name === 'printf') echoed(rest, x, out, context)
  else if (name === 'docker' || name === 'podman' || name === 'nerdctl') container(rest, x, out, context)
  else tool(rest, x, out, context)
}

function pair(name: Word, value: Word, x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  if (ENV_NAME.test(name.text))
    out.setting({
      kind: 'env',
      name: name.text,
      keySpan: x.span(name.start, name.end),
      value: value.template,
      block: context.block,
    })
}

/** `: "${NAME:=value}"` gives a default. */
function assignDefaults(words: readonly Word[], out: FactsBuilder, context: ReadContext): void {
  for (const word of words.slice(1)) {
    for (const part of word.template.parts) {
      if (part.kind === 'ref' && part.fallback)
        out.setting({
          kind: 'env',
          name: part.name,
          keySpan: part.span,
          value: part.fallback,
          block: context.block,
          weak: true,
        })
    }
  }
}

function request(words: readonly Word[], x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const takesValue =
    /^(?:-[HXdouAbeFTmx]|--(?:header|request|data|data-raw|data-binary|output|user|user-agent|form|max-time|proxy|cacert|write-out))$/
  for (let i = 1; i < words.length; i++) {
    const word = words[i] as Word
    const raw = x.text.slice(word.start, word.end)
    if (takesValue.test(raw)) {
      i++
      continue
    }
    if (raw.startsWith('-')) continue
    if (/^https?:\/\//.test(word.text) || (word.template.parts[0]?.kind === 'ref' && /\//.test(word.text))) {
      out.setting({
        kind: 'request',
        name: '',
        callee: words[0]?.text ?? 'curl',
        keySpan: x.span((words[0] as Word).start, (words[0] as Word).end),
        value: word.template,
        block: context.block,
      })
    }
  }
}

/** `echo "NAME=value" >> $GITHUB_ENV` and `>> .env`. */
function echoed(words: readonly Word[], x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const last = words[words.length - 1] as Word
  const after = x.text.slice(last.end, last.end + 200)
  const line = x.text.slice(
    (words[0] as Word).start,
    x.text.indexOf('\n', last.start) < 0 ? x.text.length : x.text.indexOf('\n', last.start),
  )
  if (
    !/>>?\s*["']?(?:\$\{?(?:GITHUB_ENV|BASH_ENV)\}?|[^\s"']*\.env[^\s"']*|~?\/?[^\s]*(?:rc|profile)\b)/.test(
      line + after.split('\n')[0],
    )
  )
    return
  for (const word of words.slice(1)) {
    const m = /^["']?(?:export\s+)?([A-Za-z_]\w*)=/.exec(x.text.slice(word.start, word.end))
    if (!m) continue
    const raw = x.text.slice(word.start, word.end)
    const end = /["']$/.test(raw) ? word.end - 1 : word.end
    const at = word.start + m[0].length
    const name = m[1] as string
    const inner = x.slice(at, end)
    const trimmed = /^(["'\\]*)(.*?)(["'\\n]*)$/s.exec(inner.text)
    const lead = trimmed?.[1]?.length ?? 0
    const value: Template = interpolate(inner.slice(lead, inner.text.length - (/\\?["']$/.test(inner.text) ? 1 : 0)), {
      bare: true,
    })
    out.setting({ kind: 'env', name, keySpan: x.span(at - 1 - name.length, at - 1), value, block: context.block })
  }
}

function container(words: readonly Word[], x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const block = out.block(
    'command',
    words[0]?.text ?? 'docker',
    context.block,
    x.span((words[0] as Word).start, (words[words.length - 1] as Word).end),
  )
  for (let i = 1; i < words.length; i++) {
    const word = words[i] as Word
    const next = words[i + 1]
    if (/^(?:-e|--env|--build-arg)$/.test(word.text) && next) {
      const assigned = afterEquals(next, x)
      if (assigned)
        out.setting({ kind: 'env', name: assigned.name, keySpan: assigned.nameSpan, value: assigned.value, block })
      else quotedAssignment(next, x, out, block)
      i++
    } else if (/^(?:--env|-e|--build-arg)=/.test(word.text)) quotedAssignment(word, x, out, block)
    else if (word.text === '--env-file' && next)
      out.reference({ kind: 'env-file', target: next.text, span: x.span(next.start, next.end), block })
    else if (i > 1 && /^[\w.-]+(?:\/[\w.-]+)+(?::[\w.-]+)?$/.test(word.text) && !/^\.|^\//.test(word.text))
      out.signature({
        kind: 'image',
        ecosystem: 'docker',
        name: imageName(word.text),
        span: x.span(word.start, word.end),
        block,
      })
  }
}

/** `-e "NAME=value"` with the quotes around both. */
function quotedAssignment(word: Word, x: Excerpt, out: FactsBuilder, block: number): void {
  const raw = x.text.slice(word.start, word.end)
  const m = /^(?:--env=|-e=|--build-arg=)?(["']?)([A-Za-z_]\w*)=/.exec(raw)
  if (!m) return
  const at = word.start + m[0].length
  const end = m[1] && raw.endsWith(m[1]) ? word.end - 1 : word.end
  const name = m[2] as string
  out.setting({
    kind: 'env',
    name,
    keySpan: x.span(at - 1 - name.length, at - 1),
    value: interpolate(x.slice(at, end), { bare: true }),
    block,
  })
}

const REGION_FLAGS: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^gcloud$/, /^--(?:region|location)$/, 'gcp'],
  [/^(?:aws|sam)$/, /^--region$/, 'aws'],
  [/^az$/, /^(?:--location|-l)$/, 'azure'],
  [/^(?:vercel|now)$/, /^--regions$/, 'vercel'],
  [/^(?:fly|flyctl)$/, /^(?:--region|-r|--primary-region)$/, 'fly'],
]

function tool(words: readonly Word[], x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const first = words[0] as Word
  const name = first.text.slice(first.text.lastIndexOf('/') + 1)
  if (/^[a-z][\w.-]*$/.test(name))
    out.signature({
      kind: 'binary',
      ecosystem: 'shell',
      name,
      span: x.span(first.start, first.end),
      block: context.block,
    })
  installs(words, x, out, context)
  words.forEach((word, i) => {
    const next = words[i + 1]
    const [flag, inline] = word.text.split('=', 2) as [string, string | undefined]
    for (const [command, re, provider] of REGION_FLAGS) {
      if (!command.test(name) || !re.test(flag)) continue
      const value = inline ?? next?.text
      const at = inline !== undefined ? { start: word.end - inline.length, end: word.end } : next
      if (value && at && /^[a-z0-9-]+$/.test(value))
        out.region({
          provider,
          id: value,
          span: x.span(at.start, at.end),
          block: context.block,
          role: name === 'aws' ? 'model' : 'runs',
        })
    }
    if (/^--(?:set|update)-env-vars$/.test(flag))
      envList(inline !== undefined ? word : next, inline !== undefined ? flag.length + 1 : 0, x, out, context)
    if (/^(?:-c|--config)$/.test(flag) && name === 'codex' && next) codexOverride(next, x, out, context)
  })
}

function envList(word: Word | undefined, skip: number, x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  if (!word) return
  const raw = x.text.slice(word.start, word.end)
  const lead = skip + (/^["']/.test(raw.slice(skip)) ? 1 : 0)
  for (const m of raw.slice(lead).matchAll(/([A-Za-z_]\w*)=([^,"']*)/g)) {
    const at = word.start + lead + m.index
    const name = m[1] as string
    out.setting({
      kind: 'env',
      name,
      keySpan: x.span(at, at + name.length),
      value: interpolate(x.slice(at + name.length + 1, at + m[0].length), { bare: true }),
      block: context.block,
    })
  }
}

function codexOverride(word: Word, x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const raw = x.text.slice(word.start, word.end)
  const m = /^["']?([\w.-]+)=\\?["']?(https?:[^"'\\]+)/.exec(raw)
  if (!m) return
  const end = m[0].length
  const value = m[2] as string
  out.setting({
    kind: 'key',
    name: (m[1] as string).slice((m[1] as string).lastIndexOf('.') + 1),
    path: ['codex', ...(m[1] as string).split('.')],
    keySpan: x.span(word.start, word.end),
    value: interpolate(x.slice(word.start + end - value.length, word.start + end), {}),
    block: context.block,
  })
}

function installs(words: readonly Word[], x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const line = words.map((w) => w.text).join(' ')
  const m =
    /^(?:(npm|pnpm|yarn|bun) (?:i|install|add|dlx|exec|x|global add)|(npx|bunx|uvx|pipx run)|(pip3?|uv pip|uv tool|pipx|uv) (?:install|add)|brew install)\b/.exec(
      line,
    )
  if (!m) return
  const ecosystem = m[1] || m[2] === 'npx' || m[2] === 'bunx' ? 'npm' : m[3] || m[2] ? 'pypi' : 'homebrew'
  for (const word of words.slice(1)) {
    if (word.text.startsWith('-') || /^(?:i|install|add|dlx|exec|x|run|tool|pip|global)$/.test(word.text)) continue
    const name = ecosystem === 'npm' ? word.text.replace(/(.)@[^/]*$/, '$1') : word.text.replace(/[[=<>!~].*$/, '')
    if (/^@?[\w./-]+$/.test(name))
      out.signature({ kind: 'package', ecosystem, name, span: x.span(word.start, word.end), block: context.block })
  }
}
