/**
 * The only way for a reader to state facts. Secrets are cut here, before a fact exists, and settings that no rule could
 * ever need are dropped here.
 */

import { holdsHeader, isCredentialName, isTelling, listOf, stateOf } from './credentials'
import { entryOf } from './entry'
import type { KeyShape } from './facts'
import { marksOf } from './marks'
import { filesNamedBy } from './named-files'
import { type FoundShape, type Redactor, readableUser } from './redact'
import { isRelevant } from './relevance'
import { withSpelling } from './spelling'
import { movedStated, type Stated } from './stated'
import { choicesOf, eachChoice, literalOf, maskTemplate } from './template'
import { type Excerpt, lineStartsOf, overlaps } from './text'
import type {
  Block,
  BlockKind,
  Call,
  Comment,
  Credential,
  DeployRegion,
  FileFacts,
  Import,
  Part,
  Problem,
  Read,
  Reference,
  Setting,
  SettingKind,
  Signature,
  Span,
  Template,
  Trait,
} from './types'
import { hiddenIn, withoutUserParts } from './user-part'

export interface SettingInput {
  readonly kind: SettingKind
  readonly name: string
  readonly path?: readonly string[]
  readonly callee?: string
  readonly keySpan: Span
  readonly value: Template
  readonly block: number
  readonly weak?: boolean
  readonly preset?: boolean
  readonly shadowed?: boolean
  readonly limited?: boolean
}

/** Variables that switch the verification of certificates off for a whole process. */
const TLS_SWITCH = /^(?:NODE_TLS_REJECT_UNAUTHORIZED|PYTHONHTTPSVERIFY)$/
const MAX_VALUE = 4096

export class FactsBuilder {
  private readonly blocks: Block[]
  private readonly settings: Setting[] = []
  private readonly credentials: Credential[] = []
  private readonly strays: Credential[] = []
  private readonly reads: Read[] = []
  private readonly calls: Call[] = []
  private readonly imports: Import[] = []
  private readonly references: Reference[] = []
  private readonly regions: DeployRegion[] = []
  private readonly signatures: Signature[] = []
  private readonly traits: Trait[] = []
  private readonly comments: Comment[] = []
  private readonly problems: Problem[] = []
  private readonly hidden: Span[] = []
  private readonly texts: Excerpt[] = []
  private quoted = 0
  private presets = 0

  constructor(
    readonly path: string,
    /** Whole text of the file. */
    readonly text: string,
    private readonly redactor: Redactor,
  ) {
    this.blocks = [{ kind: 'file', name: path, parent: 0, span: { start: 0, end: text.length } }]
  }

  block(kind: BlockKind, name: string, parent: number, span: Span): number {
    this.blocks.push({ kind, name, parent, span: this.inside(span) })
    return this.blocks.length - 1
  }

  /** The innermost block of that kind at or above `block`, or -1. */
  enclosing(block: number, kind: BlockKind): number {
    for (let at = block; ; at = (this.blocks[at] as Block).parent) {
      if ((this.blocks[at] as Block).kind === kind) return at
      if (at === 0) return -1
    }
  }

  /** States a setting. Credentials in its value become a `Credential`, and their text is cut. */
  setting(input: SettingInput): void {
    const { kind, name, value } = input
    const path = input.path ?? [name]
    const text = literalOf(value)
    const shaped = this.redactor.find(text)
    const named = kind !== 'request' && kind !== 'upstream' && (isCredentialName(name) || holdsHeader(text))
    const isAddress = /^[a-z][a-z0-9+.-]*:\/\//i.test(text.trim())
    if (shaped.length > 0) this.credentialsIn(input, shaped)
    else if (named && !isAddress) this.namedCredential(input, text)
    for (const part of value.parts) this.readOf(part, input.block)
    for (const named of filesNamedBy(this.path, input)) this.reference({ ...named, block: input.block })
    const holdsUser = /@|%(?:25)*40/.test(text)
    if (holdsUser) this.hidden.push(...hiddenIn(value, this.text).map((s) => this.inside(s)))
    if (kind === 'env' && TLS_SWITCH.test(name) && text.trim() === '0')
      this.trait({ what: 'tls-verification-off', detail: `${name}=0`, span: value.span, block: input.block })
    const secret = named && !isAddress
    const spelled = isAddress && shaped.length === 0 ? withSpelling(value, this.text) : value
    if (!secret && !isRelevant(kind, name, path, value, text)) return
    // one literal that was looked through already
    const clean = shaped.length === 0 && value.parts.length === 1 && value.parts[0]?.kind === 'text'
    const setting: Setting = {
      kind,
      name,
      path,
      keySpan: this.inside(input.keySpan),
      value: secret ? maskTemplate(value) : this.cutTemplate(holdsUser ? withoutUserParts(value) : spelled, clean),
      block: input.block,
    }
    const entry =
      isAddress && (kind === 'env' || kind === 'key') ? entryOf(this.text, setting.keySpan, value.span) : null
    const marked =
      entry ||
      input.callee ||
      input.weak ||
      input.shadowed ||
      input.limited ||
      input.preset ||
      this.presets > 0 ||
      this.quoted > 0
    this.settings.push(marked ? { ...setting, ...(entry ? { entry } : {}), ...this.marksOf(input) } : setting)
  }

  private marksOf(input: SettingInput): Partial<Setting> {
    return {
      ...(input.callee ? { callee: input.callee } : {}),
      ...(input.weak ? { weak: true as const } : {}),
      ...(input.shadowed ? { shadowed: true as const } : {}),
      ...(input.limited ? { limited: true as const } : {}),
      ...(input.preset || this.presets > 0 ? { preset: true as const } : {}),
      ...(this.quoted > 0 ? { quoted: true as const } : {}),
    }
  }

  /** Credentials that their shape alone tells, in a text that may state no setting; offsets into the text. */
  tellingIn(text: string): FoundShape[] {
    return this.redactor.find(text).filter((f) => isTelling(f.shape))
  }

  /** A credential outside of any setting: a header, an argument, an element of a list. A setting that holds it takes its place. */
  loose(shape: KeyShape, place: { name: string; nameSpan?: Span; span: Span; block: number; list?: string }): void {
    const span = this.inside(place.span)
    this.strays.push({
      ...ofShape(shape),
      state: 'literal',
      count: 1,
      name: place.name,
      nameSpan: place.nameSpan ? this.inside(place.nameSpan) : span,
      span,
      block: place.block,
      ...(place.list !== undefined ? { list: place.list } : {}),
      ...(this.quoted > 0 ? { quoted: true as const } : {}),
    })
  }

  read(name: string, span: Span, block: number): void {
    this.reads.push({ name, span: this.inside(span), block })
  }
  call(callee: string, span: Span, block: number, options: readonly string[] = []): void {
    this.calls.push({ callee, span: this.inside(span), block, options })
  }
  import(one: Import): void {
    this.imports.push({ ...one, span: this.inside(one.span) })
  }
  reference(reference: Reference): void {
    const { value, target } = reference
    const span = this.inside(reference.span)
    // two ways to read one text
    if (this.references.some((r) => r.span.start === span.start && r.target === target && r.kind === reference.kind))
      return
    this.references.push(value ? { ...reference, span, value: this.cutTemplate(value) } : { ...reference, span })
  }
  region(region: DeployRegion): void {
    // a place in quoted text deploys nothing
    if (region.id.length > 64 || (!region.id && !region.value) || this.quoted > 0) return
    this.regions.push({
      ...region,
      span: this.inside(region.span),
      ...(region.value ? { value: this.cutTemplate(region.value) } : {}),
    })
  }
  signature(signature: Signature): void {
    if (signature.name) this.signatures.push({ ...signature, span: this.inside(signature.span) })
  }
  trait(trait: Trait): void {
    this.traits.push({ ...trait, detail: this.redactor.cut(trait.detail), span: this.inside(trait.span) })
  }
  /**
   * Hands a comment over; only those that speak to relaylint are kept. `text` without the comment marks; `below`: what it means
   * by the next line, where that is not one line.
   */
  comment(text: string, span: Span, below?: Span): void {
    if (!text.includes('relaylint')) return
    // the text of a block scalar is read by its own reader as well
    const place = this.inside(span)
    if (this.comments.some((c) => overlaps(c.span, place))) return
    const lines = below ? { below: this.inside(below) } : this.ownLines(place)
    this.comments.push({ text: this.redactor.cut(text.slice(0, MAX_VALUE)), span: place, ...lines })
  }

  /** The lines of the text around a comment, where that text stands within one line of the file: a script in a string. */
  private ownLines(place: Span): Pick<Comment, 'here' | 'below'> {
    const lines = this.texts.at(-1)?.linesAt(place)
    return lines && !/[\r\n]/.test(this.text.slice(lines.here.start, lines.below.start)) ? lines : {}
  }

  /** Comments stated inside `work` stand in this text. */
  reading(text: Excerpt, work: () => void): void {
    this.texts.push(text)
    try {
      work()
    } finally {
      this.texts.pop()
    }
  }

  problem(message: string, span: Span, incomplete = false): void {
    if (this.problems.length < 100)
      this.problems.push({ message, span: this.inside(span), ...(incomplete ? { incomplete: true as const } : {}) })
  }
  /** Facts stated inside `work` stand in quoted text (a Markdown fence): they speak to the auditor persona only. */
  quote(work: () => void): void {
    this.quoted++
    try {
      work()
    } finally {
      this.quoted--
    }
  }
  /** Settings stated inside `work` are choices of a table of which none is taken by this file. */
  choices(work: () => void): void {
    this.presets++
    try {
      work()
    } finally {
      this.presets--
    }
  }

  /** Ends a block whose end was not known when it began. */
  endBlock(block: number, end: number): void {
    const known = this.blocks[block] as Block
    this.blocks[block] = { ...known, span: this.inside({ start: known.span.start, end }) }
  }

  /** How much is stated so far. */
  mark(): readonly number[] {
    return this.lists.map((list) => list.length)
  }

  /** What was stated since. */
  since(mark: readonly number[]): Stated {
    return { first: mark[0] as number, lists: this.lists.map((list, i) => list.slice(mark[i])) }
  }

  /** States it again, `by` units further on; `around` numbers the blocks around it. Returns it as it stands now. */
  restate(stated: Stated, by: number, around: (block: number) => number): Stated {
    const same = by === 0 && stated.first === this.blocks.length
    const now = same ? stated : movedStated(stated, by, this.blocks.length, around)
    this.lists.forEach((list, i) => {
      for (const fact of now.lists[i] ?? []) list.push(fact)
    })
    return now
  }

  private get lists(): object[][] {
    const { blocks, settings, credentials, strays, reads, calls, imports, references } = this
    const { regions, signatures, traits, comments, problems, hidden } = this
    const facts = [blocks, settings, credentials, strays, reads, calls, imports, references]
    return [...facts, regions, signatures, traits, comments, problems, hidden] as object[][]
  }

  done(reader: string, dialect: string): FileFacts {
    return {
      path: this.path,
      reader,
      dialect,
      lineStarts: lineStartsOf(this.text),
      length: this.text.length,
      blocks: this.blocks,
      settings: this.settings,
      credentials: this.allCredentials(),
      reads: this.reads,
      calls: this.calls,
      imports: this.imports,
      references: this.references,
      regions: this.regions,
      signatures: this.signatures,
      traits: this.traits,
      comments: this.comments,
      problems: this.problems,
      ...(this.hidden.length > 0 ? { hidden: this.hidden } : {}),
    }
  }

  private allCredentials(): readonly Credential[] {
    if (this.strays.length === 0) return this.credentials
    const stated = (c: Credential) =>
      this.credentials.some((k) => k.span.start < c.span.end && c.span.start < k.span.end)
    return [...this.credentials, ...this.strays.filter((c) => !stated(c))].sort((a, b) => a.span.start - b.span.start)
  }

  private inside(span: Span): Span {
    const start = Math.max(0, Math.min(span.start, this.text.length))
    return { start, end: Math.max(start, Math.min(span.end, this.text.length)) }
  }

  private readOf(part: Part, block: number): void {
    if (part.kind !== 'ref') return
    if (part.to === 'env') this.read(part.name, part.span, block)
    for (const template of choicesOf(part)) for (const inner of template.parts) this.readOf(inner, block)
  }

  private credentialsIn(input: SettingInput, shaped: readonly FoundShape[]): void {
    const { shape } = shaped[0] as FoundShape
    this.pushCredential(input, { ...ofShape(shape), state: 'literal', count: shaped.length }, literalOf(input.value))
  }

  private namedCredential(input: SettingInput, text: string): void {
    const open = input.value.parts.filter((p) => p.kind !== 'text').length
    this.pushCredential(input, { vendor: '', kind: 'unknown', prefix: '', ...stateOf(text, open) }, text)
  }

  private pushCredential(
    input: SettingInput,
    what: Pick<Credential, 'vendor' | 'kind' | 'prefix' | 'shape' | 'state' | 'count'>,
    text: string,
  ): void {
    const marks = what.state === 'literal' ? marksOf(text) : []
    const list = listOf(input.path ?? [])
    this.credentials.push({
      ...what,
      name: input.name,
      nameSpan: this.inside(input.keySpan),
      span: this.inside(input.value.span),
      block: input.block,
      ...(marks.length > 0 ? { marks } : {}),
      ...(list !== undefined ? { list } : {}),
      ...(this.quoted > 0 ? { quoted: true as const } : {}),
    })
  }

  /** `clean`: no credential tells itself by its shape. */
  private cutTemplate(template: Template, clean = false): Template {
    return { ...template, span: this.inside(template.span), parts: template.parts.map((p) => this.cutPart(p, clean)) }
  }

  private cutPart(part: Part, clean: boolean): Part {
    const span = this.inside(part.span)
    if (part.kind === 'text') {
      const text = part.text.length > MAX_VALUE ? part.text.slice(0, MAX_VALUE) : part.text
      return { ...part, span, text: this.cutText(text, clean) }
    }
    if (part.kind === 'ref') return { ...part, span, ...eachChoice(part, (t) => this.cutTemplate(t)) }
    return { ...part, span }
  }

  private cutText(text: string, clean: boolean): string {
    const shaped = !clean && this.redactor.find(text).length > 0
    if (!shaped && !text.includes('@') && !text.includes('?')) return text
    return this.redactor
      .cut(text)
      .replace(/(:[\\/]{2,6})([^/?#\s]*)@/g, (_all, slashes: string, user: string) => slashes + readableUser(user))
  }
}

const ofShape = (shape: KeyShape) => ({
  vendor: shape.vendor,
  kind: shape.kind,
  prefix: shape.prefix,
  shape: shape.id,
})
