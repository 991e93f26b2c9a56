// Entry for the web worker host. mocha's browser build overwrites module.exports of the bundle: ours comes last.
require('mocha/mocha')
function run() {
  mocha.setup({ ui: 'bdd', timeout: 30_000, reporter: 'spec' })
  require('./extension.test.cjs')
  return new Promise((done, fail) => {
    const runner = mocha.run((failures) => {
      console.log(`relaylint-stats ${JSON.stringify(runner.stats)}`)
      if (failures > 0) fail(new Error(`${failures} tests failed`))
      else done()
    })
  })
}
module.exports = { run }
