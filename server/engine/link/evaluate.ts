/** What a template can become: every literal that may stand there, with the way it takes. */
import { choicesOf } from '../template'
import type { Part, Place, Resolution, Span, Template } from '../types'
import type { Placed } from './placed'
import type { Scope } from './scope'

/** A piece of a value: text and where it stands; `null` text is a piece nobody knows. */
export interface Piece {
  readonly text: string | null
  readonly span: Span
  readonly path: string
  /** The setting whose value holds the piece. */
  readonly holder: Placed
  /** Where references were followed from this piece to the evaluated value. */
  readonly via: readonly Place[]
  readonly encoded: boolean
}

export interface Value {
  readonly pieces: readonly Piece[]
  readonly resolution: Resolution
}

const MAX_VALUES = 12
const MAX_DEPTH = 6
/** References followed for one value, and places looked at for one name: enough for real files, and a bound for cycles of names. */
const MAX_STEPS = 120
const MAX_TARGETS = 6

interface Budget {
  left: number
}
const order: readonly Resolution[] = ['literal', 'resolved', 'default', 'partial']

function worse(a: Resolution, b: Resolution): Resolution {
  return order.indexOf(a) >= order.indexOf(b) ? a : b
}

/** All values of the setting, the most effective first. Fall-backs are values too (`default`). Bounded in number and depth. */
export function evaluate(placed: Placed, scope: Scope): Value[] {
  return templateValues(placed.setting.value, placed, scope, [], 0, { left: MAX_STEPS })
}

function templateValues(
  template: Template,
  holder: Placed,
  scope: Scope,
  via: readonly Place[],
  depth: number,
  budget: Budget,
): Value[] {
  let values: Value[] = [{ pieces: [], resolution: 'literal' }]
  for (const part of template.parts) {
    const options = partValues(part, template, holder, scope, via, depth, budget)
    const next: Value[] = []
    for (const value of values) {
      for (const option of options) {
        if (next.length >= MAX_VALUES) break
        next.push({
          pieces: [...value.pieces, ...option.pieces],
          resolution: worse(value.resolution, option.resolution),
        })
      }
    }
    values = next
  }
  return values
}

function partValues(
  part: Part,
  template: Template,
  holder: Placed,
  scope: Scope,
  via: readonly Place[],
  depth: number,
  budget: Budget,
): Value[] {
  const piece = (text: string | null, span: Span): Piece => ({
    text,
    span,
    path: holder.path,
    holder,
    via,
    encoded: template.encoding !== undefined,
  })
  if (part.kind === 'text') return [{ pieces: [piece(part.text, part.span)], resolution: 'literal' }]
  if (part.kind === 'unknown') return [{ pieces: [piece(null, part.span)], resolution: 'partial' }]
  const found: Value[] = []
  const here: Place = { path: holder.path, span: part.span }
  if (depth < MAX_DEPTH && budget.left > 0) {
    const targets = scope.targets(part, holder.path, holder.setting.block)
    for (const target of targets.slice(0, MAX_TARGETS)) {
      if (budget.left-- <= 0) break
      if (
        target.setting === holder.setting ||
        via.some((v) => v.path === target.path && v.span.start === target.setting.keySpan.start)
      )
        continue
      for (const value of templateValues(target.setting.value, target, scope, [here, ...via], depth + 1, budget)) {
        // a default of its own is what is left when nobody gives the name a value
        const known = target.setting.weak ? 'default' : 'resolved'
        found.push({ pieces: value.pieces, resolution: worse(known, value.resolution) })
      }
    }
  }
  const own = choicesOf(part).flatMap((choice) =>
    templateValues(choice, holder, scope, via, depth + 1, budget).map(
      (value): Value => ({ pieces: value.pieces, resolution: worse('default', value.resolution) }),
    ),
  )
  // what is written here is kept, however many values the name has elsewhere
  const [given, written] = [found.filter(isKnown), own.filter(isKnown).slice(0, MAX_VALUES)]
  const known = [...given.slice(0, MAX_VALUES - written.length), ...written]
  return known.length > 0 ? known : [{ pieces: [piece(null, part.span)], resolution: 'partial' }]
}

const isKnown = ({ pieces }: Value): boolean => pieces.some((p) => p.text !== null && p.text !== '')
