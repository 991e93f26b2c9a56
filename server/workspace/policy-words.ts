/** Words that a policy may use: ids of rules, makers, platforms with their regions, tools. */
import { isKnownTool, toolNames } from '../../rules'
import type { FactBase } from '../engine/facts'
import { nearestWord, slipOf } from '../engine/nearest'

/** A list of names, looked up as people write them. */
export interface Words {
  has(word: string): boolean
  /** The name that a misspelt word is near to; `loosely` also where one of the two only begins the other. */
  near(word: string, loosely?: boolean): string | undefined
}

export interface PolicyWords {
  readonly rules: Words
  /** Makers, clouds and hosts of models. Others exist: a word that is near to none may be somebody's own. */
  readonly providers: Words
  /** Tools that the fact base can find by more than their name. */
  readonly tools: Words
  /** Platforms whose regions are known. */
  readonly platforms: Words
  /** Regions of a platform; zones and other spellings of an id count as it. */
  regions(platform: string): Words
}

/** How other lists call a platform. */
const PLATFORM: Readonly<Record<string, string>> = {
  amazon: 'aws',
  bedrock: 'aws',
  google: 'gcp',
  'google-cloud': 'gcp',
  vertex: 'gcp',
  microsoft: 'azure',
  foundry: 'azure',
}

const plain = (word: string) => word.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

function words(names: () => Iterable<string>, has?: (word: string) => boolean): Words {
  let known: { readonly list: readonly string[]; readonly plain: ReadonlySet<string> } | undefined
  const get = () => {
    const list = [...new Set(names())].filter((n) => n !== '')
    known ??= { list, plain: new Set(list.map(plain)) }
    return known
  }
  return {
    has: has ?? ((word) => get().plain.has(plain(word))),
    near: (word, loosely = false) => (loosely ? nearestWord : slipOf)(word, get().list),
  }
}

export function policyWords(facts: FactBase, ruleIds: ReadonlySet<string>): PolicyWords {
  const { pack } = facts
  return {
    rules: words(
      () => ruleIds,
      (id) => ruleIds.has(id),
    ),
    providers: words(function* () {
      for (const p of pack.providers) {
        yield* [p.id, ...p.vendors, p.name]
        for (const c of p.channels ?? []) yield c.cloud
      }
      for (const c of pack.clients) yield c.vendor
      for (const r of pack.regions) yield r.provider
      for (const e of pack.endpoints) if (/^(?:official|cloud|gateway)$/.test(e.class)) yield* [e.name, ...e.serves]
    }),
    tools: words(
      () => toolNames(facts),
      (tool) => isKnownTool(tool, facts) || facts.isToolName(tool),
    ),
    platforms: (() => {
      const known = words(() => pack.regions.map((r) => r.provider))
      return { ...known, near: (word) => PLATFORM[word.toLowerCase()] ?? known.near(word, true) }
    })(),
    regions: (platform) =>
      words(
        () => pack.regions.filter((r) => r.provider === platform).map((r) => r.id),
        (id) => facts.region(platform, id) !== null,
      ),
  }
}
