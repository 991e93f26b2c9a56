import { nameOf } from '../../server/engine/paths'
import type {
  Draft,
  Evidence,
  FileFacts,
  Model,
  PlacedTrait,
  Related,
  Rule,
  RuleContext,
  Span,
} from '../../server/engine/types'
import { makersTermsHold, usesIn, type VendorUse } from '../regions'
import { clauseText, first, isTestPath, vendorName } from '../wording'

const CLAUSE: Readonly<Record<string, string>> = {
  openai: 'openai-services-3-3-e',
  anthropic: 'anthropic-usage-distillation',
  google: 'gemini-terms-competing',
  xai: 'xai-aup-competing',
}
/** Closed models by the name that people write. */
const CLOSED: readonly (readonly [RegExp, string])[] = [
  [/^(?:[\w-]+\/)*(?:gpt-(?!oss|neo|j\b|2\b)|o[1345](?:-|$)|chatgpt)/i, 'openai'],
  [/^(?:[\w.-]+[/.])*claude-/i, 'anthropic'],
  [/^(?:[\w-]+\/)*gemini-/i, 'google'],
  [/^(?:[\w-]+\/)*grok-/i, 'xai'],
]
/** Model classes of a library for synthetic data; those of other makers run open weights. */
const DISTILABEL: Readonly<Record<string, string>> = {
  OpenAILLM: 'openai',
  AnthropicLLM: 'anthropic',
  GeminiLLM: 'google',
}
/** Trainers of a student; the fine-tuning service of a maker for its own models is none. */
const TRAINS = /^(?:SFT|DPO|GKD)Trainer$/i
/** A file that makes training data, by its name. */
const MAKES = /(?:gen(?:erate|eration|_)?|create|build|make|synth\w*|distil\w*|augment|collect|self[_-]?instruct)/i
const DATA = /(?:data|dataset|sft|instruct|synth|distil|samples|pairs|corpus|preference)/i

interface Said {
  readonly path: string
  readonly span: Span
  readonly vendor: string
  readonly message: string
  readonly related: readonly Related[]
}

/** The trainer stands in the file that calls the model. */
function sameFile(t: PlacedTrait, uses: readonly VendorUse[]): Said[] {
  const used = uses.find((u) => u.paths.includes(t.path))
  if (!used) return []
  const at = used.endpoint ?? used.use
  return [
    {
      path: t.path,
      span: t.span,
      vendor: used.vendor,
      message: `A training pipeline stands in the file that calls ${vendorName(used.vendor)}: is its output training data?`,
      related: at ? [{ path: at.path, span: at.span, message: 'the model is called here' }] : [],
    },
  ]
}

/** A file of the same unit makes data with the model, by its name. */
function besideIt(t: PlacedTrait, uses: readonly VendorUse[], model: Model): Said[] {
  for (const used of uses) {
    if (!used.units.some((u) => t.units.includes(u))) continue
    const path = used.paths.find((p) => {
      const name = nameOf(p)
      return p !== t.path && MAKES.test(name) && DATA.test(name) && model.files.get(p)?.reader === 'source'
    })
    const at = used.endpoint ?? used.use
    const call = path ? (at?.path === path ? at.span : model.files.get(path)?.imports[0]?.span) : undefined
    if (!path || !call) continue
    return [
      {
        path,
        span: call,
        vendor: used.vendor,
        message: `This file makes data with ${vendorName(used.vendor)} beside a training pipeline: does it train a model?`,
        related: [{ path: t.path, span: t.span, message: 'a model is trained here' }],
      },
    ]
  }
  return []
}

/** A pipeline of a data library whose model is a closed one. */
function libraries(file: FileFacts): Said[] {
  if (!file.imports.some((i) => /^distilabel\b/.test(i.module))) return []
  return file.calls.flatMap((c) => {
    const vendor = DISTILABEL[c.callee.slice(c.callee.lastIndexOf('.') + 1)]
    return vendor && !c.options.includes('base_url')
      ? [
          {
            path: file.path,
            span: c.span,
            vendor,
            message: `A data pipeline has ${vendorName(vendor)} as its model: does the data train a model?`,
            related: [],
          },
        ]
      : []
  })
}

/** `teacher_model: gpt-4o`, beside a student or where something is trained. */
function teachers(file: FileFacts, training: readonly PlacedTrait[], model: Model): Said[] {
  return file.settings.flatMap((s) => {
    const only = s.value.parts.length === 1 ? s.value.parts[0] : undefined
    if (only?.kind !== 'text' || s.quoted || !/model|teacher/i.test(s.name) || !/teacher/i.test(s.path.join('.')))
      return []
    const vendor = CLOSED.find(([re]) => re.test(only.text.trim()))?.[1]
    const student = file.settings.some((o) => /student/i.test(o.path.join('.')))
    const units = new Set(model.units.filter((u) => training.some((t) => t.units.includes(u.id))).map((u) => u.folder))
    const trained = [...units].some((folder) => folder === '' || file.path.startsWith(`${folder}/`))
    if (!vendor || !(student || trained)) return []
    const name = s.name || s.path.at(-1)
    return [
      {
        path: file.path,
        span: s.value.span,
        vendor,
        message: `\`${name}\` names ${only.text.trim().slice(0, 40)}, a closed model: does its output train another model?`,
        related: training.slice(0, 1).map((t) => ({ path: t.path, span: t.span, message: 'a model is trained here' })),
      },
    ]
  })
}

function draft(said: Said, { facts }: RuleContext): Draft {
  const clause = facts.clause(CLAUSE[said.vendor] ?? '')
  const evidence: Evidence[] = clause
    ? [{ status: clause.status, claim: clause.summary, source: clause.source, date: clause.since }]
    : []
  return {
    path: said.path,
    span: said.span,
    severity: 'info',
    confidence: 'low',
    identity: said.vendor,
    message: first(said.message),
    why: `${clauseText(clause)} What the pipeline trains, and whether it competes, is not known to this scan.`.trim(),
    todo: 'If output trains a model, ask counsel, or use an open-weight model as teacher.',
    evidence,
    related: said.related,
  }
}

const rule: Rule = {
  id: 'distillation-terms',
  title: 'A closed model stands as teacher in a training pipeline',
  severity: 'info',
  model(context) {
    const { model, facts, once } = context
    const training = model.traits.filter(
      (t) => t.what === 'training' && (TRAINS.test(t.detail) || /distil/i.test(t.detail)),
    )
    const uses = once<readonly VendorUse[]>(usesIn).filter(
      (u) => CLAUSE[u.vendor] && makersTermsHold(u, facts.providerOf(u.vendor)),
    )
    const found: Said[] = []
    for (const file of model.files.values()) found.push(...libraries(file), ...teachers(file, training, model))
    for (const t of training) {
      const own = sameFile(t, uses)
      found.push(...(own.length > 0 ? own : TRAINS.test(t.detail) ? besideIt(t, uses, model) : []))
    }
    const seen = new Set<string>()
    const drafts = found.flatMap((said) => {
      if (isTestPath(said.path) || seen.has(`${said.path} ${said.vendor}`)) return []
      seen.add(`${said.path} ${said.vendor}`)
      return [draft(said, context)]
    })
    return drafts.length > 0
      ? drafts
      : context.pass(
          training.length > 0
            ? 'no closed model is known to feed what is trained here'
            : 'nothing here is known to train a model',
        )
  },
}
export default rule
