import type { Reader } from '../../reader'
import { languages } from './languages'
import { scan } from './scanner'

const ALIASES: Readonly<Record<string, string>> = {
  py: 'python',
  python3: 'python',
  javascript: 'typescript',
  js: 'typescript',
  ts: 'typescript',
  jsx: 'typescript',
  tsx: 'typescript',
  golang: 'go',
  cs: 'csharp',
  'c#': 'csharp',
  rb: 'ruby',
  rs: 'rust',
  kt: 'kotlin',
}
const GENERATED = /\.(?:d\.ts|min\.js|bundle\.js|pb\.go|pb2\.py|generated\.\w+)$|(?:^|\/)(?:vendor|third_party)\//

/** Source code of fifteen languages: one lexer, one scanner, one row of configuration each. */
export const source: Reader = {
  id: 'source',
  version: 2,
  dialects: [...languages.map((l) => l.id), ...Object.keys(ALIASES)],
  dialectOf(path, name) {
    const bare = name.replace(/\.(?:example|sample|template|bak)$/i, '')
    if (GENERATED.test(path)) return ''
    return languages.find((l) => l.files.test(bare))?.id ?? ''
  },
  read(x, out, context) {
    const language = languages.find((l) => l.id === (ALIASES[context.dialect] ?? context.dialect))
    if (language) scan(x, language, out, context)
  },
}
