/** A file name for a text that has none yet, by the language that the editor gives it: names decide how a text is read. */
const NAMES: Readonly<Record<string, string>> = {
  dotenv: '.env',
  properties: '.env',
  ini: 'untitled.ini',
  yaml: 'untitled.yaml',
  dockercompose: 'compose.yaml',
  'github-actions-workflow': '.github/workflows/untitled.yml',
  json: 'untitled.json',
  jsonc: 'untitled.jsonc',
  toml: 'untitled.toml',
  dockerfile: 'Dockerfile',
  shellscript: 'untitled.sh',
  powershell: 'untitled.ps1',
  bat: 'untitled.bat',
  makefile: 'Makefile',
  xml: 'untitled.xml',
  terraform: 'untitled.tf',
  python: 'untitled.py',
  javascript: 'untitled.js',
  javascriptreact: 'untitled.jsx',
  typescript: 'untitled.ts',
  typescriptreact: 'untitled.tsx',
  vue: 'untitled.vue',
  svelte: 'untitled.svelte',
  go: 'untitled.go',
  java: 'Untitled.java',
  kotlin: 'Untitled.kt',
  groovy: 'untitled.groovy',
  scala: 'untitled.scala',
  swift: 'untitled.swift',
  dart: 'untitled.dart',
  lua: 'untitled.lua',
  csharp: 'Untitled.cs',
  rust: 'untitled.rs',
  ruby: 'untitled.rb',
  php: 'untitled.php',
}

/** Empty for a language that no reader knows. */
export function fileNameFor(languageId: string): string {
  return Object.hasOwn(NAMES, languageId) ? (NAMES[languageId] ?? '') : ''
}
