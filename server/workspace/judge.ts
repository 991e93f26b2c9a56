/** The part of a scan that touches nothing: linking, and the rules. */
import { linking } from '../engine/link'
import { linting } from '../engine/lint'
import { emptyPolicy } from '../engine/policy'
import type { Steps } from '../engine/steps'
import type { Evidenced, Judgement, ScanContext, ScanOptions } from './types'

/** Links what files say and runs the rules, in steps. */
export function* judging(
  context: ScanContext,
  options: Pick<ScanOptions, 'day' | 'untrusted' | 'partial' | 'memory' | 'prefix'> & {
    readonly from?: ScanOptions['from'] | string
  },
  input: Evidenced,
  onRuleError: (rule: string, error: unknown) => void,
): Steps<Judgement> {
  const model = yield* linking(input.files, {
    facts: context.facts,
    platform: context.machine,
    paths: input.paths,
    complete: !options.partial,
    ...(options.memory ? { memory: options.memory } : {}),
    policyFor: (path) => input.governing.find((g) => g.governs(path))?.policy ?? emptyPolicy(),
  })
  const findings = yield* linting({
    model,
    facts: context.facts,
    rules: context.rules,
    policies: input.governing,
    day: options.day,
    ...(options.prefix ? { prefix: options.prefix } : {}),
    untrusted: options.untrusted,
    part: (options.from?.length ?? 0) > 0,
    onRuleError,
  })
  return { model, findings }
}

/** What an error says, for messages. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
