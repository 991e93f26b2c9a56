// Entry that the extension host calls. The counts go to a file: an extension host that dies reports success.
const { writeFileSync } = require('node:fs')
const { join } = require('node:path')
const Mocha = require('mocha')

exports.run = () => {
  const mocha = new Mocha({ ui: 'bdd', timeout: 30_000, color: false, reporter: 'spec' })
  mocha.addFile(join(__dirname, 'extension.test.cjs'))
  return new Promise((done, fail) => {
    const runner = mocha.run((failures) => {
      if (process.env.RELAYLINT_STATS) writeFileSync(process.env.RELAYLINT_STATS, JSON.stringify(runner.stats))
      if (failures > 0) fail(new Error(`${failures} tests failed`))
      else done()
    })
  })
}
