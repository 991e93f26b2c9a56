// How a bundle starts: `dist/cli.js` is a few lines that run `dist/cli.bundle.js`. Compiling such a bundle costs a third of a short scan, so
// the build leaves beside it what V8 made of it (`dist/cli.cache`). Another Node refuses that, and packages do not carry it: then the
// bundle is loaded as any module.

/** What both sides have to do alike: V8 takes compiled code only for the same text, wrapped in the same way. Bundles are ASCII. */
function compile({ readFileSync, Script, wrap }, file, cachedData) {
  return new Script(wrap(readFileSync(file, 'latin1')), { filename: file, cachedData })
}

function start(deps, name) {
  const file = deps.join(__dirname, `${name}.bundle.js`)
  let code
  try {
    code = compile(deps, file, deps.readFileSync(deps.join(__dirname, `${name}.cache`)))
  } catch {
    // no compiled code beside it
  }
  if (!code || code.cachedDataRejected) return require(file)
  const loaded = { exports: {} }
  code.runInThisContext()(loaded.exports, require, loaded, file, __dirname)
  return loaded.exports
}

const deps = `{
  readFileSync: require('node:fs').readFileSync,
  Script: require('node:vm').Script,
  wrap: require('node:module').wrap,
  join: require('node:path').join,
}`

/** The text of the launcher of a bundle. */
export const launcher = (name) => `#!/usr/bin/env node\n'use strict'\n${compile}\n${start}\nstart(${deps}, '${name}')\n`

/** The text of a program that runs the bundle once, with the arguments given to it, and writes what V8 made of it when it ends. */
export const recorder = (name) => `'use strict'
${compile}
const deps = ${deps}
const file = deps.join(__dirname, '${name}.bundle.js')
const code = compile(deps, file)
process.on('exit', () => require('node:fs').writeFileSync(deps.join(__dirname, '${name}.cache'), code.createCachedData()))
// V8 compares its flags too, and a launcher looks before the bundle can set any
require('node:v8').setFlagsFromString = () => {}
const loaded = { exports: {} }
code.runInThisContext()(loaded.exports, require, loaded, file, __dirname)
`
