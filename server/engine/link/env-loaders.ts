/** Which tools of a unit load env files, and whether they read `.env.local` over `.env`. */

import { folderOf, upward } from '../paths'
import type { FileFacts } from '../types'
import { ecosystemOf } from './packages'
import type { UnitIndex } from './units'

/**
 * - `cascade`  a tool that reads `.env.local` over `.env`, and `.env.MODE.local` over `.env.MODE`
 * - `single`   only tools that read the file they are given, `.env` when they are given none
 * - `unknown`  nothing shows which tool it is
 */
export type Loading = 'cascade' | 'single' | 'unknown'

/** Each of these documents the cascade. */
const CASCADE: Readonly<Record<string, RegExp>> = {
  npm: /^(?:next|vite|astro|@sveltejs\/kit|react-scripts|@vue\/cli-service|@angular-builders\/custom-webpack|dotenv-flow|@rsbuild\/core|expo|react-native-dotenv|@remix-run\/dev|@react-router\/dev|@tanstack\/react-start|@solidjs\/start|vinxi|bun|@types\/bun|bun-types|env-cmd|@next\/env|dotenv-expand-flow|wxt|electron-vite|vitepress|@redwoodjs\/core)$/,
  gem: /^dotenv(?:-rails)?$/,
  composer: /^symfony\/(?:dotenv|framework-bundle|flex)$/,
}
/** Languages whose loaders read one file; so do these packages of JavaScript. */
const SINGLE: ReadonlySet<string> = new Set(['pypi', 'go', 'cargo', 'maven', 'gradle', 'composer'])
const SINGLE_NPM = /^(?:dotenv|nuxt|@nestjs\/config|dotenv-safe|env-schema)$/
const SINGLE_CODE = /^(?:python|go|rust|java|kotlin)$/

/** `manifests`: paths of all manifests of the tree, read or not. */
export function createEnvLoaders(
  files: ReadonlyMap<string, FileFacts>,
  manifests: readonly string[],
  units: UnitIndex,
): (unit: string) => Loading {
  const found = new Map<string, Set<Loading>>()
  const say = (unit: string, loading: Loading) => found.set(unit, (found.get(unit) ?? new Set()).add(loading))
  for (const file of files.values()) {
    const unit = units.unitOf(file.path, 0)
    for (const s of file.signatures) {
      if (s.kind !== 'package') continue
      if (CASCADE[s.ecosystem]?.test(s.name)) say(unit, 'cascade')
      else if (s.ecosystem === 'npm' && SINGLE_NPM.test(s.name)) say(unit, 'single')
    }
    if (file.reader === 'source' && SINGLE_CODE.test(file.dialect)) say(unit, 'single')
    for (const { module } of file.imports) if (module.startsWith('dotenv-flow')) say(unit, 'cascade')
  }
  for (const path of manifests) if (SINGLE.has(ecosystemOf(path))) say(units.unitOf(path, 0), 'single')
  return (unit) => {
    const folder = units.get(unit)?.folder ?? ''
    // a tool may be installed at the root of a workspace for all of its packages
    for (const at of [folder, ...upward(folderOf(folder))]) {
      const own = found.get(units.folderUnit(at))
      if (own?.has('cascade')) return 'cascade'
      if (own?.has('single')) return 'single'
    }
    return 'unknown'
  }
}
