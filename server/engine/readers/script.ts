import type { Reader } from '../reader'

const FOLDER = /(?:^|\/)(?:bin|s?bin|scripts?|tools?|hack|hooks|\.husky|\.githooks|\.?bashrc\.d|\.local\/bin)\/[\w-]+$/
const INTERPRETERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:ba|z|da|a|k)?sh$/, 'bash'],
  [/^fish$/, 'fish'],
  [/^python[\d.]*$|^uv$/, 'python'],
  [/^(?:node|deno|bun|tsx|ts-node)$/, 'typescript'],
  [/^ruby$/, 'ruby'],
  [/^php$/, 'php'],
  [/^(?:pwsh|powershell)$/, 'powershell'],
]

/** Dialect that a first line such as `#!/usr/bin/env bash` names; empty when there is none. */
export function interpreterOf(text: string): string {
  const m = /^\s*#![ \t]*(?:\S*\/)?(?:env[ \t]+(?:-\S+[ \t]+)*)?(?:\S*\/)?([\w.-]+)/.exec(text.slice(0, 200))
  return INTERPRETERS.find(([re]) => re.test(m?.[1] ?? ''))?.[1] ?? ''
}

/** Scripts without an extension, in the folders where scripts are kept: their first line names the language. */
export const script: Reader = {
  id: 'script',
  version: 1,
  dialects: [],
  dialectOf: (path) => (FOLDER.test(path) ? 'script' : ''),
  read(x, _out, context) {
    const dialect = interpreterOf(x.text)
    if (dialect) context.embed(dialect, x, context.block)
  },
}
