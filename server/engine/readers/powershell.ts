import type { FactsBuilder } from '../builder'
import { namedFile } from '../named-files'
import type { ReadContext, Reader } from '../reader'
import { Excerpt } from '../text'
import type { Span } from '../types'
import { type Token, templateOf, tokensOf } from './powershell/tokens'
import { loggedVariables } from './shell/logged'

const ENV_VARIABLE = /^\$\{?env:([A-Za-z_]\w*)\}?$/i
const VARIABLE = /^\$\{?(?:(?:script|global|local|private):)?([A-Za-z_]\w*)\}?$/i
const ENV_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/
const ASSIGN = /^(?:=|\?\?=|\+=)$/
const REQUEST = /^(?:invoke-restmethod|invoke-webrequest|irm|iwr|curl|curl\.exe|wget)$/i
const ITEM = /^(?:set-item|new-item|si|ni|set-content|set-itemproperty|new-itemproperty|sp)$/i
const WRITES = /^(?:add-content|set-content|out-file|tee-object|ac|sc|>>?)$/i
const KEYWORD =
  /^(?:if|else|elseif|foreach|for|function|param|return|try|catch|finally|switch|while|do|throw|using|class|exit|filter|begin|process|end|in|trap|data|enum|break|continue|echo|write|cd|set|mkdir|del|copy|move|ls|cat|type)$/i

/** PowerShell: variables of the environment in all their spellings, constants, hash tables, requests, other commands as shell. */
export const powershell: Reader = {
  id: 'powershell',
  version: 2,
  dialects: ['powershell', 'pwsh'],
  dialectOf: (_path, name) =>
    /\.(?:ps1|psm1|psd1)(?:\.(?:example|sample|template|j2|tmpl))?$/i.test(name) ? 'powershell' : '',
  read(x, out, context) {
    for (const statement of statements(tokensOf(x, out))) new Statement(statement, x, out, context).read()
  },
}

/** Tokens up to the end of a line or `;`; brackets that stay open take the next lines with them. */
function* statements(tokens: readonly Token[]): Generator<Token[]> {
  let line: Token[] = []
  let round = 0
  for (const token of tokens) {
    if (token.text === '(') round++
    else if (token.text === ')') round = Math.max(0, round - 1)
    const ends = token.kind === 'newline' ? round === 0 || line.length > 400 : /^[;{}]$/.test(token.text)
    if (!ends) {
      if (token.kind !== 'newline') line.push(token)
      continue
    }
    // the two arms of a value that is chosen stay together
    if (
      line.some((t) => ASSIGN.test(t.text)) &&
      /^[{}]$/.test(token.text) &&
      line.some((t) => /^(?:if|else)$/i.test(t.text))
    ) {
      line.push(token)
      continue
    }
    if (token.kind === 'newline') round = 0
    if (line.length > 0) yield line
    line = []
  }
  if (line.length > 0) yield line
}

class Statement {
  constructor(
    private readonly tokens: readonly Token[],
    private readonly x: Excerpt,
    private readonly out: FactsBuilder,
    private readonly context: ReadContext,
  ) {}

  read(): void {
    const first = this.tokens[0]?.text ?? ''
    for (let i = 0; i < this.tokens.length; i++) this.at(i)
    const writes = this.tokens.some((t) => WRITES.test(t.text))
    for (const token of this.tokens) {
      if (token.kind === 'here' && !/^write-/i.test(first)) this.document(token)
      else if (token.kind === 'string' && writes) this.line(token)
      else if (token.kind === 'string')
        loggedVariables(this.x.slice(token.innerStart, token.innerEnd), this.out, this.context)
    }
    this.handedOn()
    if (/^[a-z][\w./-]*$/.test(first) && !/^[a-z]+-[A-Z]/.test(first) && !KEYWORD.test(first) && !REQUEST.test(first))
      this.command()
  }

  private at(i: number): void {
    const token = this.tokens[i] as Token
    const next = this.tokens[i + 1]
    const assigned = next !== undefined && ASSIGN.test(next.text)
    const env = ENV_VARIABLE.exec(token.text)?.[1]
    if (env && assigned) this.set(env, token, i + 2)
    else if (assigned && token.kind === 'word' && VARIABLE.test(token.text)) this.constant(token, i)
    else if (assigned && ENV_NAME.test(token.text)) this.set(token.text, token, i + 2)
    else if (/^setenvironmentvariable$/i.test(token.text.replace(/^.*::/, '')) && next?.text === '(') {
      const name = this.tokens[i + 2]
      if (name && this.tokens[i + 3]?.text === ',') this.set(name.text, name, i + 4)
    } else if (/^setx(?:\.exe)?$/i.test(token.text) && next) this.set(next.text, next, i + 2)
    else if (ITEM.test(token.text)) this.item(i)
    else if (REQUEST.test(token.text)) this.request(i)
  }

  /** `Get-Content prod.env >> $env:GITHUB_ENV`: variables of the steps that follow. */
  private handedOn(): void {
    const reads = this.tokens.findIndex((t) => /^(?:get-content|gc|cat|type)$/i.test(t.text))
    const goes = this.tokens.some((t) => /^\$\{?env:GITHUB_ENV\}?$/i.test(t.text))
    if (reads < 0 || !goes) return
    const at = this.tokens.findIndex((t, i) => i > reads && t.kind !== 'mark' && !t.text.startsWith('-'))
    const value = at < 0 ? null : templateOf(this.tokens, at, this.x, 1)
    const named = value && namedFile(value, 'env-file', 'above')
    if (named) this.out.reference({ ...named, block: this.context.block })
  }

  private set(name: string, at: Token, from: number): void {
    if (!/^[A-Za-z_]\w*$/.test(name)) return
    const value = templateOf(this.tokens, from, this.x)
    if (!value) return
    const offset = at.start + Math.max(0, this.x.text.slice(at.start, at.end).indexOf(name))
    this.out.setting({
      kind: 'env',
      name,
      keySpan: this.x.span(offset, offset + name.length),
      value,
      block: this.context.block,
    })
  }

  /** `$base = "https://..."`: read by name from other values. */
  private constant(token: Token, i: number): void {
    const name = VARIABLE.exec(token.text)?.[1]
    const value = this.tokens[i + 2]
    if (
      name &&
      value &&
      (value.kind === 'string' || /:\/\//.test(value.text)) &&
      /:\/\/|[\w-]\.[a-z]{2,}|\$/i.test(value.text)
    )
      this.set(name, token, i + 2)
  }

  /** `Set-Item -Path Env:NAME -Value "..."`, `New-ItemProperty HKCU:\Environment -Name NAME -Value "..."`. */
  private item(i: number): void {
    let name: Token | undefined
    for (let j = i + 1; j < this.tokens.length; j++) {
      const token = this.tokens[j] as Token
      const before = this.tokens[j - 1]?.text ?? ''
      if (/^-name$/i.test(before) || /^env:\\?\w+$/i.test(token.text)) name = token
      else if (name && (/^-value$/i.test(before) || (!/^-/.test(token.text) && !/^-/.test(before)))) {
        this.set(name.text.replace(/^env:\\?/i, ''), name, j)
        return
      }
    }
  }

  private request(i: number): void {
    for (let j = i + 1; j < this.tokens.length; j++) {
      const token = this.tokens[j] as Token
      const before = this.tokens[j - 1]?.text ?? ''
      const named = /^-uri$/i.test(before)
      if (!named && !/^https?:\/\/|^\$\w+.*\//.test(token.text)) continue
      if (!named && /^-/.test(before) && token.kind !== 'string') continue
      const value = templateOf(this.tokens, j, this.x, 1)
      const at = this.tokens[i] as Token
      if (value)
        this.out.setting({
          kind: 'request',
          name: '',
          callee: at.text,
          keySpan: this.x.span(at.start, at.end),
          value,
          block: this.context.block,
        })
      return
    }
  }

  /** A here-string by what it looks like: settings, an env file, a script. */
  private document(token: Token): void {
    const body = this.x.slice(token.innerStart, token.innerEnd)
    const dialect = /^\s*\{/.test(body.text)
      ? 'json'
      : /^\s*\$env:/im.test(body.text)
        ? 'powershell'
        : /^\s*\[[\w."-]+\]\s*$/m.test(body.text)
          ? 'toml'
          : /^\s*(?:export\s+)?[A-Z][A-Z0-9_]+=\S/m.test(body.text)
            ? 'dotenv'
            : ''
    if (dialect) this.context.embed(dialect, body, this.context.block)
  }

  /** One line that is written into a profile or an env file. */
  private line(token: Token): void {
    const body = this.x.slice(token.innerStart, token.innerEnd)
    if (/^\s*\$env:\w+\s*=/i.test(body.text)) this.context.embed('powershell', body, this.context.block)
    else if (/^\s*[A-Z][A-Z0-9_]+=\S/.test(body.text)) this.context.embed('dotenv', body, this.context.block)
  }

  /** Any other program: its words are read as those of a shell, line continuations left out. */
  private command(): void {
    const { x } = this
    const from = (this.tokens[0] as Token).start
    const to = (this.tokens[this.tokens.length - 1] as Token).end
    const pieces: (Excerpt | { text: string; span: Span })[] = []
    let at = from
    for (const m of x.text.slice(from, to).matchAll(/`\r?\n/g)) {
      pieces.push(x.slice(at, from + m.index))
      pieces.push({ text: ' ', span: x.span(from + m.index, from + m.index + m[0].length) })
      at = from + m.index + m[0].length
    }
    pieces.push(x.slice(at, to))
    this.context.embed('bash', Excerpt.assembled(pieces), this.context.block)
  }
}
